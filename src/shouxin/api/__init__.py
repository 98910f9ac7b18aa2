# SPDX-License-Identifier: Apache-2.0
"""The service's API: what the domains offer, put together under /api/v1."""
