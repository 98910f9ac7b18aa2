# SPDX-License-Identifier: Apache-2.0
"""Typed contracts, generated: run `make artifacts`."""
