# SPDX-License-Identifier: Apache-2.0
"""What people's actions cost on a chain, measured."""
