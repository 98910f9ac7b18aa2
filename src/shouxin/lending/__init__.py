# SPDX-License-Identifier: Apache-2.0
"""Loans: the exact model, and the commands that show it."""
