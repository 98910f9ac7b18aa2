# SPDX-License-Identifier: Apache-2.0
"""Who asks: signing in with a wallet (EIP-4361), sessions, institutions' keys, and who may what."""
