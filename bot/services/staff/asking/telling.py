"""What the two sides of a question are told: each by a message of the bot's own, so that neither sees the other's
account. Every message about a question has its number on a button: with it goes what it says when somebody is erased.
"""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.staff.asking import About, As
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button, File, FileKind, Message, Recipient, Rows
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import N_, Catalogues, Text
from bot.packs import Pack, places
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.recipients import Asked
from bot.store.people import people
from bot.store.staff.asking import inquiries
from bot.store.staff.asking.inquiries import Inquiry, Said
from bot.store.wire import outbox

# Buttons of who asks, and of who answers; what they do: handlers/staff/asking/.
ASK, ANSWER = "ask", "asked"
HELPED, NOT_HELPED, MORE = "y", "n", "m"
CLAIM, LOOK = "a", "o"

QUESTION = N_("❓ {name}, {area}:\n“{words}”")
COMPLAINT = N_("⚠️ A complaint, not for everybody. {name}, {area}:\n“{words}”")
MORE_OF_IT = N_("❓ {name}, {area}, writes more:\n“{words}”")
HANDED = N_("↪️ This question was handed over to you. {name}, {area}:\n“{words}”")
WENT_UP = N_("⏫ Nobody has answered for two working days. {name}, {area}:\n“{words}”")
ANSWER_IT, SEE_ALL = N_("✍️ Answer"), N_("👀 All of it")
ANSWERED = N_("💬 Programme staff answer you:\n{words}")
CHANGED = N_("✏️ Programme staff have changed their answer:\n{words}")
OTHERWISE = N_("💬 Programme staff say that they have answered you, by phone or in person.\nDid it help?")
IT_HELPED, IT_DID_NOT, WRITE_MORE = N_("👍 It helped"), N_("👎 It did not help"), N_("✏️ Write more")
FILE_KINDS = {As.VOICE: FileKind.VOICE, As.PHOTO: FileKind.PICTURE}
# In the place of words that were spoken or photographed.
SIGNS = {As.VOICE: "🎤", As.PHOTO: "📷"}


def shown(one: Said) -> str:
    """Its words, with a sign where there is a file."""
    return " ".join(filter(None, [SIGNS.get(one.said_as, ""), one.words]))


def to_staff(
    connection: Connection,
    pack: Pack,
    one: Inquiry,
    what: Said,
    heading: str,
    told: Collection[int],
    catalogues: Catalogues,
    now: datetime,
) -> int:
    """Tell these of the staff, once each, at night not before the morning; gives how many it reaches."""
    name = people.name_of(connection, one.asker_id) or "–"
    buttons = [
        [Button(Text(ANSWER_IT), Meaning.of(ANSWER, CLAIM, one.id))],
        [Button(Text(SEE_ALL), Meaning.of(ANSWER, LOOK, one.id))],
    ]
    messages = []
    for who in recipients.load(connection, told).values():
        values = {"name": name, "area": _where(pack, one, who.language), "words": shown(what)}
        message = _message(connection, who, Text(heading, values), what, buttons)
        messages += _addressed(who, message, catalogues)
    outbox.add(connection, messages, awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges))
    return len(messages)


def heading_of(one: Inquiry) -> str:
    """How a new one is told."""
    return QUESTION if one.about is About.NOBODY else COMPLAINT


def _where(pack: Pack, one: Inquiry, language: str) -> str:
    return places.name(pack, one.area, language)


def to_asker(
    connection: Connection, pack: Pack, one: Inquiry, what: Said | None, catalogues: Catalogues, now: datetime
) -> bool:
    """Tell her who has asked what was answered; None: she was answered in another way. False: she wants no messages, or
    cannot be reached.
    """
    found = recipients.load(connection, [one.asker_id]).get(one.asker_id)
    if found is None:
        return False
    if what is None:
        message = Message(Text(OTHERWISE), rows_for_asker(one.id))
    else:
        changed = inquiries.is_new_version(connection, what.id)
        heading = Text(CHANGED if changed else ANSWERED, {"words": shown(what)})
        message = _message(connection, found, heading, what, rows_for_asker(one.id))
    messages = _addressed(found, message, catalogues)
    outbox.add(connection, messages, awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges))
    return bool(messages)


def rows_for_asker(number: int) -> Rows:
    """What she can say of an answer."""
    helped = Button(Text(IT_HELPED), Meaning.of(ASK, HELPED, number))
    not_helped = Button(Text(IT_DID_NOT), Meaning.of(ASK, NOT_HELPED, number))
    return [[helped, not_helped], [Button(Text(WRITE_MORE), Meaning.of(ASK, MORE, number))]]


def _message(connection: Connection, who: Asked, text: Text, what: Said, buttons: Rows) -> Message:
    file = file_for(connection, what, who.address.bot if who.address else None)
    return Message(text, buttons, file=file)


def file_for(connection: Connection, what: Said, bot: int | None) -> File | None:
    """Its voice note or photo, as this bot can send it."""
    kept = inquiries.file_of(connection, what.media) if what.media else None
    return File(FILE_KINDS[what.said_as], kept.file_id) if kept is not None and kept.bot == bot else None


def _addressed(who: Asked, message: Message, catalogues: Catalogues) -> list[Outgoing]:
    where = who.address
    if where is None or where.state is not ChatState.ACTIVE:
        return []
    to = Recipient(where.bot, where.chat, who.language, who.id, who.called, shared=where.shared)
    return [bot_api.outgoing(catalogues, to, message, Lane.NUDGE)]
