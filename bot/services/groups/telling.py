"""What leaders and officers are told about a group, where they can be reached and have not said stop."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, MonthOf, Text, Value
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import groups
from bot.store.groups.report.absences import Absence
from bot.store.groups.report.last_word import Reported
from bot.store.people import people
from bot.store.wire import outbox

# Buttons about groups; what they do: handlers/groups/group.py.
PREFIX = "g"
YES, NO = "y", "n"
LIST = "l"
IS_NEW = N_("🆕 {name} says: I am in the group {group}.\nIs that so?")
LET_IN = N_("✅ You are in the group {group} now. From today your figures count.")
IS_WRONG = N_("{name} says: what you reported for {month} is not right.\nPlease talk it over. You can report it again.")
# Of what somebody else has reported: who led the group before, or staff who typed it from its sheet.
IS_WRONG_OF = N_("{name} says: what {leader} reported for {month} is not right.\nPlease talk it over.")
FIRST_IS_WRONG = N_("{name} says: what you answered to the first questions is not right.\nPlease talk it over.")
FIRST_IS_WRONG_OF = N_("{name} says: what {leader} answered to the first questions is not right.\nPlease talk it over.")
ONE_OF_US, NOT_ONE = N_("✅ Yes, in our group"), N_("✖️ No, not in our group")
# What a leader has said of a member: figures, or that she was absent.
OfReport: TypeAlias = Reported | Absence


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


def let_in(
    connection: Connection,
    programme: Programme,
    group_id: int,
    member_id: int,
    leader: int | None,
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """Her leader has said that she is one of them: she hears it, at night not before the morning; not the leader
    herself.
    """
    group, speaker = groups.find(connection, group_id), recipients.speakers(connection, [member_id]).get(member_id)
    if group is None or speaker is None or speaker == leader:
        return
    at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
    send(connection, catalogues, {speaker: Message(Text(LET_IN, {"group": group.name}))}, at, Lane.NUDGE)


def disputed(
    connection: Connection,
    programme: Programme,
    one: OfReport,
    person_id: int,
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """Tell who reported it, or who leads the group since, that a member says that it is not right: no more than that,
    and at night not before the morning.
    """
    leading = groups.leaders(connection, one.group_id)
    told = [one.leader_id] if one.leader_id in leading else leading
    values: dict[str, Value] = {"name": people.name_of(connection, person_id) or "–", "month": MonthOf(one.month)}
    if one.leader_id not in leading:
        values["leader"] = one.leader or "–"
    mine = FIRST_IS_WRONG if one.is_first else IS_WRONG
    others = FIRST_IS_WRONG_OF if one.is_first else IS_WRONG_OF
    message = Message(Text(mine if one.leader_id in leading else others, values))
    at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
    send(connection, catalogues, dict.fromkeys(told, message), at, Lane.NUDGE)


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
