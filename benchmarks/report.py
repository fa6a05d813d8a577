"""How long a leader's message for a group of 300 takes to read, a line a member: python -m benchmarks.report

In processor time, the median of `ROUNDS`, in each language; beside it how many lines of a cash book that would be.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from bot.domain.book import Known, read_line
from bot.domain.groups.report import Member, read_report
from bot.domain.groups.report.names import names_of
from tests.domain.book.reading.line_cases import KNOWN
from tests.domain.groups.report_cases import CURRENCIES, LOCALES, TODAY, cases, roster

ROUNDS, MEMBERS = 15, 300
SIGNS = "bcdfghjklmnpqrstvwxz"
MOST = 50.0


def group(language: str) -> tuple[Member, ...]:
    """300 members: those of the written cases, whose names get other endings."""
    known, _ = roster(language)
    return tuple(
        replace(
            (one := known[number % len(known)]),
            id=number,
            given=one.given + SIGNS[number // len(known)] * (number >= len(known)),
            card=number + 1,
        )
        for number in range(MEMBERS)
    )


def message(members: tuple[Member, ...]) -> str:
    """A line each; one in ten is misspelt, one in ten names nobody on the roster."""
    lines = []
    for number, member in enumerate(members):
        name = {3: member.given + member.given[-1], 7: f"q{member.given}z"}.get(number % 10, member.given)
        lines.append(f"{name} {member.family} {900 + number}")
    return "\n".join(lines)


def median(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        rounds.append((time.process_time() - started) * 1000)
    return statistics.median(rounds)


def book_line(language: str, known: Known) -> float:
    """Milliseconds of one line of a cash book, the mean of a hundred readings."""
    line = f"{known.items[0].name} 350"
    started = time.process_time()
    for _ in range(100):
        read_line(line, LOCALES[language], CURRENCIES[language], TODAY, known)
    return (time.process_time() - started) * 10


def main() -> int:
    slow = False
    for language in CURRENCIES:
        sheet = next(iter(cases(language))).sheet
        members = group(language)
        text = message(members)
        read_report(text, members, sheet)  # the words of a language are made once for a process
        first = median(lambda: (names_of.cache_clear(), read_report(text, members, sheet)))  # noqa: B023
        again = median(lambda: read_report(text, members, sheet))  # noqa: B023
        lines = again / book_line(language, KNOWN[language])
        sys.stdout.write(
            f"{language}: {MEMBERS} lines {again:.1f} ms, the first time of a roster {first:.1f} ms;"
            f" as long as {lines:.0f} lines of a cash book\n"
        )
        slow = slow or first > MOST
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
