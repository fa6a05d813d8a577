"""What a test leaves behind: a store that nobody closes has a thread that keeps the process for ever."""

import faulthandler
import sys
import threading

import pytest

WORKER = "(_connection_worker_thread)"
# Seconds: what a thread that was told to end may need on a busy machine, and a process that has nothing left to do.
MOMENT, END = 10, 60


def none_by(test: str) -> None:
    """Fail the test whose databases' threads live on. Each is named after it: who comes later is not to blame."""
    for thread in threading.enumerate():
        if WORKER in thread.name:
            thread.join(MOMENT)
            if thread.is_alive():
                thread.name = f"left by {test}"
                pytest.fail("A store was opened and is not closed.", pytrace=False)


def end_soon() -> None:
    """A process that does not end, whoever keeps it, says where it waits and fails."""
    faulthandler.dump_traceback_later(END, exit=True, file=sys.__stderr__)
