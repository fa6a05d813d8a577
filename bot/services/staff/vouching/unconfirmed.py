"""Officers vouch for who registered alone in their areas, one at a time or a list at once, and can undo it for minutes.

What an officer sees is what she says yes to: nobody who came meanwhile. Nobody vouches for herself, nor for who uses
the same phone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.packs import Pack
from bot.services import roles
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.people import audit, people
from bot.store.people.audit import Deed
from bot.store.staff.vouching import unconfirmed, words
from bot.store.staff.vouching.unconfirmed import ALONE, Newcomer
from bot.store.staff.vouching.words import CAN_BE_UNDONE
from bot.store.staff.waiting import Reader

__all__ = ["ALONE", "AT_ONCE", "CAN_BE_UNDONE", "SIZE", "Newcomer", "Why"]

# So many are shown with all that is known of them; so many names more can be said yes to at once.
SIZE, AT_ONCE = 10, 40


class Why(StrEnum):
    """Why an officer does not vouch for somebody."""

    NOBODY_KNOWS = "nobody_knows"
    ELSEWHERE = "elsewhere"
    NO_PRODUCT = "no_product"


@dataclass(frozen=True, slots=True)
class Bringing:
    """A list: who was brought by a group, with who leads it, or by nobody. `n` wait."""

    group_id: int
    group: str
    leader: str
    n: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list, and what can be said yes to at once: the first of the list, up to a number, and no other.

    `others`: the names of those of them who are not on this page; `mark`: of whom it is made.
    """

    number: int
    pages: int
    bringing: Bringing
    here: Sequence[Newcomer]
    others: Sequence[str]
    at_once: int
    upto: int
    mark: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was said with one tap, by its number, and of whom; until when it can be undone."""

    number: int
    names: Sequence[str]
    until: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """Who waits again, and how many others have vouched for meanwhile."""

    names: Sequence[str]
    stay: int


def _reader(connection: Connection, person_id: int | None, pack: Pack) -> Reader:
    within = roles.reach(connection, person_id, pack)
    assert person_id is not None  # who is nobody is no staff
    return Reader(person_id, pack.programme.code, within)


def lists(connection: Connection, person_id: int | None, pack: Pack) -> list[Bringing]:
    """The lists of her areas of which somebody waits, the one that waits longest first. Raises NotAllowed."""
    reader = _reader(connection, person_id, pack)
    return [_bringing(connection, one.group_id, one.n) for one in unconfirmed.lists(connection, reader)]


def _bringing(connection: Connection, group_id: int, n: int) -> Bringing:
    group = groups.find(connection, group_id) if group_id != ALONE else None
    if group is None:
        return Bringing(ALONE, "", "", n)
    leader = next(iter(groups.leaders(connection, group_id)), None)
    return Bringing(group_id, group.name, people.name_of(connection, leader) if leader is not None else "", n)


def page(connection: Connection, person_id: int | None, pack: Pack, group_id: int, number: int = 0) -> Shown | None:
    """A page of one list, the oldest first; one that is not there is the last. None: nobody of it waits. Raises
    NotAllowed.
    """
    reader = _reader(connection, person_id, pack)
    them = unconfirmed.numbers(connection, reader, group_id)
    if not them:
        return None
    pages = (len(them) - 1) // SIZE + 1
    number = max(0, min(number, pages - 1))
    first = number * SIZE
    here = unconfirmed.find(connection, reader, them[first : first + SIZE])
    known = {one.producer_id for one in here}
    at_once = them[:AT_ONCE]
    beside = unconfirmed.find(connection, reader, [one for one in at_once if one not in known])
    bringing = _bringing(connection, group_id, len(them))
    others = [one.name for one in beside]
    return Shown(number, pages, bringing, here, others, len(at_once), at_once[-1], _mark(at_once))


def _mark(producers: Sequence[int]) -> str:
    """Of whom a list is made, in a few letters: a button carries it."""
    return hashlib.sha256(",".join(map(str, producers)).encode()).hexdigest()[:16]


def look(connection: Connection, person_id: int | None, pack: Pack, producer_id: int) -> Newcomer | None:
    """One of those who wait; None: she waits no more. Raises NotAllowed, also of the officer's own."""
    reader = _reader(connection, person_id, pack)
    where = unconfirmed.place(connection, producer_id)
    if where is None:
        return None
    if where[0] != reader.programme or unconfirmed.is_of_reader(connection, reader, [producer_id]):
        raise NotAllowed(f"person {person_id} does not vouch for producer {producer_id}")
    roles.require_area(connection, person_id, pack, where[1])
    return next(iter(unconfirmed.find(connection, reader, [producer_id])), None)


