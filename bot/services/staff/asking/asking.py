"""Asking a person: a question goes to the officers of her area, a complaint past whoever it is about.

Each function asks anew whether it is her own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.staff import asking as rules
from bot.domain.staff.asking import About, As, Goes
from bot.i18n import Catalogues
from bot.packs import Pack, places
from bot.services.ids import new_id
from bot.services.staff.asking import telling
from bot.services.work import Connection
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.staff.asking import inquiries, workers
from bot.store.staff.asking.inquiries import Inquiry, New, Said
from bot.store.wire import received_files

ENDINGS = {As.VOICE: ".ogg", As.PHOTO: ".jpg"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends: how, the words (those under a photo too), and in which chat of which bot, by which id."""

    said_as: As
    words: str
    bot: int
    chat: int
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Where it goes, and who never sees it."""

    goes: Goes
    past: frozenset[int]


def way(connection: Connection, person_id: int | None, pack: Pack, about: About, words: str = "") -> Way | None:
    """Which way a question or a complaint of hers goes; None: there is nobody whom it could reach."""
    if person_id is None:
        return None
    groups = workers.groups_of(connection, person_id)
    above = places.above(pack, workers.home(connection, person_id, groups))
    known = workers.workers(connection, pack.programme.code)
    past = {person_id}
    if about is not About.NOBODY:
        called = workers.names(connection, {one.person_id for one in known})
        past |= {who for who, name in called.items() if rules.is_named(name, words)}
    if about is About.LEADER:
        past |= workers.leaders_of(connection, groups)
    if about is About.LENDER:
        past |= workers.lenders(connection, pack.programme.code)
    if about is not About.OFFICER:
        goes = rules.nearest(known, above, past)
    else:
        past |= rules.over([one for one in known if not one.is_admin], above)
        within = [sorted(places.within(pack, area)) for area in above]
        goes = rules.elsewhere(known, above, within, past)
    return None if goes is None else Way(goes, frozenset(past - {person_id}))


def can_ask(connection: Connection, person_id: int | None, pack: Pack) -> bool:
    """Whether there is anybody whom she could ask."""
    return way(connection, person_id, pack, About.NOBODY) is not None


def ask(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    about: About,
    sent: Sent,
    catalogues: Catalogues,
    now: datetime,
) -> int | None:
    """Send it; gives its number. None: there is nobody whom it could reach, and nothing is kept."""
    found = way(connection, person_id, pack, about, sent.words)
    if found is None or person_id is None:
        return None
    number = inquiries.begin(connection, pack.programme.code, person_id, about, found.goes.area, now)
    inquiries.pass_by(connection, number, found.past)
    one = inquiries.find(connection, number)
    assert one is not None  # just begun
    said = keep(connection, one, person_id, sent, now)
    telling.to_staff(connection, pack, one, said, telling.heading_of(one), found.goes.people, catalogues, now)
    note(connection, person_id, "ask" if about is About.NOBODY else "complain", one, now)
    return number


def keep(
    connection: Connection, one: Inquiry, person_id: int, sent: Sent, now: datetime, *, by_staff: bool = False
) -> Said:
    """What is said goes into it; its file is fetched later."""
    name = None
    if sent.file_id is not None:
        name = f"asked-{new_id():x}{ENDINGS[sent.said_as]}"
        received_files.expect(connection, name, sent.bot, sent.chat, sent.file_id, now, person=person_id)
    number = inquiries.say(connection, one.id, New(person_id, by_staff, sent.said_as, sent.words, name), now)
    said = inquiries.one_said(connection, number)
    assert said is not None  # just written
    return said


def own(connection: Connection, person_id: int | None, number: int) -> Inquiry | None:
    """One of her own; None: it is none of hers."""
    found = inquiries.find(connection, number)
    return found if found is not None and found.asker_id == person_id else None


def more(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    sent: Sent,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """She writes within it: it is open, and she waits from now on. Told is who has answered or is answering, else the
    officers with whom it lies. False: it is none of hers.
    """
    one = own(connection, person_id, number)
    if one is None or person_id is None:
        return False
    said = keep(connection, one, person_id, sent, now)
    inquiries.waits(connection, number, now)
    inquiries.drop_draft(connection, number)
    told = listeners(connection, pack, one)
    telling.to_staff(connection, pack, one, said, telling.MORE_OF_IT, told, catalogues, now)
    note(connection, person_id, "ask more", one, now)
    return True


def listeners(connection: Connection, pack: Pack, one: Inquiry) -> frozenset[int]:
    """Who is told of what is new in one: who is answering it or has answered last, else the officers of its level."""
    able = frozenset(readers(connection, pack, one))
    for who in (one.claimed_by, one.with_id):
        if who in able and who is not None:
            return frozenset({who})
    known = workers.workers(connection, pack.programme.code)
    past = inquiries.passed(connection, one.id) | {one.asker_id}
    found = rules.nearest(known, places.above(pack, one.level), past)
    return frozenset() if found is None else found.people & able


def readers(connection: Connection, pack: Pack, one: Inquiry) -> Sequence[int]:
    """All of the staff who may see one."""
    past = inquiries.passed(connection, one.id) | {one.asker_id}
    known = rules.over(workers.workers(connection, pack.programme.code), places.above(pack, one.area))
    return sorted(known - past)


def judge(connection: Connection, person_id: int | None, number: int, helped: bool, now: datetime) -> bool:
    """She says whether the answer has helped, and that closes it; an answer that has may become a lesson, a complaint
    never does. False: it is none of hers, or waits for an answer.
    """
    one = own(connection, person_id, number)
    if one is None or person_id is None or one.waits_since is not None:
        return False
    inquiries.close(connection, number, helped, now)
    if helped and one.about is About.NOBODY and any(said.by_staff for said in inquiries.said(connection, number)):
        inquiries.keep_draft(connection, number, now)
    else:
        inquiries.drop_draft(connection, number)
    note(connection, person_id, "judge answer", one, now)
    return True


def note(connection: Connection, person_id: int, what: str, one: Inquiry, now: datetime, **detail: int) -> None:
    """Who has done what to which question: numbers alone, and nobody whom a complaint is about."""
    audit.record(connection, Deed(f"person {person_id}", what, f"inquiry {one.id}", detail), now)
