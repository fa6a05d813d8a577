"""A household with one phone: Sunita, and Maya who has registered on it too."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.wire.contact import Contact
from bot.services.people import shared_phone
from bot.store.forms import dialogues
from bot.store.schema import chat, chat_person
from bot.store.wire import chats
from tests.services.town import BOT, Member, Town

CODE = "nepal-odop"
PHONE = "+9779841234567"


@pytest.fixture
def sunita(place: Town) -> Member:
    return place.join(CODE, name="Mrs. Sunita Rai", phone=PHONE, language="en")


@pytest.fixture
def maya(place: Town, sunita: Member) -> Member:
    """Registered on Sunita's phone, a minute later; Sunita has it in front."""
    place.now += timedelta(minutes=1)
    return beside(place, sunita, name="Maya Gurung", phone=PHONE, language="ne")


def beside(place: Town, other: Member, **more: Any) -> Member:
    """Somebody joins on the phone of another, who keeps it."""
    member = place.join(other.code, **more)
    with place.connection.begin():
        place.connection.execute(chat_person.delete().where(chat_person.c.chat == member.chat))
        place.connection.execute(chat.delete().where(chat.c.chat == member.chat))
        place.enter(member.person, other.chat)
    return Member(member.person, member.producer, other.chat, member.code)


def contact(place: Town, member: Member) -> Contact:
    return place.run(lambda connection: chats.load(connection, BOT, [member.chat]))[member.chat]


def turn_to(place: Town, here: Contact, member: Member) -> bool:
    return place.run(shared_phone.turn_to, here, member.person, place.now)


def close(place: Town, here: Contact) -> None:
    """The end of a batch."""
    place.run(chats.save, [here], place.now)
    place.run(dialogues.save, [here], place.now)
