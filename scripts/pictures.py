"""Takes README's picture anew: the demo's cooperative, the leader's report beside two members who are told of it.

python -m scripts.pictures [--browser PATH]; needs Chromium. Look at what it writes before it is committed.
"""

import asyncio
from argparse import ArgumentParser
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.demo import PHONES, demo
from tests.browser import NAMES
from tests.programs import find
from tests.simulator.page.hands import phone

HERE = Path(__file__).parents[1] / "docs" / "pictures"
REPORT = (
    "Chikondi 1200, Dorothy 1100, Mary 750, Blessings 950, Esther nothing, "
    "Rose not come, Agnes 700, Peter 650, Joyce 900"
)
# Milliseconds: the members are told at the next tick of the clock.
PATIENCE = 90_000


async def take(browser: str) -> None:
    """Walk through the scene as somebody at the page would, and take the picture."""
    async with demo(0) as address, async_playwright() as player:
        opened = await player.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = await opened.new_page(viewport={"width": 1200, "height": 900})
        await page.goto(address)
        await page.get_by_role("tab", name="A cooperative").click()
        leader = _of(page, "leader")
        await _tap(leader, "English")
        await _tap(leader, "Yes, I agree")
        await _say(leader, "Grace Banda", "PIN")
        await _say(leader, "739154", "once more")
        await _say(leader, "739154", "is set")
        await _tap(leader, "Report for all")
        await _say(leader, REPORT, "Blessings")
        await _tap(leader, "Mary Gondwe")
        await _tap(leader, "They were not there")
        await _tap(leader, "✅ Send")
        told = _of(page, "member")
        await _tap(told, "See it")
        await expect(told.get_by_text("Is that right?").last).to_be_visible(timeout=PATIENCE)
        await page.wait_for_timeout(2_000)
        await told.get_by_text("Is that right?").last.evaluate("one => one.scrollIntoView({block: 'center'})")
        await page.wait_for_timeout(500)
        await page.screenshot(path=HERE / "demo.png")
        await opened.close()


def _of(page: Page, role: str) -> Locator:
    return phone(page, next(one for one in PHONES if one.role == role))


async def _tap(where: Locator, name: str) -> None:
    button = where.get_by_role("button", name=name).last
    await expect(button).to_be_visible(timeout=PATIENCE)
    await button.click()
    await asyncio.sleep(1)


async def _say(where: Locator, text: str, answer: str) -> None:
    box = where.locator("textarea").first
    await box.fill(text)
    await box.press("Enter")
    await expect(where.get_by_text(answer).last).to_be_visible(timeout=PATIENCE)


if __name__ == "__main__":
    given = ArgumentParser(description=__doc__)
    given.add_argument("--browser", default=next(filter(None, map(find, NAMES)), None))
    asyncio.run(take(given.parse_args().browser))
