"""What is read of somebody new: what is sure, and what is to be asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n.languages import language_file

# The kind of dialogue in which they are kept until they have agreed, or the leader leaves it.
DRAFT = "add"
# The question of a pack's form that asks how old she is, by its name.
AGE_BAND = "age_band"
# Codes of people_codes.toml.
GENDERS = ("female", "male", "other")
OLDEST = 110
UNDER, BETWEEN, OVER = "under", "from", "over"


def gender_called(code: str, language: str) -> str:
    """What a gender is called in a language."""
    return str(language_file(language, "members")["gender"][code])


def age_called(code: str, language: str) -> str:
    """What an age band is called in a language."""
    words = str(language_file(language, "members")["age_band"][code.partition("_")[0]])
    return words.format(*_limits(code))


def ages_in(code: str) -> tuple[int, int]:
    """The youngest and the oldest of an age band, by its code: under_18, from_18_to_35, over_50."""
    kind, limits = code.partition("_")[0], _limits(code)
    if kind == UNDER:
        return 0, limits[0] - 1
    return (limits[0] + 1, OLDEST) if kind == OVER else (limits[0], limits[1])


def _limits(code: str) -> list[int]:
    return [int(figures) for figures in re.findall(r"\d+", code)]


class Wanted(StrEnum):
    """What is wanted of somebody new."""

    NAME = "name"
    GENDER = "gender"
    AGE = "age"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be asked. `choices`: the codes that it may be, none where it may be any; `typed`: her words for it."""

    wanted: Wanted
    choices: tuple[str, ...] = ()
    typed: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody new: codes of what is sure; None: not said, or in doubt. `age`: in years, where it was said so."""

    name: str
    gender: str | None = None
    age_band: str | None = None
    product: str | None = None
    doubts: tuple[Doubt, ...] = ()
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says: who is new, and the words that say nothing of anybody."""

    people: tuple[NewPerson, ...]
    words: tuple[str, ...] = ()


def bands_between(youngest: int, oldest: int, bands: Sequence[str]) -> tuple[str, ...]:
    """Of these age bands the ones in which somebody may be who is between these ages."""
    limits = {band: ages_in(band) for band in bands}
    return tuple(band for band, (least, most) in limits.items() if youngest <= most and oldest >= least)
