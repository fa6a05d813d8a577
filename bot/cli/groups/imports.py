"""`ovop import`: a roster in a spreadsheet is checked, and taken up as a whole."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cli import moments, telegram
from bot.cli.people.invite import ACTOR, pack_of
from bot.cli.speaking import OK, WRONG, Command, UsageProblem, complain, offer_json, steps, tell
from bot.domain.evaluation.nudges import local_day
from bot.i18n import load_catalogues
from bot.packs import Pack
from bot.services.groups.importing import template
from bot.services.groups.importing.carrying_out import Link, Made, carry_out
from bot.services.groups.importing.cells import Cells
from bot.services.groups.importing.plan import Plan, plan
from bot.services.groups.importing.problems import Problem, Problems
from bot.services.groups.importing.roster import Roster, load
from bot.services.people.invitations import address
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import reading, writing

NO_NAME = "YOUR_BOT"


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "One sheet: for each group a row, with the member's name left empty, and below it a row for each member."
        " Nothing is made while anything is wrong; what is here already stays as it is. A leader's link is printed once"
        " for each leader who is new."
    )
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="a roster: .xlsx or .csv")
    parser.add_argument(
        "--template", metavar="FILE", type=Path, help="write an empty one, in the programme's languages"
    )
    parser.add_argument("--check", action="store_true", help="only say what is wrong, or what would be made")
    parser.add_argument("--programme", metavar="CODE", help="which programme, if there are several")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    if (given.file is None) == (given.template is None):
        raise UsageProblem("Say which file: ovop import FILE, or for an empty one: ovop import --template FILE.xlsx")
    require_current(settings.database)
    with reading(settings.database) as connection:
        pack = pack_of(connection, given.programme)
    return _take_up(given, settings, pack) if given.template is None else _template(given, pack)


def _template(given: Namespace, pack: Pack) -> int:
    file = given.template
    if file.suffix.lower() != ".xlsx":
        raise UsageProblem(f"The template is a workbook; call it {file.name}.xlsx")
    if file.exists():
        raise UsageProblem(f"{file} is there already; choose another name, or delete it.")
    template.write(pack, file)
    told = (
        f"{file}: fill the sheet {template.ROSTER}, as the sheet {template.HELP} says. Then: ovop import --check {file}"
    )
    tell(given, {"template": file}, told)
    return OK


def _take_up(given: Namespace, settings: Settings, pack: Pack) -> int:
    now = moments.moment(settings)
    problems = Problems()
    # reading a big file takes a while: nobody waits for the database meanwhile
    today = local_day(now, ZoneInfo(pack.programme.timezone))
    roster = load(given.file, Cells.of(pack, load_catalogues(), today), problems)
    if given.check or problems.found:
        with reading(settings.database) as connection:
            found = plan(connection, pack, roster, problems)
        return refused(given, problems.found) if problems.found else _told(given, found)
    return _made(given, settings, pack, roster, now)


def _made(given: Namespace, settings: Settings, pack: Pack, roster: Roster, now: datetime) -> int:
    problems = Problems()
    with writing(settings.database) as connection, steps() as step:
        found = plan(connection, pack, roster, problems)
        if not problems.found:
            done = carry_out(connection, pack, found, ACTOR, now, lambda at, of: step("Members", at, of))
    if problems.found:
        return refused(given, problems.found)
    _report(given, settings, found, done)
    return OK


def refused(given: Namespace, problems: Sequence[Problem]) -> int:
    """What is wrong with a file, by row and column; nothing was changed."""
    sheets = list(dict.fromkeys(one.place.sheet for one in problems))
    problems = sorted(problems, key=lambda one: (sheets.index(one.place.sheet), one.place.row or 0))
    if given.json:
        tell(given, {"problems": [_as_json(one) for one in problems]})
        return WRONG
    for one in problems:
        complain(str(one))
    many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    complain(f"{given.file}: {many}; nothing was changed.")
    return WRONG


def _told(given: Namespace, found: Plan) -> int:
    """What would be made."""
    file = given.file
    would = f"{file} is in order. It would make {_counted(found)}." if not found.is_empty else _nothing(file)
    tell(given, {"problems": [], **_counts(found)}, would, *_beside(found))
    return OK


def _report(given: Namespace, settings: Settings, found: Plan, done: Made) -> None:
    links, trouble = _addresses(done.links, settings)
    result = {**_counts(found), "links": links, "trouble": trouble or None}
    result["numbers"] = {one.called: one.number for one in done.groups}
    first = f"{given.file}: made {_counted(found)}." if not found.is_empty else _nothing(given.file)
    result["run_out"] = [{"name": name, "group": number} for name, number in done.run_out]
    tell(given, result, first, *_groups(done), *_beside(found), *_for_leaders(links, trouble), *_run_out(done))


def _nothing(file: Path) -> str:
    return f"Everything in {file} is here already; nothing is new."


def _counts(found: Plan) -> dict[str, object]:
    new = {"groups": found.groups, "members": found.members, "figures": found.figures, "leaders": found.leaders}
    return {"new": new, "parts": found.parts, "changes": [_as_json(one) for one in found.changes], "notes": found.notes}


def _counted(found: Plan) -> str:
    are = "of them part of another"
    parts = (
        (found.groups, "group", "groups"), (found.parts, are, are), (found.members, "member", "members"),
        (found.figures, "opening figure", "opening figures"), (found.leaders, "leader's link", "leaders' links"),
    )  # fmt: skip
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in parts if n)


def _groups(done: Made) -> Iterator[str]:
    for one in done.groups:
        if one.is_new or one.members:
            kind = "new, " if one.is_new else ""
            yield f"{one.number}: {one.called}, {kind}{one.members} new {'member' if one.members == 1 else 'members'}"


def _beside(found: Plan) -> Iterator[str]:
    """What is not made, though it stands there."""
    yield from (f"Not changed. {one}" for one in found.changes)
    if found.notes:
        yield f"Left out as notes: {found.notes} rows that begin with #."


def _addresses(links: Sequence[Link], settings: Settings) -> tuple[list[dict[str, object]], str]:
    """The leaders' links with the bot's address; or the sentence that says why its name is not known."""
    bots, trouble = telegram.names_or_why(settings) if links else ([], "")
    return [
        {"name": one.name, "group": one.group, "until": one.until.isoformat(), "link": address(one.payload, bot)}
        for one in links
        for bot in bots or [NO_NAME]
    ], trouble


def _for_leaders(links: Sequence[dict[str, object]], trouble: str) -> Iterator[str]:
    for one in links:
        yield f"For {one['name']}, leader of {one['group']}, once, until {str(one['until'])[:10]}: {one['link']}"
    if trouble:
        yield f"Put your bot's name in the links: {trouble}"


def _run_out(done: Made) -> Iterator[str]:
    for name, number in done.run_out:
        yield f"Nobody used the link of {name} in time; for a new one: ovop invite leader --group {number}"


def _as_json(one: Problem) -> dict[str, object]:
    place = {"sheet": one.place.sheet, "row": one.place.row, "column": one.place.column}
    return {**place, "sentence": one.sentence}


COMMAND = Command(arguments, run)
