"""Letters: every script of a country with a programme can be printed, and what no font has is known before."""

import pytest

from bot.render.fonts import covered, drawable, families, load_fonts, missing
from tests.render.names import NAMES


@pytest.mark.parametrize("script", NAMES)
def test_names_of_every_country_can_be_printed(script: str) -> None:
    assert missing(NAMES[script]) == ""
    assert drawable(NAMES[script]) == NAMES[script]


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Sok ᏣᎳᎩ", "ᏣᎳᎩ"), ("𞤀𞤣𞤤𞤢𞤥 Ba", "𞤀𞤣𞤤𞤢𞤥"), ("꧋ꦗꦮ", "꧋ꦗꦮ"), ("🧼 Soap ✨👩🏽‍🌾", ""), ("\u200dA\u202eb\tc", "")],
)
def test_what_no_font_has_is_known_and_emoji_are_no_letters(text: str, letters: str) -> None:
    assert missing(text) == letters


def test_every_family_is_loaded_and_brings_letters() -> None:
    assert sorted(load_fonts().families()) == sorted(families())
    assert len(covered()) > 20_000
