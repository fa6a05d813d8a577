"""By itself: who works above is told of what nobody else may let in, once; what nobody confirms is looked at."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Role
from bot.domain.staff.checking import Deed, Refused
from bot.left_out import LeftOut
from bot.services.groups.report import last_word
from bot.services.groups.report.last_word import Word
from bot.services.staff.checking import levels, unconfirmed
from bot.services.staff.checking.deciding import Outcome
from bot.store.evaluation import follow_ups
from bot.store.evaluation.follow_ups import Note, Point
from bot.store.people import roles
from bot.store.schema import answer, outbox
from bot.store.staff.checking import queue
from bot.store.staff.waiting import Reader
from tests.services.conftest import START
from tests.services.staff.checking.queue_of_figures import BLANTYRE, CODE, NORTH, SOUTH, Village
from tests.services.town import Member, pack, town


@pytest.fixture
def village(database_url: str) -> Iterator[Village]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield Village(place)


def moves(village: Village) -> int:
    return village.place.run(levels.move_up, village.place.loaded, LeftOut(), village.place.now)


def told(village: Village, who: Member) -> int:
    rows = village.place.rows(select(outbox.c.payload).where(outbox.c.chat == who.chat))
    return sum("a held figure waits" in row.payload["text"] for row in rows)


def held_by(village: Village, who: Member) -> int:
    number = village.noted(village.far_off(village.joins("Malee")))
    assert isinstance(village.does(who, Deed.HOLD, number), Outcome)
    village.place.now = village.place.now.replace(hour=9)
    return number


def test_where_nobody_else_may_those_above_are_told_once(village: Village) -> None:
    nok, above, far, admin = (
        village.staff("Nok", BLANTYRE),
        village.staff("Bupe", SOUTH),
        village.staff("Chiko", NORTH),
        village.staff("Admin", None, Role.ADMIN),
    )
    number = held_by(village, nok)
    village.place.now += timedelta(days=6)
    assert moves(village) == 0
    village.place.now += timedelta(days=2)
    assert moves(village) == 1 and moves(village) == 0
    assert [told(village, who) for who in (nok, above, far, admin)] == [0, 1, 0, 0]
    assert isinstance(village.does(above, Deed.ACCEPT, number), Outcome)


def test_where_a_colleague_may_nobody_above_is_told(village: Village) -> None:
    nok, beside, above = village.staff("Nok", BLANTYRE), village.staff("Bupe", BLANTYRE), village.staff("Up", SOUTH)
    held_by(village, nok)
    village.place.now += timedelta(days=8)
    assert moves(village) == 0
    village.place.run(roles.end, [village.place.run(roles.of, beside.person)[0].id], village.place.now)
    assert moves(village) == 1 and told(village, above) == 1


def test_at_night_nobody_is_told_and_where_nobody_is_it_waits(village: Village) -> None:
    nok = village.staff("Nok", None)
    held_by(village, nok)
    village.place.now += timedelta(days=8)
    assert moves(village) == 0, "there is nobody"
    admin = village.staff("Admin", None, Role.ADMIN)
    assert moves(village) == 0, "an admin works where she does"
    assert told(village, admin) == 0


def test_silence_is_looked_at_once_the_days_are_over(village: Village) -> None:
    nok, dao, malee = village.staff("Nok", BLANTYRE), village.joins("Dao"), village.joins("Malee")
    group = village.group(dao, malee)
    village.place.now = village.place.now.replace(hour=9)
    number = village.reports(group, dao, malee, date(2026, 1, 1), sales="1200")
    village.place.run(last_word.tell, village.place.loaded, LeftOut(), village.place.now)

    def notes() -> int:
        return village.place.run(unconfirmed.note_all, LeftOut(), [pack(CODE).programme], village.place.now)

    assert notes() == 0
    village.place.now += timedelta(days=31)
    assert notes() == 1 and notes() == 0
    (shown,) = village.page(nok).shown
    assert (shown.item.reason, shown.item.source, shown.item.submission_id) == ("not_confirmed", "leader", number)
    assert [(one.value, one.held) for one in shown.figures] == [("1200", False)]
    village.word(malee, number, Word.RIGHT)
    assert village.page(nok).total == 0, "it has settled itself"


def test_what_is_held_settles_by_nothing_else(village: Village) -> None:
    nok, dao, malee = village.staff("Nok", BLANTYRE), village.joins("Dao"), village.joins("Malee")
    number = village.reports(village.group(dao, malee), dao, malee, date(2026, 1, 1), sales="1200")
    village.word(malee, number, Word.PRIVATE)
    item = village.noted(number, "report_private")
    done = village.does(nok, Deed.HOLD, item)
    assert isinstance(done, Outcome) and done.can_undo, "it is not far from anything"
    village.word(malee, number, Word.RIGHT)
    assert village.page(nok).total == 1 and len(village.held()) == 1
    assert isinstance(village.does(nok, Deed.ACCEPT, item), Outcome) and village.held() == {}


def test_what_waits_for_her_is_what_she_can_do_something_about(village: Village) -> None:
    nok, bupe = village.staff("Nok", BLANTYRE), village.staff("Bupe", BLANTYRE)
    number = held_by(village, nok)

    def waits(who: Member, areas: frozenset[str] | None = frozenset({BLANTYRE})) -> list[tuple[str, int]]:
        rows = village.place.rows(queue.waits(Reader(who.person, CODE, areas)))
        return [(row.kind, row.ref) for row in rows]

    assert waits(nok) == [] and waits(bupe) == [("figure", number)] == waits(bupe, None)
    assert waits(bupe, frozenset({NORTH})) == []


def test_a_wish_that_came_late_is_granted_or_left(village: Village) -> None:
    nok, malee, noi = village.staff("Nok", BLANTYRE), village.joins("Malee"), village.joins("Noi")
    path = f"{pack(CODE).forms['baseline'].root}/sales"
    submissions = []
    for who in (malee, noi):
        village.usually(who)
        submissions.append(village.place.rows(select(answer.c.submission_id).where(answer.c.path == path))[-1][0])
    for who, submission in zip((malee, noi), submissions, strict=True):
        note = Note(submission, who.producer, "correction_wanted", [Point(path, "900", "850")], "mistyped")
        village.place.run(follow_ups.note, note, village.place.now)
    first, second = (village.noted(one, "correction_wanted") for one in submissions)
    assert village.first(nok).deeds == [Deed.ACCEPT, Deed.LEAVE, Deed.CORRECT, Deed.HOLD]
    done = village.does(nok, Deed.ACCEPT, first)
    assert isinstance(done, Outcome) and not done.can_undo and village.undoes(nok, done.deed_id) is Refused.CHANGED
    left = village.does(nok, Deed.LEAVE, second)
    assert isinstance(left, Outcome) and left.can_undo and isinstance(village.undoes(nok, left.deed_id), Outcome)
    stands = village.place.rows(select(answer.c.value).where(answer.c.path == path).order_by(answer.c.submission_id))
    assert [row.value for row in stands] == ["900", "850"]
