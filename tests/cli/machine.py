"""`ovop run` on a machine whose clock can be set: each line of the standard input says how many seconds it is ahead.

Nothing of ours knows of it: it stands where the standard library's clock is read, by bot.clock and by APScheduler.
Arguments: seconds from tick to tick (half a minute is long for a test), seconds ahead, then those of `ovop`.
"""

import sys
import threading
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import apscheduler.triggers.date

import bot.clock
from bot.__main__ import main
from jobs.embedded import Clockwork


class Machine:
    """Its clock, as `datetime` is asked for it."""

    ahead = timedelta()

    @classmethod
    def now(cls, zone: tzinfo | None = None) -> datetime:
        return datetime.now(zone) + cls.ahead  # noqa: TID251 - this is the clock that is set


def listen() -> None:
    for line in sys.stdin:
        Machine.ahead = timedelta(seconds=float(line))


if __name__ == "__main__":
    for module in (bot.clock, apscheduler.schedulers.base, apscheduler.triggers.date):
        module.datetime = Machine  # type: ignore[attr-defined]
    Machine.ahead = timedelta(seconds=float(sys.argv[2]))
    Clockwork.__init__.__kwdefaults__["seconds"] = float(sys.argv[1])
    threading.Thread(target=listen, daemon=True).start()
    sys.exit(main(sys.argv[3:]))
