# SPDX-License-Identifier: Apache-2.0
"""From the chain's events to rows: reads, projects, rolls back, rebuilds, verifies."""
