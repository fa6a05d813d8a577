"""Serving until told to stop: Ctrl-C and SIGTERM both end it in good order."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def preparing() -> Iterator[None]:
    """Before there is a loop: nothing is open yet, so whoever asks to stop has it at once, and all is well."""
    if threading.current_thread() is not threading.main_thread():
        # it gets no signals
        yield
        return
    before = {number: signal.signal(number, _leave) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(_number: int, _frame: FrameType | None) -> None:
    # without a word: an exception in the middle of anything would be seen by what is at work, which may log or hold it
    os._exit(0)


def run(work: Coroutine[None, None, None]) -> None:
    """Run `work` until it ends or somebody asks the process to stop, on the fastest event loop that is there."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(work))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        # there is none for Windows
        return None
    return uvloop.new_event_loop


async def serve(work: Coroutine[None, None, None]) -> None:
    """Run `work` until it ends or somebody asks the process to stop; what is open is closed on the way out."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        # once: what is being closed would be cut short by another
        if not task.cancelling():
            task.cancel()

    # Windows has no such handlers: there Ctrl-C cancels the main task itself.
    with contextlib.suppress(NotImplementedError):
        for number in STOPS:
            loop.add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await task
