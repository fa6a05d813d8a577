"""Forget me: asked twice, done at once, and nothing of it can be undone."""

from datetime import timedelta

from bot.domain.people.roles import Role
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning, Shapes, hex_number
from bot.domain.wire.message import NO_KEYS, Button, Message, Recipient, Rows
from bot.i18n import N_, Text
from bot.services.people import erasure, working
from handlers.people import shared_phone
from handlers.wire.turn import Turn

PREFIX = "forget"
SURE, NOW, NO = "sure", "now", "no"
SHAPES: Shapes = ((SURE,), (NO,), (NOW, hex_number))
# A button that erases is good for an hour: nobody erases herself by a slip in an old chat.
GOOD_FOR = timedelta(hours=1)

FIRST = N_("Shall I erase your name, your phone number and what you wrote?\nIt cannot be undone.")
SECOND = N_(
    "I erase your name, your phone number and all your words, at once.\n"
    "Figures and choices stay with the programme, without your name.\n"
    "Backups are deleted within {days} days. Are you sure?"
)
FIRST_OF = N_("{name}, shall I erase your name, your phone number and what you wrote?\nIt cannot be undone.")
SECOND_OF = N_(
    "{name}, I erase your name, your phone number and all your words, at once.\n"
    "Figures and choices stay with the programme, without your name. Who else uses this phone stays.\n"
    "Backups are deleted within {days} days. Are you sure?"
)
DONE_OF = N_(
    "Your name, phone number and words are erased. Figures and choices stay, without your name.\n"
    "Who else uses this phone goes on with /who"
)
DONE = N_(
    "Your name, phone number and words are erased. Figures and choices stay, without your name.\n"
    "Goodbye, and thank you. To begin anew one day: /start"
)
ONLY_ADMIN = N_("You are the only admin here. Somebody else has to be one first.\nThen write /forget again.")
DONE_BEFORE_REGISTRATION = N_("All is erased. I keep nothing about you.\nTo begin anew one day: /start")


async def ask(turn: Turn) -> None:
    """/forget: the first question; it does nothing yet."""
    if turn.contact.is_new:
        turn.say(N_("I keep nothing about you."))
        turn.contact.forget()
        return
    if await _is_needed(turn):
        turn.say(ONLY_ADMIN)
        return
    await _ask_first(turn)


async def _is_needed(turn: Turn) -> bool:
    """Whether nobody would be left who works as an admin."""
    person = turn.contact.person
    return person is not None and Role.ADMIN in person.roles and await turn.run(working.is_last_admin, person.id)


async def _ask_first(turn: Turn) -> None:
    """Where others use the phone too, it says who is asked."""
    name = await shared_phone.name(turn)
    if name:
        turn.show(FIRST_OF, buttons=_first(), name=name)
    else:
        turn.show(FIRST, buttons=_first())


def _first() -> Rows:
    return [[Button(Text(N_("Yes, go on")), Meaning.of(PREFIX, SURE))], [_no()]]


def _no() -> Button:
    return Button(Text(N_("No, keep everything")), Meaning.of(PREFIX, NO))


async def tapped(turn: Turn, step: str, asked_at: int = 0) -> None:
    """A button of either question. The two that go on are never in the same place: tapping twice does not erase."""
    if turn.contact.is_new:
        turn.whisper(N_("I keep nothing about you."))
        turn.contact.forget()
    elif step in (SURE, NOW) and await _is_needed(turn):
        turn.show(ONLY_ADMIN)
    elif step == NOW and 0 <= int(turn.now.timestamp()) - asked_at <= GOOD_FOR.total_seconds():
        await _erase(turn)
    elif step == NOW:
        await _ask_first(turn)
    elif step == SURE:
        erase = Button(Text(N_("🗑 Erase all")), Meaning.of(PREFIX, NOW, int(turn.now.timestamp())))
        days, name = turn.programme.consent.backup_days, await shared_phone.name(turn)
        rows: Rows = [[_no()], [erase]]
        if name:
            turn.show(SECOND_OF, buttons=rows, name=name, days=days)
        else:
            turn.show(SECOND, buttons=rows, days=days)
    else:
        turn.show(N_("Good. I keep everything as it is."))


async def _erase(turn: Turn) -> None:
    """The last message goes out afterwards, in her language; its row is erased as soon as it has arrived."""
    contact = turn.contact
    done = DONE_OF if contact.shared else DONE
    text, language = turn.text(done if contact.person else DONE_BEFORE_REGISTRATION), turn.language
    key = await turn.run(erasure.erase, contact, turn.now)
    to = Recipient(contact.bot, contact.chat, language)
    goodbye = Message(text, keys=None if contact.shared else NO_KEYS)
    turn.said = [bot_api.outgoing(turn.loaded.catalogues, to, goodbye, dedupe=key)]
