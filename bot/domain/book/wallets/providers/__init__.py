"""The providers whose messages are known, a file each, with names, place and templates: a new one is a new file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.book.kinds import Place


@dataclass(frozen=True, slots=True)
class Provider:
    """`messages`: what is done, with the templates that say so."""

    names: tuple[str, ...]
    place: Place
    messages: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def providers() -> tuple[Provider, ...]:
    """All of them, by the names of their files."""
    return tuple(_read(path) for path in sorted(Path(__file__).parent.glob("*.toml")))


def _read(path: Path) -> Provider:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    by_language = (said for said in table.values() if isinstance(said, Mapping))
    messages = tuple((does, tuple(says)) for said in by_language for does, says in said.items())
    return Provider(tuple(table["names"]), Place(table["place"]), messages)


@cache
def provider_names() -> tuple[str, ...]:
    """What all of them are called: none of them is anybody's customer."""
    return tuple(name for one in providers() for name in one.names)
