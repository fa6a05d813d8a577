"""What leaders and officers are told about a group, where they can be reached and have not said stop."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import groups
from bot.store.wire import outbox

# Buttons about groups; what they do: handlers/groups/group.py.
PREFIX = "g"
YES, NO = "y", "n"
LIST = "l"
IS_NEW = N_("🆕 {name} says: I am in the group {group}.\nIs that so?")
ONE_OF_US, NOT_ONE = N_("✅ Yes, in our group"), N_("✖️ No, not in our group")


def newcomer(
    connection: Connection,
    programme: Programme,
    group_id: int,
    who: tuple[int, str],
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """Ask the leaders whether she is one of them; `who`: her producer and her name. Not at night, and none who is
    silent: they find her in their list.
    """
    local = now.astimezone(ZoneInfo(programme.timezone))
    group = groups.find(connection, group_id)
    if group is None or not programme.nudges.earliest <= local.hour < programme.nudges.latest:
        return
    member, name = who
    buttons = [
        [Button(Text(label), Meaning.of(PREFIX, said, group_id, member))]
        for label, said in ((ONE_OF_US, YES), (NOT_ONE, NO))
    ]
    text = Text(IS_NEW, {"name": name, "group": group.name})
    leaders = groups.leaders(connection, group_id)
    send(connection, catalogues, dict.fromkeys(leaders, Message(text, buttons)), now, Lane.NUDGE)


def send(
    connection: Connection,
    catalogues: Catalogues,
    told: Mapping[int, Message],
    now: datetime,
    lane: Lane = Lane.REPLY,
) -> None:
    """Say to each person what is for her."""
    messages = []
    for one in recipients.load(connection, told.keys()).values():
        if one.address is not None and one.address.state is ChatState.ACTIVE:
            to = Recipient(
                one.address.bot, one.address.chat, one.language, one.id, one.called, shared=one.address.shared
            )
            messages.append(bot_api.outgoing(catalogues, to, told[one.id], lane))
    outbox.add(connection, messages, now)
