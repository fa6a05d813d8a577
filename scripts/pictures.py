"""Takes the pictures of README, docs/a-cooperatives-month.md and docs/an-officers-week.md anew: the demo's cooperative
and its officer's morning, walked through as its leader and the officer do.

python -m scripts.pictures [--browser PATH]; needs Chromium. Look at what it writes before it is committed.
"""

import asyncio
from argparse import ArgumentParser
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.demo import PHONES, demo
from bot.demo.cooperative import PIN
from tests.simulator.page.hands import phone
from tests.system.browser import NAMES
from tests.system.programs import find

HERE = Path(__file__).parents[1] / "docs" / "pictures"
# Two are called Mary, one figure is ten times the usual, and four are not mentioned.
REPORT = (
    "Chikondi 85000, Dorothy 62000, Mary 75000, Blessings 1100000, Esther nothing, Agnes 84000, Peter 65000, "
    "Joyce 69000, Thoko 90000, Fatsani 72000, Limbani 88000, Wezi 54000, Tamanda 98000, Yamikani 70000, "
    "Chimwemwe 60000, Patience 82000, Gift 69000, Memory nothing, Loveness 91000, Madalitso 74000, Ulemu 66000"
)
# Milliseconds: the members are told at the next tick of the clock.
PATIENCE = 90_000


async def take(browser: str) -> None:
    """Walk through the scene as somebody at the page would, and take the pictures."""
    async with demo(0) as address, async_playwright() as player:
        opened = await player.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = await opened.new_page(viewport={"width": 1200, "height": 900})
        await page.goto(address)
        await page.get_by_role("tab", name="A cooperative").click()
        leader, told = _of(page, "leader"), _of(page, "member")
        await expect(leader.get_by_text("What would you like").last).to_be_visible(timeout=PATIENCE)
        await _before(leader)
        await _report(leader)
        await _last_word(page, told)
        await _after(leader)
        await _morning(page)
        await opened.close()


async def _before(leader: Locator) -> None:
    """What she sees before the meeting: her group, its papers, and four facts."""
    await _tap(leader, "My group")
    await _say(leader, PIN, "answered: 7")
    await _picture(leader, "group", from_its_top=True)
    await _tap(leader, "Members and papers")
    await _picture(leader, "papers")
    await _tap(leader, "Four facts")
    await _picture(leader, "facts")


async def _report(leader: Locator) -> None:
    """What she types off the paper, and what is asked."""
    await _tap(leader, "Report for all")
    await _say(leader, REPORT, "Who is")
    await _picture(leader, "report")
    await _tap(leader, "Mary Gondwe")
    await _say(leader, "Blessings 110000", "not mentioned?")
    await _tap(leader, "They were not there")
    await _tap(leader, "✅ Send")


async def _last_word(page: Page, told: Locator) -> None:
    await expect(told.get_by_text("reported November")).to_be_visible(timeout=PATIENCE)
    await _tap(told, "See it")
    await expect(told.get_by_text("Is that right?").last).to_be_visible(timeout=PATIENCE)
    await page.wait_for_timeout(2_000)
    # a tip of the week may stand below
    for said in ("Is that right?", "reported November"):
        await page.get_by_text(said).last.evaluate("one => one.scrollIntoView({block: 'center', inline: 'nearest'})")
    await page.wait_for_timeout(500)
    await _picture(told, "word")


async def _after(leader: Locator) -> None:
    """The picture for the meeting."""
    await _tap(leader, "My group")
    await _tap(leader, "Members and papers")
    await _tap(leader, "Picture for the meeting")
    await expect(leader.locator(".theirs img").last).to_be_visible(timeout=PATIENCE)
    await asyncio.sleep(2)
    await _picture(leader, "meeting")


async def _morning(page: Page) -> None:
    """What waits for the officer, and what she opens of it."""
    await page.get_by_role("tab", name="An officer").click()
    officer = _of(page, "officer")
    await expect(officer.get_by_text("What waits").last).to_be_visible(timeout=PATIENCE)
    await _say(officer, "/work", "to vouch for")
    await _picture(officer, "work", from_its_top=True)
    await _say(officer, "/figures", "figures to look at")
    await _picture(officer, "figures", from_its_top=True)
    await _say(officer, "/questions", "question waits")
    await officer.get_by_role("button", name="Ruth").last.click()
    await expect(officer.get_by_text("Waits since").last).to_be_visible(timeout=PATIENCE)
    await _picture(officer, "question", from_its_top=True)
    await _say(officer, "/broadcast", "What do you want to announce?")
    await _tap(officer, "Announcements so far")
    await _tap(officer, "The district fair")
    await expect(officer.get_by_text("Held up").last).to_be_visible(timeout=PATIENCE)
    await _picture(officer, "announced", from_its_top=True)
    await _tap(officer, "Let it go on")
    await expect(_of(page, "member").get_by_text("From the office of").last).to_be_visible(timeout=PATIENCE)
    await page.wait_for_timeout(2_000)
    await page.screenshot(path=HERE / "demo.png")


async def _picture(where: Locator, name: str, *, from_its_top: bool = False) -> None:
    """One phone as it stands, or from the top of the newest message on."""
    await asyncio.sleep(1)
    if from_its_top:
        await where.locator(".theirs").last.evaluate("one => one.scrollIntoView({block: 'start'})")
        await asyncio.sleep(1)
    await where.locator(".screen").screenshot(path=HERE / f"{name}.png")


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
