# SPDX-License-Identifier: Apache-2.0
"""Tells others what changed: event streams and signed webhooks, fed from ``store.changes``."""
