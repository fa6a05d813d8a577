"""Reading programme.toml a value at a time: what is missing, mistyped or unknown is reported with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from bot.packs.problems import Report

_TABLE = re.compile(r"\s*\[(\[?)\s*([\w.-]+)\s*\]?\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file. Every reader returns a value of its type, also when it has reported a problem."""

    values: Mapping[str, Any]
    path: str
    lines: Mapping[str, int]
    report: Report
    _read: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        value = self._get(key, str, "a text in quotes")
        if value is not None and not value.strip():
            self.wrong(key, "is empty; write a text")
        return (value or "").strip()

    def whole(self, key: str, low: int, high: int) -> int:
        value = self._get(key, int, "a whole number")
        if value is None:
            return low
        if not low <= value <= high:
            self.wrong(key, f"is {value}; it has to be from {low} to {high}")
        return int(value)

    def optional_whole(self, key: str, low: int, high: int, default: int) -> int:
        """A whole number that may be left out."""
        self._read.add(key)
        return self.whole(key, low, high) if key in self.values else default

    def number(self, key: str) -> Decimal | None:
        """A number, whole or not; None with a problem."""
        value = self._get(key, int | float, "a number")
        return None if value is None else Decimal(str(value))

    def counts(self, key: str) -> tuple[int, ...]:
        """Whole numbers in the order in which they stand, at least one."""
        return self._list(key, int, "whole numbers")

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Ascending whole numbers, at least one."""
        values = self._list(key, int, "whole numbers")
        if any(not low <= value <= high for value in values):
            self.wrong(key, f"has a number outside of {low} to {high}")
        if list(values) != sorted(set(values)):
            self.wrong(key, "has to be in ascending order, each number once")
        return values

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._list(key, str, "texts in quotes")
        if len(set(values)) != len(values):
            self.wrong(key, "names something twice")
        return values

    def any_texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that may be empty or left out."""
        self._read.add(key)
        return self.texts(key) if self.values.get(key, []) != [] else ()

    def translated(self, key: str, languages: Sequence[str]) -> Mapping[str, str]:
        """A text in each of the languages."""
        section = self.section(key)
        return {language: section.text(language) for language in languages}

    def section(self, key: str) -> Section:
        value = self._get(key, dict, "a table")
        return self._inner(value or {}, key, missing=value is None)

    def optional(self, key: str) -> Section | None:
        """A table that may be left out."""
        self._read.add(key)
        return self.section(key) if key in self.values else None

    def has(self, key: str) -> bool:
        """Whether a setting that may be left out is there."""
        return key in self.values

    def sections(self, key: str) -> list[Section]:
        values = self._list(key, dict, f"tables, each headed [[{key}]]")
        return [self._inner(value, f"{key}[{number}]") for number, value in enumerate(values)]

    def one_of(self, key: str, values: Collection[str], hint: str = "") -> str:
        """One of the values, else a problem that names the nearest."""
        value = self.text(key)
        if value and value not in values:
            near = get_close_matches(value, values, n=1, cutoff=0.5)
            known = f"did you mean “{near[0]}”?" if near else hint or "use one of: " + ", ".join(sorted(values))
            self.wrong(key, f"is “{value}”, which is not known; {known}")
        return value

    def matching(self, key: str, pattern: str, what: str) -> str:
        value = self.text(key)
        if value and not re.fullmatch(pattern, value):
            self.wrong(key, f"is “{value}”; write {what}")
        return value

    def wrong(self, key: str, what: str) -> None:
        name = self._name(key)
        row = self.lines.get(name) or self.lines.get(self.path)
        self.report.add(f"“{name}” {what}.", row, name)

    def close(self) -> None:
        """Report the settings that nobody reads: most are slips of the keyboard."""
        for key in self.values.keys() - self._read:
            near = get_close_matches(key, self._read, n=1)
            self.wrong(key, "is not a setting; " + (f"did you mean “{near[0]}”?" if near else "take it out"))

    def _name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _inner(self, values: Mapping[str, Any], key: str, missing: bool = False) -> Section:
        """A table that is missing has been reported: what it lacks is not reported again."""
        report = Report(self.report.file) if missing else self.report
        return Section(values, self._name(key), self.lines, report)

    def _get(self, key: str, kind: Any, what: str) -> Any:
        self._read.add(key)
        value = self.values.get(key)
        if value is None:
            self.wrong(key, f"is missing; add {what}")
        elif not isinstance(value, kind) or isinstance(value, bool):
            self.wrong(key, f"is not {what}")
            return None
        return value

    def _list(self, key: str, kind: type, what: str) -> tuple[Any, ...]:
        values = self._get(key, list, f"a list of {what}")
        if values is None:
            return ()
        if not values or any(not isinstance(value, kind) or isinstance(value, bool) for value in values):
            self.wrong(key, f"has to be a list of {what}, not empty")
            return ()
        return tuple(values)


def read_settings(text: str, report: Report) -> Section | None:
    """The top of the file; None when it is no TOML."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        what = _AT_LINE.sub("", str(error))
        report.add(f"This is not valid TOML: {what}. Look at this line and the one before it.", line and int(line[1]))
        return None
    return Section(values, "", _lines(text), report)


def _lines(text: str) -> Mapping[str, int]:
    """Where each setting is: "nudges.hour" → 34, "levels[1].name" → 17. TOML readers do not tell."""
    found: dict[str, int] = {}
    path, quoted = "", False
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        table, key = _TABLE.match(line), _KEY.match(line)
        if not quoted and table:
            path = table[2]
            if table[1]:
                counts[path] = counts.get(path, -1) + 1
                path = f"{path}[{counts[path]}]"
            found.setdefault(path, number)
        elif not quoted and key:
            found.setdefault(f"{path}.{key[1]}" if path else key[1], number)
        quoted ^= line.count('"""') % 2 == 1
    return found
