"""Names that are things too, beside a title."""

from collections.abc import Sequence

from bot.domain.book.reading.line_part import Part, Parts
from bot.domain.book.reading.words.nouns import nouns
from bot.domain.book.reading.words.spelling import as_typed
from bot.domain.book.reading.words.vocabulary import Kind, table

THINGS = frozenset({Kind.GOODS, Kind.KNOWN})
SMALL = frozenset({Kind.FILLER, Kind.DOUBT, Kind.NOT, Kind.AND})
OWING = frozenset({"credit", "owed", "paid_back", "repaid"})


def name_things(parts: Parts, typed: str, language: str) -> None:
    """Beside a title a thing is a name: Mama Ginger. Not where the line is about nothing else: to aunt soap 600."""
    after_title = table(language)["grammar"]["title_after"]
    for at, part in enumerate(parts.line):
        title = parts.at(at + 1 if after_title else at - 1)
        if _follows_small_title(parts, at, language):
            _name_after_small_title(parts, at, typed)
        if (
            not after_title
            and title is not None
            and title.is_title
            and part.kind in SMALL
            and is_written_as_name(part, typed)
        ):
            part.kind, part.word = Kind.TEXT, None  # Uncle Bob, who is no money
        if part.kind not in THINGS or title is None or not title.is_title or (part.glued and part.kind is Kind.GOODS):
            continue
        following = parts.at(at + 1)
        does = following is not None and following.word is not None and following.word.subject
        pays = after_title and parts.verbs & {"paid_back", "they_pay"}
        if does or pays or is_written_as_name(part, typed) or _other_thing(parts, at):
            part.kind = Kind.TEXT


def _follows_small_title(parts: Parts, at: int, language: str) -> bool:
    """After a title that is a small word too, where that does not join it to a thing before it."""
    title, before = parts.at(at - 1), parts.at(at - 2)
    small = at and title is not None and not title.is_title and title.text in nouns(language)["titles"]
    alone = before is None or bool(before.verb) or before.kind in (Kind.BREAK, Kind.WHO_BEFORE)
    return bool(small and alone and (parts.line[at].kind in THINGS or parts.line[at].is_strange))


def _name_after_small_title(parts: Parts, at: int, typed: str) -> None:
    """A name where it is written as one, or where a thing follows; both, or who did it, are sure."""
    part, after = parts.line[at], parts.at(at + 1)
    written = is_written_as_name(part, typed)
    sold = after is not None and (after.kind in THINGS or (after.word is not None and after.word.subject))
    title, before = parts.line[at - 1], parts.at(at - 2)
    to = written and before is not None and before.kind is Kind.WHO_BEFORE
    if written or sold:
        part.kind, part.misspelt = Kind.PERSON, not (written and sold)
    if to:
        title.kind = Kind.PERSON


def is_written_as_name(part: Part, typed: str) -> bool:
    """With a capital, where not every word has one."""
    return is_name([part], typed) and any(word[:1].islower() for word in typed.split())


def _other_thing(parts: Parts, at: int) -> bool:
    """Something else to be sold or bought, that does not stand beside it."""
    beside = (parts.at(at - 1), parts.at(at + 1))
    things = [part for part in parts.line if part.is_text and part.kind is not Kind.PERSON]
    return any(part is not parts.line[at] and all(part is not one for one in beside) for part in things)


def is_before_title(parts: Parts, run: Sequence[Part], language: str) -> bool:
    """Where titles come last, a thing right before one may be a name too: uncle Maize owes, or uncle owes for maize."""
    at = next((place for place, part in enumerate(parts.line) if part is run[-1]), None)
    title = None if at is None else parts.at(at + 1)
    last = title is not None and title.is_title and table(language)["grammar"]["title_after"]
    return bool(last and parts.verbs & OWING and all(part.kind in (Kind.GOODS, Kind.KNOWN) for part in run))


def is_name(run: Sequence[Part], typed: str) -> bool:
    """Written with a capital."""
    return len(run) <= 2 and all(as_typed(part.text, typed)[:1].isupper() for part in run)
