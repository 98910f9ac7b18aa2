# SPDX-License-Identifier: Apache-2.0
"""What wallets, browsers and our own programs reach instead of the node, and what makes it last."""
