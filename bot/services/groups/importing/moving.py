"""Members move to another group, as a list in a file says: all of them, or nobody. The same list again moves nobody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.people.roles import Role
from bot.domain.wire.message import Message
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.packs import Pack
from bot.services.groups import telling
from bot.services.groups.importing.columns import all_of_moving, meant_of_moving, moving
from bot.services.groups.importing.problems import Place, Problems
from bot.services.groups.importing.roster import NOTE, letters, same
from bot.services.groups.importing.spreadsheet import Cell, Sheet, Unreadable, Wrong, read
from bot.services.groups.importing.values import Unfit, text
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.groups import Group
from bot.store.groups.members import members
from bot.store.groups.members.members import Known, Left
from bot.store.people import audit, roles
from bot.store.people.audit import Deed

FROM, MEMBER, TO = "from", "member", "to"
# So many are named in what leaders are told.
NAMED = 5
WENT = N_("These members of {group} are in another group now:\n{names}")
CAME = N_("These members come from another group. They are in {group} now:\n{names}")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list; `called`: where each column is."""

    sheet: str | None
    number: int
    cells: Mapping[str, str]
    called: Mapping[str, str]

    def place(self, column: str) -> Place:
        return Place(self.sheet, self.number, self.called[column])


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who moves."""

    member: Known
    old: Group
    new: Group


@dataclass(frozen=True, slots=True)
class Moves:
    """Who moves; `already`: how many have moved before."""

    moves: Sequence[Move]
    already: int


def load(file: Path, problems: Problems, speaks: Sequence[str] = ()) -> list[Line]:
    """The rows of a list; what is wrong with it is noted, with the headings in these languages and in English."""
    try:
        sheets = read(file, meant_of_moving)
    except Unreadable as error:
        problems.add(Place(), str(error))
        return []
    found = [line for one in sheets for line in _lines(one, problems, speaks)]
    if not found and not problems.found:
        said = f"There are no rows below the headings {all_of_moving(speaks)};"
        problems.add(Place(), f"{said} begin with: ovop group move FILE.xlsx --template")
    return found


def _lines(sheet: Sheet, problems: Problems, speaks: Sequence[str]) -> Iterator[Line]:
    at = sheet.headings(meant_of_moving)
    if at is None:
        return
    columns = {place: key for place, cell in enumerate(sheet.rows[at]) if (key := _key(cell)) is not None}
    if not columns:
        return
    for merged in sheet.merged_below(at):
        problems.add(Place(sheet.name, None, merged), "These cells are merged; part them, and fill each.")
    if sorted(columns.values()) != sorted(moving()):
        problems.add(Place(sheet.name, at + 1), f"The headings have to be, each once: {all_of_moving(speaks)}.")
        return
    for number, row in enumerate(sheet.rows[at + 1 :], at + 2):
        first = next((cell for cell in row if cell is not None), None)
        if first is not None and not (isinstance(first, str) and first.strip().startswith(NOTE)):
            yield from _line(sheet, number, row, columns, problems)


def _key(cell: Cell) -> str | None:
    return meant_of_moving(cell) if isinstance(cell, str) else None


def _line(
    sheet: Sheet, number: int, row: Sequence[Cell], columns: Mapping[int, str], problems: Problems
) -> Iterator[Line]:
    called = {key: f"{letters(place)}, {key}" for place, key in columns.items()}
    cells = {}
    for place, key in columns.items():
        with problems.noting(Place(sheet.name, number, called[key])):
            cells[key] = _text(row[place] if place < len(row) else None)
    if len(cells) == len(columns):
        yield Line(sheet.name, number, cells, called)


def _text(cell: Cell) -> str:
    match cell:
        case Wrong():
            raise Unfit(f"This {cell.sentence}")
        case None:
            raise Unfit("This is empty; write which member, from which group and to which.")
    return text(cell)


def plan(connection: Connection, pack: Pack, lines: Sequence[Line], problems: Problems) -> Moves:
    """Hold the list against what is kept. What cannot be is noted among the problems."""
    planning = _Planning(connection, groups.listed(connection, pack.programme.code), problems)
    found = [move for line in lines if (move := planning.move(line)) is not None]
    return Moves(found, planning.already)


class _Planning:
    """A list being held against what is kept."""

    def __init__(self, connection: Connection, known: Sequence[Group], problems: Problems) -> None:
        self._connection, self._groups, self._problems = connection, known, problems
        self._once_in: dict[int, list[Known]] = {}
        self._rows: dict[int, Line] = {}
        self.already = 0

    def move(self, line: Line) -> Move | None:
        """Who moves by this row; None: nobody, or something is wrong."""
        old, new = self._group(line, FROM), self._group(line, TO)
        if old is None or new is None:
            return None
        if old.id == new.id:
            self._problems.add(line.place(TO), "This is the group that she is in; write the other, or delete the row.")
            return None
        one = self._member(line, old, new)
        if one is None or not self._is_first(line, one):
            return None
        if one.gone is not None:
            self.already += 1
            return None
        return Move(one, old, new) if self._may_go(line, one, old) else None

    def _group(self, line: Line, column: str) -> Group | None:
        """By its name, or by its number."""
        typed = line.cells[column]
        number = int(typed) if typed.isdecimal() else None
        found = [one for one in self._groups if one.id == number or same(one.name) == same(typed)]
        if len(found) == 1:
            return found[0]
        numbers = " or ".join(f"{one.id} (in {one.area or 'no area'})" for one in found)
        several = f"Several groups are “{typed}”; write the number of the one that is meant: {numbers}."
        none = f"There is no group “{typed}”; write its name or its number, as in: ovop group list"
        self._problems.add(line.place(column), several if found else none)
        return None

    def _of(self, group: Group) -> list[Known]:
        if group.id not in self._once_in:
            self._once_in[group.id] = members.once_in(self._connection, group.id)
        return self._once_in[group.id]

    def _member(self, line: Line, old: Group, new: Group) -> Known | None:
        """Who is meant: somebody in the old group, or who was there and is in the new one already."""
        typed = line.cells[MEMBER]
        number = int(typed) if typed.isdecimal() else None
        meant = [one for one in self._of(old) if number is not None and one.number == number]
        meant = meant or [one for one in self._of(old) if same(one.name) == same(typed)]
        there = {one.member_id for one in self._of(new) if one.gone is None}
        found = [one for one in meant if one.gone is None or one.member_id in there]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = " or ".join(str(one.number) for one in found if one.number is not None)
            said = f"Several are called {typed} in {old.name}; write the number of the one that is meant: {numbers}."
        elif meant:
            said = f"{meant[0].name} is in {old.name} no longer; a list moves only who is in the group."
        else:
            said = f"Nobody in {old.name} is “{typed}”; write her number or her name as it is there."
        self._problems.add(line.place(MEMBER), said)
        return None

    def _is_first(self, line: Line, one: Known) -> bool:
        first = self._rows.setdefault(one.member_id, line)
        if first is not line:
            said = f"{one.name} is in the list already, row {first.number}; delete one of the rows."
            self._problems.add(line.place(MEMBER), said)
        return first is line

    def _may_go(self, line: Line, one: Known, old: Group) -> bool:
        """Not who leads the group, nor whom its leader has not confirmed."""
        said = None
        person, _ = members.who_answers(self._connection, one.member_id)
        if one.number is None:
            said = f"The leader of {old.name} has not said yet that {one.name} is a member; that comes first."
        elif any(held.reach.role is Role.LEADER and held.person_id == person for held in self._roles(old)):
            said = f"{one.name} leads {old.name}; somebody else has to lead it first: ovop invite leader --group"
            said = f"{said} {old.id}"
        if said is not None:
            self._problems.add(line.place(MEMBER), said)
        return said is None

    def _roles(self, group: Group) -> list[roles.Held]:
        return roles.in_group(self._connection, group.id)


def carry_out(
    connection: Connection, pack: Pack, found: Moves, catalogues: Catalogues, actor: str, now: datetime
) -> None:
    """They are in their new groups from now on; the leaders of both are told once."""
    for one in found.moves:
        who, new = one.member.member_id, one.new.id
        members.leave(connection, one.old.id, who, Left.MOVED, now)
        if not members.come_back(connection, new, who, now):
            members.join(connection, new, who, now, confirmed=True)
            members.confirm(connection, new, who, now)
        detail = {"from": one.old.id, "to": new}
        audit.record(connection, Deed(actor, "move member", f"producer {who}", detail, who), now)
    at = awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges)
    for said, moved in ((WENT, _by_group(found, new=False)), (CAME, _by_group(found, new=True))):
        for group, names in moved.values():
            more = ["…"] if len(names) > NAMED else []
            message = Message(Text(said, {"group": group.name, "names": ", ".join([*names[:NAMED], *more])}))
            told = dict.fromkeys(groups.leaders(connection, group.id), message)
            telling.send(connection, catalogues, told, at, Lane.NUDGE)


def _by_group(found: Moves, *, new: bool) -> dict[int, tuple[Group, list[str]]]:
    """The names of those who go, or come, by the group."""
    by_group: dict[int, tuple[Group, list[str]]] = {}
    for one in found.moves:
        group = one.new if new else one.old
        by_group.setdefault(group.id, (group, []))[1].append(one.member.name)
    return by_group
