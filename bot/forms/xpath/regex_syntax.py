"""Reads a regular expression, in Java's way of writing, into a tree."""

import string
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.forms.errors import ExpressionError

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a kind: a class such as [a-z], a dot, an escape such as \\d."""

    test: Test


@dataclass(frozen=True, slots=True)
class Row:
    """One thing after the other."""

    items: "tuple[Item, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    ways: "tuple[Item, ...]"


@dataclass(frozen=True, slots=True)
class Repeat:
    """`most` is None for no limit."""

    inner: "Item"
    fewest: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """^ or $."""

    at_start: bool


@dataclass(frozen=True, slots=True)
class Boundary:
    """\\b, or (not wanted) \\B."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """(?=…), or (not wanted) (?!…)."""

    inner: "Item"
    wanted: bool


Item = Letter | Row | Either | Repeat | Edge | Boundary | Ahead

_DEEPEST = 50
_MOST_TIMES = 1000
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "e": "\x1b", "a": "\a"}
_POSIX = {
    "Alpha": str.isalpha,
    "Digit": str.isdigit,
    "Alnum": str.isalnum,
    "Upper": str.isupper,
    "Lower": str.islower,
    "Space": str.isspace,
}


def read_pattern(source: str) -> Item:
    """The tree of a pattern; raises ExpressionError."""
    reader = _Reader(source)
    item = reader.either(0)
    if not reader.at_end:
        raise reader.error()
    return item


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._fold = False  # (?i)

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._source)

    def error(self) -> ExpressionError:
        return ExpressionError(
            f"the pattern {self._source!r} cannot be read from {self._source[self._at : self._at + 10]!r} on"
        )

    def _peek(self, length: int = 1) -> str:
        return self._source[self._at : self._at + length]

    def _next(self) -> str:
        if self.at_end:
            raise ExpressionError(f"the pattern {self._source!r} ends too early")
        self._at += 1
        return self._source[self._at - 1]

    def _skip(self, text: str) -> bool:
        if self._source.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def either(self, depth: int) -> Item:
        if depth > _DEEPEST:
            raise ExpressionError("the pattern is nested too deep")
        ways = [self._row(depth)]
        while self._skip("|"):
            ways.append(self._row(depth))
        return ways[0] if len(ways) == 1 else Either(tuple(ways))

    def _row(self, depth: int) -> Item:
        items: list[Item] = []
        while not self.at_end and self._peek() not in ("|", ")"):
            items.append(self._repeated(self._one(depth)))
        return Row(tuple(items))

    def _repeated(self, item: Item) -> Item:
        while (times := self._times()) is not None:
            item = Repeat(item, *times)
            if self._peek() in ("?", "+"):  # lazy and possessive change what is found, not whether all of it matches
                self._next()
        return item

    def _times(self) -> tuple[int, int | None] | None:
        for sign, times in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._skip(sign):
                return times
        if self._peek() != "{":
            return None
        inside, closed, _ = self._source[self._at + 1 :].partition("}")
        fewest, comma, most = inside.partition(",")
        if not closed or not fewest.isdecimal() or not (most.isdecimal() or most == ""):
            raise self.error()
        low, high = int(fewest), int(most) if most else None if comma else int(fewest)
        if low > _MOST_TIMES or (high is not None and not low <= high <= _MOST_TIMES):
            raise self.error()
        self._at += len(inside) + 2
        return low, high

    def _one(self, depth: int) -> Item:
        sign = self._next()
        match sign:
            case "(":
                return self._group(depth)
            case "[":
                return Letter(self._class())
            case ".":
                return Letter(lambda letter: letter != "\n")
            case "^" | "$":
                return Edge(sign == "^")
            case "\\":
                return self._escape()
            case "*" | "+" | "?":
                self._at -= 1
                raise self.error()
        return Letter(self._literal(sign))

    def _group(self, depth: int) -> Item:
        if self._peek() != "?":
            return self._closed(depth)
        for mark, wanted in (("?=", True), ("?!", False)):
            if self._skip(mark):
                return Ahead(self._closed(depth), wanted)
        if self._skip("?:"):
            return self._closed(depth)
        if self._skip("?i)"):
            self._fold = True
            return Row(())
        raise self.error()

    def _closed(self, depth: int) -> Item:
        item = self.either(depth + 1)
        if not self._skip(")"):
            raise self.error()
        return item

    def _literal(self, sign: str) -> Test:
        if self._fold:
            folded = sign.casefold()
            return lambda letter: letter.casefold() == folded
        return sign.__eq__

    def _escape(self) -> Item:
        if self._peek() in ("b", "B"):
            return Boundary(self._next() == "b")
        if self._peek().isdecimal() and self._peek() != "0":
            raise ExpressionError(
                f"the pattern {self._source!r} points back with \\{self._peek()}, which is not supported"
            )
        kind = self._kind()
        return Letter(kind if kind is not None else self._literal(self._escaped()))

    def _kind(self) -> Test | None:
        """The test of an escape that stands for many letters, None if it stands for one."""
        sign = self._peek()
        if sign in ("p", "P"):
            self._next()
            test = self._property()
            return test if sign == "p" else _not(test)
        kind = _KINDS.get(sign.lower())
        if kind is None:
            return None
        self._next()
        return kind if sign.islower() else _not(kind)

    def _property(self) -> Test:
        if not self._skip("{"):
            return _category(self._next())
        name, closed, _ = self._source[self._at :].partition("}")
        if not closed:
            raise self.error()
        self._at += len(name) + 1
        return _POSIX.get(name) or _category(name)

    def _escaped(self) -> str:
        sign = self._next()
        width = {"u": 4, "x": 2}.get(sign)
        if width is None:
            return _CONTROLS.get(sign, sign)
        digits = self._peek(width)
        self._at += width
        if len(digits) < width or not all(digit in string.hexdigits for digit in digits):
            raise self.error()
        return chr(int(digits, 16))

    def _class(self) -> Test:
        negated = self._skip("^")
        tests: list[Test] = []
        while not (self._peek() == "]" and tests):
            if self._skip("["):
                tests.append(self._class())
            elif self._skip("&&"):
                raise self.error()
            else:
                tests.append(self._member())
        self._next()
        found = tuple(tests)
        return (
            (lambda letter: not any(test(letter) for test in found))
            if negated
            else lambda letter: any(test(letter) for test in found)
        )

    def _member(self) -> Test:
        sign = self._next()
        if sign == "\\":
            kind = self._kind()
            if kind is not None:
                return kind
            sign = self._escaped()
        if self._peek() != "-" or self._peek(2)[1:] in ("]", ""):
            return self._literal(sign)
        self._next()
        last = self._next()
        last = self._escaped() if last == "\\" else last
        if last < sign:
            raise self.error()
        return self._between(sign, last)

    def _between(self, first: str, last: str) -> Test:
        if self._fold:
            return lambda letter: any(first <= one <= last for one in (letter, letter.lower(), letter.upper()))
        return lambda letter: first <= letter <= last


def _not(test: Test) -> Test:
    return lambda letter: not test(letter)


def _category(name: str) -> Test:
    """A Unicode category (L, Lu, Nd …) or a script by its name (IsThai, InDevanagari)."""
    plain = name.removeprefix("Is").removeprefix("In")
    if len(plain) <= 2:
        return lambda letter: unicodedata.category(letter).startswith(plain)
    if plain == "Alphabetic":
        return str.isalpha
    script = plain.upper() + " "
    return lambda letter: unicodedata.name(letter, "").startswith(script)


_KINDS: dict[str, Test] = {
    "d": lambda letter: "0" <= letter <= "9",
    "w": lambda letter: letter.isascii() and (letter.isalnum() or letter == "_"),
    "s": lambda letter: letter in " \t\n\r\f\v",
}
