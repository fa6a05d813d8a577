"""Audiences: which of a programme's people an announcement is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

from bot.domain.people.roles import Role

LONGEST_CODE = 64
Kind = TypeVar("Kind", bound=StrEnum)


class Stage(StrEnum):
    """How far somebody's calendar is: her baseline is not there, her first year's check-ins, or those after it."""

    NO_BASELINE = "no_baseline"
    FIRST_YEAR = "first_year"
    AFTER = "after"


class Why(StrEnum):
    """Why somebody of an audience gets nothing. The reason that lies nearest to her own wish comes first."""

    NO_PHONE = "no_phone"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    OPTED_OUT = "opted_out"
    # another of the audience has the phone now, or has used it for longer: one message a chat
    SHARES_THE_CHAT = "shares_the_chat"


class NoAudience(ValueError):
    """What was to be an audience is none."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an announcement is for; empty (or None) is no limit in that respect, so that `Audience()` is everybody.

    Within one respect any will do, all respects have to fit, and those of a business (area, product, group, role,
    stage, late, joined) have to fit the same one of all for which somebody speaks, which she leads or where she works.
    An area is meant with all below it, a group with its parts. `late`: the last check-in whose day is over has no
    answer. `joined_since`: the first day that counts; `not_spoken_since`: nothing was heard of her from that day on,
    which is kept to the month only.
    """

    areas: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    stages: frozenset[Stage] = frozenset()
    late: bool | None = None
    languages: frozenset[str] = frozenset()
    joined_since: date | None = None
    not_spoken_since: date | None = None

    @property
    def is_everybody(self) -> bool:
        """Whether nothing limits it."""
        return self == Audience()

    def to_json(self) -> dict[str, Any]:
        """As it is kept: what limits it, and nothing else; the same audience gives the same JSON."""
        chosen: dict[str, Any] = {name: sorted(getattr(self, name)) for name in _SETS}
        days = {"joined_since": self.joined_since, "not_spoken_since": self.not_spoken_since}
        kept = {name: [str(one) if isinstance(one, StrEnum) else one for one in many] for name, many in chosen.items()}
        told = {"late": self.late, **{name: day.isoformat() for name, day in days.items() if day}}
        return {name: value for name, value in {**kept, **told}.items() if value not in ([], None)}

    @classmethod
    def from_json(cls, kept: object) -> Self:
        """The audience that was kept; raises NoAudience where it is not one to the last letter."""
        if not isinstance(kept, Mapping) or not kept.keys() <= _NAMES:
            raise NoAudience("An audience is an object that has the names of its limits alone.")
        late = kept.get("late")
        if late is not None and not isinstance(late, bool):
            raise NoAudience("Late is yes or no.")
        return cls(
            areas=_codes(kept.get("areas", [])),
            products=_codes(kept.get("products", [])),
            groups=_numbers(kept.get("groups", [])),
            roles=_kinds(Role, kept.get("roles", [])),
            stages=_kinds(Stage, kept.get("stages", [])),
            late=late,
            languages=_codes(kept.get("languages", [])),
            joined_since=_day(kept.get("joined_since")),
            not_spoken_since=_day(kept.get("not_spoken_since")),
        )


_SETS = ("areas", "products", "groups", "roles", "stages", "languages")
_NAMES = frozenset({*_SETS, "late", "joined_since", "not_spoken_since"})


def _many(kept: object) -> list[Any]:
    if not isinstance(kept, list):
        raise NoAudience("What is chosen stands in a list.")
    return kept


def _codes(kept: object) -> frozenset[str]:
    codes = _many(kept)
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_CODE for one in codes):
        raise NoAudience("A code is a short text.")
    return frozenset(codes)


def _numbers(kept: object) -> frozenset[int]:
    numbers = _many(kept)
    if not all(isinstance(one, int) and not isinstance(one, bool) and 0 < one < 2**63 for one in numbers):
        raise NoAudience("A group is known by its number.")
    return frozenset(numbers)


def _kinds(kind: type[Kind], kept: object) -> frozenset[Kind]:
    known: Iterable[str] = [one.value for one in kind]
    if not all(isinstance(one, str) and one in known for one in _many(kept)):
        raise NoAudience(f"There is no such {kind.__name__.lower()}.")
    return frozenset(kind(one) for one in _many(kept))


def _day(kept: object) -> date | None:
    if kept is None:
        return None
    if not isinstance(kept, str):
        raise NoAudience("A day is a text.")
    try:
        return date.fromisoformat(kept)
    except ValueError:
        raise NoAudience("There is no such day.") from None
