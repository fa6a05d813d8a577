"""Questions to a person: whom a question or a complaint goes to, and whom it never reaches. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# Who has begun to answer has so long; then others may.
CLAIMED_FOR = timedelta(minutes=30)
# After so many working days without an answer a question goes one level up.
DAYS_UNTIL_UP = 2
# What can be sent at once, in letters: as words, and under a photo.
LONGEST, LONGEST_UNDER_FILE = 1500, 600


class About(StrEnum):
    """About whom she complains; a question is about nobody."""

    NOBODY = "nobody"
    LEADER = "leader"
    OFFICER = "officer"
    LENDER = "lender"
    OTHER = "other"


class As(StrEnum):
    """How something was said."""

    TEXT = "text"
    VOICE = "voice"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of the staff in one of her roles; no area: in the whole programme."""

    person_id: int
    area: str | None
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Goes:
    """Where a question lies: with the officers of an area, or (None) with who works for the whole programme; and who of
    them is told.
    """

    area: str | None
    people: frozenset[int]


def over(workers: Collection[Worker], above: Sequence[str]) -> frozenset[int]:
    """Who works where somebody lives; `above`: her area and all that it is in, the nearest first."""
    return frozenset(one.person_id for one in workers if one.area is None or one.area in above)


def nearest(workers: Collection[Worker], above: Sequence[str], past: Collection[int]) -> Goes | None:
    """The nearest of these areas in which somebody works who is not passed by, else the whole programme; None: nobody
    is left.
    """
    for area in (*above, None):
        if found := _in(workers, {area}, past):
            return Goes(area, found)
    return None


def elsewhere(
    workers: Collection[Worker], above: Sequence[str], within: Sequence[Sequence[str]], past: Collection[int]
) -> Goes | None:
    """The officers of another area, the nearest that has some; else who works for the whole programme. `within`: for
    each of the areas above her all that are in it.
    """
    for area in _others(above, within):
        if found := _in(workers, {area}, past):
            return Goes(area, found)
    return nearest(workers, (), past)


def _others(above: Sequence[str], within: Sequence[Sequence[str]]) -> Iterator[str]:
    seen = set(above)
    for known in within:
        for area in known:
            if area not in seen:
                seen.add(area)
                yield area


def _in(workers: Collection[Worker], areas: Collection[str | None], past: Collection[int]) -> frozenset[int]:
    return frozenset(one.person_id for one in workers if one.area in areas and one.person_id not in past)


def is_named(name: str, text: str) -> bool:
    """Whether a text names somebody, by her whole name or its first part: who is spoken of is passed by too."""
    said = text.casefold()
    known = name.casefold().split()
    return bool(known) and (" ".join(known) in said or (len(known[0]) > 1 and known[0] in _words(said)))


def _words(text: str) -> Collection[str]:
    return {"".join(letter for letter in word if letter.isalnum() or not letter.isascii()) for word in text.split()}
