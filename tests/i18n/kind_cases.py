"""Numbers, money and dates of one kind each, with what they mean. A script for the table.

Columns: whether it is not yet met, then those of `reading_cases`. "ask:2|3": asked, with both among the answers.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.i18n import Ask, Read, Reading
from tests.i18n import reading_cases as written

FOLDER = Path(__file__).parent / "kinds"
MET = frozenset({"right", "asked"})
NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class KindCase:
    name: str
    mark: str
    case: written.Case

    def __str__(self) -> str:
        return f"{self.name} {self.case}"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def cases(name: str) -> Iterator[KindCase]:
    for row in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        mark, *columns = row.split("\t")
        yield KindCase(name, mark, written.Case(*columns))


def verdict(case: written.Case, reading: Reading[object]) -> str:
    """right; asked: one question more than needed, with the answer among the buttons; wrong: anything else."""
    result = written.verdict(case, reading)
    if result != "asked":
        return result
    sure = isinstance(reading, Ask) and ":" not in case.expected and case.expected not in ("ask", "unread")
    return "asked" if sure and written.value(case, case.expected) in reading.choices else "wrong"


def main(chosen: list[str]) -> None:
    for name in chosen or names():
        counts: dict[str, Counter[str]] = {language: Counter() for language in written.LOCALES}
        for one in cases(name):
            reading = written.read(one.case)
            result = verdict(one.case, reading)
            counts[one.case.language][result] += 1
            if chosen and result != "right":
                print(f"  {result}: {one.case} meant {one.case.expected}, got {shown(reading)}")
        table = "  ".join(f"{code} {c['right']:2}/{c['asked']:2}/{c['wrong']:2}" for code, c in counts.items())
        print(f"{name:16} {table}")


def shown(reading: Reading[object]) -> str:
    if isinstance(reading, Ask):
        return "ask " + " | ".join(map(str, reading.choices))
    return str(reading.value) if isinstance(reading, Read) else str(reading)


if __name__ == "__main__":
    main(sys.argv[1:])
