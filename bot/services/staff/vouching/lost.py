"""Lost accounts, given back by two officers in the chat: a phone number alone proves nothing, nor does one yes.

While one alone has said that it is her nothing is moved, and she can take it back. The old account is given to the new
chat by the tick, since that cannot be undone: only while Telegram's clock agrees.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.wire.message import Message
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services import roles
from bot.services.groups import telling
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import relinking
from bot.services.people.relinking import CannotRelink
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.people import audit, people
from bot.store.people.audit import Deed
from bot.store.staff.vouching import lost
from bot.store.staff.vouching.lost import WAITS_FOR, Account, Word
from bot.store.staff.waiting import Reader

__all__ = ["WAITS_FOR", "Account", "How", "Step", "WhyNot", "Word"]

LOST = "Giving back lost accounts: follow-up"
GIVEN_BACK = N_("🔑 {name} has her account back: two of you have said that it is her.")
NOT_GIVEN = N_("🔑 The account of {name} could not be given back: one of the two has changed since.")
IS_NOT_HER = N_("🔑 {officer} says that the new account is not {name}. Nothing was moved.")


class How(StrEnum):
    """How an officer knows that it is her."""

    SEEN = "seen"
    LEADER = "leader"
    CARD = "card"


class WhyNot(StrEnum):
    """Why the account is not given back."""

    SOMEBODY_ELSE = "somebody_else"
    SAME_NUMBER = "same_number"
    NOBODY_KNOWS = "nobody_knows"


class Step(StrEnum):
    """What became of an officer's yes."""

    FIRST = "first"
    SECOND = "second"
    SAID_BEFORE = "said_before"
    SAME_PHONE = "same_phone"


@dataclass(frozen=True, slots=True)
class Seen:
    """An account that is open, with who of the staff has said that it is her; `own`: the reader has."""

    account: Account
    by: Sequence[tuple[Word, str]]
    own: bool


