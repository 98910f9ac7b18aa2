# SPDX-License-Identifier: Apache-2.0
"""What the service sends: kept before it is sent, sent once, followed until it is final."""
