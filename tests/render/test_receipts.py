"""Receipts: four on a page A4, in every script, every figure whole, however long a name is."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import receipts
from bot.render.fonts import families, load_fonts
from bot.render.receipts import ON_A_PAGE, Receipt, receipts_pdf
from tests.render.pdf import has, pages
from tests.render.statements import GROUP, NAME

FONTS = load_fonts()
WORDS = {
    "en": ("Receipt", "Malee Jaidee", "K12,345,678.50", "8 Nov 2026"),
    "th": ("ใบรับเงิน", "มาลี ใจดี", "฿12,345,678.50", "8 พ.ย. 2569"),
    "ne": ("रसिद", "सीता कुमारी क्षेत्री", "रु १,२३,४५,६७८", "२२ कात्तिक २०८३"),
    "ny": ("Lisiti", "Mayi Ng’oma", "K12,345,678", "8 Nov 2026"),
}


def receipt(language: str, copy: str = "") -> Receipt:
    """As it is asked for; a part is to be written by hand."""
    title, name, amount, day = WORDS[language]
    facts = (("Paid in by", name), ("Day", day), ("For", ""), ("Received by", NAME))
    return Receipt(title, "Number 12", copy, "OVOP", GROUP, amount, facts, "Signature", language)


def pictures(drawn: Sequence[Receipt]) -> list[bytes]:
    """The pages as somebody sees them."""
    data = json.dumps({"fonts": families(), "receipts": [receipts._data(one) for one in drawn]})
    compiler = typst.Compiler(font_paths=FONTS, sys_inputs={"data": data})
    made = compiler.compile(input=receipts._TEMPLATE, format="png", ppi=90)
    return [made] if isinstance(made, bytes) else made


@pytest.mark.parametrize("language", WORDS)
def test_the_words_stand_on_it_in_every_script(language: str) -> None:
    one = receipt(language)
    (page,) = pages(receipts_pdf([one], FONTS))
    for words in (one.title, one.number, one.group, one.amount, one.sign, *(value for _, value in one.facts)):
        assert has(page, words), words


def test_four_are_on_a_page_and_thirty_on_eight() -> None:
    drawn = [replace(receipt("en"), number=f"Number {number} of all") for number in range(1, 31)]
    found = pages(receipts_pdf(drawn, FONTS))
    assert len(found) == 8
    assert [has(found[0], f"Number {number} of all") for number in range(1, 6)] == [True] * ON_A_PAGE + [False]
    assert has(found[7], "Number 30 of all")


def test_a_copy_says_so() -> None:
    first, again = pages(receipts_pdf([receipt("en")], FONTS)), pages(receipts_pdf([receipt("en", "Copy")], FONTS))
    assert not has(first[0], "Copy") and has(again[0], "Copy")


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="no receipt"):
        receipts_pdf([], FONTS)


ODD = (NAME * 3, GROUP * 3, "W" * 400, '#panic("run") $x$ *b* `c` <l> @r', "", "\x00\u2028")


@pytest.mark.parametrize("words", ODD)
def test_whatever_somebody_is_called_the_receipt_stays_a_receipt(words: str) -> None:
    """What is too long is set smaller or cut; the amount and the field to sign stand all the same."""
    facts = tuple((label, words) for label, _ in receipt("th").facts)
    odd = replace(receipt("th"), group=words, programme=words, facts=facts)
    (page,) = pages(receipts_pdf([odd] * ON_A_PAGE, FONTS))
    assert has(page, odd.amount) and has(page, odd.sign)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.sampled_from(sorted(WORDS)))
def test_any_words_are_one_page(words: str, language: str) -> None:
    facts = tuple((words, words) for _ in range(4))
    odd = replace(receipt(language), group=words, amount=words, number=words, facts=facts, sign=words, copy=words)
    assert len(pages(receipts_pdf([odd], FONTS))) == 1
