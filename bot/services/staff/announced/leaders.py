"""Members without a phone: their leader is asked once to read an announcement to them, as it begins to leave."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.staff.announced import Announced
from bot.domain.staff.announcement import Announcement
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import BLANK, joined, plural
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.announced import around
from bot.services.staff.announcing import saying
from bot.services.staff.announcing.audiences import Wanted
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.recipients import Asked
from bot.store.staff.announced import questions, without_phone
from bot.store.wire import outbox


def tell(connection: Connection, loaded: LoadedPacks, one: Announcement, wanted: Wanted, now: datetime) -> int:
    """Ask each leader who can be written to and has such members in the audience; gives how many. Said again it says
    nothing, and it counts in none of the announcement's counts. At night not before the morning, unless it is urgent.
    """
    seen = questions.find(connection, one.id)
    members = without_phone.by_leader(connection, wanted)
    if seen is None or not members:
        return 0
    programme = loaded.pack(one.programme).programme
    leaders = recipients.load(connection, members).values()
    chats = [leader.address.chat for leader in leaders if leader.address]
    too = without_phone.get_it_too(connection, one.id, chats)
    messages = [_message(loaded, one, seen, leader, members[leader.id], too) for leader in leaders]
    told = [message for message in messages if message is not None]
    at = now if one.emergency else awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
    outbox.add(connection, told, at)
    return len(told)


def _message(
    loaded: LoadedPacks,
    one: Announcement,
    seen: Announced,
    leader: Asked,
    members: int,
    too: Collection[tuple[int, int]],
) -> Outgoing | None:
    """What she is asked, with all that the announcement says to her, unless it comes to her chat too; None: she cannot
    be written to.
    """
    there, catalogues = leader.address, loaded.catalogues
    if there is None or there.state is not ChatState.ACTIVE:
        return None
    to = Recipient(there.bot, there.chat, leader.language, leader.id, leader.called, shared=there.shared)
    key = f"announced:{one.id}:leader:{leader.id}"
    if (there.bot, there.chat) in too:
        coming = plural(
            "📵 {n} of your members has no phone. An announcement comes to you now: please read it to them.",
            "📵 {n} of your members have no phone. An announcement comes to you now: please read it to them.",
            members,
        )
        return bot_api.outgoing(catalogues, to, Message(coming), Lane.NUDGE, key)
    asked = plural(
        "📵 {n} of your members has no phone. Please read this to them.",
        "📵 {n} of your members have no phone. Please read this to them.",
        members,
    )
    dressed = around.dress(catalogues, loaded.pack(one.programme), seen, leader.language, first=False)
    head = joined([catalogues.html(asked, leader.language), dressed.head], "\n\n")
    plain = saying.message(one, one.version_for(leader.language), there.bot, loaded.recordings.media)
    message = replace(dressed, head=head, foot=BLANK, buttons=()).put(plain)
    return bot_api.outgoing(catalogues, to, message, Lane.NUDGE, key)
