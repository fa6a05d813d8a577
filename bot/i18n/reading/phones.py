"""Phone numbers as people type them, to E.164."""

import phonenumbers

from bot.i18n.reading.common_words import fold
from bot.i18n.reading.outcome import Ask, Read, Reading, Reason, Unread


def read_phone(text: str, region: str) -> Reading[str]:
    """ "081-234 5678" in region "TH" → "+66812345678". A number that is possible but in no known range is asked."""
    try:
        number = phonenumbers.parse(fold(text), region)
    except phonenumbers.NumberParseException:
        return Unread(Reason.NOT_A_PHONE if text.strip() else Reason.EMPTY)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(number):
        return Read(written)
    return Ask((written,)) if phonenumbers.is_possible_number(number) else Unread(Reason.NOT_A_PHONE)


def format_phone(number: str, region: str) -> str:
    """A number as people of the region write it: 081 234 5678; one of another country keeps its country code."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_number(parsed) == region
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, style))


def has_mobile(text: str, region: str) -> bool:
    """Whether the number of a phone that somebody carries stands in a text; that of an office, on a wire, is none."""
    carried = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    found = phonenumbers.PhoneNumberMatcher(fold(text), region)
    return any(phonenumbers.number_type(one.number) in carried for one in found)
