"""The other side of a payment in a message of a wallet: a name after "from" or "to", never the wallet's or hers."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.book.reading.secret import a_letter
from bot.domain.book.wallets.fields import DAY, END, TIME, Amount, any_of, words
from bot.domain.book.wallets.providers import provider_names
from bot.i18n.scripts import is_spaceless

MOST, LONGEST = 5, 40  # words of a name, and letters
SIDES = {"got": "from", "loan": "from", "paid": "to", "": "from"}


def name_of(text: str, money: Sequence[Amount], does: str) -> str:
    """The name, as it is written in a book; empty where nobody is named."""
    side = SIDES.get(does)
    if side is None:
        return ""
    for one in reversed(money):
        text = f"{text[: one.start]} {END} {text[one.end :]}"
    for match in any_of(words("names", side)).finditer(text) if words("names", side) else ():
        if name := _named(text[match.end() :].split()):
            return name
    for match in _glued(words("names", f"{side}_after")).finditer(text):
        if name := _named_before(text[: match.start()].split()):
            return name
    return ""


def _glued(of: Iterable[str]) -> re.Pattern[str]:
    """Words that are written onto the name, or behind it."""
    return re.compile(
        rf"(?:{'|'.join(map(re.escape, sorted(of, key=len, reverse=True)))})(?!{a_letter()})", re.IGNORECASE
    )


def _named(following: Sequence[str]) -> str:
    found: list[str] = []
    for word in following:
        if word == "," and not found:
            continue  # a phone stood here
        if _ends(word) or (not found and word.casefold() in map(str.casefold, words("names", "nobody"))):
            break
        found.append(word)
    return _as_name(found)


def _named_before(before: Sequence[str]) -> str:
    found: list[str] = []
    for word in reversed(before):
        if _ends(word):
            break
        found.insert(0, word)
    return _as_name(found)


def _ends(word: str) -> bool:
    if word in (END, DAY, TIME, ",") or any(map(str.isdigit, word)):
        return True
    ends = words("names", "ends")
    folded = word.casefold()
    return folded in ends or any(folded.startswith(one) for one in ends if all(map(is_spaceless, one)))


def as_name(text: str) -> str:
    """Words of a message as a name."""
    return _as_name(text.split())


def _as_name(found: Sequence[str]) -> str:
    titles = {one.replace(".", "").casefold() for one in words("names", "titles")}
    kept = [word for word in found if word.casefold() not in titles and "*" not in word and any(map(str.isalpha, word))]
    name = " ".join(kept[:MOST])[:LONGEST].strip()
    if kept and any(name.startswith(one) and len(name) > len(one) for one in titles if all(map(is_spaceless, one))):
        longest = max((one for one in titles if name.startswith(one)), key=len)
        name = name[len(longest) :].strip()
    folded = name.casefold()
    if len(name) < 2 or any(any_of([one]).fullmatch(folded) for one in provider_names()):
        return ""
    if folded in map(str.casefold, words("names", "nobody")):
        return ""
    return name.title() if name.isascii() and (name.isupper() or name.islower()) else name
