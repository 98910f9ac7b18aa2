# SPDX-License-Identifier: Apache-2.0
"""The kinds of actions, one a file: each has a ``KIND`` (or several, ``KINDS``)."""
