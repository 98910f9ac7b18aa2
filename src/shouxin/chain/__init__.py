# SPDX-License-Identifier: Apache-2.0
"""The chain: its embedded node, deployment, manifest, typed contracts. Nothing above asks which."""
