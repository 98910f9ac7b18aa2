# SPDX-License-Identifier: Apache-2.0
"""Processes of ours: started, watched, started again, ended together with what started them."""
