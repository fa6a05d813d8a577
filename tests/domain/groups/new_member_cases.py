"""The written cases of who is new in a group: read each, and count what is right, asked and wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.groups.new_members import GENDERS, Goods, Heard, NewPerson, Wanted, read_new_members
from bot.packs import load_pack
from bot.packs.needed_questions import people_codes
from bot.services.groups.members.goods import goods_of
from tests.domain.groups.report_cases import LOCALES

FOLDER = Path(__file__).parent / "new_members"
PROGRAMMES = Path(__file__).parents[3] / "programmes"
PACKS = {"en": "malawi-ovop", "th": "thailand-otop", "ne": "nepal-odop", "ny": "malawi-ovop"}
BANDS = people_codes()["age_band"]
CODES = dict(zip("fmx", GENDERS, strict=True)) | dict(zip("uybo", BANDS, strict=True))
LEFT_OUT, ASKED = "-", "?"


@dataclass(frozen=True, slots=True)
class Case:
    """`meant`: the parts of the line with what is meant."""

    language: str
    typed: str
    meant: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.language} {self.typed!r}"

    def read(self) -> Heard:
        return read_new_members(self.typed, goods(PACKS[self.language], self.language), BANDS, LOCALES[self.language])


@cache
def goods(pack: str, language: str) -> tuple[Goods, ...]:
    return goods_of(load_pack(PROGRAMMES / pack), language)


def cases(language: str) -> Iterator[Case]:
    typed: list[str] = []
    for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        sign, _, rest = line.partition(" ")
        if sign == ">":
            typed.append(rest)
        elif sign == "=":
            yield Case(language, "\n".join(typed), tuple(part.strip() for part in rest.split("|")))
            typed = []


def as_written(heard: Heard) -> tuple[str, ...]:
    """What was read, in the words of the cases."""
    people = tuple(_as_written(one) for one in heard.people)
    return (*people, f"words {' '.join(heard.words)}") if heard.words else people


def _as_written(one: NewPerson) -> str:
    letters = {code: letter for letter, code in CODES.items()}
    asked = {doubt.wanted for doubt in one.doubts}
    known = {Wanted.GENDER: one.gender, Wanted.AGE: one.age_band, Wanted.PRODUCT: one.product}
    told = [
        ASKED if wanted in asked else letters.get(code or LEFT_OUT, code or LEFT_OUT) for wanted, code in known.items()
    ]
    return " ".join([one.name.replace(" ", "_") + ("!" if Wanted.NAME in asked else ""), *told])
