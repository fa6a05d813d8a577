"""The written cases of a leader's message: read each, count right, asked and wrong. Run as a script for the table."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from bot import i18n
from bot.domain.groups.report import Column, Kind, Member, Row, Said, Sheet, State, Table, read_report
from bot.i18n.reading.lexer import prepared

FOLDER = Path(__file__).parent / "cases"
LOCALES = i18n.locales(Path(__file__).parents[3] / "locales")
TODAY = date(2026, 11, 5)
CURRENCIES = {"en": "THB", "th": "THB", "ne": "NPR", "ny": "MWK"}
ASKED = ("money", "kg", "customers")
CALLED = {
    "en": (("sales", "sold"), ("weight",), ("customers", "customer")),
    "th": (("ยอดขาย",), ("น้ำหนัก",), ("ลูกค้า",)),
    "ne": (("बिक्री",), ("तौल",), ("ग्राहक",)),
    "ny": (("malonda",), ("kulemera",), ("makasitomala",)),
}
DASHES = {"nothing": Said.NOTHING, "absent": Said.ABSENT, "unknown": None}


@dataclass(frozen=True, slots=True)
class Case:
    """`columns`: keys of what is asked; `meant`: the parts of the line with what is meant."""

    name: str
    typed: str
    meant: tuple[str, ...]
    columns: tuple[str, ...]
    dash: Said | None

    def __str__(self) -> str:
        return f"{self.name} {self.typed!r}"

    @property
    def language(self) -> str:
        return self.name.rsplit("_", maxsplit=1)[-1]

    @property
    def sheet(self) -> Sheet:
        kinds = (Kind.MONEY, Kind.QUANTITY, Kind.COUNT)
        every = [
            Column(key, kind, "kg" if key == "kg" else "", words)
            for key, kind, words in zip(ASKED, kinds, CALLED[self.language], strict=True)
        ]
        columns = tuple(column for column in every if column.key in self.columns)
        return Sheet(columns, CURRENCIES[self.language], LOCALES[self.language], TODAY, self.dash)

    @property
    def roster(self) -> tuple[Member, ...]:
        return roster(self.language, self.columns)[0]

    def read(self) -> Table:
        return read_report(self.typed, self.roster, self.sheet)


@cache
def roster(language: str, columns: tuple[str, ...] = ("money",)) -> tuple[tuple[Member, ...], Mapping[str, int]]:
    """The members of a language's cooperative, and their ids by their short names."""
    lines = (FOLDER / "rosters.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found = []
    ids = {}
    for number, cells in enumerate((line.split("\t") for line in lines), start=1):
        if cells[0] != language:
            continue
        said = dict(zip(ASKED, cells[6:], strict=True))
        usual = tuple(Decimal(said[key]) if said[key] else None for key in columns)
        nicknames = tuple(filter(None, cells[5].split(",")))
        found.append(Member(number, cells[3], cells[4], nicknames, int(cells[2]), usual))
        ids[cells[1]] = number
    return tuple(found), ids


def cases(name: str) -> Iterator[Case]:
    settings = {"columns": ("money",), "dash": ("nothing",)}
    typed: list[str] = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "!":
            key, *values = rest.split()
            settings[key] = tuple(values)
        elif sign == ">":
            typed.append(rest)
        elif sign == "=":
            meant = tuple(part.strip() for part in rest.split("|"))
            yield Case(name, "\n".join(typed), meant, settings["columns"], DASHES[settings["dash"][0]])
            typed = []


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts of what is meant: what is right, whether it is meant clear, and what it was read as."""

    meant: str
    verdict: str  # right, asked, wrong
    clear: bool
    got: object = None


def judged(case: Case, table: Table) -> list[Part]:
    """Every part of what is meant, and every row that is more than was meant."""
    ids = roster(case.language, case.columns)[1]
    left = [row for row in table.rows if row.state is not State.MISSING]
    parts = [_judged(part, case, table, left, ids) for part in case.meant]
    parts += [
        Part("nothing", "wrong" if row.state in (State.CLEAR, State.FAR) else "asked", False, row) for row in left
    ]
    if table.words and not any(part.startswith("words") for part in case.meant):
        parts.append(Part("no words", "asked", True, table.words))
    return parts


def _judged(part: str, case: Case, table: Table, left: list[Row], ids: Mapping[str, int]) -> Part:
    """What is not a row: words, the head line, what is said of all others; else a row, which is taken out of `left`."""
    key, _, rest = part.partition(" ")
    if key == "words":
        got = {word for text in table.words for word in text.split()}
        return Part(part, "right" if got and got <= set(prepared(rest).split()) else "wrong", False, table.words)
    if key in ("month", "column", "others"):
        month = table.head.month.isoformat()[:7] if table.head.month else None
        said = {"month": month, "column": table.head.column, "others": table.others}[key]
        return Part(part, "right" if said == rest else "asked" if said is None else "wrong", True, said)
    row = _row(key, rest, case, left, ids)
    if row is None:
        doubtful = bool(table.words) or any(one.state is State.UNKNOWN for one in left)
        return Part(part, "asked" if doubtful else "wrong", key not in ("which", "unknown"))
    left.remove(row)
    return _judged_row(part, row, case, ids)


def _row(key: str, rest: str, case: Case, left: Sequence[Row], ids: Mapping[str, int]) -> Row | None:
    """The row that a part is about."""
    if key == "which":
        meant = {ids[name] for name in rest.split(" ")[0].split("/")}
        found = [row for row in left if row.state is State.WHICH and set(row.members) == meant]
    elif key == "unknown":
        found = [row for row in left if row.state is State.UNKNOWN and row.name == prepared(rest)]
    else:
        mine = [row for row in left if ids[key] in row.members and row.state is not State.UNKNOWN]
        found = sorted(mine, key=lambda row: len(row.members))
        found = found or [row for row in left if ids[key] in row.members]
    return found[0] if found else None


def _judged_row(part: str, row: Row, case: Case, ids: Mapping[str, int]) -> Part:
    key, _, rest = part.partition(" ")
    words = rest.split(" ")
    if key == "unknown":
        return Part(part, "right", False, row)
    if key == "which":
        return Part(part, "right" if row.figures == figures(words[1:]) or row.said == words[1] else "wrong", False, row)
    if words[-1] in ("far", "unclear", "twice", "dash"):
        state = {
            "far": State.FAR, "unclear": State.UNREADABLE, "twice": State.TWICE, "dash": State.DASH,
        }[words[-1]]  # fmt: skip
        right = row.state is state and (state is not State.FAR or row.figures == figures(words[:-1]))
        verdict = "right" if right else "wrong" if row.state is State.CLEAR else "asked"
        return Part(part, verdict, False, row)
    meant = (rest, ()) if rest in ("absent", "nothing") else ("figures", figures(words))
    if row.state is not State.CLEAR:
        return Part(part, "asked", True, row)
    right = (row.said, row.figures) == meant and row.members == (ids[key],)
    return Part(part, "right" if right else "wrong", True, row)


def figures(words: Sequence[str]) -> tuple[Decimal | None, ...]:
    return tuple(None if word == "_" else Decimal(word) for word in words) if words[0][:1] in "_0123456789" else ()


def tally(name: str) -> tuple[Counter[str], list[tuple[Case, Part]]]:
    """`clear`: parts that are meant clear; `asked` of these, `otherwise`: asked where another question was meant."""
    counts: Counter[str] = Counter()
    missed = []
    for case in cases(name):
        for part in judged(case, case.read()):
            counts["parts"] += 1
            counts["clear"] += part.clear
            counts["otherwise" if part.verdict == "asked" and not part.clear else part.verdict] += 1
            if part.verdict != "right":
                missed.append((case, part))
    return counts, missed


def main(chosen: list[str]) -> None:
    for name in chosen or names():
        counts, missed = tally(name)
        print(
            f"{name:9} parts {counts['parts']:4} right {counts['right']:4} wrong {counts['wrong']:3}"
            f" asked {counts['asked']:3} of {counts['clear']:4} clear, otherwise {counts['otherwise']:3}"
        )
        for case, part in missed if chosen else ():
            print(f"  {part.verdict}: {case}\n      meant {part.meant}, got {part.got}")


if __name__ == "__main__":
    main(sys.argv[1:])
