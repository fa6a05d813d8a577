"""What waits for staff, of whatever kind: who reads, and what each kind gives to the one list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list: her number, her programme, and the codes of the areas in which she works, with all below
    them; None: the whole programme.
    """

    person_id: int
    programme: str
    areas: frozenset[str] | None


# One kind of what waits for a reader, as rows of `kind` (a literal), `ref` (a number of its own table) and `since`.
Source = Callable[[Reader], Select[Any]]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its kind, its number there, and since when."""

    kind: str
    ref: int
    since: datetime
