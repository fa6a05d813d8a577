"""The languages, each a folder of this package that holds all that the language is; read once, never changed.

`language.toml` says how it is called and written, `words.toml` how dates, numbers and answers are said, `book.toml`,
`nouns.toml` and `secrets.toml` how the lines of a cash book are, `groups.toml` how a leader reports for her group,
`members.toml` how she says who is new in it, `codes.toml` what the codes of an export stand for,
`wallets.toml` how wallets and banks write to their customers, `questions.toml` what a native speaker is asked.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

# What the code's own sentences are written in, and what is taken where a language has nothing of its own.
SOURCE = "en"


def look_in(folder: Path) -> None:
    """The languages of this folder are there too. To be called before any is read, as what was read stays."""
    if languages.cache_info().currsize:
        raise RuntimeError("languages were read before; a folder of more has to be named earlier")
    __path__.append(str(folder))


@cache
def languages() -> tuple[str, ...]:
    """Codes by their `order`, which decides where a word means two things in languages that are not the reader's."""
    return tuple(sorted(_folders(), key=lambda code: (_read(code, "language")["order"], code)))


@cache
def language_file(language: str, name: str) -> Mapping[str, Any]:
    """A file of the language's folder; the source language's when we have none of the language."""
    return _read(language if language in languages() else SOURCE, name)


def has_hooks(language: str) -> bool:
    """Whether a language does something that no list of words can say (bot/i18n/language_hooks.py)."""
    return (_folders()[language] / "hooks.py").exists()


def language_names(language: str) -> tuple[str, ...]:
    """What people call a language, in its own words and in others."""
    return tuple(language_file(language, "language")["names"])


@cache
def _folders() -> Mapping[str, Path]:
    return {file.parent.name: file.parent for place in __path__ for file in Path(place).glob("*/language.toml")}


def folder_of(language: str) -> Path:
    """Where the files of a language are."""
    return _folders()[language]


def _read(code: str, name: str) -> Mapping[str, Any]:
    return tomllib.loads((_folders()[code] / f"{name}.toml").read_text(encoding="utf-8"))
