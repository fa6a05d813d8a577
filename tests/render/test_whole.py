"""The whole table: pages of a phone's width, rows of one height, names and figures apart in every script."""

import json
from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import whole
from bot.render.fonts import families, load_fonts
from bot.render.whole import ON_A_PAGE, Mark, WholePage, WholeRow, whole_picture
from tests.render.pdf import has, pages
from tests.render.test_meeting import size

FONTS = load_fonts()
# The longest that people are called, and that is said of them.
NAMES = {
    "en": "Magdalena-Christabel Nyirenda-Chimombo of Lower Balaka",
    "th": "ศิริวัฒนาพรประเสริฐกุล ณ อยุธยาเทพหัสดินทรสุวรรณ",
    "ne": "लक्ष्मीनारायणप्रसाद कुमारी श्रेष्ठक्षेत्रीबुढाथोकी",
    "ny": "Mayi Ng'ombe-Chikwakwalala wa ku Nkhotakota",
}
SAID = {
    "en": "K1,234,567.50 · 1,200 · –",
    "th": "฿1,234,567.50 · 1,200 · –",
    "ne": "रु १२,३४,५६७.५० · १,२००",
    "ny": "K12,345",
}


def a_page(language: str, rows: int = ON_A_PAGE) -> WholePage:
    said = [
        WholeRow(list(Mark)[at % 4], str(at + 1), NAMES[language] if at % 3 else "Noi", SAID[language])
        for at in range(rows)
    ]
    legend = tuple((mark, f"{mark}: 12") for mark in Mark)
    return WholePage(NAMES[language], "October 2026", "1 / 6", legend, tuple(said), language)


def as_pdf(page: WholePage) -> list[str]:
    """The same page with words that can be read back."""
    whole_data = json.dumps({"fonts": families(), **whole._data(page)})
    compiler = typst.Compiler(font_paths=FONTS, sys_inputs={"data": whole_data})
    made = compiler.compile(input=whole._TEMPLATE, format="pdf")
    assert isinstance(made, bytes)
    return pages(made)


@pytest.mark.parametrize("language", NAMES)
def test_it_is_as_wide_as_a_phone_and_a_row_is_never_higher(language: str) -> None:
    drawn = whole_picture(a_page(language), FONTS)
    width, height = size(drawn)
    short = replace(a_page(language), rows=tuple(WholeRow(Mark.CLEAR, "1", "Noi", "5") for _ in range(ON_A_PAGE)))
    assert width == 720 and height == size(whole_picture(short, FONTS))[1]
    assert len(drawn) < 700_000 and width + height < 10_000, "Telegram takes it as a picture"


@pytest.mark.parametrize("language", NAMES)
def test_every_name_and_figure_stands_on_it(language: str) -> None:
    (page,) = as_pdf(a_page(language, 12))
    assert has(page, NAMES[language]) and has(page, SAID[language]) and has(page, "October 2026")


# Typst measures what it draws: what is in a cell is no wider than the cell, and its marks no higher than the row.
FITS = b"""
#let height-of(words, size) = measure(text(size: size, top-edge: "bounds", bottom-edge: "bounds", words)).height
#let fits(words, width, ..style) = {
  let size = sizes.find(size => measure(text(size: size, ..style, words)).width <= width)
  size != none and height-of(words, size) <= row-height
}
#context assert(data.rows.all(one => fits(one.name, name-width - 2 * pad)), message: "a name is too wide")
#context assert(data.rows.all(one => fits(one.said, said-width - 2 * pad, weight: 600)), message: "too wide")
"""


@pytest.mark.parametrize("language", NAMES)
def test_long_names_do_not_run_into_figures_or_the_next_row(language: str) -> None:
    data = json.dumps({"fonts": families(), **whole._data(a_page(language))})
    compiler = typst.Compiler(font_paths=FONTS, sys_inputs={"data": data})
    assert compiler.compile(input=whole._TEMPLATE + FITS, format="pdf")


def test_more_rows_than_a_page_has_are_refused() -> None:
    with pytest.raises(ValueError, match="51 rows"):
        whole_picture(a_page("en", ON_A_PAGE + 1), FONTS)


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=200))
def test_any_words_are_drawn(words: str) -> None:
    odd = replace(a_page("th", 2), title=words, rows=(WholeRow(Mark.ASKED, words[:9], words, words),))
    assert size(whole_picture(odd, FONTS))[0] == 720
