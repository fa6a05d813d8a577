"""What came twice, and what may have: messages that were in flight at a kill are sent again."""

import sqlite3
from contextlib import closing

from bot.store.engine.sync import sqlite_file
from simulator.server import Simulator
from tests.crash.test_crash import Victim


class InFlight(Victim):
    """Counts at each kill what was on its way."""

    def __init__(self, root: str, url: str, rate: str = "0") -> None:
        super().__init__(root, url, rate)
        self._url, self.in_flight = url, 0

    def die(self) -> None:
        super().die()
        self.in_flight += _count(self._url, "state = 'sending'")


def doubled(simulator: Simulator, url: str) -> int:
    """How many messages arrived more often than they were said: each row of the outbox is said once."""
    return len(simulator.sent) - _count(url, "state = 'sent'")


def _count(url: str, where: str) -> int:
    file = sqlite_file(url)
    assert file is not None
    with closing(sqlite3.connect(file, timeout=60)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM outbox WHERE {where}").fetchone()[0])
