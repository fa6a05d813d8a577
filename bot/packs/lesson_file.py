"""A lesson's file: settings between two lines of +++, then a section for each language, each part with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.packs.problems import Report

FENCE = "+++"
PARTS = ("title", "idea", "example", "question", "right", "wrong")
_HEADING = re.compile(r"##\s+(\S+)\s*")
_PART = re.compile(r"([A-Za-z]+):\s*(.*)")
_ANSWER = re.compile(r"([*-])\s+(.*)")


@dataclass(frozen=True, slots=True)
class Answer:
    row: int
    text: str
    is_right: bool


@dataclass(slots=True)
class Written:
    """One language as it is written. `row`: of its heading; a part is (line, text), its lines joined by \\n."""

    row: int
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)


def split(text: str, report: Report) -> tuple[str, Mapping[str, Written]] | None:
    """The settings, with lines before them so that line numbers hold, and the languages. None without settings."""
    lines = text.splitlines()
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) < 2 or any(line.strip() for line in lines[: fences[0]]):
        report.add("A lesson begins with its settings between two lines +++; write them.", 1)
        return None
    first, last = fences
    settings = "\n" * (first + 1) + "\n".join(lines[first + 1 : last])
    return settings, _Reader(report).read(lines, last + 1)


class _Reader:
    """Goes through the lines below the settings."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._found: dict[str, Written] = {}
        self._here: Written | None = None
        # the part that goes on over the indented lines that follow
        self._open: str | None = None

    def read(self, lines: list[str], start: int) -> Mapping[str, Written]:
        for number, line in enumerate(lines[start:], start + 1):
            if line.strip():
                self._line(line.rstrip(), number)
        return self._found

    def _line(self, line: str, row: int) -> None:
        if line[0].isspace() and self._open and self._here is not None:
            at, before = self._here.parts[self._open]
            self._here.parts[self._open] = (at, f"{before}\n{line.strip()}".lstrip("\n"))
            return
        self._open = None
        if heading := _HEADING.fullmatch(line):
            self._language(heading[1], row)
        elif self._here is None:
            self._report.add("This line belongs to no language; begin a section such as ## en above it.", row)
        elif answer := _ANSWER.fullmatch(line):
            self._here.answers.append(Answer(row, answer[2].strip(), answer[1] == "*"))
        elif part := _PART.fullmatch(line):
            self._part(self._here, part[1], part[2].strip(), row)
        else:
            sentence = "This line says not what it is; write “title:”, “idea: |” … before it, or indent it below one."
            self._report.add(sentence, row)

    def _language(self, code: str, row: int) -> None:
        if code in self._found:
            self._report.add(f"There is a section {code} already; each language has one.", row, code)
        self._here = self._found[code] = Written(row)

    def _part(self, here: Written, name: str, text: str, row: int) -> None:
        if name not in PARTS:
            near = get_close_matches(name, PARTS, n=1)
            hint = f"did you mean “{near[0]}”?" if near else f"use: {', '.join(PARTS)}"
            self._report.add(f"“{name}” is no part of a lesson; {hint}", row, name)
            return
        if name in here.parts:
            self._report.add(f"“{name}” is there twice; take one out.", row, name)
        is_open = text == "|"
        here.parts[name] = (row, "" if is_open else text)
        self._open = name if is_open else None
