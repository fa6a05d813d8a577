"""regex(): whether the whole of a text matches a pattern, in time that grows with their lengths and no faster.

Python's re tries one way after the other and can be held up for ever by a short pattern that staff wrote without harm
in mind. Here all ways are followed at once, letter by letter (Thompson's method). The language is what ODK's phones
understand: Java's, without back-references.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.forms.errors import ExpressionError
from bot.forms.xpath.regex_syntax import Ahead, Boundary, Edge, Either, Item, Letter, Repeat, Row, read_pattern

_LARGEST = 20_000  # steps in a program
_LONGEST = 10_000  # letters in a text


@dataclass(slots=True)
class Pattern:
    """A pattern made ready. steps: a letter's test, or where to go on without a letter."""

    _letters: dict[int, Callable[[str], bool]] = field(default_factory=dict)
    _jumps: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _checks: dict[int, Callable[[str, int], bool]] = field(default_factory=dict)
    _size: int = 0

    def matches(self, text: str, start: int = 0, whole: bool = True) -> bool:
        """Whether all of `text` from `start` on matches, or (not `whole`) some beginning of it."""
        if len(text) > _LONGEST:
            return False
        end = self._size
        now = self._reach([0], text, start)
        for at in range(start, len(text)):
            if not now or (not whole and end in now):
                break
            letter = text[at]
            ahead = [state + 1 for state in now if state in self._letters and self._letters[state](letter)]
            now = self._reach(ahead, text, at + 1)
        return end in now

    def _reach(self, states: Sequence[int], text: str, at: int) -> set[int]:
        """All states that can be got to without a letter."""
        found: set[int] = set()
        heads = list(states)
        while heads:
            state = heads.pop()
            if state in found:
                continue
            found.add(state)
            if state in self._jumps:
                heads.extend(self._jumps[state])
            elif state in self._checks and self._checks[state](text, at):
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
                self._checks[self._step()] = lambda text, at: _is_boundary(text, at) is wanted
            case Ahead(inner, wanted):
                ahead = ready(inner)
                self._checks[self._step()] = lambda text, at: ahead.matches(text, at, whole=False) is wanted

    def _step(self) -> int:
        if self._size >= _LARGEST:
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
            self.add(item.inner)
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


def _at_start(text: str, at: int) -> bool:
    return at == 0


def _at_end(text: str, at: int) -> bool:
    return at == len(text)


def _is_boundary(text: str, at: int) -> bool:
    return _is_word(text[at - 1 : at]) is not _is_word(text[at : at + 1])


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
