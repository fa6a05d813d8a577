"""The written cases of what people type: read each and count right, asked and wrong. Run as a script for the table."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot import i18n
from bot.i18n import Ask, Money, Read, Reading

FOLDER = Path(__file__).parent / "cases"
LOCALES = i18n.locales(Path(__file__).parents[2] / "locales")
TODAY = date(2026, 11, 24)
NAMES = {
    "products": {
        "silk": ("Silk cloth", "ผ้าไหม", "रेशमी कपडा", "Nsalu ya silika"),
        "honey": ("Honey", "น้ำผึ้ง", "मह", "Uchi"),
        "soap": ("Soap", "สบู่", "साबुन", "Sopo"),
        "basket": ("Basket", "ตะกร้า", "टोकरी", "Dengu"),
        "coffee": ("Coffee", "กาแฟ", "कफी", "Khofi"),
    },
    "places": {
        "chiangmai": ("Chiang Mai",),
        "chiangrai": ("Chiang Rai",),
        "lamphun": ("Lamphun",),
        "lampang": ("Lampang",),
        "korat": ("Nakhon Ratchasima (Korat)",),
    },
}
WORDS = ("stop", "start", "help", "menu", "skip", "back")


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a file. `expected`: a value, "unread", "ask", or "ask:" with choices that must be offered."""

    kind: str
    language: str
    typed: str
    expected: str
    known: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.typed!r} {self.known}"


def cases(name: str) -> Iterator[Case]:
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield Case(*line.split("\t"))


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def options(case: Case) -> list[tuple[str, str]]:
    at = ("en", "th", "ne", "ny").index(case.language)
    return [(key, labels[min(at, len(labels) - 1)]) for key, labels in NAMES[case.known].items()]


def read(case: Case) -> Reading[object]:
    locale = LOCALES[case.language]
    match case.kind:
        case "number":
            return i18n.read_number(case.typed, locale)
        case "integer":
            return i18n.read_integer(case.typed, locale)
        case "money":
            return i18n.read_money(case.typed, locale, case.known)
        case "date":
            return i18n.read_date(case.typed, locale, TODAY)
        case "yesno":
            return i18n.read_yes_no(case.typed, locale)
        case "consent":
            return i18n.read_consent(case.typed)
        case "phone":
            return i18n.read_phone(case.typed, case.known)
        case "choice":
            return i18n.read_choice(case.typed, options(case), locale)
        case "choices":
            return i18n.read_choices(case.typed, options(case), locale)
        case "word":
            said = [word for word in WORDS if getattr(i18n, f"is_{word}")(case.typed)]
            return Read(said[0] if said else "none")
    raise ValueError(f"no such kind of case: {case.kind}")


def value(case: Case, text: str) -> object:
    match case.kind:
        case "number":
            return Decimal(text)
        case "integer":
            return int(text)
        case "money":
            return Money.of(Decimal(text), case.known)
        case "date":
            return date.fromisoformat(text)
        case "yesno" | "consent":
            return text == "yes"
        case "choices":
            return tuple(text.split())
    return text


def verdict(case: Case, reading: Reading[object]) -> str:
    """right; asked: one question more than needed; wrong: not what was meant, or that is not among the choices."""
    expected, _, offered = case.expected.partition(":")
    if expected == "ask":
        if isinstance(reading, Ask):
            wanted = {value(case, text) for text in offered.split("|") if offered}
            return "right" if wanted <= set(reading.choices) else "wrong"
        return "wrong" if isinstance(reading, Read) else "asked"
    if expected == "unread":
        return "wrong" if isinstance(reading, Read) else "asked" if isinstance(reading, Ask) else "right"
    if isinstance(reading, Read):
        return "right" if reading.value == value(case, case.expected) else "wrong"
    return "asked"


def tally(name: str) -> tuple[dict[str, Counter[str]], list[tuple[str, Case, Reading[object]]]]:
    """Counts by kind, and every case that is not right."""
    counts: dict[str, Counter[str]] = {}
    missed = []
    for case in cases(name):
        reading = read(case)
        result = verdict(case, reading)
        counts.setdefault(case.kind, Counter())[result] += 1
        if result != "right":
            missed.append((result, case, reading))
    return counts, missed


def main(chosen: list[str]) -> None:
    total: Counter[str] = Counter()
    for name in chosen or names():
        counts, missed = tally(name)
        for kind, count in sorted(counts.items()):
            print(f"{name:10} {kind:8} right {count['right']:4} asked {count['asked']:3} wrong {count['wrong']:3}")
            total += count
        if chosen:
            for result, case, reading in missed:
                print(f"  {result}: {case} meant {case.expected!r}, got {reading}")
    print(f"{'all':19} right {total['right']:4} asked {total['asked']:3} wrong {total['wrong']:3} of {total.total()}")
    everything = [case for name in names() for case in cases(name)]
    started = time.perf_counter()
    for case in everything:
        read(case)
    print(f"{(time.perf_counter() - started) / len(everything) * 1000:.3f} ms each")


if __name__ == "__main__":
    main(sys.argv[1:])
