"""Written lines of one kind each, with what they mean, read: right, asked and wrong are counted. A script too.

`kinds/README.md` says what the columns are.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.book import Ask, Line, Reading
from tests.domain.book.reading import line_cases as written

FOLDER = Path(__file__).parent / "kinds"
MET = frozenset({"right", "asked"})
NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class KindCase:
    """`case.expected` is a direction; `must_ask`: it is asked, and this is among the answers."""

    kind: str
    mark: str
    case: written.Case
    must_ask: bool

    def __str__(self) -> str:
        return f"{self.kind} {self.case}"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def cases(name: str) -> Iterator[KindCase]:
    for row in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        mark, *columns = row.split("\t")
        case = written.Case(*columns)
        asked, _, direction = case.expected.partition(" ")
        must_ask = asked == "ask"
        yield KindCase(name, mark, replace(case, expected=direction) if direction else case, must_ask)


def verdict(one: KindCase, reading: Reading) -> str:
    """right; asked: one question more than needed, with the answer among the buttons; wrong: anything else."""
    case = one.case
    if case.expected in ("ask", "unread"):
        return "right" if written.verdict(case, reading) == "right" else "wrong"
    offered = reading.choices if isinstance(reading, Ask) else (reading,) if isinstance(reading, Line) else ()
    if not any(written.is_meant(line, case) for line in offered):
        return "wrong"
    return "right" if isinstance(reading, Ask) is one.must_ask else "wrong" if one.must_ask else "asked"


def main(chosen: list[str]) -> None:
    for name in chosen or names():
        counts: dict[str, Counter[str]] = {language: Counter() for language in written.LOCALES}
        for one in cases(name):
            reading = written.read(one.case)
            result = verdict(one, reading)
            counts[one.case.language][result] += 1
            if chosen and result != "right":
                print(f"  {result}: {one.case} {'ask ' * one.must_ask}{one.case.expected}, got {shown(reading)}")
        table = "  ".join(f"{code} {c['right']:2}/{c['asked']:2}/{c['wrong']:2}" for code, c in counts.items())
        print(f"{name:16} {table}")


def shown(reading: Reading) -> str:
    if isinstance(reading, Line):
        what = [
            reading.direction,
            f"{reading.amount.amount.normalize():f}",
            reading.quantity,
            reading.unit,
            reading.item,
        ]
        return " ".join(str(one) for one in (*what, reading.day, reading.who) if one)
    return f"{reading.about}: " + " | ".join(map(shown, reading.choices)) if isinstance(reading, Ask) else str(reading)


if __name__ == "__main__":
    main(sys.argv[1:])
