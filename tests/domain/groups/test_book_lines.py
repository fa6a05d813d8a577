"""Lines that leaders type for their groups: what members pay in goes out in no language, unless somebody says so."""

from datetime import date

import pytest

from bot.domain.book import Ask, Direction, Known, Line, Unread, read_line
from bot.domain.groups.book_lines import for_group
from bot.i18n import load_catalogues

CURRENCY = {"en": "MWK", "th": "THB", "ne": "NPR", "ny": "MWK"}
# No verb says which way: it may have come in.
EITHER_WAY = (
    ("en", "contribution 200"), ("en", "dues Kampini 200"), ("en", "membership fee 200"), ("en", "fine for Grace 50"),
    ("en", "shares Grace 500"), ("en", "group fee 100"), ("en", "Grace 200"),
    ("th", "ค่าสมาชิก 200"), ("th", "ค่าสมาชิก มาลี 200"), ("th", "ค่าปรับ 50"), ("th", "ค่าหุ้น 500"),
    ("ne", "सदस्यता शुल्क २००"), ("ne", "जरिवाना ५०"), ("ne", "मासिक शुल्क १००"),
    ("ny", "chopereka 200"), ("ny", "chopereka cha gulu 200"), ("ny", "fizi ya gulu 100"),
    ("ny", "zopereka za gulu 500"),
)  # fmt: skip
# A verb says it, or it is what somebody is paid for.
OUT = (
    ("en", "bought seeds 500"), ("en", "paid 500 for seeds"), ("en", "transport 100"), ("th", "ซื้อด้าย 500"),
    ("th", "ค่ารถ 100"), ("ne", "धागो किनेँ ५००"), ("ny", "ndagula mbewu 500"),
)  # fmt: skip
IN = (
    ("en", "sold 30 mats 3000"), ("en", "got 200 from Grace for seeds"), ("th", "ขายเสื่อ 30 ผืน 3000"),
    ("ne", "चटाई बेचेँ ३०००"), ("ny", "ndagulitsa mphasa 3000"),
)  # fmt: skip


def read(language: str, text: str) -> Line | Ask | Unread:
    locale = load_catalogues().locale(language)
    return for_group(read_line(text, locale, CURRENCY[language], date(2026, 11, 29), Known()), text, locale)


@pytest.mark.parametrize(("language", "text"), EITHER_WAY)
def test_what_may_have_come_in_is_asked(language: str, text: str) -> None:
    found = read(language, text)
    assert isinstance(found, Ask), found
    assert Direction.IN in [one.direction for one in found.choices] or found.outside


@pytest.mark.parametrize(("language", "text"), OUT)
def test_what_somebody_says_went_out_did(language: str, text: str) -> None:
    found = read(language, text)
    assert isinstance(found, Line) and found.direction is Direction.OUT


@pytest.mark.parametrize(("language", "text"), IN)
def test_what_somebody_says_came_in_did(language: str, text: str) -> None:
    found = read(language, text)
    assert isinstance(found, Line) and found.direction is Direction.IN
