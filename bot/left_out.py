"""One odd row among many: work for many people goes on without the one it belongs to, and the log says whom."""

import logging
import time
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from bot.patience import Patience
from bot.spells import Spells
from bot.store.engine.trouble import StoreTrouble, is_of_one, trouble_of
from bot.supervision import kind_of

log = logging.getLogger(__name__)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

# Rows in one statement: SQLite takes no more than some ten thousand numbers.
AT_ONCE = 500


class LeftOut:
    """Knows who is left out of which work, and for how long: tried again after a pause, longer each time, for somebody
    may have mended the row. In memory: a new start tries everybody at once.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._spells = Patience(clock), Spells(clock)

    def __len__(self) -> int:
        """How many have to wait, or had to: so many more are to be asked for, so that they stand in nobody's way."""
        return len(self._patience)

    def others(self, what: str, keys: Sequence[K], most: int) -> Sequence[K]:
        """Those who are not left out of this work now, up to `most`."""
        return [key for key in keys if self._patience.may_try((what, key))][:most]

    def each(
        self, connection: Connection, what: str, keys: Sequence[K], work: Callable[[Connection, Sequence[K]], T]
    ) -> list[T]:
        """Do the work for all of these, together as long as nothing is wrong; gives what each part of it gave.

        Where a row stops it, nothing of that part has happened; it is done for one half, then for the other, until the
        one is alone to whom the row belongs: she is left out. `what`: the work, and of what the keys are numbers.
        """
        if len(keys) > AT_ONCE:
            parts = (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))
            return [done for part in parts for done in self.each(connection, what, part, work)]
        if not keys:
            return []
        try:
            with connection.begin_nested():
                done = work(connection, keys)
        except Exception as error:
            if not is_of_one(error):
                raise
            if len(keys) == 1:
                self._leave(what, keys[0], error)
                return []
            half = len(keys) // 2
            first = self.each(connection, what, keys[:half], work)
            return [*first, *self.each(connection, what, keys[half:], work)]
        for key in keys if len(self._patience) else ():
            self._patience.done((what, key))
        return [done]

    def _leave(self, what: str, key: Hashable, error: Exception) -> None:
        self._patience.failed((what, key))
        if self._spells.is_news((what, key)):
            self.say(f"{what} {key}", error)

    def say(self, which: str, error: Exception) -> None:
        """Tell the operator; what an error says may be somebody's words."""
        trouble = trouble_of(error)
        reason = trouble.reason if isinstance(trouble, StoreTrouble) else kind_of(error)
        log.error("%s is left out, all others go on: %s", which, reason)
