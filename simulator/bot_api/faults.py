"""Faults on demand: what a bad network and a bad day at Telegram do to a call."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong with a call."""

    ERROR = "500"  # refused with JSON, not handled
    GATEWAY = "502"  # refused with a page of HTML, not handled
    DROPPED = "dropped"  # the connection breaks before the call is handled
    SWALLOWED = "swallowed"  # handled, then the connection breaks: the bot never hears of it
    TOO_MANY = "429"  # refused with retry_after
    SLOW = "slow"  # handled, and the answer comes late
    BLOCKED = "blocked"  # refused as by a person who blocked the bot


@dataclass(slots=True, eq=False)
class Fault:
    """One rule: `share` of the calls of `method` ("*": all), `times` at most (None: for ever)."""

    method: str
    kind: Kind
    share: float = 1.0
    times: int | None = None
    seconds: float = 1.0
    hits: int = 0

    def fits(self, method: str) -> bool:
        """Is this rule meant for the method, and not used up?"""
        return self.method.lower() in ("*", method.lower()) and (self.times is None or self.hits < self.times)


class Faults:
    """The rules in force; the first that strikes decides. Shares are drawn from a seeded generator."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._rules: list[Fault] = []

    def add(
        self,
        method: str,
        kind: Kind | str,
        *,
        share: float = 1.0,
        times: int | None = None,
        seconds: float = 1.0,
    ) -> Fault:
        """Adds a rule; `seconds` is how slow, or the retry_after of 429. The rule counts its `hits`."""
        fault = Fault(method, Kind(kind), share, times, seconds)
        self._rules.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Ends one rule."""
        self._rules.remove(fault)

    def clear(self) -> None:
        """Ends all rules."""
        self._rules.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._rules)

    def pick(self, method: str) -> Fault | None:
        """What strikes this call, if anything."""
        for fault in self._rules:
            if fault.fits(method) and (fault.share >= 1 or self._random.random() < fault.share):
                fault.hits += 1
                return fault
        return None
