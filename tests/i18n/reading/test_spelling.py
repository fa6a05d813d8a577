"""Every number to a thousand, spelt out in four languages, is read; numbers that are spelt alike are asked."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Ask, Locale, Read, read_number
from tests.i18n.spelling import SPELT

BIGGEST = {"en": 999_999, "th": 999_999, "ne": 999_999, "ny": 9_999}


@pytest.mark.parametrize("language", SPELT)
def test_to_a_thousand(every: Mapping[str, Locale], language: str) -> None:
    locale = every[language]
    asked = []
    for number in range(1000):
        reading = read_number(SPELT[language](number), locale)
        if isinstance(reading, Ask):
            asked.append(number)
            assert Decimal(number) in reading.choices
        else:
            assert reading == Read(Decimal(number))
    # "एक सय छ" is 106 or "is 100".
    assert asked == ([hundreds * 100 + 6 for hundreds in range(1, 10)] if language == "ne" else [])


@pytest.mark.parametrize("language", SPELT)
@given(data=st.data())
def test_beyond_a_thousand_the_number_is_read_or_among_those_asked(language: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(min_value=1000, max_value=BIGGEST[language]))
    reading = read_number(SPELT[language](number), Locale(language, language))
    assert reading == Read(Decimal(number)) or (isinstance(reading, Ask) and Decimal(number) in reading.choices)


@given(st.sampled_from(list(SPELT)), st.sampled_from(list(SPELT)), st.integers(min_value=0, max_value=999))
def test_other_languages_than_the_readers_own_are_never_misread(writer: str, reader: str, number: int) -> None:
    reading = read_number(SPELT[writer](number), Locale(reader, reader))
    assert not isinstance(reading, Read) or reading == Read(Decimal(number))
