"""Answering a person: an officer claims a question, answers it or hands it over. One at a time, ever.

Each function asks anew whether it lies where she works, and does not go past her.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.staff import asking as rules
from bot.domain.staff.asking import As
from bot.i18n import Catalogues
from bot.packs import Pack, places
from bot.services import roles
from bot.services.roles import NotAllowed
from bot.services.staff.asking import asking, telling
from bot.services.staff.asking.asking import Sent, note
from bot.services.work import Connection
from bot.store.people import people
from bot.store.staff.asking import inquiries, workers
from bot.store.staff.asking.inquiries import Inquiry, Said

__all__ = ["Colleague", "Fate", "Inquiry", "Said", "Seen"]

MOST_COLLEAGUES = 8


class Fate(StrEnum):
    """What became of an answer: it left; it left and does not reach her; somebody else is answering, or has."""

    SENT = "sent"
    NOT_REACHED = "not reached"
    TAKEN = "taken"
    MEANWHILE = "meanwhile"


@dataclass(frozen=True, slots=True)
class Seen:
    """A question as an officer sees it. `name`: of who asks; `busy`: the first name of who else is answering it;
    `with_name`: of who has answered last, or got it handed over.
    """

    inquiry: Inquiry
    name: str
    said: Sequence[Said]
    busy: str | None
    with_name: str | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else of the staff who may see it: her first name, and where she works."""

    person_id: int
    name: str
    area: str | None


