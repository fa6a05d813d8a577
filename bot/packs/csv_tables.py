"""areas.csv and products.csv: read, and checked row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.programme import Programme
from bot.forms.xpath.choice_tables import language_code
from bot.packs.problems import Report

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table and the line of the file where it ends."""

    row: int
    cells: Mapping[str, str]


def check_areas(text: str, programme: Programme, report: Report) -> None:
    """Every area has a level of the programme, a parent one level up, a label in every language, and areas below it."""
    lines = list(_lines(text, ("name", "level", "parent"), programme.languages, report))
    levels = [level.name for level in programme.levels]
    places = {line.cells["name"]: line.cells["level"] for line in lines}
    for line in lines:
        _check_area(line, levels, places, report)
    parents = {line.cells["parent"] for line in lines}
    for line in lines:
        if line.cells["level"] in levels[:-1] and line.cells["name"] not in parents:
            below = levels[levels.index(line.cells["level"]) + 1]
            report.add(f"“{line.cells['name']}” has no {below} in it; add at least one row below it.", line.row, "name")


def _check_area(line: Line, levels: Sequence[str], places: Mapping[str, str], report: Report) -> None:
    level, parent = line.cells["level"], line.cells["parent"]
    if level not in levels:
        report.add(f"“{level}” is no level; programme.toml has: {', '.join(levels)}.", line.row, "level")
        return
    above = levels[levels.index(level) - 1] if level != levels[0] else None
    if above is None and parent:
        report.add(f"A {level} is at the top and has no parent; leave this empty.", line.row, "parent")
    elif above is not None and parent not in places:
        report.add(f"There is no area “{parent}”; write the name of a {above} of this table.", line.row, "parent")
    elif above is not None and places[parent] != above:
        sentence = f"“{parent}” is a {places[parent]}; the parent of a {level} has to be a {above}."
        report.add(sentence, line.row, "parent")


def check_products(text: str, programme: Programme, report: Report) -> None:
    """Every product has a kind and a label in every language, and one of them is “other”."""
    lines = list(_lines(text, ("name", "kind"), programme.languages, report))
    for line in lines:
        if not line.cells["kind"]:
            report.add("The kind is empty; write food, drink, textile … as in the other rows.", line.row, "kind")
    if lines and all(line.cells["name"] != OTHER for line in lines):
        report.add("There is no product “other”; add a row for what is not in the list.", None, "name")


def _lines(text: str, needed: Sequence[str], languages: Sequence[str], report: Report) -> Iterator[Line]:
    """The rows that can be used; what is wrong with headings, names and labels is reported on the way."""
    reader = csv.reader(io.StringIO(text, newline=""))
    headings = [heading.strip().removeprefix("\ufeff") for heading in next(reader, [])]
    missing = [column for column in needed if column not in headings]
    for column in missing:
        report.add(f"The column “{column}” is missing; add it to the first row.", 1, column)
    labels = label_columns(headings, "label", languages, 1, report)
    seen: dict[str, int] = {}
    for values in reader:
        if len(values) != len(headings):
            report.add(f"This row has {len(values)} cells, the first row has {len(headings)}.", reader.line_num)
        elif not missing:
            line = Line(reader.line_num, dict(zip(headings, values, strict=True)))
            _check_line(line, labels, seen, report)
            yield line
    if reader.line_num < 2:
        report.add("The table is empty; it needs a row of headings and the rows below it.", 1)


def _check_line(line: Line, labels: Iterable[str], seen: dict[str, int], report: Report) -> None:
    name = line.cells["name"]
    if not _CODE.fullmatch(name):
        report.add(f"“{name}” is no name; use letters, digits, hyphens and underscores.", line.row, "name")
    elif name in seen:
        report.add(f"“{name}” is in row {seen[name]} already; each name may be used once.", line.row, "name")
    seen.setdefault(name, line.row)
    for column in labels:
        if not line.cells[column].strip():
            report.add(f"The label of “{name}” is empty; write it.", line.row, column)


def label_columns(
    headings: Sequence[str], kind: str, languages: Sequence[str], row: int, report: Report
) -> dict[str, str]:
    """The column of each language, such as "label::Wolof (wo)": one that is missing is reported. {column: language}"""
    found = {}
    for heading in headings:
        base, mark, language = heading.partition("::")
        if mark and base == kind and language_code(language) in languages:
            found[heading] = language_code(language)
    for language in languages:
        if language not in found.values():
            report.add(f"There is no column “{kind}::Name ({language})”; add it.", row, f"{kind}::({language})")
    return found
