"""Asked how old she is, she may type her age in years, in any digits; what is not sure is asked again."""

import pytest

from tests.enrol import enrol
from tests.handlers.books import say
from tests.house import stage

CODES = {"th": "thailand-otop", "ne": "nepal-odop", "ny": "malawi-ovop", "en": "malawi-ovop"}


@pytest.mark.parametrize(
    ("language", "typed", "echo"),
    [
        ("en", "60", "✔️ Over 50"),
        ("en", "54 years", "✔️ Over 50"),
        ("en", "17", "✔️ Under 18"),
        ("en", "50", "✔️ 36 to 50"),
        ("en", "3", "✔️ 36 to 50"),
        ("en", "60?", "⚠️"),
        ("en", "1965", "⚠️"),
        ("en", "woman 54", "⚠️"),
        ("th", "60", "✔️ มากกว่า 50 ปี"),
        ("th", "๕๔", "✔️ มากกว่า 50 ปี"),
        ("th", "22 ปี", "✔️ 18 ถึง 25 ปี"),
        ("th", "อายุ 30 ค่ะ", "✔️ 26 ถึง 50 ปี"),
        ("ne", "५०", "✔️ ३६ देखि ५०"),
        ("ne", "५४ वर्ष", "✔️ ५० भन्दा बढी"),
        ("ny", "zaka 54", "✔️ Zoposa 50"),
        ("ny", "22", "✔️ 18 mpaka 35"),
    ],
)
async def test_an_age_in_years_is_its_band(sqlite_url: str, language: str, typed: str, echo: str) -> None:
    async with stage(sqlite_url, codes=(CODES[language],)) as running:
        phone = running.simulator.phone(1, "Mary", language)
        await enrol(running, phone)
        await say(running, phone, "/about_you", "1", typed)
        assert phone.screen[-1].text.startswith(echo)
