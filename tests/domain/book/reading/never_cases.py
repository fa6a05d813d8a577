"""Written lines of numbers and money that must not be guessed: secrets, loans and their like, who paid whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.book import Ask, Line, Outside, Reading, Reason, Unread, read_line
from tests.domain.book.reading import line_cases as written

FOLDER = Path(__file__).parent / "never"
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Case:
    """`expected`: "secret", "refused", "in 200"; several words: what is asked, in this order; `owing`: who owes her.

    "unread": no amount.

    "money": an entry as ever, written down or asked.
    """

    language: str
    typed: str
    expected: str
    owing: str

    def __str__(self) -> str:
        return f"{self.language} {self.typed!r} owing {self.owing!r}"


def cases(name: str) -> Iterator[Case]:
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield Case(*line.split("\t"))


def read(case: Case) -> Reading:
    known = written.KNOWN[case.language]
    if case.owing:
        people = tuple(dict.fromkeys((*known.people, case.owing)))
        known = replace(known, people=people, owing=frozenset({case.owing}))
    locale, currency = written.LOCALES[case.language], written.CURRENCIES[case.language]
    return read_line(case.typed, locale, currency, written.TODAY, known)


def got(reading: Reading) -> str:
    """What was made of a line, in the words of `expected`."""
    if isinstance(reading, Unread):
        return "secret" if reading.reason is Reason.SECRET else f"unread {reading.reason}"
    if isinstance(reading, Line):
        return f"{reading.direction} {reading.amount.amount.normalize():f}"
    return " ".join(_asked(reading))


def _asked(ask: Ask) -> Iterator[str]:
    ways = list(dict.fromkeys(str(line.direction) for line in ask.choices))
    if ask.outside:
        ways.insert(len(ways) if ask.outside is Outside.LAST else 0, REFUSED)
    return iter(ways)


def is_right(case: Case) -> bool:
    """A single direction without an amount may be written down or asked."""
    found = got(read(case))
    if case.expected == "money":
        return found not in ("secret", REFUSED) and not found.startswith("unread")
    if case.expected == "unread":
        return found == f"unread {Reason.NO_AMOUNT}"
    return found == case.expected or (found.split()[0] == case.expected and case.expected not in ("secret", REFUSED))


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.tsv")):
        missed = [case for case in cases(path.stem) if not is_right(case)]
        print(path.stem, len(list(cases(path.stem))), "missed", len(missed))
        for case in missed:
            print(f"  {case}: meant {case.expected}, got {got(read(case))}")
