"""Composing an announcement: its words by language, whom it is for, how many they are, and that it leaves.

Each function asks anew for her role. None: there is no such announcement (any more), or it can no longer be done with
where it stands, as a stale button asks.
"""

from datetime import datetime
from enum import StrEnum

from bot.domain.people.roles import STAFF, Role
from bot.domain.staff.announcement import Announcement, State, Words
from bot.domain.staff.audience import Audience
from bot.domain.wire.message import TooLong
from bot.packs import Pack
from bot.services import roles
from bot.services.staff.announcing import audiences, noted
from bot.services.work import Connection
from bot.store.staff.announcing import addressees
from bot.store.staff.announcing import announcements as rows

ADMINS = frozenset({Role.ADMIN})


class Leaving(StrEnum):
    """What became of the wish that an announcement leaves."""

    GATHERING = "gathering"
    NO_WORDS = "no words"
    NOT_AN_ADMIN = "not an admin"
    PAST = "past"


def begin(connection: Connection, person_id: int | None, pack: Pack, fallback: str, now: datetime) -> Announcement:
    """A draft of hers, empty; an older one that she never sent is gone. `fallback`: the language of who has none of its
    versions. Raises NotAllowed.
    """
    roles.require(connection, person_id, STAFF)
    author = noted.somebody(person_id)
    rows.drop_drafts(connection, author)
    number = rows.add(connection, pack.programme.code, author, fallback, now)
    return noted.there(rows.find(connection, pack.programme.code, number))


def draft(connection: Connection, person_id: int | None, pack: Pack) -> Announcement | None:
    """What she has begun and not sent. Raises NotAllowed."""
    roles.require(connection, person_id, STAFF)
    return rows.draft_of(connection, pack.programme.code, noted.somebody(person_id))


def _draft(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Announcement | None:
    """This very draft, where it is hers and was not sent yet. Raises NotAllowed."""
    roles.require(connection, person_id, STAFF)
    found = rows.find(connection, pack.programme.code, number)
    return found if found is not None and found.author == person_id and found.state is State.DRAFT else None


def write(
    connection: Connection, person_id: int | None, pack: Pack, number: int, language: str, words: Words | None
) -> Announcement | None:
    """What her draft says in a language; None: nothing of its own, it is said in the fallback. Raises NotAllowed, and
    TooLong.
    """
    if _draft(connection, person_id, pack, number) is None:
        return None
    if words is None:
        rows.unsay(connection, number, language)
    else:
        check(words)
        rows.say(connection, number, language, words)
    return rows.find(connection, pack.programme.code, number)


def check(words: Words) -> None:
    """Raise TooLong where it does not fit into a message with what stands under it."""
    if len(words.text.encode("utf-16-le")) // 2 > words.longest:
        raise TooLong(f"An announcement has {words.longest} characters at most.")


def fall_back_on(
    connection: Connection, person_id: int | None, pack: Pack, number: int, language: str
) -> Announcement | None:
    """In which language her draft is said to who has none of its versions. Raises NotAllowed."""
    if _draft(connection, person_id, pack, number) is None:
        return None
    rows.change(connection, number, fallback=language)
    return rows.find(connection, pack.programme.code, number)


def address(
    connection: Connection, person_id: int | None, pack: Pack, number: int, audience: Audience
) -> Announcement | None:
    """Whom her draft is for. Raises NotAllowed."""
    if _draft(connection, person_id, pack, number) is None:
        return None
    rows.change(connection, number, audience=audience.to_json())
    return rows.find(connection, pack.programme.code, number)


def count(
    connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime, *, emergency: bool = False
) -> int | None:
    """How many chats her draft would reach now: one message a chat. Raises NotAllowed."""
    found = _draft(connection, person_id, pack, number)
    if found is None:
        return None
    wanted = audiences.wanted(connection, person_id, pack, found.audience, now)
    return addressees.would_reach(connection, wanted, emergency=emergency)


def leave(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    now: datetime,
    *,
    at: datetime | None = None,
    emergency: bool = False,
) -> Leaving | None:
    """It is composed: its people are gathered by the clock, then it waits for approval where the pack wants one, and
    leaves, or at a moment (in each person's own time: the caller gives it in the programme's zone). `emergency`, of an
    admin: passes quiet hours, blackout dates and the opt-out. Raises NotAllowed.
    """
    found = _draft(connection, person_id, pack, number)
    if found is None:
        return None
    if found.fallback not in found.words:
        return Leaving.NO_WORDS
    if emergency and not roles.may(connection, person_id, ADMINS):
        return Leaving.NOT_AN_ADMIN
    if at is not None and at < now:
        return Leaving.PAST
    areas = roles.areas(connection, person_id)
    values = {"state": State.GATHERING, "areas": None if None in areas else areas, "composed_at": now}
    rows.change(connection, number, **values, not_before=at, emergency=emergency)
    noted.note(connection, person_id, "announce", number, now, emergency=emergency)
    return Leaving.GATHERING
