"""The demo's officer has a morning's work before her, made by the house's services in a database of either kind."""

from datetime import UTC, datetime

import pytest

from bot.demo import year
from bot.demo.officer import HAVE_IT, Officer
from bot.domain.staff.announcement import State
from bot.i18n import load_catalogues
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import vouching
from bot.services.staff import work
from bot.services.staff.announcing import report
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.wire import chats
from tests.demo.test_cooperative import BOT, cooperative, made
from tests.house import COUNTRIES, pack

OFFICER = 1004
# At noon, and in the night: what she announced left in the morning.
HOURS = [datetime(2026, 11, 24, 9, 0, tzinfo=UTC), datetime(2026, 11, 24, 20, 0, tzinfo=UTC)]


def officer(code: str, now: datetime) -> Officer:
    there = pack(code)
    her = year.Somebody(BOT, OFFICER, there, there.programme.languages[0], "Mary Kachali")
    return Officer(LoadedPacks({code: there}, load_catalogues()), her, now)


def works(connection: Connection) -> int:
    person = chats.load(connection, BOT, [OFFICER])[OFFICER].person
    assert person is not None
    return person.id


@pytest.mark.parametrize("now", HOURS, ids=["noon", "night"])
@pytest.mark.parametrize("code", COUNTRIES)
def test_what_waits_on_her_morning(database_url: str, code: str, now: datetime) -> None:
    one = officer(code, now)
    with writing(database_url) as connection:
        programmes.record(connection, one.pack, now)
        made(connection, cooperative(code, now))
        for step in list(one.steps(connection)):
            step(connection)
        assert not list(one.steps(connection)), "a demo that is taken up again goes on"
        (announced,) = report.recent(connection, works(connection), one.pack)
        held_up = report.look(connection, works(connection), one.pack, announced.id, now)
        assert held_up is not None and announced.state is State.PAUSED
        assert held_up.counts.is_lawful and held_up.counts.waiting == held_up.counts.audience > 2 * HAVE_IT
        counts = work.look(connection, works(connection), one.pack, now).counts
        assert counts == {work.UNCONFIRMED: 2, work.QUESTION: 1, work.FIGURE: 2}
        for newcomer in one.newcomers:
            person = chats.load(connection, BOT, [newcomer.chat])[newcomer.chat].person
            assert person is not None and not person.confirmed
            assert vouching.confirm(connection, [person.id], "demo", now).people == 1


def test_where_there_is_no_group_nothing_is_announced(sqlite_url: str) -> None:
    one = officer("malawi-ovop", HOURS[0])
    with writing(sqlite_url) as connection:
        programmes.record(connection, one.pack, HOURS[0])
        for step in list(one.steps(connection)):
            step(connection)
        assert not report.recent(connection, works(connection), one.pack)
