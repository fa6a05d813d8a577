"""What is wrong with a roster, and what in it differs from what is kept: where it is, and a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.services.groups.importing.values import Unfit


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a sheet (None: the file has none), a row from 1, and a column, as C or C, phone."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = (("sheet", self.sheet), ("row", self.row), ("column", self.column))
        return ", ".join(f"{what} {value}" for what, value in parts if value is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right, or to know."""

    place: Place
    sentence: str

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where[:1].upper()}{where[1:]}: {self.sentence}" if where else self.sentence


@dataclass(frozen=True, slots=True)
class Problems:
    """Those found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, sentence: str) -> None:
        self.found.append(Problem(place, sentence))

    @contextmanager
    def noting(self, place: Place) -> Iterator[None]:
        """What is unfit inside is one of them."""
        try:
            yield
        except Unfit as unfit:
            self.add(place, str(unfit))
