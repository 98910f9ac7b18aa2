# SPDX-License-Identifier: Apache-2.0
"""Parties: who is who on the chain, without saying who they are."""
