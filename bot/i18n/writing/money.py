"""Money: integer minor units with a currency, and how locals write it."""

from dataclasses import dataclass
from decimal import Decimal

from bot.i18n.language_data import currency_table
from bot.i18n.locale import Locale
from bot.i18n.writing.numbers_write import format_number


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` counts the smallest units: 1,200 baht = Money(120000, "THB"), 1,200 rupiah = Money(1200, "IDR")."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """In whole units: Decimal("1200.50")."""
        return Decimal(self.minor).scaleb(-currency_decimals(self.currency))

    @classmethod
    def of(cls, amount: int | Decimal, currency: str) -> "Money":
        """From whole units; ValueError when the amount is finer than the currency."""
        minor = Decimal(amount).scaleb(currency_decimals(currency))
        if minor != minor.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency}")
        return cls(int(minor), currency)


def currency_decimals(currency: str) -> int:
    """How many decimals people use for it (our own table; two when we do not know the currency)."""
    decimals: int = currency_table().get(currency, {}).get("decimals", 2)
    return decimals


def currency_sign(currency: str, locale: Locale) -> str:
    """฿, K or Rs; the code itself when we do not know the currency."""
    table = currency_table().get(currency, {})
    sign: str = table.get("sign_in", {}).get(locale.language) or table.get("sign", currency)
    return sign


def format_money(money: Money, locale: Locale) -> str:
    """฿1,200 · Rs 1,200 · K1,200.50: decimals only when they are not zero."""
    table = currency_table().get(money.currency, {"space": True})
    amount = abs(money.amount)
    decimals = 0 if amount == amount.to_integral_value() else currency_decimals(money.currency)
    number, sign = format_number(amount, locale, decimals), currency_sign(money.currency, locale)
    gap = " " if table.get("space") else ""
    text = f"{number}{gap}{sign}" if table.get("after") else f"{sign}{gap}{number}"
    return f"-{text}" if money.minor < 0 else text
