"""Who is about to be taken in, as it is kept while a leader answers: people, what is doubtful, their consent."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.groups.new_members import NewPerson, Wanted, ages_in
from bot.i18n.reading.common_words import fold
from bot.services.groups.members import taking_in
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.groups.members.taking_in import Known


class Step(StrEnum):
    """What is asked. Values are stored, and stand in the data of buttons."""

    WHO = "who"
    DOUBT = "d"
    TWIN = "t"
    GUARDIAN = "g"
    TABLE = "ok"
    ALOUD = "read"
    OUT = "out"
    HOW = "how"
    DAY = "on"
    BEFORE = "before"
    KEEP = "keep"


@dataclass(slots=True)
class Row:
    """Somebody new. `doubts`: what is to be asked, with the codes that it may be; `others`: members, and names in the
    same message, of whom it was said that they are somebody else.
    """

    name: str
    gender: str | None = None
    age_band: str | None = None
    product: str | None = None
    doubts: list[tuple[str, list[str]]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    guardian: str | None = None
    age: int | None = None

    def is_younger(self, than: int) -> bool:
        """Whether she is known to be younger, by her age or by her band."""
        oldest = ages_in(self.age_band)[1] if self.age_band and self.age is None else self.age
        return oldest is not None and oldest < than

    def settle(self, wanted: Wanted, code: str | None) -> None:
        """What was doubtful is said now; None: it is left out."""
        self.doubts = [(known, choices) for known, choices in self.doubts if known != wanted]
        if wanted is Wanted.GENDER:
            self.gender = code
        elif wanted is Wanted.AGE:
            self.age_band = code
        elif wanted is Wanted.PRODUCT:
            self.product = code


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody whose name is near: a member (or who was one), or one in the same message."""

    key: str
    name: str
    member: Known | None = None


@dataclass(slots=True)
class Draft:
    """All of it. `words`: what was not understood; `leaving`: somebody said no, and is taken off; what follows was
    said of them all.
    """

    group: int
    rows: list[Row] = field(default_factory=list)
    words: str = ""
    is_right: bool = False
    is_read: bool = False
    leaving: bool = False
    how: str | None = None
    on: int | None = None
    before: str | None = None

    @classmethod
    def of(cls, state: dict[str, Any]) -> "Draft":
        """As it was kept."""
        rows = [
            Row(**{**one, "doubts": [(wanted, choices) for wanted, choices in one["doubts"]]}) for one in state["rows"]
        ]
        return cls(**{**state, "rows": rows})

    @property
    def state(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    def hear(self, people: Iterable[NewPerson], words: str) -> None:
        """More people; a name that was there before is said anew."""
        before = {fold(one.name): place for place, one in enumerate(self.rows)}
        for one in people:
            doubts = [(str(doubt.wanted), list(doubt.choices)) for doubt in one.doubts]
            row = Row(one.name, one.gender, one.age_band, one.product, doubts, age=one.age)
            place = before.get(fold(one.name))
            if place is None:
                self.rows.append(row)
            else:
                self.rows[place] = row
        self.words, self.is_right = words, False

    def twin(self, place: int, known: Sequence[Known]) -> Twin | None:
        """Who may be the same as this row, and was not asked about yet."""
        row = self.rows[place]
        members = [Twin(str(one.member_id), one.name, one) for one in taking_in.near(row.name, known)]
        above = [one for one in self.rows[:place] if taking_in.is_near(row.name, one.name)]
        twins = [*members, *(Twin(f"#{one.name}", one.name) for one in above)]
        return next((one for one in twins if one.key not in row.others), None)

    def next(self, known: Sequence[Known], minimum_age: int) -> tuple[Step, int]:
        """What is asked next, and of which row: what is doubtful, then all of it, then their consent.

        Who is younger than `minimum_age` has a guardian.
        """
        for place, row in enumerate(self.rows):
            is_name = all(wanted != Wanted.NAME for wanted, _ in row.doubts)
            # of who is there already nothing more is asked
            if is_name and self.twin(place, known):
                return Step.TWIN, place
            if row.doubts:
                return Step.DOUBT, place
            if row.is_younger(minimum_age) and not row.guardian:
                return Step.GUARDIAN, place
        steps = (
            (not self.rows, Step.WHO),
            (not self.is_right, Step.TABLE),
            (not self.is_read, Step.OUT if self.leaving else Step.ALOUD),
            (self.how is None, Step.HOW),
            (self.on is None, Step.DAY),
            (self.before is None, Step.BEFORE),
        )
        return next((step for is_open, step in steps if is_open), Step.KEEP), 0

    def new_members(self) -> list[NewMember]:
        """Whom to take in."""
        return [NewMember(one.name, one.gender, one.age_band, one.product, guardian=one.guardian) for one in self.rows]

    def told(self) -> Told:
        """Their consent. Raises ValueError while something of it was not said."""
        if self.how is None or self.on is None or self.before is None:
            raise ValueError("the consent is not whole")
        return Told(date.fromordinal(self.on), How(self.how), self.before)
