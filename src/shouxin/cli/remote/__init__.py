# SPDX-License-Identifier: Apache-2.0
"""``shouxin party|offer|loan|note``: what is asked of a service, from the command line."""
