# SPDX-License-Identifier: Apache-2.0
"""Values and errors that everything else is made of; imports nothing of ours."""
