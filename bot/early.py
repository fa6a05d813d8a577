"""From the first moment on: who is told to stop while it is still being loaded stops at once, for nothing is open yet;
and what is loaded stays to the end, so that the collector of garbage need not look at it again and again.

To be imported before anything that takes long. What begins later has its own way to stop (`bot/cli/serving.py`). Before
this, while Python itself begins, a signal ends the process as it ends any: docs/operations.md.
"""

import gc
import os
import signal
import sys
from contextlib import suppress

# Those that serve until they are told to stop; any other that is cut off has not done what it was to do.
SERVING = ("run", "demo")

gc.set_threshold(10_000, 20, 20)


def _leave(_number: int, _frame: object) -> None:
    # without a word: raised in the middle of an import, an exception would leave several
    os._exit(0)


if sys.argv[1:2] and sys.argv[1] in SERVING:
    for _one in (signal.SIGINT, signal.SIGTERM):
        # in a thread it is no command line
        with suppress(ValueError):
            signal.signal(_one, _leave)
