"""Members without a phone: their leader is asked once to read an announcement to them, as it begins to leave."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.staff.announced import Announced
from bot.domain.staff.announcement import Announcement, Words
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import File, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import Catalogues, escaped, joined, plural
from bot.packs import Pack
from bot.services.staff.announced import around
from bot.services.staff.announcing.audiences import Wanted
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.recipients import Asked
from bot.store.staff.announced import questions, without_phone
from bot.store.staff.announcing import audiences
from bot.store.wire import outbox


def tell(
    connection: Connection, pack: Pack, catalogues: Catalogues, one: Announcement, wanted: Wanted, now: datetime
) -> int:
    """Ask each leader who can be written to and has such members in the audience; gives how many. Said again it says
    nothing, and it counts in none of the announcement's counts. At night not before the morning, unless it is urgent.
    """
    seen = questions.find(connection, one.id)
    members = without_phone.by_leader(connection, audiences.left_out(wanted, emergency=one.emergency))
    if seen is None or not members:
        return 0
    leaders = recipients.load(connection, members).values()
    messages = [_message(catalogues, pack, one, seen, leader, members[leader.id]) for leader in leaders]
    told = [message for message in messages if message is not None]
    at = now if one.emergency else awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges)
    outbox.add(connection, told, at)
    return len(told)


def _message(
    catalogues: Catalogues, pack: Pack, one: Announcement, seen: Announced, leader: Asked, members: int
) -> Outgoing | None:
    """What she is asked, with all that the announcement says to her; None: she cannot be written to."""
    there = leader.address
    if there is None or there.state is not ChatState.ACTIVE:
        return None
    asked = plural(
        "📵 {n} of your members has no phone. Please read this to them.",
        "📵 {n} of your members have no phone. Please read this to them.",
        members,
    )
    head = around.dress(catalogues, pack, seen, leader.language, first=False).head
    words = one.words[one.version_for(leader.language)]
    text = joined(
        [catalogues.html(asked, leader.language), head, *([escaped(words.text)] if words.text else [])], "\n\n"
    )
    to = Recipient(there.bot, there.chat, leader.language, leader.id, leader.called, shared=there.shared)
    key = f"announced:{one.id}:leader:{leader.id}"
    return bot_api.outgoing(catalogues, to, Message(text, file=_file(words, there.bot)), Lane.NUDGE, key)


def _file(words: Words, bot: int) -> File | None:
    """What goes with it, where her bot knows it."""
    file = words.file
    return File(file.kind, file.file_id) if file is not None and file.bot == bot else None
