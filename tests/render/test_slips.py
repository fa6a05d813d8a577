"""Slips: four on a page A4, the whole text in every script however long, and room for a thumb."""

import json
from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import slips
from bot.render.fonts import families, load_fonts
from bot.render.slips import ON_A_PAGE, Slip, slips_pdf
from tests.house import pack
from tests.render.pdf import has, pages
from tests.render.statements import GROUP, NAME

FONTS = load_fonts()
# In points, of the smallest text that a pack's own consent may be set in.
READABLE = 7.5
PACKS = {"th": "thailand-otop", "ne": "nepal-odop", "ny": "malawi-ovop", "en": "malawi-ovop"}


def slip(language: str) -> Slip:
    facts = (
        ("Number", "7"), ("Text", "version 2"), ("Read to me on", "8 Nov 2026"), ("How", ""), ("Before", NAME),
        ("Reported for me", "November 2026: K1,234,567 · 12,500 · 3. Right: yes / no"),
    )  # fmt: skip
    texts = pack(PACKS[language]).programme.consent.screens(language)
    return Slip("What I have agreed to", "OVOP", GROUP, "Malee Jaidee", texts, facts, "My thumb", language)


@pytest.mark.parametrize("language", PACKS)
def test_all_of_the_text_stands_on_it_in_every_script(language: str) -> None:
    one = slip(language)
    (page,) = pages(slips_pdf([one], FONTS))
    lines = [line for text in one.texts for line in text.splitlines()]
    assert len(lines) > 5
    said = (one.title, one.name, one.group, one.thumb, "version 2", "8 Nov 2026", "Right: yes / no", *lines)
    for words in said:
        assert has(page, words), words


def test_four_are_on_a_page_and_the_fifth_on_the_next() -> None:
    drawn = [replace(slip("en"), name=f"Member {number} of all") for number in range(1, 6)]
    first, second = pages(slips_pdf(drawn, FONTS))
    assert [has(first, f"Member {number} of all") for number in range(1, 6)] == [True] * ON_A_PAGE + [False]
    assert has(second, "Member 5 of all")


def sizes(*drawn: Slip) -> list[float]:
    """In points, of the text of each slip."""
    data = json.dumps({"fonts": families(), "slips": [slips._data(one) for one in drawn]})
    compiler = typst.Compiler(slips._TEMPLATE, font_paths=FONTS, sys_inputs={"data": data})
    return list(json.loads(compiler.query("<text>", field="value")))


@pytest.mark.parametrize("language", PACKS)
def test_the_text_can_be_read(language: str) -> None:
    assert sizes(slip(language))[0] >= READABLE


def test_a_text_twice_as_long_is_set_smaller_and_not_cut() -> None:
    long = replace(slip("en"), texts=slip("en").texts * 2 + ("The very end.",))
    (page,) = pages(slips_pdf([long], FONTS))
    assert has(page, "The very end.")
    usual, small = sizes(slip("en"), long)
    assert 3.5 < small < usual, "it still stands above what is written by hand"


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="no slip"):
        slips_pdf([], FONTS)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.sampled_from(sorted(PACKS)))
def test_any_words_are_one_page(words: str, language: str) -> None:
    odd = replace(slip(language), name=words, group=words, facts=((words, words), ("Before", "")), thumb=words)
    assert len(pages(slips_pdf([odd], FONTS))) == 1
