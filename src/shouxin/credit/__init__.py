# SPDX-License-Identifier: Apache-2.0
"""The credit record: its entries and aggregates, checked without trusting anybody."""
