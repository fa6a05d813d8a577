"""What a person chooses for herself: language, hour, silence."""

from datetime import datetime

from bot.domain.programme import Programme
from bot.domain.wire.contact import ChatState, Contact
from bot.services.evaluation import calendar as evaluation
from bot.services.work import Connection
from bot.store.people import people
from bot.store.wire import chats, outbox


def speak(connection: Connection, contact: Contact, language: str) -> None:
    """Everything is said in this language from now on."""
    contact.language, contact.changed = language, True
    if contact.person is not None:
        contact.person.language = language
        people.change_person(connection, contact.person.id, language=language)


def want_words_only(connection: Connection, contact: Contact, wanted: bool) -> None:
    """Neither voice notes nor pictures from now on, or both again."""
    contact.words_only, contact.changed = wanted, True
    if contact.person is not None:
        contact.person.text_only = wanted
        people.change_person(connection, contact.person.id, text_only=wanted)


def practise(connection: Connection, contact: Contact, wanted: bool) -> None:
    """What she begins from now on is practice, or it is meant again."""
    if contact.person is not None:
        contact.person.practice = wanted
        people.change_person(connection, contact.person.id, practice=wanted)


def remind_at(connection: Connection, contact: Contact, hour: int, programme: Programme, now: datetime) -> None:
    """Nudges come at this hour, where she lives."""
    if contact.person is None:
        return
    contact.person.nudge_hour = hour
    people.change_person(connection, contact.person.id, nudge_hour=hour)
    evaluation.hour_changed(connection, contact.person.id, hour, programme, now)


def go_silent(connection: Connection, contact: Contact, state: ChatState, now: datetime) -> None:
    """She said stop, or blocked the bot: nothing more is sent, at once. Others who use the phone can stop for
    themselves; that it is blocked concerns them all.
    """
    contact.become(state, now)
    others = _others(connection, contact)
    stays = others if state is ChatState.STOPPED else ()
    outbox.drop_chat(connection, contact.bot, contact.chat, state.value, stays)
    for person_id in _hers(contact) if stays else [*_hers(contact), *others]:
        evaluation.stopped(connection, person_id, now)


def come_back(connection: Connection, contact: Contact, now: datetime) -> None:
    """She is back: what is open is asked again from tomorrow."""
    contact.become(ChatState.ACTIVE, now)
    for person_id in _hers(contact):
        evaluation.came_back(connection, person_id, now)


def unblocked(connection: Connection, contact: Contact, now: datetime) -> None:
    """Everybody who uses this phone can be reached again, but for who had said stop: she is silent as before."""
    hers = chats.hers(connection, contact.bot, contact.chat, contact.person.id) if contact.person else None
    contact.become(hers.state if hers else ChatState.ACTIVE, now)
    chats.unblocked(connection, contact.bot, contact.chat, now)
    for person_id in [*_hers(contact), *_others(connection, contact)]:
        evaluation.came_back(connection, person_id, now)


def _hers(contact: Contact) -> list[int]:
    return [contact.person.id] if contact.person else []


def _others(connection: Connection, contact: Contact) -> list[int]:
    """Who else uses this phone."""
    if not contact.shared:
        return []
    here = chats.people_in(connection, contact.bot, contact.chat)
    return [one.id for one in here if one.id != contact.person_id]