def waiting(connection: Connection, person_id: int | None, pack: Pack) -> list[Seen]:
    """All that are open in her areas, the oldest first; not what is about herself. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    assert person_id is not None  # who is nobody is no staff
    reader = Reader(person_id, pack.programme.code, within)
    found = (lost.find(connection, number) for number in lost.numbers(connection, reader))
    return [_seen(connection, one, person_id) for one in found if one is not None]


def look(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Seen | None:
    """One that is open. None: it is not, or there is none. Raises NotAllowed, also of what is about herself."""
    roles.reach(connection, person_id, pack)
    one = lost.find(connection, number)
    if one is None or person_id is None:
        return None
    _require(connection, person_id, pack, one)
    return _seen(connection, one, person_id)


def _require(connection: Connection, person_id: int, pack: Pack, one: Account) -> None:
    if one.programme != pack.programme.code or lost.of_reader(connection, one.id, person_id):
        raise NotAllowed(f"person {person_id} says nothing about lost account {one.id}")
    roles.require_area(connection, person_id, pack, one.area)


def _seen(connection: Connection, one: Account, person_id: int) -> Seen:
    by = [(word, people.name_of(connection, word.by_id)) for word in one.words]
    return Seen(one, by, any(word.by_id == person_id for word in one.words))


def _locked(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Account | None:
    """One that is open, with the words that count still: of who is staff there, and of the last days."""
    roles.reach(connection, person_id, pack)
    one = lost.find(connection, number, lock=True)
    if one is None or person_id is None:
        return None
    _require(connection, person_id, pack, one)
    if len(one.words) > 1:
        # two have said it: it is given back with the next tick
        return one
    _end(connection, one, [word for word in one.words if not _counts(connection, pack, one, word, now)], now)
    return lost.find(connection, number)


def _counts(connection: Connection, pack: Pack, one: Account, word: Word, now: datetime) -> bool:
    return word.at > now - WAITS_FOR and _may_still(connection, pack, one, word)


def _may_still(connection: Connection, pack: Pack, one: Account, word: Word) -> bool:
    try:
        roles.require_area(connection, word.by_id, pack, one.area)
    except NotAllowed:
        return False
    return not lost.of_reader(connection, one.id, word.by_id)


def _end(connection: Connection, one: Account, which: Collection[Word], now: datetime) -> None:
    if which:
        lost.end(connection, [word.id for word in which], lost.OVER, now)


def is_her(
    connection: Connection, person_id: int | None, pack: Pack, number: int, how: How, now: datetime
) -> Step | None:
    """An officer says that it is her: the first of two, or another who says so too. None: it was settled. Raises
    NotAllowed.
    """
    one = _locked(connection, person_id, pack, number, now)
    if one is None or person_id is None:
        return None
    if any(word.by_id == person_id for word in one.words):
        return Step.SAID_BEFORE
    if len(one.words) > 1:
        return None
    if any(lost.share_a_phone(connection, word.by_id, person_id) for word in one.words):
        return Step.SAME_PHONE
    lost.say(connection, number, person_id, lost.HER, how, now)
    _note(connection, person_id, "lost account: it is her", one, {"how": str(how)}, now)
    return Step.SECOND if one.words else Step.FIRST


def take_back(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """Her yes counts no more. False: another has said it too, or she has said none. Raises NotAllowed."""
    one = _locked(connection, person_id, pack, number, now)
    if one is None or person_id is None or [word.by_id for word in one.words] != [person_id]:
        return False
    lost.end(connection, [word.id for word in one.words], lost.TAKEN_BACK, now)
    _note(connection, person_id, "lost account: taken back", one, {}, now)
    return True


def not_her(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    why: WhyNot,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """It is not her: nobody is asked any more, and who has said yes is told. False: it was settled. Raises
    NotAllowed.
    """
    one = _locked(connection, person_id, pack, number, now)
    if one is None or person_id is None or len(one.words) > 1:
        return False
    lost.end(connection, [word.id for word in one.words], lost.CLOSED, now)
    lost.say(connection, number, person_id, lost.NOT_HER, why, now)
    lost.close(connection, number, now)
    _note(connection, person_id, "lost account: not her", one, {"why": str(why)}, now)
    values = {"officer": people.name_of(connection, person_id) or "–", "name": one.name}
    others = {word.by_id: Message(Text(IS_NOT_HER, values)) for word in one.words if word.by_id != person_id}
    _tell(connection, pack, others, catalogues, now)
    return True


def _note(
    connection: Connection, person_id: int, action: str, one: Account, more: Mapping[str, str], now: datetime
) -> None:
    about = {"new": one.new_id, "follow_up": one.id, **more}
    audit.record(connection, Deed(f"person {person_id}", action, f"person {one.old_id}", about, one.producer_id), now)


def _tell(
    connection: Connection, pack: Pack, told: Mapping[int, Message], catalogues: Catalogues, now: datetime
) -> None:
    at = awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges)
    telling.send(connection, catalogues, told, at, Lane.NUDGE)


def give_back(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """What the tick does: give back each account of which two have said that it is hers, and end each yes that has
    waited too long. Gives how many officers are told.
    """
    lost.end_over(connection, now)
    told = 0
    for code, pack in loaded.packs.items():
        ready = lost.agreed(connection, code)
        give = partial(_give_back, pack=pack, catalogues=loaded.catalogues, now=now)
        told += sum(left_out.each(connection, LOST, left_out.others(LOST, ready, len(ready)), give))
    return told


def _give_back(
    connection: Connection, numbers: Sequence[int], pack: Pack, catalogues: Catalogues, now: datetime
) -> int:
    return sum(_give_one(connection, number, pack, catalogues, now) for number in numbers)


def _give_one(connection: Connection, number: int, pack: Pack, catalogues: Catalogues, now: datetime) -> int:
    one = lost.find(connection, number)
    if one is None:
        return 0
    gone = [word for word in one.words if not _may_still(connection, pack, one, word)]
    if gone:
        _end(connection, one, gone, now)
        return 0
    by = tuple(f"person {word.by_id}" for word in one.words)
    try:
        relinking.relink(connection, relinking.Wish(one.old_id, one.new_id, by), catalogues, now)
        said, why = GIVEN_BACK, lost.DONE
    except CannotRelink:
        said, why = NOT_GIVEN, lost.CANNOT
    lost.end(connection, [word.id for word in one.words], why, now)
    lost.close(connection, number, now)
    told = {word.by_id: Message(Text(said, {"name": one.name})) for word in one.words}
    _tell(connection, pack, told, catalogues, now)
    return len(told)
