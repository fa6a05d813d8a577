"""What is read of somebody new: what is sure, and what is to be asked."""

from dataclasses import dataclass
from enum import StrEnum

from bot.i18n.languages import language_file

# The kind of dialogue in which they are kept until they have agreed, or the leader leaves it.
DRAFT = "add"
# Codes of people_codes.toml; of each band the oldest who is in it.
GENDERS = ("female", "male", "other")
AGE_BANDS = {"under_18": 17, "from_18_to_35": 35, "from_36_to_50": 50, "over_50": 110}


def gender_called(code: str, language: str) -> str:
    """What a gender is called in a language."""
    return str(language_file(language, "members")["gender"][code])


def age_called(code: str, language: str) -> str:
    """What an age band is called in a language."""
    return str(language_file(language, "members")["age_band"][code])


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
    """Somebody new: codes of what is sure; None: not said, or in doubt."""

    name: str
    gender: str | None = None
    age_band: str | None = None
    product: str | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says: who is new, and the words that say nothing of anybody."""

    people: tuple[NewPerson, ...]
    words: tuple[str, ...] = ()


def bands_between(youngest: int, oldest: int) -> tuple[str, ...]:
    """The age bands in which somebody may be who is between these ages."""
    found, begins = [], 0
    for band, ends in AGE_BANDS.items():
        if youngest <= ends and oldest >= begins:
            found.append(band)
        begins = ends + 1
    return tuple(found)
