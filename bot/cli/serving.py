"""Serving until told to stop: Ctrl-C and SIGTERM both end it in good order."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine


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
    # Windows has no such handlers: there Ctrl-C cancels the main task itself.
    with contextlib.suppress(NotImplementedError):
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
