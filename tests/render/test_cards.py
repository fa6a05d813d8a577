"""Cards: eight on a page A4, in every script, with a code that a camera reads; and never markup."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import load_catalogues
from bot.render import cards
from bot.render.cards import ON_A_PAGE, Card, cards_pdf
from bot.render.fonts import families, load_fonts
from bot.services.groups.paper.papers import BRING
from tests.render.pdf import has, pages
from tests.render.squares import codes_in
from tests.render.statements import GROUP, NAME

FONTS = load_fonts()
LINK = "https://t.me/ovop_malawi_bot?start=m_AbCdEfGhIjKlMnOpQrStU"
# The dots of an inch of a cheap camera that is held close.
COARSE = 90
LANGUAGES = {"en": "Malee Jaidee", "th": "มาลี ใจดี", "ne": "सीता कुमारी क्षेत्री", "ny": "Mayi Ng’oma"}


def card(language: str, number: int = 7) -> Card:
    """As it is asked for, from the real catalogues."""
    how, digits = load_catalogues().text(BRING, language), load_catalogues().text("{number}", language, number=number)
    group, programme = GROUP if language == "th" else "Kampini Soya", "One village, one product"
    return Card(LANGUAGES[language], digits, group, programme, how, f"{LINK}{number % 10}", language)


def pictures(drawn: Sequence[Card]) -> list[bytes]:
    """The pages as a camera sees them."""
    data = json.dumps({"fonts": families(), "cards": [cards._data(one) for one in drawn]})
    compiler = typst.Compiler(font_paths=FONTS, sys_inputs={"data": data})
    made = compiler.compile(input=cards._TEMPLATE, format="png", ppi=COARSE)
    return [made] if isinstance(made, bytes) else made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_stand_on_it_in_every_script(language: str) -> None:
    one = card(language, 300)
    (page,) = pages(cards_pdf([one], FONTS))
    for words in (one.name, one.number, one.group, one.how, one.programme):
        assert has(page, words), words


def test_eight_are_on_a_page_and_the_ninth_on_the_next() -> None:
    drawn = [replace(card("en", number), name=f"Member {number} of all") for number in range(1, 10)]
    first, second = pages(cards_pdf(drawn, FONTS))
    assert [has(first, f"Member {number} of all") for number in range(1, 10)] == [True] * ON_A_PAGE + [False]
    assert has(second, "Member 9 of all") and not has(second, "Member 8 of all")


def test_a_camera_reads_every_code_back_in_its_place() -> None:
    drawn = [card(language, number) for number, language in enumerate([*LANGUAGES, *LANGUAGES, "ny"])]
    read = [code for picture in pictures(drawn) for code in codes_in(picture)]
    assert read == [one.link for one in drawn]


def test_three_hundred_are_drawn() -> None:
    drawn = [card("ne", number) for number in range(1, 301)]
    assert len(pages(cards_pdf(drawn, FONTS))) == 38


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="no card"):
        cards_pdf([], FONTS)


@pytest.mark.parametrize("name", [NAME * 3, GROUP * 3, "W" * 400, '#panic("run") $x$ *b* `c` <l> @r', "", "\x00\u2028"])
def test_whatever_somebody_is_called_the_card_stays_a_card(name: str) -> None:
    """What is too long is set smaller or cut; the code beside it is read all the same."""
    odd = replace(card("th"), name=name, group=name, programme=name)
    assert len(pages(cards_pdf([odd] * 8, FONTS))) == 1
    (picture,) = pictures([odd])
    assert codes_in(picture) == [odd.link]


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=200), st.sampled_from(sorted(LANGUAGES)))
def test_any_name_is_one_page(name: str, language: str) -> None:
    assert len(pages(cards_pdf([replace(card(language), name=name, group=name)], FONTS))) == 1
