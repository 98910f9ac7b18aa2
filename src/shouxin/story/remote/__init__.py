# SPDX-License-Identifier: Apache-2.0
"""The first loan's story through the service's API alone (``shouxin demo --remote``)."""
