"""How long one line of the cash book takes to read: python -m benchmarks.lines

All written lines of tests/domain/book/reading/cases, by someone with five items and by someone with a hundred, in
processor time.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.book import Known, KnownItem, read_line
from tests.domain.book.reading.line_cases import CURRENCIES, KNOWN, LOCALES, TODAY, Case, cases, names

ROUNDS = 3


def with_many(known: Known) -> Known:
    return replace(known, items=(*known.items, *(KnownItem(f"item number {number}") for number in range(95))))


def measured(lines: Sequence[Case], known: dict[str, Known]) -> list[float]:
    """Milliseconds of each line, the quickest of `ROUNDS`, sorted."""
    found = []
    for case in lines:
        rounds = []
        for _ in range(ROUNDS):
            started = time.process_time()
            read_line(case.typed, LOCALES[case.language], CURRENCIES[case.language], TODAY, known[case.language])
            rounds.append((time.process_time() - started) * 1000)
        found.append(min(rounds))
    return sorted(found)


def main() -> None:
    lines = [case for name in names() for case in cases(name)]
    for title, known in (("5 items", KNOWN), ("100 items", {code: with_many(one) for code, one in KNOWN.items()})):
        found = measured(lines, known)
        mean, most = sum(found) / len(found), found[int(len(found) * 0.99)]
        sys.stdout.write(
            f"{title:>9}: mean {mean:.2f} ms, median {found[len(found) // 2]:.2f}, 99 of 100 below {most:.2f}\n"
        )


if __name__ == "__main__":
    main()
