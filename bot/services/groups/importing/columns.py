"""The columns of a roster: how each is called, how it is read, and whose it is."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.i18n.languages import SOURCE, language_file, languages
from bot.i18n.reading.common_words import fold

# The files of a language's folder that have the headings.
WORDS, CODES = "import", "codes"
BETWEEN = "\n"


class Kind(StrEnum):
    """How a cell is read."""

    NAME = "name"
    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    MONEY = "money"
    CODE = "code"
    PHONE = "phone"
    YES = "yes"


class Of(StrEnum):
    """In which rows a column is filled."""

    ANY = "any"
    GROUP = "group"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `lowest` and `highest` are of whole numbers; `needed`: nothing new is made of a row without it."""

    key: str
    kind: Kind
    of: Of
    lowest: int = 0
    highest: int = 0
    figure: bool = False
    needed: bool = False

    def called(self, language: str) -> str:
        """Its heading in a language."""
        words = language_file(language, CODES)["opening"] if self.figure else language_file(language, WORDS)["columns"]
        return str(words[self.key])

    def quoted(self, speaks: Iterable[str]) -> str:
        """Its heading as a sentence names it: in these languages, and in English."""
        return " or ".join(f"“{self.called(language)}”" for language in dict.fromkeys((*speaks, SOURCE)))


@cache
def columns() -> Mapping[str, Column]:
    """Every column by its key, in their order."""
    table = tomllib.loads((files("bot.services.groups.importing") / "columns.toml").read_text(encoding="utf-8"))
    return {key: Column(key, **{**one, "kind": Kind(one["kind"]), "of": Of(one["of"])}) for key, one in table.items()}


def figures() -> tuple[str, ...]:
    """The names of opening figures."""
    return tuple(one.key for one in columns().values() if one.figure)


def meant(heading: str) -> str | None:
    """The key of the column that a heading names: by its key or in any language, or in several, a line each."""
    return _one(heading, _headings())


def _one(heading: str, headings: Mapping[str, str]) -> str | None:
    found = {known for line in heading.split(BETWEEN) if (known := headings.get(_bare(line))) is not None}
    return found.pop() if len(found) == 1 else None


def moving() -> tuple[str, ...]:
    """The keys of the columns of a list of moves, in their order."""
    return tuple(language_file(SOURCE, WORDS)["moving"])


def moving_called(key: str, language: str) -> str:
    """The heading of such a column in a language."""
    return str(language_file(language, WORDS)["moving"][key])


def all_of_moving(speaks: Iterable[str]) -> str:
    """The headings of such a list as a sentence names them: in these languages, and in English."""
    spoken = dict.fromkeys((*speaks, SOURCE))
    return "; or ".join(", ".join(moving_called(key, language) for key in moving()) for language in spoken)


def meant_of_moving(heading: str) -> str | None:
    """The key of the column of a list of moves that a heading names, as `meant` does."""
    return _one(heading, _headings_of_moving())


@cache
def _headings_of_moving() -> Mapping[str, str]:
    named = ((key, (key, *(moving_called(key, language) for language in languages()))) for key in moving())
    return {_bare(name): key for key, names in named for name in names}


@cache
def _headings() -> Mapping[str, str]:
    return {_bare(name): one.key for one in columns().values() for name in (one.key, *_names(one))}


def _names(one: Column) -> Iterator[str]:
    return (one.called(language) for language in languages())


def _bare(heading: str) -> str:
    """Without case, and without what stands in parentheses at its end."""
    return fold(_BESIDE.sub("", heading) or heading)


def beside(heading: str) -> list[str]:
    """What stands in parentheses at the end of a heading, of each of its lines."""
    return [found[1] for line in heading.split(BETWEEN) if (found := _BESIDE.search(line))]


# "Sales (MWK)"
_BESIDE = re.compile(r"\s*\(([^()]*)\)\s*$")
