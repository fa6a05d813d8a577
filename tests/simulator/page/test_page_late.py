"""What the page asked for may come later than the news that followed it: the newer is what stays."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.simulator.page.hands import OWNERS, Open, begun, phone
from tests.simulator.page.village import Village

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _held(page: Page) -> tuple[asyncio.Event, asyncio.Event]:
    """The page's next look at everything is answered at once, and arrives only when it is let go."""
    taken, let_go = asyncio.Event(), asyncio.Event()

    async def answer(route: Route) -> None:
        was = await route.fetch()
        taken.set()
        await let_go.wait()
        await route.fulfill(response=was)

    await page.route("**/sim/state", answer, times=1)
    return taken, let_go


async def test_an_answer_is_not_undone_by_a_look_from_before_it(look: Open, village: Village) -> None:
    page = await look()
    it = phone(page, OWNERS[0])
    await expect(it).to_be_visible()
    taken, let_go = await _held(page)
    # another phone makes the page look at everything anew
    village.sim.control._send({"phone": 99, "kind": "added"})
    await taken.wait()
    await begun(page)
    async with page.expect_response("**/sim/state"):
        let_go.set()
    await page.wait_for_timeout(300)
    await expect(it.locator(".theirs").last).to_contain_text("Hello, Grace", timeout=1000)


async def test_a_clock_that_was_turned_is_not_turned_back_by_it(look: Open, village: Village) -> None:
    page = await look()
    await expect(page.locator("#now")).to_contain_text("24 Nov 2026")
    taken, let_go = await _held(page)
    village.sim.control._send({"phone": 99, "kind": "added"})
    await taken.wait()
    await page.get_by_role("button", name="Next day").click()
    await expect(page.locator("#now")).to_contain_text("25 Nov 2026")
    async with page.expect_response("**/sim/state"):
        let_go.set()
    await page.wait_for_timeout(300)
    await expect(page.locator("#now")).to_contain_text("25 Nov 2026", timeout=1000)
