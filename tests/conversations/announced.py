"""What comes from an office while a chat is played: announcements, what they ask, and what becomes of them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.domain.staff.announced import Asks, Question
from bot.domain.staff.announcement import Fate, State
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Message, Recipient
from bot.domain.wire.outgoing import Lane
from bot.i18n import escaped
from bot.services.people import registration
from bot.services.staff.announced.around import To, around
from bot.store import Connection
from bot.store.people import people
from bot.store.schema import announcement, announcement_text, announcement_to
from bot.store.schema import outbox as messages
from bot.store.staff.announced import questions
from bot.store.wire import chats, outbox
from simulator.world.phones import Phone
from tests.house import Stage


async def _send(stage: Stage, phone: Phone, words: str, asks: Question | None = None, **more: Any) -> None:
    """It leaves for this phone, as one to who has it now."""
    known = next(iter(stage.house.loaded.packs.values()))
    catalogues, now = stage.house.loaded.catalogues, stage.clock.now()

    def send(connection: Connection) -> None:
        (here,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert here.person is not None and here.language is not None, "announcements go to who is registered"
        code = known.programme.code
        office = {"programme": code, "name": "The office", "language": "en", "created_at": now}
        values = {"programme": code, "author_id": people.add_person(connection, office), "state": State.UNDER_WAY}
        values |= {"audience": {}, "fallback": here.language, "created_at": now, **more}
        made = insert(announcement).values(values).returning(announcement.c.id)
        number = int(connection.execute(made).scalar_one())
        text = {"announcement_id": number, "language": here.language, "text": words}
        connection.execute(insert(announcement_text).values(text))
        questions.put(connection, number, asks)
        to = Recipient(here.bot, here.chat, here.language, here.person.id)
        (dressed,) = around(connection, catalogues, known, number, [To(here.person.id, here.language)])
        message = dressed.put(Message(escaped(words)))
        outbox.add(connection, [bot_api.outgoing(catalogues, to, message, Lane.BROADCAST)], now)
        row = {"announcement_id": number, "person_id": here.person.id, "bot": here.bot, "chat": here.chat}
        row |= {"state": Fate.WAITING, "outbox_id": connection.scalar(select(func.max(messages.c.id)))}
        connection.execute(insert(announcement_to).values(row))

    async with stage.house.store.transaction() as tx:
        await tx.run(send)
    stage.house.lines[0].delivery.wake()
    await stage.settle()


async def _says(stage: Stage, phone: Phone, area: str | None, words: str) -> None:
    await _send(stage, phone, words, areas=[area] if area else None)


async def _urgent(stage: Stage, phone: Phone, words: str) -> None:
    await _send(stage, phone, words, emergency=True)


async def _asks(stage: Stage, phone: Phone, words: str) -> None:
    await _send(stage, phone, words, Question(Asks.YES_NO))


async def _lets_choose(stage: Stage, phone: Phone, words: str, choices: str) -> None:
    known = stage.house.loaded.packs.values()
    languages = next(iter(known)).programme.languages
    ends_on = stage.clock.now().date()
    await _send(
        stage, phone, words, Question(Asks.CHOICES, dict.fromkeys(languages, choices.split(", ")), None, ends_on)
    )


async def _asks_form(stage: Stage, phone: Phone, form: str, words: str) -> None:
    await _send(stage, phone, words, Question(Asks.FORM, form=form))


async def _becomes(stage: Stage, _phone: Phone, what: str) -> None:
    values: dict[str, Any] = {"state": State.STOPPED}
    if what != "stopped":
        values = {"state": State.DONE, "taken_back_at": stage.clock.now()}
    async with stage.house.store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(update(announcement).values(values)))


async def _uses_it_too(stage: Stage, phone: Phone, name: str) -> None:
    """She is registered on this phone, and has it."""
    programme = next(iter(stage.house.loaded.packs.values())).programme
    now, language = stage.clock.now(), phone.owner.language
    consent = {"version": str(programme.consent.version), "language": language}
    new = registration.Registration({"name": name}, consent, programme, now.date())

    def register(connection: Connection) -> None:
        (here,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        here.turn_to(None, None, ChatState.ACTIVE, now)
        here.language, here.programme = language, programme.code
        here.person = registration.register(connection, here, new, now).person
        chats.save(connection, [here], now)

    async with stage.house.store.transaction() as tx:
        await tx.run(register)


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"the office(?: of (\S+))? says: (.+)": _says,
    r"the office says what is urgent: (.+)": _urgent,
    r"the office asks: (.+)": _asks,
    r"the office asks until tonight: (.+\?) (.+)": _lets_choose,
    r"the office asks with the form (\w+): (.+)": _asks_form,
    r"(.+) is registered on this phone too": _uses_it_too,
    r"what the office said is (stopped|taken back)": _becomes,
}
