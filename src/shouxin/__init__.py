# SPDX-License-Identifier: Apache-2.0
"""Shouxin (授信, 守信): exact loans, a credit record nobody can rewrite, on any EVM chain."""
