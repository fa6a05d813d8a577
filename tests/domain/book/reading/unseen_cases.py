"""Lines that were written before the reader was mended for them, read by an empty book and counted. A script too.

`unseen/README.md` says what the columns are, and what each first run was.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from bot.domain.book import KINDS, Direction, Known, Line, Reading, Reason, Unread, read_lines
from bot.i18n import Money
from bot.i18n.reading.common_words import fold
from tests.domain.book.reading.kind_cases import shown
from tests.domain.book.reading.line_cases import LOCALES, TODAY

FOLDER = Path(__file__).parent / "unseen"
CURRENCIES = {"en": "MWK", "th": "THB", "ne": "NPR", "ny": "MWK"}
NOBODY = Known()
ASK, NONE, SECRET = "ask ", "none", "secret"


class Came(StrEnum):
    """What came of a line: as meant, asked with and without the answer, no entry where one is meant, another entry."""

    RIGHT = "right"
    ASKED = "asked"
    NO_BUTTON = "no button"
    UNREAD = "unread"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Entry:
    """Of a sale, a cost or a debt all is compared; of other money the direction, the sum, the day, and who is said."""

    direction: str
    amount: str
    said: dict[str, str]

    def is_meant(self, line: Line, language: str) -> bool:
        said = self.said
        money = Money.of(Decimal(self.amount), CURRENCIES[language])
        day = date.fromisoformat(said["day"]) if "day" in said else TODAY
        if (line.direction, line.amount, line.day) != (self.direction, money, day):
            return False
        named = fold(line.who) == fold(said.get("who", ""))
        if KINDS[Direction(self.direction)].is_beside or KINDS[Direction(self.direction)].takes_back:
            return named or "who" not in said
        many = Decimal(said["n"]) if "n" in said else None
        thing = (line.quantity, line.unit, fold(line.item)) == (many, said.get("unit", ""), fold(said.get("item", "")))
        return thing and named


@dataclass(frozen=True, slots=True)
class Case:
    """`expected`: see the README."""

    mark: str
    language: str
    typed: str
    expected: str

    @property
    def must_ask(self) -> bool:
        return self.expected.startswith(ASK)

    def entries(self) -> list[Entry]:
        if self.expected in (NONE, SECRET):
            return []
        return [_entry(one) for one in self.expected.removeprefix(ASK).split(" + ")]


def _entry(text: str) -> Entry:
    direction, amount, *said = re.split(r" (?=\w+=)|(?<=^\w) | ", text, maxsplit=2)
    pairs = re.split(r" (?=(?:n|unit|item|who|day)=)", said[0]) if said else []
    return Entry(direction, amount, dict(one.split("=", 1) for one in pairs))


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def cases(name: str) -> Iterator[Case]:
    for row in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield Case(*row.split("\t"))


def read(case: Case) -> list[Reading]:
    return read_lines(case.typed, LOCALES[case.language], CURRENCIES[case.language], TODAY, NOBODY)


def came(case: Case, found: Sequence[Reading]) -> Came:
    """An entry that is written down without asking must be one that is meant, and all that are meant be there."""
    meant = case.entries()
    if not meant:
        said = case.expected == NONE or found == [Unread(Reason.SECRET)]
        return Came.WRONG if any(isinstance(one, Line) for one in found) else Came.RIGHT if said else Came.NO_BUTTON
    if any(isinstance(one, Line) for one in found) and len(found) != len(meant):
        return Came.WRONG
    if all(isinstance(one, Unread) for one in found):
        return Came.UNREAD
    results = [_of_one(one, reading, case) for one, reading in zip(meant, found, strict=False)]
    worst = max(results, key=list(Came).index)
    return worst if len(found) == len(meant) else max(worst, Came.NO_BUTTON, key=list(Came).index)


def _of_one(meant: Entry, reading: Reading, case: Case) -> Came:
    if isinstance(reading, Unread):
        return Came.UNREAD
    if isinstance(reading, Line):
        return Came.RIGHT if meant.is_meant(reading, case.language) and not case.must_ask else Came.WRONG
    if not any(meant.is_meant(line, case.language) for line in reading.choices):
        return Came.NO_BUTTON
    return Came.RIGHT if case.must_ask else Came.ASKED


def is_asked(found: Sequence[Reading]) -> bool:
    """Whether she has to tap, or to write once more."""
    return any(not isinstance(one, Line) for one in found)


def main(chosen: list[str]) -> None:
    for name in chosen or names():
        counts: dict[str, Counter[Came]] = {language: Counter() for language in LOCALES}
        for case in cases(name):
            found = read(case)
            result = came(case, found)
            counts[case.language][result] += 1
            if chosen and result is not Came.RIGHT:
                got = " + ".join(map(shown, found))
                print(f"{result:9} {case.language} {case.typed!r} meant {case.expected}, got {got}")
        for language, count in {**counts, "all": sum(counts.values(), Counter())}.items():
            print(f"{name:8} {language:3} {count.total():3}  " + "  ".join(f"{one} {count[one]:3}" for one in Came))


if __name__ == "__main__":
    main(sys.argv[1:])
