"""The statement: one page in every language, never too small to read, deaf to markup."""

import json
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib.resources import files

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.fitting import fitting
from bot.render.fonts import covered, drawable, load_fonts
from bot.render.qr import qr_code
from bot.render.statement import (
    MOST_COLUMNS,
    Fact,
    Row,
    Statement,
    _data,
    statement_pdf,
)
from tests.render.names import NAMES
from tests.render.pdf import copied, pages
from tests.render.statements import SAMPLES, USUAL

FONTS = load_fonts()
TEMPLATE = files("bot.render").joinpath("statement.typ")
# In points, of the smallest figure that a page may have.
READABLE = 9.0
# For a page in a chat: what a sample may weigh.
MOST_BYTES = 220_000


def compiled(statement: Statement) -> typst.Compiler:
    return typst.Compiler(str(TEMPLATE), font_paths=FONTS, sys_inputs={"data": json.dumps(_data(statement))})


def is_one_page(statement: Statement) -> bool:
    """As pictures, several pages are a list."""
    return isinstance(compiled(statement).compile(format="png"), bytes)


def figure_size(statement: Statement) -> float:
    """Of the smallest, in points."""
    compiler = compiled(statement)
    found = [json.loads(compiler.query(label, field="value", one=True)) for label in ("<page>", "<table>")]
    return 10 * float(found[0]) * min(float(found[1]), 1)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_one_page(name: str) -> None:
    pdf = statement_pdf(SAMPLES[name], FONTS)
    assert pdf.startswith(b"%PDF-") and len(pdf) <= MOST_BYTES
    assert is_one_page(SAMPLES[name])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_figure_can_be_read(name: str) -> None:
    assert name == "huge" or figure_size(SAMPLES[name]) >= READABLE


def test_it_takes_less_than_a_second_of_cpu() -> None:
    began = time.process_time()
    statement_pdf(SAMPLES["two scripts of digits"], FONTS)
    assert time.process_time() - began < 1.0


def test_the_same_data_gives_the_same_page() -> None:
    assert statement_pdf(USUAL, FONTS) == statement_pdf(USUAL, FONTS)


def test_more_columns_than_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="16 columns"):
        statement_pdf(replace(USUAL, columns=USUAL.columns[:1] * (MOST_COLUMNS + 1)), FONTS)


@pytest.mark.parametrize(
    "words",
    ['#panic("run")', '#read("/etc/passwd")', "$ x^2 $ *bold* `code` <label> @ref", "\\ [ ] { } //", '"\x00\x1b\u2028'],
)
def test_what_people_write_is_never_markup(words: str) -> None:
    named = replace(USUAL, about=(Fact(("Name",), (words,)),), title=(words,), how=(words, words))
    assert is_one_page(named)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.integers(1, MOST_COLUMNS), st.integers(1, 25))
def test_any_name_is_one_page(name: str, months: int, digits: int) -> None:
    rows = tuple(Row((name[:20],), (("9" * digits,),) * months) for _ in range(15))
    page = replace(
        USUAL,
        about=(Fact((name[:30],), (name,)),) * 10,
        columns=(USUAL.columns[0],) * months,
        rows=rows,
        programme=(name,),
        across=months > 7,
    )
    assert is_one_page(page)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_a_long_word_is_parted_and_never_within_a_letter(text: str) -> None:
    parted = fitting(text)
    assert len(parted.replace("\u200b", "")) <= 160
    assert parted.endswith("…") or parted.replace("\u200b", "") == drawable(text).replace("\u200b", "")


def test_letters_that_belong_together_stay_together() -> None:
    parted = fitting("क्षेत्रीयमहिलाहस्तकलासहकारीसंस्थालिमिटेड")
    assert "\u200b" in parted
    for after in parted.split("\u200b")[1:]:
        assert after[0] not in "ािीुूृेैोौ्ंँः"
    assert "\u200b" not in fitting("กลุ่มแม่บ้านเกษตรกรทอผ้าไหมย้อมสีธรรมชาติ")


def test_the_code_in_the_square_is_ours_alone() -> None:
    svg = qr_code("https://example.org/verify/6MWUT4A5HTGHPEG")
    assert svg.startswith("<svg") and "script" not in svg and "href" not in svg


def words_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)


def test_every_letter_of_the_samples_is_in_the_fonts() -> None:
    needed = {char for sample in SAMPLES.values() for text in words_of(asdict(sample)) for char in drawable(text)}
    assert needed <= covered(), sorted(needed - covered())


@pytest.mark.parametrize(
    "address",
    [
        "ovop.example/verify",
        "t.me/OvopBot",
        "one-village-one-product.secretariat.ministry-of-industry-and-trade.example.mw/programme/verify",
    ],
)
def test_the_address_and_the_code_are_copied_as_they_are(address: str) -> None:
    how = tuple(f"Is it real? Scan the square, or go to {address} and type {USUAL.code}. {end}" for end in ("", "जाँच"))
    page = replace(USUAL, how=how, where=address)
    said = copied(statement_pdf(page, FONTS))
    assert said.count(address) == said.count(f"{address} and type") + said.count(f"{address}\n") >= 1
    assert said.count(USUAL.code) >= 2 and "\u200b" not in said and "\ufffe" not in said


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script_is_on_the_page(script: str) -> None:
    named = replace(USUAL, about=(Fact(("Name",), (NAMES[script],)),))
    drawn = unicodedata.normalize("NFD", pages(statement_pdf(named, FONTS))[0])
    assert set(unicodedata.normalize("NFD", NAMES[script])) - {" "} <= set(drawn)
