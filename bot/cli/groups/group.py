"""`ovop group`: a group is made, those that there are are listed, one is part of another, members move."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo

from bot.cli.groups import group_moves, group_parts
from bot.cli.people.invite import ACTOR, day_of, pack_of
from bot.cli.speaking import OK, Command, UsageProblem, offer_json, tell
from bot.clock import wall_clock
from bot.i18n.languages import SOURCE, language_file
from bot.services.groups import making, parts
from bot.services.groups.making import Group, Opening, Wish
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import reading, writing

ADD, LIST, PART, MOVE = "add", "list", "part", "move"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=[ADD, LIST, PART, MOVE],
        help="make a group, list those that there are, say of which group one is part, or move members",
    )
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="what the group is called, in quotes; with part, its number; with move, the file: .xlsx or .csv",
    )
    parser.add_argument("--programme", metavar="CODE", help="which programme, if there are several")
    parser.add_argument("--area", metavar="CODE", help="an area of the pack's areas.csv")
    parser.add_argument("--product", metavar="CODE", help="a product of the pack's products.csv")
    parser.add_argument("--inception", metavar="DAY", help="the day that its months count from; else today")
    parser.add_argument("--meeting-day", metavar="N", type=int, help="the day of the month on which it meets")
    parser.add_argument("--lender", metavar="NAME", help="who lends to it")
    parser.add_argument(
        "--part-of", metavar="N", type=int, help="with add or part: the number of the group that it is part of"
    )
    parser.add_argument("--none", action="store_true", help="with part: it is part of no other any more")
    parser.add_argument(
        "--advisor", metavar="PERSON", type=int, help="who of the staff advises it: her number in ovop roles"
    )
    parser.add_argument("--check", action="store_true", help="with move: only say what is wrong, or who would move")
    parser.add_argument("--template", action="store_true", help="with move: write an empty list to the file")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    return {ADD: _add, LIST: _list, PART: group_parts.part, MOVE: group_moves.move}[given.what](given, settings)


def _add(given: Namespace, settings: Settings) -> int:
    if not given.name:
        raise UsageProblem('Say what the group is called: ovop group add "NAME" --area CODE --product CODE')
    now = wall_clock()
    with writing(settings.database) as connection:
        pack = pack_of(connection, given.programme)
        today = now.astimezone(ZoneInfo(pack.programme.timezone)).date()
        began = day_of(given.inception, "--inception") or today
        wish = Wish(given.name, given.area, given.product, began, given.meeting_day, given.lender, given.advisor)
        number = making.add(connection, pack, wish, ACTOR, today, now)
        if given.part_of is not None:
            group_parts.put(connection, pack, number, given.part_of, now)
    told = f"The group has the number {number}. To give it a leader: ovop invite leader --group {number}"
    tell(given, {"group": number}, told)
    return OK


def _list(given: Namespace, settings: Settings) -> int:
    with reading(settings.database) as connection:
        found = making.listed(connection, pack_of(connection, given.programme).programme.code)
        before = making.known_before(connection, found)
        whole = {one.id: parts.everybody(connection, one.id) for one in found}
    lines = [line for one in found for line in (_line(one), *_parts(one, *whole[one.id]), *_before(before[one.id]))]
    told = [_as_json(one) | {"known_before": [asdict(figure) for figure in before[one.id]]} for one in found]
    for one, (_, members) in zip(told, whole.values(), strict=True):
        one["members_with_parts"] = members
    tell(given, {"groups": told}, *(lines or ["There is no group yet; to make one: ovop group add NAME"]))
    return OK


def _parts(one: Group, n: int, members: int) -> Iterator[str]:
    """Of what it is part, or how many parts it has, and how many members with them, each once."""
    if one.part_of is not None:
        yield f"   part of group {one.part_of}"
    if n:
        yield f"   {n} {'part' if n == 1 else 'parts'}; with them {members} confirmed members, each counted once"


def _before(found: Sequence[Opening]) -> Iterator[str]:
    """Opening figures, in a line of their own."""
    if found:
        words = language_file(SOURCE, "codes")["opening"]
        told = (f"{words.get(one.figure, one.figure)} {one.value} ({one.day.isoformat()})" for one in found)
        yield f"   before the programme: {'; '.join(told)}"


def _line(one: Group) -> str:
    led = f"{one.leaders} leaders" if one.leaders != 1 else "1 leader"
    waits = [f"{one.unconfirmed} not confirmed yet"] if one.unconfirmed else []
    known = [f"{one.members} members", *waits, led if one.leaders else "no leader"]
    return f"{one.id}: {one.name}, {one.area or 'no area'}, {one.product or 'no product'}, {', '.join(known)}"


def _as_json(one: Group) -> dict[str, object]:
    days = {"inception": one.inception.isoformat(), "meeting_day": one.meeting_day}
    counts = {"members": one.members, "unconfirmed": one.unconfirmed, "leaders": one.leaders}
    about = {"group": one.id, "name": one.name, "area": one.area, "product": one.product, "lender": one.lender}
    about |= {"advisor": one.advisor}
    return {**about, **days, **counts, "part_of": one.part_of}


COMMAND = Command(arguments, run)
