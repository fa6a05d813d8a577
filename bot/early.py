"""From the first moment on: who is told to stop while it is still being loaded stops at once, for nothing is open yet.

To be imported before anything that takes long. What begins later has its own way to stop (`bot/cli/serving.py`).
"""

import os
import signal
import sys
import threading

# Those that serve until they are told to stop; any other that is cut off has not done what it was to do.
SERVING = ("run", "demo")


def _leave(_number: int, _frame: object) -> None:
    # without a word: raised in the middle of an import, an exception would leave several
    os._exit(0)


if sys.argv[1:2] and sys.argv[1] in SERVING and threading.current_thread() is threading.main_thread():
    for _one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(_one, _leave)
