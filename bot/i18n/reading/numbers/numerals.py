"""Digits with marks between them: which numbers can "1,200", "1.200", "1 20 000" or "1,25" be?"""

import re
from decimal import Decimal

from bot.i18n.locale import Locale

WESTERN = re.compile(r"[1-9]\d{0,2}(?:x\d{3})+")
LAKH = re.compile(r"[1-9]\d?(?:x\d{2})*x\d{3}")
LONGEST = 15


def meanings(numeral: str, locale: Locale) -> tuple[Decimal, ...]:
    """The numbers that `numeral` can be, likeliest first.

    None when the marks make no sense ("1,2,3"), when it is far too long, or when it begins like a phone number.
    """
    marks = [char for char in numeral if not char.isdigit()]
    digits = len(numeral) - len(marks)
    if digits > LONGEST or (not marks and numeral.startswith("0") and digits > 7):
        return ()
    if not marks:
        return (Decimal(numeral),)
    kinds = list(dict.fromkeys(marks))
    if len(kinds) == 1:
        return _one_kind(numeral, kinds[0], len(marks), locale)
    last = kinds[-1]
    if len(kinds) == 2 and marks.count(last) == 1 and marks[-1] == last and last in ".,":
        whole, _, fraction = numeral.rpartition(last)
        return (Decimal(_joined(whole, kinds[0]) + "." + fraction),) if _is_grouped(whole, kinds[0]) else ()
    return ()


def parts(numeral: str) -> list[str]:
    """The digits between the marks of a numeral that is no number: "1,2,3"."""
    return re.findall(r"\d+", numeral) if not numeral.isdigit() else []


def _one_kind(numeral: str, mark: str, count: int, locale: Locale) -> tuple[Decimal, ...]:
    if _is_grouped(numeral, mark):
        whole = Decimal(_joined(numeral, mark))
        if count == 1 and mark == locale.decimal:
            return whole, _as_decimal(numeral, mark)
        return (whole,)
    if count > 1 or mark not in ".,":
        return ()
    if mark == locale.decimal or numeral.startswith((mark, "0" + mark)):
        return (_as_decimal(numeral, mark),)
    return _as_decimal(numeral, mark), Decimal(_joined(numeral, mark))


def _is_grouped(numeral: str, mark: str) -> bool:
    """In threes, or in twos with a last three, as in 1,20,000."""
    plain = numeral.replace(mark, "x")
    return bool(WESTERN.fullmatch(plain) or LAKH.fullmatch(plain))


def _joined(numeral: str, mark: str) -> str:
    return numeral.replace(mark, "")


def _as_decimal(numeral: str, mark: str) -> Decimal:
    return Decimal(numeral.replace(mark, "."))
