"""Somebody who has not answered, and whose calendar staff may change."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.staff.outcomes import Closed
from bot.services.staff import asking_less, outcomes, pacing
from bot.services.staff.pacing import Reason
from bot.store.schema import follow_up
from tests.services.staff.vouching.people_of_area import PACK, comes
from tests.services.staff.worlds.people import Case, Cases, World

Before = Callable[[Connection, int | None], Mapping[str, Any]]


def fill(world: World) -> Cases:
    place, now = world.place, world.place.now
    hers = comes(place, "Quellmist Silent", world.group)
    row = follow_up.insert().values(producer_id=hers.producer, reason="no_answer", created_at=now)
    number = place.rows(row.returning(follow_up.c.id))[0][0]
    today = now.astimezone(place.zone(PACK.programme.code)).date()

    def closed(why: Closed, *, is_asked: bool = True) -> Before:
        def before(connection: Connection, _: int | None) -> Mapping[str, Any]:
            outcomes.close(connection, world.leads, PACK, number, why, now)
            if not is_asked:
                assert asking_less.ask_less(connection, world.leads, PACK, number, now) is why
            return {}

        return before

    def visited(connection: Connection, _: int | None) -> Mapping[str, Any]:
        outcomes.visited(connection, world.here, PACK, number, now)
        return {}

    def changed(connection: Connection, _: int | None) -> Mapping[str, Any]:
        assert pacing.every(connection, world.leads, PACK, hers.producer, 3, Reason.SEASON, now) is not None
        return {}

    it = {"number": number, "day": today + timedelta(days=3), "why": Closed.MOVED, "words": "There on Monday"}
    pace = {"producer_id": hers.producer, "months": 3, "day": today + timedelta(days=20), "why": Reason.SEASON}
    return {
        **{f"outcomes.{name}": Case(it) for name in ("call_again", "close", "look", "note", "visited")},
        "outcomes.undo": Case(it, visited),
        "asking_less.ask_less": Case(it, closed(Closed.DIED)),
        "asking_less.ask_again": Case(it, closed(Closed.NOT_WANTED, is_asked=False)),
        **{f"pacing.{name}": Case(pace) for name in ("every", "look", "once")},
        "pacing.take_off": Case(pace, changed),
        "work.look": Case(),
        "work.reader": Case(),
    }
