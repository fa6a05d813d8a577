"""What a roster would make of what is kept: what is new, what is the same, what differs, and what cannot be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.groups.new_members.persons import ages_in
from bot.packs import Pack
from bot.services.groups.importing.columns import columns
from bot.services.groups.importing.here import Here
from bot.services.groups.importing.problems import Problem, Problems
from bot.services.groups.importing.roster import MEMBER, NUMBER, Roster, Row, same
from bot.services.groups.importing.values import Kept, written
from bot.services.groups.importing.wholes import Wholes
from bot.services.groups.leaders import advising
from bot.services.people import working
from bot.services.work import Connection
from bot.store.groups import groups, openings, rosters
from bot.store.groups.groups import Group
from bot.store.groups.openings import Opening
from bot.store.groups.rosters import Known

LEADER, AREA, PHONE, TOLD_ON, GUARDIAN = "leader", "area", "phone", "told_on", "guardian"
ADVISOR = "advisor"
# What is kept of a group and of a member, by the column that says it.
OF_A_GROUP = ("product", "inception", "meeting_day", "lender")
OF_A_MEMBER = ("number", "phone", "product", "gender", "age_band", "told_on", "told_how", "told_before")


@dataclass(slots=True)
class Plan:
    """What is to be made. `changes`: what is kept differs from the roster, and stays; `openings`: new figures of those
    who are there already, whose rows are known.
    """

    here: list[Here]
    changes: list[Problem]
    openings: list[Opening]
    notes: int

    @property
    def groups(self) -> int:
        return sum(one.group is None for one in self.here)

    @property
    def members(self) -> int:
        return sum(len(one.new) for one in self.here)

    @property
    def figures(self) -> int:
        """How many opening figures are new."""
        new = [row for one in self.here for row in (*one.new, *([one.row] if one.row and one.group is None else []))]
        return len(self.openings) + sum(len(list(row.figures())) for row in new)

    @property
    def leaders(self) -> int:
        return sum(bool(row.given.get(LEADER)) for one in self.here for row in one.new)

    @property
    def parts(self) -> int:
        """How many new groups are to be part of another."""
        return sum(one.whole is not None for one in self.here)

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.members or self.figures)


def plan(connection: Connection, pack: Pack, roster: Roster, problems: Problems) -> Plan:
    """Hold a roster against what is kept. What cannot be is noted among the problems."""
    return _Planning(connection, pack, roster, problems).plan()


class _Planning:
    """One roster being held against what is kept."""

    def __init__(self, connection: Connection, pack: Pack, roster: Roster, problems: Problems) -> None:
        self._connection, self._pack = connection, pack
        self._roster, self._problems = roster, problems
        self._changes = Problems()
        self._openings: list[Opening] = []
        self._kept = groups.listed(connection, pack.programme.code)

    def plan(self) -> Plan:
        here = list(self._groups())
        Wholes(here, self._kept, self._roster.groups.keys(), self._problems, self._changes).find()
        for one in here:
            self._members(one)
        self._not_twice(here)
        for one in here:
            self._openings.extend(self._figures(one))
        return Plan(here, self._changes.found, self._openings, self._roster.notes)

    def _groups(self) -> Iterator[Here]:
        """Each group that the roster names, with what is kept of it."""
        by_name: dict[str, list[Group]] = {}
        for group in self._kept:
            by_name.setdefault(same(group.name), []).append(group)
        named: dict[str, list[Row]] = {}
        for member in self._roster.members:
            named.setdefault(same(member.group), []).append(member)
        for key in dict.fromkeys((*self._roster.groups, *named)):
            rows, row = named.get(key, []), self._roster.groups.get(key)
            first = row or rows[0]
            found, is_known = self._group(first, row, by_name.get(key, []))
            if is_known:
                yield self._with_members(Here(first.group, row, found, rows, advisor=self._advisor(row, found)))

    def _group(self, first: Row, row: Row | None, kept: Sequence[Group]) -> tuple[Group | None, bool]:
        """The group that is meant, None: a new one; and whether that is known at all."""
        if row is None:
            if len(kept) == 1:
                return kept[0], True
            numbers = " and ".join(str(one.id) for one in kept)
            sentence = f"Several groups are called {first.group} ({numbers}); give the group a row with its area."
            none = f"There is no group {first.group} yet; give it a row of its own, with the member's name left empty."
            self._problems.add(first.place("group"), sentence if kept else none)
            return None, False
        found = next(
            (one for one in kept if one.area == row.given.get(AREA, one.area if len(kept) == 1 else None)), None
        )
        if found is not None:
            self._compare(row, OF_A_GROUP, _of_group(found))
            return found, True
        if AREA in row.filled and AREA not in row.given:
            return None, False
        if kept:
            known = ", ".join(f"number {one.id} in {one.area or 'no area'}" for one in kept)
            sentence = (
                f"There is a group of this name elsewhere ({known}). If it is meant, write its area; else another name."
            )
            self._problems.add(row.place("group"), sentence)
            return None, False
        self._needed(row, "group", {AREA})
        return None, True

    def _advisor(self, row: Row | None, kept: Group | None) -> int | None:
        """Who of the staff is meant, by her name or her number; for a group that is there already it is compared."""
        if row is None or ADVISOR not in row.given:
            return None
        typed = str(row.given[ADVISOR])
        area = row.given.get(AREA) if kept is None else kept.area
        here = {
            one.held.person_id
            for one in working.everybody(self._connection)
            if typed == str(one.held.person_id) or same(one.name) == same(typed)
        }
        meant = [person for person in sorted(here) if advising.can(self._connection, person, self._pack, area)]
        if len(meant) != 1:
            several = f"Several who work there are called {typed}; write the number of the one who is meant:"
            none = f"Nobody who works there is {typed}; invite her first (ovop invite officer), or leave it empty."
            numbers = " or ".join(map(str, meant))
            self._problems.add(row.place(ADVISOR), f"{several} {numbers}." if meant else none)
            return None
        if kept is not None and kept.advisor != meant[0]:
            self._differs(row, ADVISOR, str(kept.advisor or ""), str(meant[0]))
        return meant[0]

    def _needed(self, row: Row, of: str, more: frozenset[str] | set[str] = frozenset()) -> None:
        """What a new row cannot be without."""
        for key, column in columns().items():
            if (key in more or (column.needed and column.of == of)) and key not in row.filled:
                self._problems.add(row.place(key), _MISSING[key])

    def _with_members(self, one: Here) -> Here:
        if one.group is not None:
            one.known = rosters.known(self._connection, one.group.id)
            one.links = rosters.links(self._connection, one.group.id)
            forgotten = rosters.forgotten_at(self._connection, one.group.id)
            if forgotten is not None:
                one.forgotten = local_day(forgotten, ZoneInfo(self._pack.programme.timezone))
        return one

    def _members(self, one: Here) -> None:
        by_name: dict[str, list[Known]] = {}
        for known in one.known:
            by_name.setdefault(same(known.name), []).append(known)
        by_number = {known.number: known for known in one.known if known.number is not None}
        for row in one.rows:
            self._member(one, row, by_name.get(same(row.member), []), by_number)

    def _member(self, one: Here, row: Row, called: Sequence[Known], by_number: Mapping[int, Known]) -> None:
        now = [known for known in called if known.left is None] or list(called)
        number = row.given.get(NUMBER)
        found = now[0] if len(now) == 1 else next((known for known in now if known.number == number), None)
        if found is None and now:
            numbers = " and ".join(str(known.number) for known in now)
            self._problems.add(row.place(NUMBER), f"Several are called {row.member} here; write which: {numbers}.")
        elif found is not None and found.left is not None:
            day = local_day(found.left, ZoneInfo(self._pack.programme.timezone))
            sentence = f"{row.member} left the group on {day.isoformat()} and is not taken in again by a file."
            self._changes.add(row.place(MEMBER), sentence)
        elif found is not None:
            one.kept.append((row, found))
            self._compare(row, OF_A_MEMBER, _of_member(found))
            if row.given.get(LEADER) and found.member_id not in one.links:
                sentence = f"{row.member} is in the group already; for her link: ovop invite leader --group"
                self._changes.add(row.place(LEADER), f"{sentence} {one.group.id if one.group else ''}".rstrip())
        else:
            self._new_member(one, row, by_number)

    def _new_member(self, one: Here, row: Row, by_number: Mapping[int, Known]) -> None:
        one.new.append(row)
        self._needed(row, "member")
        number, told = row.given.get(NUMBER), row.given.get(TOLD_ON)
        if isinstance(number, int) and number in by_number:
            whose = by_number[number].name or "somebody's who is in the group no more"
            sentence = f"{number} is the number of {whose}" if by_number[number].name else f"{number} was {whose}"
            self._problems.add(row.place(NUMBER), f"{sentence}; give another, or write the name as it is kept.")
        least, band = self._pack.programme.consent.minimum_age, row.given.get("age_band")
        if band is not None and ages_in(band)[1] < least and GUARDIAN not in row.filled:
            sentence = f"{row.member} is under {least}: a parent or guardian has to agree; write who has."
            self._problems.add(row.place(GUARDIAN), sentence)
        if one.forgotten is not None and isinstance(told, date) and told <= one.forgotten:
            sentence = f"Somebody of this group asked to be forgotten on {one.forgotten.isoformat()}; ask anew whether"
            self._problems.add(row.place(TOLD_ON), f"{sentence} {row.member} agrees, and write that day.")

    def _not_twice(self, here: Sequence[Here]) -> None:
        """Who is registered already, by her name and her phone, is not made a second time."""
        rows: dict[str, list[Row]] = {}
        for row in (one for group in here for one in group.new if PHONE in one.given):
            others = rows.setdefault(str(row.given[PHONE]), [])
            twin = next((one for one in others if same(one.member) == same(row.member)), None)
            if twin is not None:
                sentence = f"{row.member} with this number is also in {twin.group}, {twin.place()}; let her join one of"
                self._problems.add(row.place(PHONE), f"{sentence} the groups by its link, and delete that row.")
            others.append(row)
        for number, name, phone in rosters.with_phones(self._connection, self._pack.programme.code, list(rows)):
            for row in rows.get(phone, ()):
                if same(name) == same(row.member):
                    sentence = f"{name} with this number is registered already, as person {number};"
                    self._problems.add(
                        row.place(PHONE), f"{sentence} let her join by the group's link, and delete this row."
                    )

    def _compare(self, row: Row, keys: Sequence[str], kept: Mapping[str, Kept | None]) -> None:
        """What differs stays as it is kept, and is said."""
        for key in keys:
            wanted = row.given.get(key)
            if wanted is not None and written(wanted) != written(kept[key]):
                self._differs(row, key, written(kept[key]), written(wanted))

    def _differs(self, row: Row, key: str, kept: str, wanted: str) -> None:
        self._changes.add(row.place(key), f"“{wanted}” in the file, “{kept}” here; what is here stays.")

    def _figures(self, one: Here) -> Iterator[Opening]:
        """New figures of who is there already; those that differ are said."""
        whose = [(row, known.member_id) for row, known in one.kept]
        if one.row is not None and one.group is not None:
            whose.append((one.row, one.group.id))
        kept = openings.of(self._connection, [number for _, number in whose])
        for row, number in whose:
            for name, value, day in row.figures():
                before = kept.get((number, name))
                if before is None:
                    yield Opening(number, name, written(value), day)
                elif (before.value, before.day) != (written(value), day):
                    was = f"{before.value} of {before.day.isoformat()}"
                    self._differs(row, name, was, f"{written(value)} of {day.isoformat()}")


_MISSING = {
    "area": "Where is the group? Write its area, as in the sheet areas of the template.",
    "inception": "When did the group begin? Write the day that its months are counted from.",
    "told_on": "On which day did she agree to what is kept? Nothing is kept without; ask her, and write the day.",
    "told_how": "How did she agree: aloud, by her thumb, or by her name? Write which.",
    "told_before": "Before whom did she agree? Write a name.",
}


def _of_group(one: Group) -> Mapping[str, Kept | None]:
    return {
        "product": one.product, "inception": one.inception, "meeting_day": one.meeting_day, "lender": one.lender,
    }  # fmt: skip


def _of_member(one: Known) -> Mapping[str, Kept | None]:
    said = {"gender": one.about.get("gender"), "age_band": one.about.get("age_band")}
    told = {"told_on": one.told_on, "told_how": one.told_how, "told_before": one.told_before}
    return {"number": one.number, "phone": one.phone, "product": one.product, **said, **told}
