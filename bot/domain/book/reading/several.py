"""Several entries in one line: "sold soap 600 bought oil 200"; each must be complete by itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.domain.book.kinds import KINDS, Direction
from bot.domain.book.reading.cut_places import Place, has_verb, is_listed, pieces_of, with_verb_of
from bot.domain.book.reading.line import Line, Reading
from bot.domain.book.reading.line_part import Parts

FOR_HOME = frozenset({"taken_home", "at_home"})
MOST = 6  # entries, or pieces, of a line

Read = Callable[[str], Reading]
Entry = tuple[str, Line]  # what was typed of it, and what it says


def entries(text: str, language: str, read: Read) -> list[Entry]:
    """The entries of a line, none when it is not made of several complete ones."""
    pieces = pieces_of(text, language)
    if not 1 < len(pieces) <= MOST:
        return []
    seen: dict[Place, Reading] = {}

    def read_piece(place: Place) -> Reading:
        if place not in seen:
            seen[place] = _read(text, place, language, read)
        return seen[place]

    return _entries(text, pieces, read_piece)


def with_days(found: Sequence[Line], named: Sequence[bool]) -> Iterator[Line]:
    """A day that was said holds for all that follow and name none."""
    day = None
    for line, says in zip(found, named, strict=True):
        day = line.day if says or day is None else day
        yield replace(line, day=day)


def does_two_things(parts: Parts) -> bool:
    """Took 100 for home and bought oil 200: what was bought has a number of its own."""
    if "buy" not in parts.verbs or not parts.verbs & FOR_HOME:
        return False
    done = [part for part in parts.line if part.figure or part.verb == "buy" or part.verb in FOR_HOME]
    bought = next(at for at, part in enumerate(done) if part.verb == "buy")
    before, after = done[:bought], done[bought + 1 :]
    took = any(part.verb for part in before) and any(part.figure for part in before)
    return took and any(part.figure for part in after)


def _entries(text: str, pieces: Sequence[Place], read: Callable[[Place], Reading]) -> list[Entry]:
    """The first entry takes as many pieces as make it one: "sold soap 600, 12 pieces"."""
    for many in range(len(pieces), 0, -1):
        place = pieces[0][0], pieces[many - 1][1]
        if place == (0, len(text)):
            continue
        first = read(place)
        if not isinstance(first, Line) or not _is_complete(first, opens=place[0] == 0):
            continue
        found = (text[slice(*place)], first)
        if many == len(pieces):
            return [found]
        rest = _entries(text, pieces[many:], read)
        if rest:
            return [found, *rest]
    return []


def _read(text: str, place: Place, language: str, read: Read) -> Reading:
    """A piece alone; one without a verb and of a thing that is listed has the verb of the others: soap 600, rice 90."""
    piece = text[slice(*place)]
    reading = read(piece)
    if isinstance(reading, Line) or has_verb(piece, language):
        return reading
    lent = with_verb_of(text, place, language)
    with_verb = read(lent) if lent else reading
    listed = isinstance(with_verb, Line) and is_listed(with_verb.item, language)
    return with_verb if listed else reading


def _is_complete(line: Line, *, opens: bool) -> bool:
    """It says what or who; money for home, a loan, a bank need neither, nor a sale that all begins with.

    "300 paid" belongs to what was said before.
    """
    kind = KINDS[line.direction]
    named = bool(line.item or line.who) or (opens and line.direction is Direction.IN)
    return named or kind.is_beside or kind.takes_back is not None or kind.home > 0
