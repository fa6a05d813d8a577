"""A simulator with three phones, a bot at work on it, and a real browser that looks at the page."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.patience import PATIENCE
from tests.simulator.page.hands import WIDE, Open
from tests.simulator.page.page_bot import running
from tests.simulator.page.village import TOKEN, Village
from tests.system.browser import browsing

expect.set_options(timeout=PATIENCE * 1000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with browsing(chromium) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def village() -> AsyncIterator[Village]:
    village = Village()
    await village.sim.start()
    try:
        async with running(TOKEN, village.sim.url) as app:
            village.bot = app.bot
            yield village
    finally:
        await village.sim.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def look(browser: Browser, village: Village) -> AsyncIterator[Open]:
    """Opens the page in a window of a size; afterwards no error may have been logged in it."""
    problems: list[str] = []

    async def look(size: dict[str, int] = WIDE, **how: object) -> Page:
        page = await browser.new_page(viewport=size, timezone_id="UTC", **how)
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        await page.goto(village.sim.url)
        return page

    yield look
    for context in browser.contexts:
        await context.close()
    assert [problem for problem in problems if "status of 4" not in problem] == []
