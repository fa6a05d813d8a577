"""Written lines of money that is no sale, and lines that only look so, read: right, asked, unread, wrong. A script too.

`beside/README.md` says what the columns are.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from bot.domain.book import KINDS, Ask, Direction, Line, Place, Reading, read_lines
from bot.i18n import Money
from bot.i18n.reading.common_words import fold
from tests.domain.book.reading import line_cases as written
from tests.domain.book.reading.kind_cases import NOT_YET

FOLDER = Path(__file__).parent / "beside"
ASK, NONE = "ask ", "none"
# Of a sale or a cost these are looked at only where they are written.
OF_TRADE = frozenset({"item", "who", "category"})


@dataclass(frozen=True, slots=True)
class Entry:
    """`direction`, the amount in whole units, and `item`, `who`, `from`, `day`, `due`, `category` where it has them."""

    direction: str
    amount: str
    said: dict[str, str]

    def is_meant(self, line: Line, language: str) -> bool:
        got = {
            "item": fold(line.item),
            "who": fold(line.who),
            "from": str(KINDS[line.direction].place_of(line.place)),
            "day": line.day.isoformat(),
            "due": line.due.isoformat() if line.due else "",
            "category": line.category,
        }
        meant = {"item": "", "who": "", "from": str(Place.BOX), "day": written.TODAY.isoformat(), "due": ""}
        if not _is_beside(self.direction):
            meant = {key: value for key, value in meant.items() if key not in OF_TRADE}
        meant |= {key: fold(value) if key in ("item", "who") else value for key, value in self.said.items()}
        money = Money.of(Decimal(self.amount), written.CURRENCIES[language])
        same = all(got[key] == value for key, value in meant.items())
        return line.direction == self.direction and line.amount == money and same


@dataclass(frozen=True, slots=True)
class Case:
    """`mark`: "not yet" where it is not met; `expected`: see the README."""

    kind: str
    mark: str
    language: str
    typed: str
    expected: str

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.typed!r}"

    @property
    def must_ask(self) -> bool:
        return self.expected.startswith(ASK)

    @property
    def entries(self) -> list[Entry]:
        return [_entry(text) for text in self.expected.removeprefix(ASK).split(" + ")]


def _is_beside(direction: str) -> bool:
    return KINDS[Direction(direction)].is_beside


def _entry(text: str) -> Entry:
    direction, amount, *said = text.split(" ")
    found = dict[str, str]()
    last = ""
    for word in said:
        key, equals, value = word.partition("=")
        last = key if equals else last
        found[last] = value if equals else f"{found[last]} {word}"
    return Entry(direction, amount, found)


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def cases(name: str) -> Iterator[Case]:
    for row in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield Case(name, *row.split("\t"))


def read(case: Case, loans: tuple[str, ...] = ()) -> Sequence[Reading]:
    known = replace(written.KNOWN[case.language], loans=loans)
    locale, currency = written.LOCALES[case.language], written.CURRENCIES[case.language]
    return read_lines(case.typed, locale, currency, written.TODAY, known)


def verdict(case: Case, found: Sequence[Reading]) -> str:
    """right; asked: with the answer among the buttons, and no sale before it; unread; wrong: taken without a word."""
    taken = [one for one in found if isinstance(one, Line)]
    if case.expected == NONE:
        return "wrong" if taken else "right"
    meant = case.entries
    if len(taken) == len(found):
        if not case.must_ask and len(taken) == len(meant):
            every = all(one.is_meant(line, case.language) for one, line in zip(meant, taken, strict=True))
            return "right" if every else "wrong"
        return "wrong"
    one = found[0]
    if len(found) > 1 or len(meant) > 1 or not isinstance(one, Ask):
        return "wrong" if taken else "unread"
    first = one.choices[0].direction
    if _is_beside(meant[0].direction) and KINDS[first].sales > 0:
        return "unread"
    if not any(meant[0].is_meant(line, case.language) for line in one.choices):
        return "unread"
    return "right" if case.must_ask else "asked"


def main(chosen: list[str]) -> None:
    for name in chosen or names():
        counts: dict[str, Counter[str]] = {language: Counter() for language in written.LOCALES}
        for case in cases(name):
            found = read(case)
            result = verdict(case, found)
            counts[case.language][result] += 1
            if chosen and result != "right":
                print(f"  {result}: {case} meant {case.expected}, got {' + '.join(map(shown, found))}")
        columns = ("right", "asked", "unread", "wrong")
        print(f"{name:13}", *(f"{code} {'/'.join(f'{c[one]:2}' for one in columns)} " for code, c in counts.items()))


def shown(reading: Reading) -> str:
    if isinstance(reading, Line):
        lies = KINDS[reading.direction].place_of(reading.place)
        place = "" if lies is Place.BOX else f"from={lies}"
        due = f"due={reading.due}" if reading.due else ""
        what = [reading.direction, f"{reading.amount.amount.normalize():f}", reading.item, reading.category]
        day = "" if reading.day == written.TODAY else reading.day
        return " ".join(str(one) for one in (*what, day, reading.who, place, due) if one)
    if isinstance(reading, Ask):
        return f"{reading.about} {reading.outside}: " + " | ".join(map(shown, reading.choices))
    return str(reading)


def _marked() -> None:
    """Writes the marks anew."""
    for name in names():
        rows = [case for case in cases(name)]
        text = ["mark\tlanguage\ttyped\texpected"]
        for case in rows:
            met = verdict(case, read(case)) in ("right", "asked")
            text.append("\t".join(["" if met else NOT_YET, case.language, case.typed, case.expected]))
        (FOLDER / f"{name}.tsv").write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _marked() if sys.argv[1:] == ["--mark"] else main(sys.argv[1:])