def vouch(connection: Connection, person_id: int | None, pack: Pack, producer_id: int, now: datetime) -> Done | None:
    """She is known: she is confirmed, with her business. None: that was settled before. Raises NotAllowed."""
    one = look(connection, person_id, pack, producer_id)
    return _vouch(connection, person_id, pack, [one] if one is not None else [], now)


def vouch_for_list(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    group_id: int,
    upto: int,
    mark: str,
    now: datetime,
) -> Done | None:
    """All are known who were shown: those of a list up to a number, by their mark. None: they are not the same any
    more, and nobody is confirmed. Raises NotAllowed.
    """
    reader = _reader(connection, person_id, pack)
    them = [one for one in unconfirmed.numbers(connection, reader, group_id) if one <= upto]
    if not them or len(them) > AT_ONCE or _mark(them) != mark:
        return None
    return _vouch(connection, person_id, pack, unconfirmed.find(connection, reader, them), now)


def _vouch(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    them: Sequence[Newcomer],
    now: datetime,
) -> Done | None:
    """Each hears it when it cannot be undone any more (told.py)."""
    if not them or person_id is None:
        return None
    rows = words.confirm(connection, them, person_id, now)
    if not rows:
        return None
    for one in them:
        if one.person_id in rows:
            about = {"vouch": rows[one.person_id]}
            deed = Deed(f"person {person_id}", "confirm", f"person {one.person_id}", about, one.producer_id)
            audit.record(connection, deed, now)
    until = now + CAN_BE_UNDONE
    return Done(next(iter(rows.values())), [one.name for one in them if one.person_id in rows], until)


def not_known(
    connection: Connection, person_id: int | None, pack: Pack, producer_id: int, why: Why, now: datetime
) -> Done | None:
    """Nobody knows her here: she stays unconfirmed and off the list, until she comes by a group's link. None: that was
    settled before. Raises NotAllowed.
    """
    one = look(connection, person_id, pack, producer_id)
    if one is None or person_id is None:
        return None
    number = words.set_aside(connection, one, person_id, why, now)
    about = {"vouch": number, "why": str(why)}
    deed = Deed(f"person {person_id}", "not known", f"person {one.person_id}", about, one.producer_id)
    audit.record(connection, deed, now)
    return Done(number, [one.name], now + CAN_BE_UNDONE)


def undo(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Undone | None:
    """They wait again, as before it was said. None: its minutes are over, or it was undone. Raises NotAllowed."""
    reader = _reader(connection, person_id, pack)
    said = words.of_tap(connection, number, now)
    for one in said:
        where = unconfirmed.place(connection, one.producer_id)
        if where is None or where[0] != reader.programme:
            raise NotAllowed(f"person {person_id} does not work where {one.producer_id} is")
        roles.require_area(connection, person_id, pack, where[1])
    back = words.undo(connection, said, now)
    if not said:
        return None
    for one in back:
        about = {"vouch": one.id}
        deed = Deed(
            f"person {person_id}", f"undo {_DEEDS[one.word]}", f"person {one.person_id}", about, one.producer_id
        )
        audit.record(connection, deed, now)
    return Undone([people.name_of(connection, one.person_id) for one in back], len(said) - len(back))


_DEEDS = {unconfirmed.KNOWN: "confirm", unconfirmed.NOT_KNOWN: "not known"}
