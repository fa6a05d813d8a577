"""`ovop group move`: members move to another group, as a list in a file says; all, or nobody."""

from argparse import Namespace
from pathlib import Path

from xlsxwriter import Workbook

from bot.cli import moments
from bot.cli.groups.imports import refused
from bot.cli.people.invite import ACTOR, pack_of
from bot.cli.speaking import OK, UsageProblem, tell
from bot.i18n import load_catalogues
from bot.packs import Pack
from bot.services.groups import making
from bot.services.groups.importing import moving
from bot.services.groups.importing.columns import BETWEEN, moving_called
from bot.services.groups.importing.columns import moving as columns
from bot.services.groups.importing.moving import Moves
from bot.services.groups.importing.problems import Problems
from bot.services.groups.importing.template import WIDTH, languages_of
from bot.services.groups.making import Group
from bot.settings import Settings
from bot.store.engine.sync import reading, writing


def move(given: Namespace, settings: Settings) -> int:
    """Members move, or it is only said who would (`--check`), or an empty list is written (`--template`)."""
    if not given.name:
        raise UsageProblem("Say which file: ovop group move FILE, or for an empty one: ovop group move FILE --template")
    given.file = Path(given.name)
    with reading(settings.database) as connection:
        pack = pack_of(connection, given.programme)
        known = making.listed(connection, pack.programme.code)
    return _template(given, pack, known) if given.template else _take_up(given, settings, pack)


def _template(given: Namespace, pack: Pack, known: list[Group]) -> int:
    file = given.file
    if file.suffix.lower() != ".xlsx":
        raise UsageProblem(f"The template is a workbook; call it {file.name}.xlsx")
    if file.exists():
        raise UsageProblem(f"{file} is there already; choose another name, or delete it.")
    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet("moves"), book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        sheet.set_column(0, len(columns()) - 1, WIDTH)
        for at, key in enumerate(columns()):
            heading = BETWEEN.join(moving_called(key, language) for language in languages_of(pack))
            sheet.write_string(0, at, heading, bold)
        # what may be written as a group; it has no headings of a list, so that it is not read
        listed = book.add_worksheet("groups")
        for at, one in enumerate(known):
            listed.write_row(at, 0, (one.id, one.name, one.area or ""))
    told = f"{file}: write a row for each member who moves. Then: ovop group move {file} --check"
    tell(given, {"template": file}, told)
    return OK


def _take_up(given: Namespace, settings: Settings, pack: Pack) -> int:
    now, problems = moments.moment(settings), Problems()
    lines = moving.load(given.file, problems, pack.programme.languages)
    if given.check or problems.found:
        with reading(settings.database) as connection:
            found = moving.plan(connection, pack, lines, problems)
    else:
        with writing(settings.database) as connection:
            found = moving.plan(connection, pack, lines, problems)
            if not problems.found:
                moving.carry_out(connection, pack, found, load_catalogues(), ACTOR, now)
    return refused(given, problems.found) if problems.found else _told(given, found)


def _told(given: Namespace, found: Moves) -> int:
    """Who moves, and how many have moved before."""
    many = "1 member" if len(found.moves) == 1 else f"{len(found.moves)} members"
    done = f"is in order. It would move {many}." if given.check else f"moved {many}."
    first = f"{given.file} {done}" if found.moves else f"Everybody in {given.file} is there already; nobody moves."
    lines = [
        f"{one.member.name}, {one.member.number}: from {one.old.name} ({one.old.id}) to {one.new.name} ({one.new.id})"
        for one in found.moves
    ]
    before = [f"There already: {found.already}."] if found.moves and found.already else []
    moves = [{"member": one.member.member_id, "from": one.old.id, "to": one.new.id} for one in found.moves]
    tell(given, {"problems": [], "moves": moves, "already": found.already}, first, *lines, *before)
    return OK
