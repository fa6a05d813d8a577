"""A member without a phone gets one: her card is scanned there, her leader says that it is her, she agrees in the chat.

Until all three have happened the chat is nobody's: nothing of her is read there, and nothing of her is changed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.wire.contact import Contact
from bot.domain.wire.message import Message
from bot.i18n import Text
from bot.services.evaluation import calendar as evaluation
from bot.services.groups.members import phone_messages as messages
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import consents, shared_phone
from bot.services.work import Connection
from bot.store.forms import dialogues
from bot.store.groups.members import cards, members, phones
from bot.store.groups.members.phones import Outcome, Request
from bot.store.people import audit, people, relinking
from bot.store.people.audit import Deed
from bot.store.wire import chats

__all__ = ["Asked", "Outcome", "Waiting", "agree", "ask", "decline", "find", "whose"]

# A leader is asked about a card so often.
ONCE_IN = timedelta(days=1)


class Asked(StrEnum):
    """What came of a phone's word that a card is hers."""

    ASKED = "asked"
    # a leader was asked about this card a short while ago
    TODAY = "today"
    # nobody who leads the group can be written to
    NOBODY = "nobody"
    HAS_PHONE = "has_phone"
    # it is not good any more, or was never made
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a phone has asked: who she would be, and whether a leader has said yes. `over`: it comes to nothing."""

    number: int
    person_id: int
    programme: str
    language: str
    confirmed: bool
    by_guardian: bool


def whose(connection: Connection, producer_id: int | None, code: str) -> bool:
    """Whether a card is the very card of who scans it."""
    found = cards.find(connection, code)
    return found is not None and found.good and found.member_id == producer_id


def ask(
    connection: Connection, loaded: LoadedPacks, contact: Contact, code: str, account: str, language: str, now: datetime
) -> Asked:
    """Somebody not registered says that this card is hers: the leaders are asked, at night in the morning. `account`:
    what the owner of the phone is called there; it is kept nowhere but in what they read.
    """
    found = cards.find(connection, code)
    if found is None or not found.good:
        return Asked.ENDED
    person_id, has_chat = members.who_answers(connection, found.member_id)
    who = relinking.find(connection, person_id) if person_id is not None else None
    if has_chat:
        return Asked.HAS_PHONE
    if who is None or who.erased:
        return Asked.ENDED
    if phones.was_asked(connection, code, now - ONCE_IN):
        return Asked.TODAY
    if not messages.reachable(connection, found.group_id):
        return Asked.NOBODY
    here = (contact.bot, contact.chat)
    before = phones.open_in(connection, here)
    if before is not None:
        phones.settle(connection, before, Outcome.REPLACED, now)
    one = _of(connection, phones.add(connection, code, here, language, now))
    programme = loaded.pack(who.programme).programme
    at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
    asked = messages.ask_leaders(one, people.name_of(connection, who.id), account)
    messages.to_leaders(connection, loaded.catalogues, one.group_id, asked, at)
    _note(connection, "somebody with a card", "ask for a phone", one, now)
    return Asked.ASKED


def _of(connection: Connection, number: int) -> Request:
    found = phones.find(connection, number)
    assert found is not None  # as was just written
    return found


def open_in(connection: Connection, contact: Contact) -> int | None:
    """What this phone has asked and is not settled."""
    return phones.open_in(connection, (contact.bot, contact.chat))


def of_another(connection: Connection, contact: Contact, number: int) -> bool:
    """Whether who is in front used this phone before it was asked from there: somebody else has asked."""
    one, since = phones.find(connection, number), chats.since(connection, contact)
    return one is not None and since is not None and since < one.asked_at


def find(connection: Connection, contact: Contact, number: int) -> Waiting | None:
    """What this phone has asked, as it stands; None: it was settled, or can come to nothing any more."""
    one = phones.find(connection, number)
    if one is None or (one.bot, one.chat) != (contact.bot, contact.chat) or one.settled_at is not None:
        return None
    who = could_be(connection, one)
    if who is None:
        return None
    young = consents.agreed_by_guardian(connection, who.id)
    return Waiting(one.id, who.id, who.programme, who.language, one.confirmed_at is not None, young)


def could_be(connection: Connection, one: Request) -> relinking.Known | None:
    """The member whose phone it would be; None: she has left, is forgotten, or has a phone. Nobody else changes her."""
    person_id, has_chat = members.who_answers(connection, one.member_id)
    if person_id is None or has_chat or not one.in_group:
        return None
    who = relinking.find(connection, person_id)
    return None if who is None or who.erased else who


def agree(
    connection: Connection,
    loaded: LoadedPacks,
    contact: Contact,
    number: int,
    now: datetime,
    *,
    guardian: bool = False,
) -> str | None:
    """She has said yes in the chat, to the text as it is now: it is hers from now on, with all that was kept of her.
    Gives her name; None: it comes to nothing any more.
    """
    waiting, one = find(connection, contact, number), phones.find(connection, number)
    if waiting is None or one is None or not waiting.confirmed:
        return None
    who, programme = waiting.person_id, loaded.pack(waiting.programme).programme
    before = {"consent_before": consents.newest_of(connection, who), "language_before": waiting.language}
    people.change_person(connection, who, language=contact.language or waiting.language)
    _take(connection, contact, who, now)
    consents.agree(connection, contact, programme, now, guardian=guardian)
    evaluation.came_back(connection, who, now)
    phones.settle(connection, number, Outcome.LINKED, now, **before)
    phones.end_others(connection, one.member_id, number, now)
    name = people.name_of(connection, who)
    told = Message(Text(messages.LINKED, {"name": name}), messages.buttons_back(one.group_id, one.id))
    at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
    messages.to_leaders(connection, loaded.catalogues, one.group_id, told, at)
    _note(connection, f"person {who}", "link phone", one, now)
    return name


def _take(connection: Connection, contact: Contact, person_id: int, now: datetime) -> None:
    """She is in front in this chat. Where nobody else uses it, what somebody had begun here without a name was hers."""
    if not contact.shared:
        contact.closed.extend(one.id for one in dialogues.of_contact(connection, contact))
        contact.touched.clear()
    chats.belongs_to(connection, contact.bot, contact.chat, person_id, now)
    shared_phone.turn_to(connection, contact, person_id, now)


def decline(connection: Connection, loaded: LoadedPacks, contact: Contact, number: int, now: datetime) -> bool:
    """She has said no in the chat: all stays as it was, and her leader knows. False: it was settled."""
    waiting, one = find(connection, contact, number), phones.find(connection, number)
    if waiting is None or one is None:
        return False
    phones.settle(connection, number, Outcome.DECLINED, now)
    programme = loaded.pack(waiting.programme).programme
    told = Message(Text(messages.NOT_AGREED, {"name": people.name_of(connection, waiting.person_id)}))
    at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
    messages.to_leaders(connection, loaded.catalogues, one.group_id, told, at)
    _note(connection, "somebody with a card", "refuse phone", one, now)
    return True


def _note(connection: Connection, actor: str, action: str, one: Request, now: datetime) -> None:
    deed = Deed(actor, action, f"producer {one.member_id}", {"request": one.id}, one.group_id)
    audit.record(connection, deed, now)
