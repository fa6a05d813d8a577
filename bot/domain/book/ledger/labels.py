"""What people call the parts of the book: what a line does, its category, its unit, and an entry in a few words."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from bot.domain.book.kinds import Direction
from bot.domain.book.ledger.ledger import OPENING
from bot.i18n import N_, Text, Value, plural

DIRECTIONS: Mapping[Direction, str] = {
    Direction.IN: N_("Money in"),
    Direction.OUT: N_("Money out"),
    Direction.CREDIT: N_("Sold on credit"),
    Direction.PAID_BACK: N_("Paid back to me"),
    Direction.TAKEN_HOME: N_("Taken for home"),
    Direction.OWED: N_("Bought on credit"),
    Direction.REPAID: N_("I paid back"),
    Direction.LOAN_GOT: N_("A loan I got"),
    Direction.LOAN_PAID: N_("Loan paid back"),
    Direction.GRANT: N_("Grant or gift"),
    Direction.PUT_IN: N_("My own money put in"),
    Direction.REFUND_GIVEN: N_("Given back to a customer"),
    Direction.REFUND_GOT: N_("Given back by a shop"),
    Direction.TO_BANK: N_("Put into the bank"),
    Direction.FROM_BANK: N_("Taken from the bank"),
    Direction.TO_WALLET: N_("Put into the phone wallet"),
    Direction.FROM_WALLET: N_("Taken from the phone wallet"),
    Direction.BANK_TO_WALLET: N_("From the bank to the phone wallet"),
    Direction.WALLET_TO_BANK: N_("From the phone wallet to the bank"),
    Direction.LENT: N_("Money I lent"),
    Direction.LENT_BACK: N_("Lent money given back to me"),
    Direction.INTEREST: N_("Interest I earned"),
}
# One fixed sign each, for who reads little.
SIGNS: Mapping[Direction, str] = {
    Direction.IN: "💰",
    Direction.OUT: "🛒",
    Direction.CREDIT: "🤝",
    Direction.PAID_BACK: "💵",
    Direction.TAKEN_HOME: "🏠",
    Direction.OWED: "🧾",
    Direction.REPAID: "💸",
    Direction.LOAN_GOT: "📥",
    Direction.LOAN_PAID: "📤",
    Direction.GRANT: "🎁",
    Direction.PUT_IN: "👛",
    Direction.REFUND_GIVEN: "🔁",
    Direction.REFUND_GOT: "🛍",
    Direction.TO_BANK: "🏦",
    Direction.FROM_BANK: "🏧",
    Direction.TO_WALLET: "📲",
    Direction.FROM_WALLET: "📱",
    Direction.BANK_TO_WALLET: "💱",
    Direction.WALLET_TO_BANK: "🔃",
    Direction.LENT: "🤲",
    Direction.LENT_BACK: "🙌",
    Direction.INTEREST: "💹",
}
# By the key that entries keep.
CATEGORIES: Mapping[str, str] = {
    "sales": N_("Sales"),
    "costs": N_("Costs"),
    "home": N_("Taken for home"),
    "debts": N_("Debts paid back"),
    "transport": N_("Transport"),
    "wages": N_("Wages"),
    "rent": N_("Rent"),
    "power": N_("Electricity and water"),
    "interest": N_("Interest and fees"),
    "loan": N_("Loan"),
    "grant": N_("Grant or gift"),
    "own": N_("My own money put in"),
    "moved": N_("Moved"),
    "lent": N_("Money I lent"),
    "earned": N_("Interest I earned"),
    OPENING: N_("In the box at the start"),
    "count": N_("Difference when the box was counted"),
}
OTHER = N_("Other")
# Kinds of cost that say enough where no item is named.
SPEAKING = frozenset({"transport", "wages", "rent", "power", "interest", OPENING, "count"})
# By the keys of [units] in the languages' book.toml; `n` may be a fraction. Any other key is a word.
UNITS: Mapping[str, Text] = {
    "piece": plural("{n} piece", "{n} pieces", 1),
    "kg": plural("{n} kg", "{n} kg", 1),
    "gram": plural("{n} gram", "{n} grams", 1),
    "khit": plural("{n} khit", "{n} khit", 1),
    "litre": plural("{n} litre", "{n} litres", 1),
    "metre": plural("{n} metre", "{n} metres", 1),
    "bottle": plural("{n} bottle", "{n} bottles", 1),
    "bag": plural("{n} bag", "{n} bags", 1),
    "box": plural("{n} box", "{n} boxes", 1),
    "pack": plural("{n} pack", "{n} packs", 1),
    "basket": plural("{n} basket", "{n} baskets", 1),
    "jar": plural("{n} jar", "{n} jars", 1),
    "tin": plural("{n} tin", "{n} tins", 1),
    "bunch": plural("{n} bunch", "{n} bunches", 1),
    "sheet": plural("{n} sheet", "{n} sheets", 1),
    "pair": plural("{n} pair", "{n} pairs", 1),
    "set": plural("{n} set", "{n} sets", 1),
    "roll": plural("{n} roll", "{n} rolls", 1),
    "tray": plural("{n} tray", "{n} trays", 1),
    "bucket": plural("{n} bucket", "{n} buckets", 1),
    "basin": plural("{n} basin", "{n} basins", 1),
    "cup": plural("{n} cup", "{n} cups", 1),
    "glass": plural("{n} glass", "{n} glasses", 1),
    "bowl": plural("{n} bowl", "{n} bowls", 1),
    "plate": plural("{n} plate", "{n} plates", 1),
    "load": plural("{n} load", "{n} loads", 1),
    "sack": plural("{n} sack", "{n} sacks", 1),
    "crate": plural("{n} crate", "{n} crates", 1),
    "carton": plural("{n} carton", "{n} cartons", 1),
    "case": plural("{n} case", "{n} cases", 1),
    "can": plural("{n} can", "{n} cans", 1),
    "bundle": plural("{n} bundle", "{n} bundles", 1),
    "heap": plural("{n} heap", "{n} heaps", 1),
    "pile": plural("{n} pile", "{n} piles", 1),
    "sachet": plural("{n} sachet", "{n} sachets", 1),
    "pouch": plural("{n} pouch", "{n} pouches", 1),
    "ml": plural("{n} ml", "{n} ml", 1),
    "yard": plural("{n} yard", "{n} yards", 1),
    "ton": plural("{n} ton", "{n} tons", 1),
    "pau": plural("{n} pau", "{n} pau", 1),
    "quintal": plural("{n} quintal", "{n} quintals", 1),
    "dharni": plural("{n} dharni", "{n} dharni", 1),
    "pathi": plural("{n} pathi", "{n} pathi", 1),
    "muri": plural("{n} muri", "{n} muri", 1),
    "mana": plural("{n} mana", "{n} mana", 1),
}
COUNTED, MEASURED, SO_MANY = N_("{quantity} {item}"), N_("{quantity} of {item}"), N_("{quantity}")
IN_ITS_OWN = N_("{quantity} {unit}")


class Described(Protocol):
    """A Line or an Entry, as far as it says what it is about."""

    @property
    def item(self) -> str: ...
    @property
    def quantity(self) -> Decimal | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def category(self) -> str: ...


def category_label(category: str) -> Text:
    """A category for people; one that has no name is "other"."""
    return Text(CATEGORIES.get(category, OTHER))


def quantity_label(quantity: Decimal, unit: str) -> Text:
    """ "12 pieces", "2.5 kg", "2" and what she calls it; without a unit, the number alone."""
    label = UNITS.get(unit)
    if label is None and unit:
        return Text(IN_ITS_OWN, {"quantity": quantity, "unit": unit})
    if label is None:
        return Text(SO_MANY, {"quantity": quantity})
    many = label.plural[0] if label.plural else label.message
    return replace(label, values={"n": quantity}, plural=(many, 1 if quantity == 1 else 2))


def what_label(entry: Described) -> Value | None:
    """What it is about, in a few words: "12 soap", "3 kg of honey", "soap", "Transport"; None when nothing is said."""
    item, quantity = entry.item, entry.quantity
    if quantity is not None and item:
        message = MEASURED if entry.unit else COUNTED
        return Text(message, {"quantity": quantity_label(quantity, entry.unit), "item": item})
    if quantity is not None:
        return quantity_label(quantity, entry.unit)
    if item:
        return item
    return category_label(entry.category) if entry.category in SPEAKING else None
