"""regex(): whether the whole of a text matches a pattern, in time that grows with their lengths and no faster.

Python's re tries one way after the other and can be held up for ever by a short pattern that staff wrote without harm
in mind. Here all ways are followed at once, letter by letter (Thompson's method), what a letter leads to is remembered,
and no look takes longer than its budget: a text that would is one that does not match. The language is what ODK's
phones understand: Java's, without back-references.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.forms.errors import ExpressionError
from bot.forms.xpath.regex_syntax import Ahead, Boundary, Edge, Either, Item, Letter, Repeat, Row, read_pattern

_LARGEST = 20_000  # steps in a program
_LONGEST = 10_000  # letters in a text
_BUDGET = 60_000  # states that a look may go through: some 15 ms, where it has to be 50 at most
_REMEMBERED = 100_000  # states in all places that a pattern remembers


class _Spent(Exception):
    """The budget is used up."""


@dataclass(slots=True)
class _Budget:
    left: int

    def spend(self, states: int) -> None:
        self.left -= states
        if self.left < 0:
            raise _Spent


@dataclass(slots=True, eq=False)
class _Place:
    """All states that a text may be in after some letter, and where each next letter leads."""

    states: frozenset[int]
    then: dict[str, "_Place"] = field(default_factory=dict)


@dataclass(slots=True)
class Pattern:
    """A pattern made ready. steps: a letter's test, or where to go on without a letter."""

    _letters: dict[int, Callable[[str], bool]] = field(default_factory=dict)
    _jumps: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _checks: dict[int, Callable[[str, int, _Budget], bool]] = field(default_factory=dict)
    _size: int = 0
    _room: int = _LARGEST
    _places: dict[frozenset[int], _Place] = field(default_factory=dict)
    _remembered: int = 0

    def matches(self, text: str) -> bool:
        """Whether all of `text` matches; not, when finding out would take too long."""
        if len(text) > _LONGEST:
            return False
        try:
            return self.fits(text, 0, True, _Budget(_BUDGET))
        except _Spent:
            return False

    def fits(self, text: str, start: int, whole: bool, budget: _Budget) -> bool:
        """Whether all of `text` from `start` on matches, or (not `whole`) some beginning of it. Raises _Spent."""
        end = self._size
        now = self._place([0], text, start, budget)
        for at in range(start, len(text)):
            if not now.states or (not whole and end in now.states):
                break
            now = self._after(now, text, at, budget)
        return end in now.states

    def _after(self, now: _Place, text: str, at: int, budget: _Budget) -> _Place:
        letter = text[at]
        budget.spend(1)
        if (known := now.then.get(letter)) is not None:
            return known
        budget.spend(len(now.states))
        ahead = [state + 1 for state in now.states if state in self._letters and self._letters[state](letter)]
        then = self._place(ahead, text, at + 1, budget)
        if not self._checks:
            # what looks around itself may find something else the next time
            self._make_room(1)
            now.then[letter] = then
        return then

    def _place(self, states: Sequence[int], text: str, at: int, budget: _Budget) -> _Place:
        found = frozenset(self._reach(states, text, at, budget))
        if (known := self._places.get(found)) is not None:
            return known
        self._make_room(len(found) + 1)
        self._places[found] = place = _Place(found)
        return place

    def _make_room(self, states: int) -> None:
        self._remembered += states
        if self._remembered > _REMEMBERED:
            self._places.clear()
            self._remembered = states

    def _reach(self, states: Sequence[int], text: str, at: int, budget: _Budget) -> set[int]:
        """All states that can be got to without a letter."""
        found: set[int] = set()
        heads = list(states)
        while heads:
            state = heads.pop()
            if state in found:
                continue
            found.add(state)
            budget.spend(1)
            if state in self._jumps:
                heads.extend(self._jumps[state])
            elif state in self._checks and self._checks[state](text, at, budget):
                heads.append(state + 1)
        return found

    # Making

    def add(self, item: Item) -> None:
        match item:
            case Letter(test):
                self._letters[self._step()] = test
            case Row(items):
                for one in items:
                    self.add(one)
            case Either(ways):
                self._either(ways)
            case Repeat():
                self._repeat(item)
            case Edge(at_start):
                self._checks[self._step()] = _at_start if at_start else _at_end
            case Boundary(wanted):
                self._checks[self._step()] = lambda text, at, _left: _is_boundary(text, at) is wanted
            case Ahead(inner, wanted):
                ahead = Pattern(_room=self._room - self._size)
                ahead.add(inner)
                # what it looks ahead for is a part of the whole
                self._room -= ahead._size + (self._room - self._size - ahead._room)
                self._checks[self._step()] = lambda text, at, left: ahead.fits(text, at, False, left) is wanted

    def _step(self) -> int:
        if self._size >= self._room:
            raise ExpressionError("the pattern is too large; use smaller numbers in its {…}")
        self._size += 1
        return self._size - 1

    def _either(self, ways: Sequence[Item]) -> None:
        fork = self._step()
        starts, ends = [], []
        for way in ways:
            starts.append(self._size)
            self.add(way)
            ends.append(self._step())
        self._jumps[fork] = tuple(starts)
        for end in ends:
            self._jumps[end] = (self._size,)

    def _repeat(self, item: Repeat) -> None:
        for _ in range(item.fewest):
            before = self._size
            self.add(item.inner)
            if self._size == before:
                # nothing, however often
                break
        if item.most is None:
            fork = self._step()
            self.add(item.inner)
            self._jumps[self._step()] = (fork,)
            self._jumps[fork] = (fork + 1, self._size)
            return
        forks = []
        for _ in range(item.most - item.fewest):
            forks.append(self._step())
            self.add(item.inner)
        for fork in forks:
            self._jumps[fork] = (fork + 1, self._size)


def ready(item: Item) -> Pattern:
    made = Pattern()
    made.add(item)
    return made


def compile_pattern(source: str) -> Pattern:
    """Raises ExpressionError for what is no pattern or uses back-references."""
    return ready(read_pattern(source))


def matches(pattern: str, text: str) -> bool:
    """For a pattern that is only known when it is used; what is no pattern matches nothing."""
    try:
        return compile_pattern(pattern).matches(text)
    except ExpressionError:
        return False


def _at_start(text: str, at: int, _left: _Budget) -> bool:
    return at == 0


def _at_end(text: str, at: int, _left: _Budget) -> bool:
    return at == len(text)


def _is_boundary(text: str, at: int) -> bool:
    return _is_word(text[at - 1 : at]) is not _is_word(text[at : at + 1])


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
