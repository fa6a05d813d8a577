"""The templates of providers: a message that fits one is read with its provider's own words, and nothing is guessed.

A provider is a file of the folder `providers`: its names, where its money lies, and for each language what its messages
say. `{amount}`, `{who}` and the like are what is read, `{...}` is anything; what stands between brackets may be
missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from bot.domain.book.kinds import Place
from bot.domain.book.reading.line import Reason
from bot.domain.book.wallets import fields
from bot.domain.book.wallets.names import as_name
from bot.domain.book.wallets.providers import providers
from bot.domain.book.wallets.shape import Found

FAILED = "failed"
READ = frozenset({"amount", "fee", "balance", "who", "reference"})
_WORD = r"[^\s¦,]+"
_PARTS = {
    "amount": None,
    "fee": None,
    "balance": None,
    "who": r"[^\d¦§@]{2,60}?",
    "reference": r"[\w./-]*\d[\w./-]*(?: ¦ [A-Z]\d+)?|\w{6,}",
    "phone": r"[+\dxX*-]{5,}",
    "number": _WORD,
    "day": fields.DAY,
    "time": fields.TIME,
    "...": r".{0,80}?",
}


@dataclass(frozen=True, slots=True)
class _Template:
    does: str
    place: Place
    pattern: re.Pattern[str]


def template_of(found: Found) -> Found:
    """What was found, with what a template says of it; as it is where none fits."""
    for one in _templates():
        match = one.pattern.search(found.text)
        if match is not None:
            return _read(found, one, match)
    return replace(found, place=_named(found.text) or found.place)


def _read(found: Found, template: _Template, match: re.Match[str]) -> Found:
    if template.does == FAILED:
        return replace(found, none=Reason.FAILED, exact=True)
    said = {name: text for name, text in match.groupdict().items() if text}
    amount = fields.amount(said["amount"])
    if amount is None:
        return found
    return replace(
        found,
        does=template.does,
        amounts=(amount.value,),
        currency=amount.currency,
        fee=_value(said.get("fee")) or Decimal(0) if "fee" in said else found.fee,
        balance=_value(said.get("balance")) if "balance" in said else found.balance,
        who=as_name(said["who"]) if "who" in said else found.who,
        reference=said.get("reference", found.reference),
        place=template.place,
        none=None,
        exact=True,
    )


def _value(text: str | None) -> Decimal | None:
    amount = fields.amount(text) if text else None
    return amount.value if amount else None


def _named(text: str) -> Place | None:
    """Where the money of the provider lies that a message names."""
    places = {one.place for one in providers() if fields.any_of(one.names).search(text)}
    return Place.WALLET if Place.WALLET in places else next(iter(places), None)


@cache
def _templates() -> tuple[_Template, ...]:
    return tuple(
        _Template(does, one.place, _compiled(pattern))
        for one in providers()
        for does, patterns in one.messages
        for pattern in patterns
    )


def _compiled(template: str) -> re.Pattern[str]:
    return re.compile("".join(_pieces(template)), re.IGNORECASE)


def _pieces(template: str) -> Iterator[str]:
    """A regular expression: breaks and spaces between words are all alike, and may be missing."""
    for piece in re.findall(r"\{[^}]+\}|[\[\]]|[^{}\[\]\s]+", template):
        if piece == "[":
            yield "(?:"
        elif piece == "]":
            yield ")?"
        elif piece.startswith("{"):
            name = piece[1:-1]
            pattern = _PARTS[name] or fields.money_pattern()
            yield rf"[\s¦,]*(?P<{name}>{pattern})" if name in READ else rf"[\s¦,]*(?:{pattern})"
        else:
            yield r"[\s¦,]*" + r"[\s¦,]*".join(
                map(re.escape, fields.punctuated(piece).replace("¦", " ").replace(",", " ").split())
            )
