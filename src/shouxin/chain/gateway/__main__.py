# SPDX-License-Identifier: Apache-2.0
"""The gateway as a process of its own: ``python -m shouxin.chain.gateway FOLDER …``.

It prints its port as one line of JSON once it answers, and ends when its standard input does, so
that it never outlives what started it. An expected failure is one line of JSON with its code.
"""

import sys

from shouxin.chain.gateway.process import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
