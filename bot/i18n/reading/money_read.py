"""Amounts of money as people type them: with or without a sign or word, satang and paisa included."""

from dataclasses import replace
from decimal import Decimal

from bot.i18n.locale import Locale
from bot.i18n.reading.numbers.numbers_found import Found
from bot.i18n.reading.numbers.numbers_read import find_quantities, without_fractions
from bot.i18n.reading.outcome import Reading, Reason, Unread, settle
from bot.i18n.writing.money import Money, currency_decimals


def read_money(text: str, locale: Locale, currency: str) -> Reading[Money]:
    """An amount in `currency`; OTHER_CURRENCY when the line names another one, TOO_FINE for a third decimal."""
    found = find_quantities(text, locale, currency)
    if isinstance(found, Unread):
        return found
    if any(named != currency for named in found.currencies):
        return Unread(Reason.OTHER_CURRENCY)
    if not currency_decimals(currency):
        found.groups = [replace(group, values=tuple(without_fractions(group.values))) for group in found.groups]
    fit = [amount for amount in _amounts(found, currency) if _fits(amount, currency)]
    return settle([Money.of(amount, currency) for amount in fit], Reason.TOO_FINE, sure=_sure(found))


def _amounts(found: Found, currency: str) -> list[Decimal]:
    """Satang are added to the baht before them."""
    hundredth = Decimal(1).scaleb(-currency_decimals(currency))
    first = found.groups[0]
    if len(found.groups) == 2 and found.groups[1].minor and not first.minor:
        return [whole + part * hundredth for whole in first.values for part in found.groups[1].values]
    return [value * hundredth if group.minor else value for group in found.groups for value in group.values]


def _sure(found: Found) -> bool:
    compound = len(found.groups) == 2 and found.groups[1].minor and not found.groups[0].minor
    return (found.sure or compound) and not found.ranged and not found.left_over


def _fits(amount: Decimal, currency: str) -> bool:
    minor = amount.scaleb(currency_decimals(currency))
    return minor == minor.to_integral_value()
