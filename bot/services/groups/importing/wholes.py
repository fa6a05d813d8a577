"""Of which groups the groups of a roster are parts: those that are kept, or stand in the same file, wherever in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.services.groups.importing.here import Here
from bot.services.groups.importing.problems import Problems
from bot.services.groups.importing.roster import Row, same
from bot.store.groups.groups import Group

PART_OF = "part_of"


@dataclass(frozen=True, slots=True)
class Wholes:
    """A roster's groups; those of the programme that are kept; and the names of all rows of groups, the wrong ones too.
    What differs from what is kept is noted among the changes, and stays.
    """

    here: Sequence[Here]
    kept: Sequence[Group]
    rows: Collection[str]
    problems: Problems
    changes: Problems

    def find(self) -> None:
        """Note with each new group of which it is a part."""
        for one in self.here:
            if one.row is not None and PART_OF in one.row.given:
                self._look(one, one.row, str(one.row.given[PART_OF]))

    def _look(self, one: Here, row: Row, name: str) -> None:
        before = next((group for group in self.kept if one.group is not None and group.id == one.group.part_of), None)
        if before is not None and same(name) in (same(before.name), str(before.id)):
            return
        found = self._meant(row, name)
        if found is None:
            return
        if one.group is not None:
            said = f"“{name}” in the file, “{before.name if before else ''}” here; what is here stays."
            self.changes.add(row.place(PART_OF), f"{said} To change it: ovop group part {one.group.id}")
        elif found is one:
            self.problems.add(row.place(PART_OF), "A group is no part of itself; write another, or leave it empty.")
        elif _is_part(found):
            said = f"{name} is part of a group itself, and a part has no parts; write that group, or leave it empty."
            self.problems.add(row.place(PART_OF), said)
        else:
            one.whole = found

    def _meant(self, row: Row, name: str) -> Group | Here | None:
        """The group of this name or number; None: that is not known, and said."""
        new = next((one for one in self.here if one.group is None and same(one.called) == same(name)), None)
        if new is not None:
            return new
        found = [one for one in self.kept if same(one.name) == same(name) or str(one.id) == name]
        if len(found) == 1:
            return found[0]
        numbers = " and ".join(str(one.id) for one in found)
        several = f"Several groups are called {name} ({numbers}); write the number of the one that is meant."
        none = f"There is no group {name} yet; give it a row of its own, or write the number of one that is here."
        # what is wrong with a row of the file is said there
        if found or same(name) not in self.rows:
            self.problems.add(row.place(PART_OF), several if found else none)
        return None


def _is_part(one: Group | Here) -> bool:
    if isinstance(one, Group):
        return one.part_of is not None
    return one.row is not None and PART_OF in one.row.filled
