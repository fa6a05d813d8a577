"""The words of a receipt on paper, in the language of who paid in."""

from collections.abc import Mapping

from bot.domain.book import Direction, Entry
from bot.domain.book.ledger.labels import CATEGORIES, DIRECTIONS, what_label
from bot.i18n import N_, Text
from bot.render.receipts import Receipt
from bot.services.groups.cash_book.paper_receipts import ReceiptOf
from bot.services.groups.paper.papers import Words

RECEIPT, NUMBER, COPY = N_("Receipt"), N_("Number {number}"), N_("Copy")
PAID_BY, ON, WHAT_FOR, RECEIVED_BY = N_("Paid in by"), N_("Day"), N_("For"), N_("Received by")
SIGN = N_("Thumb or name of who received it")
# Where the line names nothing, what such money is, said from nobody's side.
KINDS_OF_MONEY: Mapping[Direction, str] = {
    Direction.PAID_BACK: CATEGORIES["debts"],
    Direction.LENT_BACK: DIRECTIONS[Direction.LOAN_PAID],
    Direction.LOAN_GOT: CATEGORIES["loan"],
    Direction.GRANT: DIRECTIONS[Direction.GRANT],
}


def receipt(one: ReceiptOf, words: Words) -> Receipt:
    """A receipt as it is drawn. The amount is in figures alone: nothing here spells numbers out."""
    language, entry = one.language, one.entry
    facts = (
        (PAID_BY, one.name),
        (ON, words.say(language, "{day}", day=entry.day)),
        (WHAT_FOR, _what_for(entry, words, language)),
        (RECEIVED_BY, one.received_by),
    )
    return Receipt(
        title=words.say(language, RECEIPT),
        number=words.say(language, NUMBER, number=one.number),
        copy=words.say(language, COPY) if one.is_copy else "",
        programme=words.pack.programme.title_in(language),
        group=words.group,
        amount=words.say(language, "{money}", money=entry.money),
        facts=tuple((words.say(language, label), value) for label, value in facts),
        sign=words.say(language, SIGN),
        language=language,
        rtl=words.is_rtl(language),
    )


def _what_for(entry: Entry, words: Words, language: str) -> str:
    """Empty where nobody said, to be written by hand."""
    what = what_label(entry)
    if what is None and entry.direction in KINDS_OF_MONEY:
        what = Text(KINDS_OF_MONEY[entry.direction])
    return "" if what is None else words.say(language, "{what}", what=what)
