"""A machine without a font of signs sees them all the same: the page brings one."""

import pytest

from scripts.make_signs import SHEET, sheet, shown
from tests.simulator.page.hands import Open

LOADED = "async (sign) => (await document.fonts.load('16px Signs', sign)).map((one) => one.status)"


def test_every_sign_that_is_shown_is_in_the_font() -> None:
    assert SHEET.read_text("utf-8") == sheet(shown()), "a sign came or went: run scripts/make_signs.py, as it says"


@pytest.mark.asyncio(loop_scope="module")
async def test_the_page_brings_the_font(look: Open) -> None:
    page = await look()
    assert await page.evaluate(LOADED, "🧺") == ["loaded"]
    assert await page.evaluate(LOADED, "a") == []
    family = await page.evaluate("getComputedStyle(document.body).fontFamily")
    assert family.split(", ")[-1].strip('"') == "Signs", "after those that the machine has"
