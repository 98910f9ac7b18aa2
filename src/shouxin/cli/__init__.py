# SPDX-License-Identifier: Apache-2.0
"""The command line: assembles the commands of the domains and holds no logic."""
