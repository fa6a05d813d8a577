"""The sheet: 24 on one page, 300 over several with the heads on each, in every script and for ten questions."""

import json
from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import sheet
from bot.render.fonts import families, load_fonts
from bot.render.sheet import MOST_COLUMNS, MOST_UPRIGHT, ON_A_PAGE, Sheet, SheetRow, sheet_pdf
from tests.render.pdf import has, pages
from tests.render.statements import GROUP, NAME

FONTS = load_fonts()
SCRIPTS = {
    "en": ("Malee Jaidee", "0123456789", ("Sales", "Amount made", "Price")),
    "th": ("มาลี ใจดี", "0123456789", ("ยอดขาย", "จำนวนที่ทำได้", "ราคา")),
    "ne": ("सीता कुमारी क्षेत्री", "०१२३४५६७८९", ("बिक्री", "बनाएको परिमाण", "भाउ")),
    "ny": ("Mayi Ng'oma", "0123456789", ("Ndalama za malonda", "Zopangidwa", "Mtengo")),
}


def a_sheet(language: str, members: int, columns: int = 3) -> Sheet:
    name, digits, labels = SCRIPTS[language]
    asked = tuple(labels[at % len(labels)] for at in range(columns))
    rows = tuple(SheetRow(str(at + 1), f"{name} {at + 1}", ("12,345",) * columns) for at in range(members))
    foot = ("Day of the meeting", "Who wrote this")
    group = NAME if language == "ne" else GROUP
    return Sheet(group, "Meeting about October", "No.", "Name", "Came", asked, rows, "Grey", foot, digits, language)


@pytest.mark.parametrize("language", SCRIPTS)
def test_all_words_stand_on_it_in_every_script(language: str) -> None:
    one = a_sheet(language, 24)
    (page,) = pages(sheet_pdf(one, FONTS))
    for words in (one.title, one.subtitle, one.name, one.here, *one.columns, one.rows[0].name, one.rows[-1].name):
        assert has(page, words), words
    assert page.count("12,345") == 24 * 3 and all(has(page, words) for words in (*one.foot, one.legend))


@pytest.mark.parametrize(("members", "count"), [(0, 1), (1, 1), (24, 1), (25, 2), (300, 13)])
def test_so_many_are_on_so_many_pages(members: int, count: int) -> None:
    found = pages(sheet_pdf(a_sheet("en", members), FONTS))
    assert len(found) == count
    assert all(has(page, "Amount made") and has(page, "Name") for page in found), "the heads stand on each page"
    for number in range(members):
        assert has(found[number // ON_A_PAGE], f"Malee Jaidee {number + 1}")


@pytest.mark.parametrize("columns", [0, 1, MOST_UPRIGHT, MOST_UPRIGHT + 1, MOST_COLUMNS])
@pytest.mark.parametrize("language", SCRIPTS)
def test_however_many_questions_it_stays_a_page(language: str, columns: int) -> None:
    assert len(pages(sheet_pdf(a_sheet(language, 24, columns), FONTS))) == 1


def test_more_questions_than_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="11 questions"):
        sheet_pdf(a_sheet("en", 1, MOST_COLUMNS + 1), FONTS)


def test_what_is_of_last_month_is_grey() -> None:
    """Seen in the picture: without figures of last month fewer points are of that grey."""

    def grey(one: Sheet) -> int:
        data = json.dumps({"fonts": families(), **sheet._data(one)})
        compiler = typst.Compiler(font_paths=FONTS, sys_inputs={"data": data})
        drawn = compiler.compile(input=sheet._TEMPLATE, format="svg")
        assert isinstance(drawn, bytes)
        return drawn.count(b"#56626e")

    known = a_sheet("en", 24)
    unknown = replace(known, rows=tuple(replace(one, last=("",) * 3) for one in known.rows))
    assert grey(known) - grey(unknown) == 24 * 3 * len("12,345")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.integers(1, MOST_COLUMNS), st.sampled_from(sorted(SCRIPTS)))
def test_any_words_are_one_page(words: str, columns: int, language: str) -> None:
    row = SheetRow(words[:6], words, (words,) * columns)
    odd = replace(a_sheet(language, 1, columns), title=words, columns=(words,) * columns, rows=(row,) * 24)
    assert len(pages(sheet_pdf(odd, FONTS))) == 1
