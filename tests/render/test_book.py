"""The picture of a book: the words are drawn, in four scripts, whatever the sums are."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.i18n import Money, MonthOf, load_catalogues
from bot.render.book import BookPicture, MonthBars, book_picture, from_json, to_json
from bot.render.fonts import load_fonts

CURRENCIES = {"en": "THB", "th": "THB", "ne": "NPR", "ny": "MWK"}
SUMS = [(4_500_00, 2_100_00), (0, 0), (12_345_678_00, 1_00), (1_250_50, 3_980_00), (9_000_00, 8_999_99)]


def sample(language: str, sums: list[tuple[int, int]]) -> BookPicture:
    """As the chat asks for it, from the real catalogues."""
    known, currency = load_catalogues(), CURRENCIES[language]

    def said(message: str, **values: object) -> str:
        return known.text(message, language, **values)  # type: ignore[arg-type]

    def money(amount: int) -> str:
        return said("{money}", money=Money(amount, currency))

    months = [date(2025 + at // 12, at % 12 + 1, 20) for at in range(len(sums))]
    bars = [
        MonthBars(said("{month}", month=MonthOf(month)), came, went, money(came), money(went))
        for month, (came, went) in zip(months, sums, strict=True)
    ]
    return BookPicture(
        title=said("My book"),
        subtitle=said("{first} – {last}", first=MonthOf(months[0]), last=MonthOf(months[-1])),
        came=said("Money in"),
        went=said("Money out"),
        months=tuple(bars),
        footer=said("In the box now: {money}", money=money(1850_00)),
        language=language,
    )


@pytest.mark.parametrize("language", CURRENCIES)
def test_it_is_drawn_in_every_script(language: str) -> None:
    fonts = load_fonts()
    for sums in (SUMS[:1], SUMS, [(at * 100_00, 500_00) for at in range(12)], [(0, 0)]):
        drawn = book_picture(sample(language, sums), fonts)
        assert drawn.startswith(b"\x89PNG")
        assert len(drawn) < 110_000


def test_it_waits_as_text() -> None:
    picture = sample("ne", SUMS)
    assert from_json(to_json(picture)) == picture
    assert json.loads(to_json(picture))["language"] == "ne"


def test_words_are_no_markup() -> None:
    odd = replace(sample("en", SUMS), title="#panic() *x* $y$ \\", footer="[link](http://x)")
    assert book_picture(odd, load_fonts()).startswith(b"\x89PNG")
