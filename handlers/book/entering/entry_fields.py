"""The parts of an entry that can be changed: what they are called, how they are asked for, and how they are read."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.domain.book import KINDS, Asked, Entry, Source
from bot.domain.book.kinds import instead_of
from bot.domain.book.ledger.labels import quantity_label
from bot.domain.book.reading.is_entry import read_quantity
from bot.i18n import N_, Read, Text, read_date, read_money
from bot.services.book.entries import Owner
from handlers.book.entering import entry_words as words
from handlers.book.entering import loan_steps, step_words
from handlers.wire.turn import Turn

LONGEST_NAME = 60


class Field(StrEnum):
    """A part of an entry, as in a button's data."""

    AMOUNT = "a"
    ITEM = "i"
    QUANTITY = "n"
    DAY = "t"
    WAY = "d"
    WHO = "w"
    KIND = "k"  # it was no sale: a loan, a gift …
    DUE = "e"
    PLACE = "l"


LABELS: Mapping[str, str] = {
    Field.AMOUNT: N_("💰 The amount"),
    Field.ITEM: N_("🧺 What it was"),
    Field.QUANTITY: N_("🔢 How many"),
    Field.DAY: N_("📅 The day"),
    Field.WAY: N_("🔄 In or out"),
    Field.WHO: N_("👤 Who"),
    Field.DUE: N_("📅 Next payment"),
    Field.PLACE: N_("📍 Where the money is"),
}
BACK_ON = N_("📅 When it comes back")
NO_SALE, NO_COST, NOT_THIS = N_("🏦 It was no sale"), N_("🏦 It was no cost"), N_("🏦 It was something else")
# What was found in the box is an amount on a day and nothing else.
OF_THE_BOX = (Field.AMOUNT, Field.DAY)
QUESTIONS: Mapping[str, str] = {
    Field.AMOUNT: N_("How much money was it? Write the amount."),
    Field.ITEM: N_("What was it? Tap it, or write it."),
    Field.QUANTITY: N_("How many? For example: {example}"),
    Field.DAY: N_("Which day was it? Tap it, or write it."),
    Field.WAY: words.WHICH,
    Field.WHO: N_("Who was it? Tap the name, or write it."),
    Field.KIND: words.NO_SALE,
    Field.DUE: step_words.NEXT_PAYMENT,
    Field.PLACE: N_("Where did the money go to, or come from?"),
}
NOT_READ: Mapping[str, str] = {
    Field.AMOUNT: words.AMOUNT_NEEDED,
    Field.QUANTITY: N_("I need a number here. For example: {example}"),
    Field.DAY: N_("I need a day here that is not still to come. For example: {day}"),
    Field.DUE: loan_steps.NO_DAY,
}


def parts(entry: Entry) -> list[Field]:
    """The parts of it that can be changed."""
    if entry.source in (Source.OPENING, Source.COUNT):
        return list(OF_THE_BOX)
    kind = KINDS[entry.direction]
    left_out = {
        Field.ITEM: (kind.is_beside or kind.earned) and not entry.item,
        Field.QUANTITY: (kind.is_beside or kind.earned) and entry.quantity is None,
        Field.KIND: not instead_of(entry.direction),
        Field.DUE: not kind.has_due,
        Field.PLACE: not kind.money or kind.is_move,
    }
    return [field for field in Field if not left_out.get(field)]


def question(field: str, entry: Entry) -> str:
    """What is asked for a part of it to be changed."""
    return step_words.asked(entry.direction, Asked.DUE) if field == Field.DUE else QUESTIONS[field]


def label(field: str, entry: Entry) -> str:
    """What a part is called."""
    if field != Field.KIND:
        return BACK_ON if field == Field.DUE and KINDS[entry.direction].lent else LABELS[field]
    kind = KINDS[entry.direction]
    return NO_SALE if kind.sales else NO_COST if kind.costs else NOT_THIS


def example(field: str) -> Text | int:
    """What somebody could write for it."""
    return quantity_label(Decimal(2), "kg") if field == Field.QUANTITY else 600


def typed(turn: Turn, owner: Owner, field: str) -> dict[str, Any] | None:
    """What she has typed, as the entry keeps it; None: it cannot be read as that."""
    text = turn.event.said.strip()
    match field:
        case Field.AMOUNT:
            money = read_money(text, turn.locale, owner.currency)
            return {"amount": money.value.minor} if isinstance(money, Read) and money.value.minor > 0 else None
        case Field.QUANTITY:
            quantity = read_quantity(text, turn.locale, owner.currency)
            return None if quantity is None else _quantity(*quantity)
        case Field.DAY:
            day = read_date(text, turn.locale, turn.day_sent, latest=turn.day_sent)
            return {"day": day.value} if isinstance(day, Read) else None
        case Field.ITEM:
            return {"item": text[:LONGEST_NAME]}
        case Field.DUE:
            due = loan_steps.read_due(turn, text)
            return None if due is None else {"due": due}
    return {"counterparty": text[:LONGEST_NAME]}


def _quantity(quantity: Decimal, unit: str) -> dict[str, Any]:
    """A number alone leaves the unit as it was."""
    return {"quantity": quantity, **({"unit": unit} if unit else {})}
