# SPDX-License-Identifier: Apache-2.0
"""What every endpoint stands on: problems, pages, entity tags, limits, languages."""
