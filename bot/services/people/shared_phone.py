"""Several people on one phone: who they are, and who has it now."""

from datetime import datetime

from bot.domain.wire.contact import ChatState, Contact, Dialogue
from bot.services.people import pins
from bot.services.work import Connection
from bot.store.forms import dialogues
from bot.store.wire import chats
from bot.store.wire.chats import Hers, Somebody

__all__ = ["Somebody", "begun", "go_on", "leave", "people", "turn_to", "turn_to_nobody"]

# In the dialogue of who is registering: her programme, and what her link has brought.
PROGRAMME, JOINING = "programme", "joining"


def people(connection: Connection, contact: Contact) -> list[Somebody]:
    """Everybody who is registered on this phone, who came first comes first."""
    return chats.people_in(connection, contact.bot, contact.chat)


def turn_to(connection: Connection, contact: Contact, person_id: int, now: datetime) -> bool:
    """She has the phone now: her language, her forms, her answers. False: she does not use this phone."""
    hers = chats.hers(connection, contact.bot, contact.chat, person_id)
    if hers is None:
        return False
    leave(connection, contact, now)
    contact.turn_to(hers.person, _front_of(contact, hers), hers.state, hers.since)
    return True


def leave(connection: Connection, contact: Contact, now: datetime) -> None:
    """Whoever has the phone gives it away: her PIN is asked again, and what she wanted is written down."""
    if contact.person is not None:
        pins.shut(connection, contact.person.id)
        chats.keep_wish(connection, contact, now)


def _front_of(contact: Contact, hers: Hers) -> Dialogue | None:
    """Her dialogue in front: as this batch has left it, else as it is kept."""
    touched = [one for one in contact.touched.values() if one.person_id == hers.person.id and one.front]
    if touched:
        return touched[-1]
    kept = hers.dialogue
    return None if kept is None or kept.id in contact.closed or kept.id in contact.touched else kept


def turn_to_nobody(connection: Connection, contact: Contact, now: datetime) -> None:
    """Somebody else has the phone who is not registered here; what others began to answer like that is laid aside."""
    leave(connection, contact, now)
    contact.turn_to(None, None, ChatState.ACTIVE, now)
    for one in _of_nobody(connection, contact):
        contact.dialogue = one
        if one.form is None:
            contact.close()
        elif one.front:
            contact.lay_aside()
    contact.dialogue = None


def _of_nobody(connection: Connection, contact: Contact) -> list[Dialogue]:
    """The open dialogues of who is not registered, as this batch has left them."""
    here = Contact(contact.bot, contact.chat, contact.state, contact.state_since)
    kept = {one.id: one for one in dialogues.of_contact(connection, here) if one.id not in contact.closed}
    return [one for one in (kept | contact.touched).values() if one.person_id is None]


def begun(connection: Connection, contact: Contact) -> list[Dialogue]:
    """Registrations that were begun on this phone and not sent."""
    return [one for one in _of_nobody(connection, contact) if one.form]


def go_on(connection: Connection, contact: Contact, number: int, now: datetime) -> Dialogue | None:
    """Who was registering has the phone again; gives her form. None: it is done with."""
    found = next((one for one in begun(connection, contact) if one.id == number), None)
    if found is None:
        return None
    turn_to_nobody(connection, contact, now)
    state = found.state
    contact.language, contact.programme = state["session"]["language"], state.get(PROGRAMME)
    contact.joining = state.get(JOINING)
    return contact.touched.get(number, found)
