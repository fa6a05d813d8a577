"""Finding a member by a part of her name, however it is spelt, or by her number."""

from collections.abc import Sequence

from bot.domain.groups.report.names import names_of
from bot.domain.groups.report.roster import Member
from bot.i18n.reading.lexer import prepared

# More is no name: it is a message for the report, or a line of the book.
LONGEST = 40


def is_search(words: str) -> bool:
    """Whether somebody can be meant by it: a name, or a number alone."""
    typed = prepared(words).strip()
    alone = typed.isdecimal() or not any(sign.isdecimal() for sign in typed)
    return bool(typed) and alone and "\n" not in words.strip() and len(words) <= LONGEST


def search(typed: str, roster: Sequence[Member]) -> list[int]:
    """The ids of those who may be meant, the best first: her number or the beginning of a name of hers, nicknames too,
    then a part of one, and only where nobody has it, a spelling that is near.
    """
    wanted = prepared(typed).split()
    if not any(sign.isalnum() for sign in typed):
        return []
    if len(wanted) == 1 and wanted[0].isdecimal():
        return _numbered(wanted[0], roster)
    called = [(one.id, prepared(" ".join((one.given, one.family, *one.nicknames)))) for one in roster]
    begun = [one for one, name in called if _begin(wanted, name.split())]
    within = [one for one, name in called if "".join(wanted) in name.replace(" ", "")]
    return list(dict.fromkeys([*begun, *within])) or _near(wanted, roster)


def _numbered(number: str, roster: Sequence[Member]) -> list[int]:
    exact = [one.id for one in roster if str(one.card) == str(int(number))]
    return list(dict.fromkeys([*exact, *(one.id for one in roster if str(one.card).startswith(str(int(number))))]))


def _begin(wanted: Sequence[str], names: Sequence[str]) -> bool:
    """Whether each word that was typed begins a word of the name."""
    return all(any(name.startswith(word) for name in names) for word in wanted)


def _near(wanted: Sequence[str], roster: Sequence[Member]) -> list[int]:
    names = names_of(tuple(roster))
    near = [names.near(typed).members for typed in (" ".join(wanted), *wanted)]
    return [roster[place].id for place in dict.fromkeys(place for places in near for place in places)]
