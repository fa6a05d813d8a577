"""What is told of a merge, and of its end: to who can be written to, and to who leads a group in which she was."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.programme import Programme
from bot.domain.wire.message import Message
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.services.groups import telling
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.members import members
from bot.store.people import people
from bot.store.people.merges import Merge

HER_ONE = N_("You stood twice in our list. Now it is one.\nNothing of yours is lost.")
HER_TWO = N_("We had put you together with somebody else in our list.\nThat is undone: all is as it was before.")
LEADERS_ONE = N_("{name} stood twice in our list. Now it is one.\nIn your group nothing is lost: /group")
LEADERS_TWO = N_("{name} is two people in our list again, as before.\nLook at your group: /group")


def groups_of(connection: Connection, one: Merge) -> set[int]:
    """The groups in which either of the two is now."""
    return {group for who in (one.kept_id, one.other_id) for group in members.groups_of(connection, who)}


def merged(
    connection: Connection,
    programme: Programme,
    one: Merge,
    known_in: Collection[int],
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """They are one; `known_in`: the groups in which either was."""
    _tell(connection, programme, one, known_in, (HER_ONE, LEADERS_ONE), catalogues, now)


def undone(connection: Connection, programme: Programme, one: Merge, catalogues: Catalogues, now: datetime) -> None:
    """They are two again."""
    _tell(connection, programme, one, groups_of(connection, one), (HER_TWO, LEADERS_TWO), catalogues, now)


def _tell(
    connection: Connection,
    programme: Programme,
    one: Merge,
    known_in: Collection[int],
    texts: tuple[str, str],
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """Each once, and at night not before the morning. Who leads her group and is she hears what is hers."""
    hers, theirs = texts
    name = people.name_of(connection, one.kept_person_id)
    leading = {leader for group in known_in for leader in groups.leaders(connection, group)}
    told = dict.fromkeys(sorted(leading), Message(Text(theirs, {"name": name})))
    told[one.kept_person_id] = Message(Text(hers))
    at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
    telling.send(connection, catalogues, told, at, Lane.NUDGE)
