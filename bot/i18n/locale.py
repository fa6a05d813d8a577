"""The languages of the project as data: digits, calendar, marks, script, fallback (locales/meta.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any


class Calendar(StrEnum):
    GREGORIAN = "gregorian"
    BUDDHIST = "buddhist"
    BIKRAM_SAMBAT = "bikram_sambat"


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language writes. `grouping`: "3" (1,234,567) or "3;2" (12,34,567); `plural`: CLDR tag to CLDR rule."""

    language: str
    name: str
    digits: str = "0123456789"
    calendar: Calendar = Calendar.GREGORIAN
    decimal: str = "."
    group: str = ","
    grouping: str = "3"
    script: str = "Latn"
    direction: str = "ltr"
    fallback: str | None = None
    reviewed: str = "no"
    plural: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def from_table(cls, language: str, table: Mapping[str, Any]) -> "Locale":
        """From one table of meta.toml; ValueError says which language and what is wrong."""
        try:
            calendar = Calendar(table.get("calendar", "gregorian"))
            locale = cls(language=language, **{**table, "calendar": calendar})
        except (TypeError, ValueError) as error:
            raise ValueError(f"locales/meta.toml, [{language}]: {error}") from error
        if len(locale.digits) != 10 or locale.grouping not in ("3", "3;2"):
            raise ValueError(f'locales/meta.toml, [{language}]: ten digits and grouping "3" or "3;2" are needed')
        return locale


def locales(folder: Path) -> Mapping[str, Locale]:
    """Every language of `folder`/meta.toml, in its order; ValueError when a table is wrong."""
    tables = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    found = {language: Locale.from_table(language, table) for language, table in tables.items()}
    for locale in found.values():
        if locale.fallback is not None and locale.fallback not in found:
            raise ValueError(f"locales/meta.toml, [{locale.language}]: no such fallback: {locale.fallback}")
    return MappingProxyType(found)
