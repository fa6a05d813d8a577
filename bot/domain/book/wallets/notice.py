"""A message of a wallet or a bank as entries: what moved with a yes or a choice, and its fee as an entry of its own."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.book.kinds import Direction, Place
from bot.domain.book.reading.line import About, Ask, Known, Line, Reason, Unread
from bot.domain.book.reading.secret import is_secret
from bot.domain.book.wallets.shape import SHORTEST, Found, shape_of
from bot.domain.book.wallets.templates import template_of
from bot.i18n import Locale, Money
from bot.i18n.reading.common_words import fold

FEES = "interest"  # a key of [costs]: interest and fees
# What may have been meant by money that came, went, was taken out, was put in; the likeliest first.
KINDS_OF = {
    "got": (
        Direction.IN,
        Direction.PAID_BACK,
        Direction.LOAN_GOT,
        Direction.GRANT,
        Direction.PUT_IN,
        Direction.LENT_BACK,
    ),
    "paid": (Direction.OUT, Direction.TAKEN_HOME, Direction.REPAID, Direction.LOAN_PAID, Direction.LENT),
    "airtime": (Direction.OUT, Direction.TAKEN_HOME),
    "drawn": (Direction.FROM_WALLET, Direction.TAKEN_HOME),
    "put": (Direction.TO_WALLET, Direction.IN, Direction.PUT_IN, Direction.BANK_TO_WALLET),
    "from_bank": (Direction.BANK_TO_WALLET,),
    "to_bank": (Direction.WALLET_TO_BANK,),
    "loan": (Direction.LOAN_GOT, Direction.IN, Direction.GRANT),
    "": (Direction.IN, Direction.OUT),
}
OF_A_BANK = {Direction.FROM_WALLET: Direction.FROM_BANK, Direction.TO_WALLET: Direction.TO_BANK}
# Without a name nobody can owe it.
OF_SOMEBODY = frozenset({Direction.PAID_BACK, Direction.REPAID, Direction.LENT, Direction.LENT_BACK})
NAMELESS = frozenset({Direction.TAKEN_HOME, Direction.PUT_IN}) | OF_A_BANK.keys() | set(OF_A_BANK.values())
AIRTIME = "power"


@dataclass(frozen=True, slots=True)
class Notice(Ask):
    """`fee`: what it cost; `mark`: the same for the same message, empty where nothing tells it from another.

    `held`: what its wallet or bank, `place`, says to hold since.
    """

    fee: Line | None = None
    mark: str = ""
    held: Money | None = None
    place: Place = Place.WALLET


def read_notice(text: str, locale: Locale, currency: str, today: date, known: Known) -> Notice | Unread | None:
    """What a message of a wallet says; None where it is none."""
    if len(text) < SHORTEST:
        return None
    found = shape_of(text, locale, today)
    if found is None:
        return None
    if is_secret(found.unknown, locale.language):
        return Unread(Reason.SECRET)
    found = template_of(found)
    if found.none is not None:
        return Unread(found.none)
    if found.currency not in ("", currency):
        return Unread(Reason.FOREIGN)
    return _notice(found, currency, today, known)


def tells_secret(text: str, locale: Locale, today: date) -> bool:
    """Whether a text tells a secret number; what a message of a wallet has beside its money is none."""
    found = shape_of(text, locale, today) if len(text) >= SHORTEST else None
    return is_secret(text if found is None else found.unknown, locale.language)


def _notice(found: Found, currency: str, today: date, known: Known) -> Notice | Unread:
    day = found.day or today
    place = found.place or Place.WALLET
    lines = tuple(
        _line(direction, money, day, found, place)
        for amount in found.amounts
        if (money := _money(amount, currency)) is not None
        for direction in _kinds(found, place, known)
    )
    if not lines:
        return Unread(Reason.NO_PAYMENT)
    fee = _money(found.fee, currency)
    held = None if found.balance is None else _money(found.balance, currency)
    return Notice(
        About.SURE if found.exact else About.DIRECTION,
        lines[: len(lines) if len(found.amounts) == 1 else 4],
        fee=None if fee is None else Line(Direction.OUT, fee, day, category=FEES, place=place),
        mark=_mark(found),
        held=held,
        place=place,
    )


def _kinds(found: Found, place: Place, known: Known) -> list[Direction]:
    kinds = [one for one in KINDS_OF[found.does] if found.who or one not in OF_SOMEBODY]
    if place is Place.BANK:
        kinds = [OF_A_BANK.get(one, one) for one in kinds]
    if fold(found.who) in known.owing and Direction.PAID_BACK in kinds:
        kinds.sort(key=lambda one: one is not Direction.PAID_BACK)
    return kinds


def _line(direction: Direction, money: Money, day: date, found: Found, place: Place) -> Line:
    who = "" if direction in NAMELESS else found.who
    category = AIRTIME if found.does == "airtime" and direction is Direction.OUT else ""
    is_move = direction in (*OF_A_BANK, *OF_A_BANK.values(), Direction.BANK_TO_WALLET, Direction.WALLET_TO_BANK)
    return Line(direction, money, day, category=category, who=who, place=None if is_move else place)


def _money(amount: Decimal, currency: str) -> Money | None:
    try:
        return Money.of(amount, currency) if amount > 0 else None
    except ValueError:
        return None


def _mark(found: Found) -> str:
    """A digest of its reference, or of all that it says where it has none: the reference itself is kept nowhere."""
    told = (found.reference,) if found.reference else (found.time, str(found.balance))
    if not any(told) or told == ("", "None"):
        return ""
    amounts = ",".join(format(one.normalize(), "f") for one in found.amounts)
    said = "|".join((*told, found.does, amounts, str(found.day or "")))
    return hashlib.sha256(said.casefold().encode()).hexdigest()[:32]
