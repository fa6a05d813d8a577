"""`ovop group part`: a group becomes part of another, or is part of none any more."""

from argparse import Namespace
from datetime import datetime

from bot.cli.people.invite import ACTOR, pack_of
from bot.cli.speaking import OK, UsageProblem, tell
from bot.clock import wall_clock
from bot.packs import Pack
from bot.services.groups import parts
from bot.services.work import Connection
from bot.settings import Settings
from bot.store.engine.sync import writing


def part(given: Namespace, settings: Settings) -> int:
    """One group, by its number."""
    if not (given.name or "").isdecimal() or (given.part_of is None) == (not given.none):
        raise UsageProblem(
            "Say which groups, by their numbers: ovop group part 4 --part-of 2, or: ovop group part 4 --none"
        )
    number = int(given.name)
    with writing(settings.database) as connection:
        done = put(connection, pack_of(connection, given.programme), number, given.part_of, wall_clock())
    state = f"part of group {given.part_of}" if given.part_of is not None else "part of no other"
    told = f"Group {number} is {state}{' from now on' if done else ' already'}."
    tell(given, {"group": number, "part_of": given.part_of, "changed": done}, told)
    return OK


def put(connection: Connection, pack: Pack, number: int, whole: int | None, now: datetime) -> bool:
    """By an operator."""
    return parts.put(connection, pack, number, whole, ACTOR, now)
