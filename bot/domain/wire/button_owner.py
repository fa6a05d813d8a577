"""Whose a button is: its data says so, and a tap on a shared phone acts for nobody else. And who a message is for."""

import re
from collections.abc import Iterable
from functools import cache

from bot.domain.wire.button_data import hex_number
from bot.i18n.language_data import language_table
from bot.i18n.languages import languages

_SIGN = "~"
# Whose a button is that was shown to somebody not registered.
NOBODY = 0


def marked(data: str, person_id: int | None) -> str:
    """A button's data with its owner."""
    return f"{data}{_SIGN}{person_id or NOBODY:x}"


def unmarked(data: str) -> tuple[str, int | None]:
    """The data as it was, and the owner's number; None: nobody was named."""
    before, sign, number = data.rpartition(_SIGN)
    whose = hex_number(number) if sign else None
    return (data, None) if whose is None else (before, whose)


def called(name: str, others: Iterable[str]) -> str:
    """What somebody is called among those who share a phone: her first name, or all of it where another has the same.

    `others`: the names of the others.
    """
    first = first_name(name)
    same = any(first_name(other).casefold() == first.casefold() for other in others)
    return " ".join(name.split()) if same else first


def first_name(name: str) -> str:
    """The first word of a name that is no title, without a title that is written on to it."""
    words = name.split()
    first = next((word for word in words if word.rstrip(".").casefold() not in _titles()), words[0] if words else "")
    return _glued().sub("", first, count=1)


@cache
def _titles() -> frozenset[str]:
    """What people write before their names, in every language."""
    return frozenset(title for language in languages() for title in language_table(language)["names"]["titles"])


@cache
def _glued() -> re.Pattern[str]:
    """A title at the beginning of a word with a name behind it, where a language writes the two together."""
    found = []
    for names in (language_table(language)["names"] for language in languages()):
        if begins := names["glued"]:
            titles = "|".join(re.escape(title) for title in sorted(names["titles"], key=len, reverse=True))
            found.append(rf"^(?:{titles})\.?(?={begins})")
    return re.compile("|".join(found) or "(?!)")
