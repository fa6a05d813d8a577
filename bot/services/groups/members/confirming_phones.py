"""Her leader says whether a phone is a member's, and takes it back within a day; the first leader's word counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import NO_KEYS, Button
from bot.i18n import Text
from bot.services import roles
from bot.services.groups.members import phone_messages as messages
from bot.services.groups.members.own_phone import could_be
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.book import statements
from bot.store.groups import changes
from bot.store.groups.members import cards, members, phones
from bot.store.groups.members.phones import Outcome, Request
from bot.store.people import audit, consents, parting, people, pins
from bot.store.people.audit import Deed
from bot.store.wire import chats

TAKEN_BACK_WITHIN = timedelta(days=1)


class Came(StrEnum):
    """What came of a leader's tap."""

    DONE = "done"
    # a leader had answered before
    ANSWERED = "answered"
    # the card, or the member's time in the group, is over; or she has a phone
    OVER = "over"
    # more than a day has passed
    LATE = "late"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it, and of whom it was; `unlinked`: the chat that is hers no longer, and who she is."""

    came: Came
    name: str = ""
    unlinked: tuple[int, int] | None = None


def confirm(
    connection: Connection, person_id: int | None, group_id: int, number: int, loaded: LoadedPacks, now: datetime
) -> Told:
    """It is her: she is asked in the chat whether she agrees, and until then nothing is linked. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    one = _find(connection, group_id, number)
    if one is None:
        return Told(Came.NOTHING)
    if one.settled_at is not None or one.confirmed_at is not None:
        return Told(Came.ANSWERED)
    who, behind = could_be(connection, one), cards.find(connection, one.code)
    if who is None or behind is None or not behind.good:
        phones.settle(connection, number, Outcome.OVER, now)
        messages.to_phone(connection, loaded.catalogues, one, messages.OVER, now)
        return Told(Came.OVER)
    phones.confirm(connection, number, person_id, now)
    go_on = [[Button(Text(messages.READ), Meaning.of(messages.HERS, messages.BEGIN, number))]]
    messages.to_phone(connection, loaded.catalogues, one, messages.CONFIRMED, now, go_on)
    _note(connection, person_id, "confirm phone", one, now)
    return Told(Came.DONE, people.name_of(connection, who.id))


def refuse(
    connection: Connection, person_id: int | None, group_id: int, number: int, loaded: LoadedPacks, now: datetime
) -> Told:
    """It is not her: nothing is linked, and the phone is told so. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    one = _find(connection, group_id, number)
    if one is None:
        return Told(Came.NOTHING)
    if one.settled_at is not None or one.confirmed_at is not None:
        return Told(Came.ANSWERED)
    phones.settle(connection, number, Outcome.REFUSED, now, leader_id=person_id)
    messages.to_phone(connection, loaded.catalogues, one, messages.REFUSED, now)
    _note(connection, person_id, "refuse phone", one, now)
    return Told(Came.DONE, _name(connection, one))


def take_back(
    connection: Connection, person_id: int | None, group_id: int, number: int, loaded: LoadedPacks, now: datetime
) -> Told:
    """It was not her: nothing of her is read in that chat any more, and she is without a phone again. Raises
    NotAllowed.
    """
    roles.require_leader(connection, person_id, group_id)
    one = _find(connection, group_id, number)
    if one is None or one.confirmed_at is None:
        return Told(Came.NOTHING)
    if one.settled_at is not None and one.outcome is not Outcome.LINKED:
        return Told(Came.ANSWERED)
    if one.settled_at is not None and now - one.settled_at > TAKEN_BACK_WITHIN:
        return Told(Came.LATE)
    name = _name(connection, one)
    unlinked = None
    if one.settled_at is not None:
        unlinked = _unlink(connection, one, one.settled_at, now)
    phones.settle(connection, number, Outcome.TAKEN_BACK, now, leader_id=person_id)
    alone = unlinked is not None and not chats.people_in(connection, one.bot, one.chat)
    messages.to_phone(connection, loaded.catalogues, one, messages.UNLINKED, now, keys=NO_KEYS if alone else None)
    _note(connection, person_id, "take phone back", one, now)
    return Told(Came.DONE, name, unlinked)


def _unlink(connection: Connection, one: Request, since: datetime, now: datetime) -> tuple[int, int] | None:
    """She is without a phone again, with what she had agreed to before; what was done in her name there is undone as
    far as somebody could use it: a PIN, a statement, a key of the group. What was sent or written down counts nowhere.
    """
    who, _ = members.who_answers(connection, one.member_id)
    if who is None:
        return None
    parting.unlink(connection, (one.bot, one.chat), who)
    consents.take_back(connection, who, since)
    people.change_person(connection, who, consent_version=one.consent_before, language=one.language_before)
    pins.remove(connection, who)
    statements.forget_of(connection, who)
    changes.end_holder(connection, who, now, one.group_id)
    phones.make_practice(connection, who, since)
    return one.chat, who


def _find(connection: Connection, group_id: int, number: int) -> Request | None:
    one = phones.find(connection, number)
    return one if one is not None and one.group_id == group_id else None


def _name(connection: Connection, one: Request) -> str:
    who, _ = members.who_answers(connection, one.member_id)
    return people.name_of(connection, who) if who is not None else ""


def _note(connection: Connection, leader: int | None, action: str, one: Request, now: datetime) -> None:
    deed = Deed(f"person {leader}", action, f"producer {one.member_id}", {"request": one.id}, one.group_id)
    audit.record(connection, deed, now)
