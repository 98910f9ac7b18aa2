# SPDX-License-Identifier: Apache-2.0
"""The story that ``shouxin demo`` tells: loans from a signed offer to the last unit accounted for.

``stage`` is a chain with the contracts and the people on it, ``loans`` makes each move on the
chain and in the Python model alike, ``chapters`` tell what happens, ``accounts`` checks all of it.
"""
