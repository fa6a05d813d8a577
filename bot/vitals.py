"""What a running process knows of itself: plain counts, so that counting costs an update nothing.

No numbers of people, chats or bots: what is told of it goes to a monitor.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

# So long ago, a failure is no news any more: what has failed runs well again.
LATELY = 600.0


@dataclass(slots=True)
class Vitals:
    """Counts since the start, and moments by the steady clock (in seconds; None: not yet)."""

    steady: Callable[[], float]
    # updates that have taken effect, and those that were set aside
    updates: int = 0
    dead: int = 0
    # (lane, what became of it) → messages
    sends: Counter[tuple[str, str]] = field(default_factory=Counter)
    # name of a part that runs → how often it has failed, and when last
    failures: Counter[str] = field(default_factory=Counter)
    failed_at: dict[str, float] = field(default_factory=dict)
    erased: int = 0
    heard_at: float | None = None
    ticked_at: float | None = None
    began_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.began_at = self.steady()

    def heard(self) -> None:
        """Telegram has answered."""
        self.heard_at = self.steady()

    def ticked(self) -> None:
        """A tick has done all that was due."""
        self.ticked_at = self.steady()

    def failed(self, name: str) -> None:
        """A part has failed, and begins again after a pause."""
        self.failures[name] += 1
        self.failed_at[name] = self.steady()

    def since(self, moment: float | None) -> float:
        """Seconds since a moment; where it has not come yet, since the start."""
        return self.steady() - (self.began_at if moment is None else moment)

    @property
    def failed_lately(self) -> list[str]:
        """The parts that have failed in the last minutes."""
        return sorted(name for name, moment in self.failed_at.items() if self.since(moment) < LATELY)
