"""A message of a wallet by its shape: an amount, who, a fee, a balance and a reference, in any order and language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from bot.domain.book.kinds import Place
from bot.domain.book.reading.line import Reason
from bot.domain.book.wallets import fields
from bot.domain.book.wallets.fields import Amount, any_of, words
from bot.domain.book.wallets.names import name_of
from bot.i18n import Locale

SHORTEST, EVIDENCE = 24, 2
MOVES = ("got", "paid", "drawn", "put")
# What says more than that money came or went, where it is said.
SPECIAL = {
    "from_bank": ("got", "paid", "put", ""),
    "to_bank": ("paid", "drawn", ""),
    "airtime": ("paid", "put", ""),
    "loan": ("got", ""),
}


@dataclass(frozen=True, slots=True)
class Found:
    """All that a message says. `amounts`: what may have moved; `none`: why it is no entry.

    `text`: made plain; `unknown`: the same without what is known to be no secret; `exact`: its provider's own words.
    """

    text: str
    unknown: str
    does: str = ""
    amounts: Sequence[Decimal] = ()
    fee: Decimal = Decimal(0)
    balance: Decimal | None = None
    currency: str = ""
    who: str = ""
    day: date | None = None
    time: str = ""
    reference: str = ""
    place: Place | None = None
    none: Reason | None = None
    exact: bool = False


def shape_of(text: str, locale: Locale, today: date) -> Found | None:
    """The parts of a message; None where its shape is none of a wallet's."""
    if not may_be_one(text):
        return None
    plain = fields.plain(text, locale, today)
    reference, rest = _without_numbers(plain.text)
    money = fields.amounts(rest)
    roles = _roles(rest, money)
    failed = any_of(words("none", "failed")).search(rest)
    offered = _is_offer(rest, money)
    if not money or _evidence(plain, rest, roles, reference) < EVIDENCE:
        return None
    moved = [one for one, role in zip(money, roles, strict=True) if not role]
    does = _does(rest)
    nothing = Reason.FAILED if failed else Reason.NO_PAYMENT if offered or not moved else None
    return Found(
        plain.text,
        _blanked(rest, money),
        does,
        tuple(dict.fromkeys(one.value for one in moved)),
        sum((one.value for one, role in zip(money, roles, strict=True) if role == "fee"), Decimal(0)),
        next((one.value for one, role in zip(money, roles, strict=True) if role == "balance"), None),
        next((one.currency for one in moved if one.currency), ""),
        name_of(rest, money, does),
        plain.day,
        plain.time,
        reference,
        Place.BANK if any_of(words("words", "bank")).search(plain.text) else None,
        none=nothing,
    )


def may_be_one(text: str) -> bool:
    """The cheap question first: most lines have no two numbers, or none of these words."""
    folded = text.casefold()
    return len(_NUMBERS.findall(folded)) > 1 and any(word in folded for word in _telling())


_NUMBERS = re.compile(r"\d[\d.,]*")


@cache
def _telling() -> tuple[str, ...]:
    keys = [("amounts", "fee"), ("amounts", "balance"), ("words", "reference"), ("words", "formal"), ("none", "failed")]
    return tuple(dict.fromkeys(word.casefold() for key in keys for word in words(*key)))


def _without_numbers(text: str) -> tuple[str, str]:
    """The reference, and the text without it and all other numbers that are no money."""
    labelled = any_of(words("words", "reference"), _NUMBER).search(text)
    code = fields.CODE.search(text)
    first = next((one for one in (labelled and labelled["number"], code and code[0]) if one), "")
    text = any_of(words("words", "reference"), _NUMBER).sub(" ", text)
    text = fields.DIALLED.sub(" ", text)
    text = any_of(words("words", "account"), _ACCOUNT).sub(" , ", text)
    for pattern in (fields.MASKED, fields.CODE, fields.LONG):
        text = pattern.sub(lambda found: found[0] if _is_money(found[0]) else " , ", text)
    return first, re.sub(r"\s+", " ", text)


_NUMBER = (
    r"[\s,¦]*(?:(?:is|no|id|code|number)[\s,]+)?"
    r"(?P<number>(?=[\w.\-/]*\d)[A-Za-z0-9][\w\-/]{3,}(?:[.\-/]\w+)*(?:\s¦\s[A-Z]\d+)?)(?![,.]\d)"
)
_ACCOUNT = r"[\s,]*(?:(?:is|no|number)[\s,]+)?[\w*-]*\d[\w*-]*(?![,.\w]*\d)"


def _is_money(text: str) -> bool:
    found = fields.amount(text)
    return found is not None and found.start == 0 and found.end == len(text) and bool(found.currency)


def _roles(text: str, money: Sequence[Amount]) -> list[str]:
    """What each amount is: "" what moved, or a fee, a balance, another one; the word stands before it, or after all."""
    gaps = [
        text[start:end]
        for start, end in zip([0, *(one.end for one in money)], [*(one.start for one in money), len(text)], strict=True)
    ]
    follow = len(money) > 1 and not _role(gaps[0]) and bool(_role(re.split(r"[¦]", gaps[-1])[0]))
    if follow:
        return [_role(gap) for gap in gaps[1:]]
    return [_role(gap, ends=at > 0) for at, gap in enumerate(gaps[:-1])]


def _role(gap: str, *, ends: bool = False) -> str:
    """What the last such word of a gap says; behind another amount, in the sentence that has this one too."""
    found = [
        (match.end(), key)
        for key in ("fee", "balance", "other")
        for match in any_of(words("amounts", key)).finditer(gap)
    ]
    moves = [match.end() for key in MOVES for match in any_of(words("does", key)).finditer(gap)]
    if not found:
        return ""
    at, key = max(found)
    return "" if moves and max(moves) > at and key != "other" else key


def _evidence(plain: fields.Plain, rest: str, roles: Sequence[str], reference: str) -> int:
    """How many things say that a machine has written it."""
    said = (
        "fee" in roles,
        "balance" in roles,
        bool(reference),
        bool(plain.time),
        rest.count(",") < plain.text.count(",") or fields.LONG.search(plain.text) is not None,
        any_of(words("words", "formal")).search(rest) is not None,
        fields.DIALLED.search(plain.text) is not None,
    )
    return sum(said)


def _is_offer(text: str, money: Sequence[Amount]) -> bool:
    """Whether the sentence of its first amount, or what stands before, only offers or asks for money."""
    end = text.find(fields.END, money[0].end) if money else -1
    return any_of(words("none", "no_payment")).search(text[: end if end >= 0 else len(text)]) is not None


def _does(text: str) -> str:
    """The first that is said to have been done, the longest word for it first."""
    found = [
        (match.start(), -len(match[0]), key) for key in MOVES for match in any_of(words("does", key)).finditer(text)
    ]
    move = min(found)[2] if found else ""
    special = [key for key, of in SPECIAL.items() if move in of and any_of(words("does", key)).search(text)]
    return special[0] if special else move


def _blanked(text: str, money: Sequence[Amount]) -> str:
    for one in reversed(money):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text