def look(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Seen:
    """One of them, whole. Raises NotAllowed."""
    one = _require(connection, person_id, pack, number)
    busy = _busy(connection, one, person_id, now)
    name = people.name_of(connection, one.asker_id)
    last = None if one.with_id is None else first_name(connection, one.with_id)
    return Seen(one, name, inquiries.said(connection, number), busy, last)


def _require(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Inquiry:
    """One that she may see. Who may not hears the same as of one that is not there. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    one = inquiries.find(connection, number)
    if (
        person_id is None
        or one is None
        or not inquiries.is_readable(connection, number, inquiries.readable(person_id, pack.programme.code, within))
    ):
        raise NotAllowed(f"person {person_id} may not see inquiry {number}")
    return one


def _busy(connection: Connection, one: Inquiry, person_id: int | None, now: datetime) -> str | None:
    """The first name of who else is answering it now."""
    if one.claimed_by in (None, person_id) or one.claimed_by is None or one.claimed_at is None:
        return None
    return first_name(connection, one.claimed_by) if now - one.claimed_at < rules.CLAIMED_FOR else None


def first_name(connection: Connection, person_id: int) -> str:
    """What colleagues call her."""
    return (people.name_of(connection, person_id).split() or ["–"])[0]


def page(
    connection: Connection, person_id: int | None, pack: Pack, first: int, size: int
) -> tuple[int, Sequence[tuple[Inquiry, str]]]:
    """How many wait for her, and some of them with who asks, who has waited for longest first. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    may = inquiries.readable(person_id or 0, pack.programme.code, within)
    found = inquiries.waiting(connection, may, first, size)
    return inquiries.count_waiting(connection, may), [(one, people.name_of(connection, one.asker_id)) for one in found]


def claim(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """She is answering it from now on, for half an hour. False: somebody else is. Raises NotAllowed."""
    one = _require(connection, person_id, pack, number)
    assert person_id is not None  # she may see it
    if not inquiries.claim(connection, number, person_id, now, now - rules.CLAIMED_FOR):
        return False
    if one.claimed_by != person_id:
        note(connection, person_id, "claim question", one, now)
    return True


def let_go(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """She is not answering it after all. False: she was not. Raises NotAllowed."""
    one = _require(connection, person_id, pack, number)
    assert person_id is not None  # she may see it
    if not inquiries.let_go(connection, number, person_id):
        return False
    note(connection, person_id, "let question go", one, now)
    return True


def answer(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    sent: Sent,
    asked: datetime | None,
    catalogues: Catalogues,
    now: datetime,
) -> Fate:
    """Her answer leaves, unless somebody else is answering or has answered since she began; `asked`: since when who
    asks had waited then. Raises NotAllowed.
    """
    one = _require(connection, person_id, pack, number)
    assert person_id is not None  # she may see it
    if not inquiries.claim(connection, number, person_id, now, now - rules.CLAIMED_FOR):
        return Fate.TAKEN
    if asked is not None and one.waits_since is None:
        inquiries.let_go(connection, number, person_id)
        return Fate.MEANWHILE
    said = asking.keep(connection, one, person_id, sent, now, by_staff=True)
    inquiries.answered(connection, number, person_id, now)
    note(connection, person_id, "answer question", one, now)
    return _fate(telling.to_asker(connection, pack, one, said, catalogues, now))


def _fate(reached: bool) -> Fate:
    return Fate.SENT if reached else Fate.NOT_REACHED


def change(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    which: int,
    sent: Sent,
    catalogues: Catalogues,
    now: datetime,
) -> Fate | None:
    """She says one of her answers anew; the old one is kept. None: it is none of hers, or was changed before. Raises
    NotAllowed.
    """
    old = inquiries.one_said(connection, which)
    if old is None or not old.by_staff or old.by_id != person_id or person_id is None:
        return None
    one = _require(connection, person_id, pack, old.inquiry_id)
    if old.replaced_by is not None:
        return None
    said = asking.keep(connection, one, person_id, sent, now, by_staff=True)
    inquiries.replace(connection, which, said.id)
    note(connection, person_id, "change answer", one, now)
    return _fate(telling.to_asker(connection, pack, one, said, catalogues, now))


def may_change(connection: Connection, person_id: int | None, pack: Pack, which: int) -> int | None:
    """The number of the question of an answer of hers that she can say anew; None: she cannot. Raises NotAllowed."""
    old = inquiries.one_said(connection, which)
    if old is None or old.by_id != person_id or not old.by_staff or old.replaced_by is not None:
        return None
    return _require(connection, person_id, pack, old.inquiry_id).id


def answered_otherwise(
    connection: Connection, person_id: int | None, pack: Pack, number: int, catalogues: Catalogues, now: datetime
) -> Fate:
    """She has answered by phone or in person: nobody waits any more, and who has asked is asked whether it helped.
    Raises NotAllowed.
    """
    one = _require(connection, person_id, pack, number)
    assert person_id is not None  # she may see it
    if one.waits_since is None:
        return Fate.MEANWHILE
    if not inquiries.claim(connection, number, person_id, now, now - rules.CLAIMED_FOR):
        return Fate.TAKEN
    inquiries.answered(connection, number, person_id, now)
    note(connection, person_id, "answered otherwise", one, now)
    return _fate(telling.to_asker(connection, pack, one, None, catalogues, now))


# Handed over


def colleagues(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Sequence[Colleague]:
    """To whom she can hand it over, who works nearest first. Raises NotAllowed."""
    one = _require(connection, person_id, pack, number)
    able = set(asking.readers(connection, pack, one)) - {person_id}
    above = places.above(pack, one.area)
    known = [each for each in workers.workers(connection, pack.programme.code) if each.person_id in able]
    order = {area: place for place, area in enumerate((*above, None))}
    places_of: dict[int, str | None] = {}
    for each in sorted((each for each in known if each.area in order), key=lambda each: order[each.area]):
        places_of.setdefault(each.person_id, each.area)
    return [
        Colleague(who, first_name(connection, who), area) for who, area in list(places_of.items())[:MOST_COLLEAGUES]
    ]


def hand_over(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    to: int,
    catalogues: Catalogues,
    now: datetime,
) -> Colleague | None:
    """Somebody else is to answer it, and is told; None: she may not see it, or somebody is answering. Raises
    NotAllowed.
    """
    found = next((each for each in colleagues(connection, person_id, pack, number) if each.person_id == to), None)
    one = _require(connection, person_id, pack, number)
    if found is None or person_id is None or _busy(connection, one, person_id, now) is not None:
        return None
    inquiries.hand_to(connection, number, to, one.level, now)
    note(connection, person_id, "hand question over", one, now, to=to)
    telling.to_staff(connection, pack, one, _last(connection, one), telling.HANDED, {to}, catalogues, now)
    return found


def hand_up(
    connection: Connection, person_id: int | None, pack: Pack, number: int, catalogues: Catalogues, now: datetime
) -> bool:
    """It goes to the next level that has officers, who are told; False: there is none, or somebody is answering.
    Raises NotAllowed.
    """
    one = _require(connection, person_id, pack, number)
    goes = higher(connection, pack, one)
    if goes is None or person_id is None or _busy(connection, one, person_id, now) is not None:
        return False
    inquiries.hand_to(connection, number, None, goes.area, now)
    up = inquiries.find(connection, number)
    assert up is not None  # changed just now
    note(connection, person_id, "hand question up", one, now)
    telling.to_staff(connection, pack, up, _last(connection, one), telling.HANDED, goes.people, catalogues, now)
    return True


def higher(connection: Connection, pack: Pack, one: Inquiry) -> rules.Goes | None:
    """The next level above the present one at which somebody works who may see it; None: it is the last."""
    if one.level is None:
        return None
    past = inquiries.passed(connection, one.id) | {one.asker_id}
    known = workers.workers(connection, pack.programme.code)
    return rules.nearest(known, places.above(pack, one.level)[1:], past)


def _last(connection: Connection, one: Inquiry) -> Said:
    """What was said last by who asks."""
    return last_of_asker(inquiries.said(connection, one.id)) or Said(
        0, one.id, one.asker_id, False, As.TEXT, "…", None, one.begun_at
    )


def last_of_asker(said: Sequence[Said]) -> Said | None:
    """What she has said last."""
    return next((each for each in reversed(said) if not each.by_staff), None)
