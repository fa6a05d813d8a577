"""A group of a roster, held against what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Union

from bot.services.groups.importing.roster import Row
from bot.store.groups.groups import Group
from bot.store.groups.rosters import Known, LeadersLink


@dataclass(slots=True)
class Here:
    """A group of the roster: as it is kept, or None where it is new; its own row, if it has one; and its members."""

    called: str
    row: Row | None
    group: Group | None
    rows: list[Row]
    known: Sequence[Known] = ()
    links: Mapping[int, LeadersLink] = field(default_factory=dict)
    forgotten: date | None = None
    # the number of who is to advise it, where it is new
    advisor: int | None = None
    new: list[Row] = field(default_factory=list)
    # who is in it already, by the number of the row's producer
    kept: list[tuple[Row, Known]] = field(default_factory=list)
    # of which group a new one is to be a part: one that is kept, or a new one of the same roster
    whole: Union[Group, "Here", None] = None
