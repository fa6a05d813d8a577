"""The written cases of cash book lines: read each and count right, asked and wrong. Run as a script for the table."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot import i18n
from bot.domain.book import Ask, Direction, Known, KnownItem, Line, Reading, Unread, read_line
from bot.i18n import Money
from bot.i18n.reading.common_words import fold

FOLDER = Path(__file__).parent / "cases"
LOCALES = i18n.locales(Path(__file__).parents[4] / "locales")
TODAY = date(2026, 11, 24)
CURRENCIES = {"en": "THB", "th": "THB", "ne": "NPR", "ny": "MWK"}
SOLD_AND_BOUGHT = {
    "en": (("soap", "honey", "silk cloth"), ("oil", "sugar"), ("Malee", "Somchai")),
    "th": (("สบู่", "น้ำผึ้ง", "ผ้าไหม"), ("น้ำมัน", "น้ำตาล"), ("มาลี", "สมชาย")),
    "ne": (("साबुन", "मह", "पश्मिना"), ("तेल", "चिनी"), ("राम", "सीता")),
    "ny": (("sopo", "uchi", "nsalu"), ("mafuta", "shuga"), ("Mary", "Banda")),
}
KNOWN = {
    language: Known(
        (*(KnownItem(name, Direction.IN) for name in sold), *(KnownItem(name, Direction.OUT) for name in bought)),
        people,
    )
    for language, (sold, bought, people) in SOLD_AND_BOUGHT.items()
}


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a file; `amount` in whole units, `day` empty for today."""

    language: str
    typed: str
    expected: str
    amount: str = ""
    quantity: str = ""
    unit: str = ""
    item: str = ""
    day: str = ""
    who: str = ""

    def __str__(self) -> str:
        return f"{self.language} {self.typed!r}"


def cases(name: str) -> Iterator[Case]:
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield Case(*line.split("\t"))


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.tsv") if path.stem != "multi")


def read(case: Case) -> Reading:
    known = KNOWN[case.language]
    return read_line(case.typed, LOCALES[case.language], CURRENCIES[case.language], TODAY, known)


def is_meant(line: Line, case: Case) -> bool:
    """The item's spelling counts only after folding."""
    return (
        line.direction == case.expected
        and line.amount == Money.of(Decimal(case.amount), CURRENCIES[case.language])
        and line.quantity == (Decimal(case.quantity) if case.quantity else None)
        and line.unit == case.unit
        and fold(line.item) == fold(case.item)
        and line.day == (date.fromisoformat(case.day) if case.day else TODAY)
        and fold(line.who) == fold(case.who)
    )


def verdict(case: Case, reading: Reading) -> str:
    """right; asked: one question more than needed; wrong: not what was meant."""
    if case.expected == "ask":
        return {Ask: "right", Unread: "asked", Line: "wrong"}[type(reading)]
    if case.expected == "unread":
        return {Unread: "right", Ask: "asked", Line: "wrong"}[type(reading)]
    if isinstance(reading, Line):
        return "right" if is_meant(reading, case) else "wrong"
    return "asked"


def tally(name: str) -> tuple[Counter[str], list[tuple[str, Case, Reading]]]:
    counts: Counter[str] = Counter()
    missed = []
    for case in cases(name):
        reading = read(case)
        result = verdict(case, reading)
        counts[result] += 1
        if result != "right":
            missed.append((result, case, reading))
    return counts, missed


def main(chosen: list[str]) -> None:
    for name in chosen or names():
        counts, missed = tally(name)
        print(f"{name:9} right {counts['right']:4} asked {counts['asked']:3} wrong {counts['wrong']:3}")
        for result, case, reading in missed if chosen else ():
            print(f"  {result}: {case} meant {case.expected} {case.amount} {case.item}, got {reading}")


if __name__ == "__main__":
    main(sys.argv[1:])
