"""The lot: which of those whose consent another wrote down are asked this month by an officer whether they agreed.

Pure, and the same from the same candidates and seed, in whatever order they come.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

# How many an officer asks a month: a visit or a call each, beside her other work.
A_MONTH = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of a group as the lot knows her.

    `here`: a confirmed member now who is known by name, neither gone nor erased; `told`: another wrote down that she
    agreed. `drawn`: the number of her draw in the last year, None: she was in none; `answered`: she was reached then.
    """

    member_id: int
    group_id: int
    here: bool = True
    told: bool = True
    has_phone: bool = False
    drawn: int | None = None
    answered: bool = False

    @property
    def can_be_drawn(self) -> bool:
        """Whether an officer may ask her; who has a phone agrees on her own, and who has answered is left in peace."""
        return self.here and self.told and not self.has_phone and not self.answered


def draw(candidates: Iterable[Candidate], count: int, seed: str) -> Sequence[Candidate]:
    """So many of them, nobody twice: first those not drawn in the last year, from as many groups as there are."""
    left = {one for one in candidates if one.can_be_drawn}
    drawn: list[Candidate] = []
    times: Counter[int] = Counter()

    def place(one: Candidate) -> tuple[bool, int, int, str]:
        chance = sha256(f"{seed} {one.group_id} {one.member_id}".encode()).hexdigest()
        return one.drawn is not None, times[one.group_id], one.drawn or 0, chance

    while left and len(drawn) < count:
        next_one = min(left, key=place)
        drawn.append(next_one)
        times[next_one.group_id] += 1
        left = {one for one in left if one.member_id != next_one.member_id}
    return drawn
