# SPDX-License-Identifier: Apache-2.0
"""Each reason a contract gives, and its Chinese; a test holds it to the contracts' sources."""

REVERT_TEXTS: dict[str, str] = {}
