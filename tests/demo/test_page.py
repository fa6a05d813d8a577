"""Who opens the demo's page sees a newcomer's phone at once, and the other scenes one at a time."""

import asyncio
import re
import time

import httpx
import pytest
from playwright.async_api import Page, expect

from bot.demo import A_YEAR, FOR_A_YEAR, PHONES, SCENES, demo
from tests.browser import browsing
from tests.patience import PATIENCE
from tests.simulator.page.hands import NARROW, WIDE, phone

# Nine taps, and nothing is typed: the book has the figures.
AFTER = {
    "✅ Check-in": "1 of 8",
    "Yes": "Your book says that you sold",
    re.compile("^📒 [0-9]"): "Is that right?",
    "Yes, all is right": "6 of 8",
    "3": "7 of 8",
    "More than half": "8 of 8",
    "None of these": "8 of 8",
    "Done": "Is everything right?",
    "Send": "Sent. Thank you!",
}


async def scene(page: Page, title: str) -> None:
    await page.get_by_role("tab", name=title, exact=True).click()


async def test_the_newcomer_is_answered_before_the_other_scenes_are_made() -> None:
    began = time.monotonic()
    async with demo(0) as root, httpx.AsyncClient(base_url=root, timeout=PATIENCE) as client:

        async def screens() -> dict[int, list]:
            return {one["id"]: one["screen"] for one in (await client.get("/sim/state")).json()["phones"]}

        ready = time.monotonic() - began
        newcomer, last = PHONES[0].id, PHONES[-1].id
        await client.post(f"/sim/phones/{newcomer}/start", json={})
        async with asyncio.timeout(PATIENCE):
            there = await screens()
            while all(one["mine"] for one in there[newcomer]):
                await asyncio.sleep(0.02)
                there = await screens()
        print(f"the page answers after {ready:.1f} s, the newcomer's phone after {time.monotonic() - began:.1f} s")
        assert there[last] == []
        async with asyncio.timeout(PATIENCE):
            while all(one["mine"] for one in (await screens())[last]):
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_one_scene_at_a_time_and_what_was_typed_stays(chromium: str, size: dict[str, int]) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=size)
        await page.goto(address)
        first, second = (page.get_by_role("tab", name=one.title, exact=True) for one in SCENES[:2])
        await expect(page.locator(".phone:visible")).to_have_count(1)
        await expect(page.locator("#scenes-hint")).to_have_text(SCENES[0].hint)
        newcomer = phone(page, PHONES[0])
        await newcomer.get_by_role("button", name="Start", exact=True).click()
        await newcomer.get_by_role("textbox", name="Message").fill("not sent yet")
        await first.press("ArrowRight")
        await expect(second).to_be_focused()
        await expect(second).to_have_attribute("aria-selected", "true")
        await expect(newcomer).to_be_hidden()
        await expect(phone(page, FOR_A_YEAR)).to_be_visible()
        await page.reload()
        await expect(phone(page, FOR_A_YEAR)).to_be_visible()
        await first.click()
        await expect(newcomer.locator(".theirs").last).to_contain_text("language", timeout=20_000)
        ends = "[...document.querySelectorAll('.scene')].map((one) => one.getBoundingClientRect().right)"
        assert max(await page.evaluate(ends)) <= size["width"]


async def test_the_leaders_phone_stands_beside_two_members(chromium: str) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=WIDE)
        await page.goto(address)
        await scene(page, "A cooperative")
        await expect(page.locator(".phone:visible")).to_have_count(3)
        for one in PHONES:
            if one.role == "member":
                newest = phone(page, one).locator(".theirs").last
                await expect(newest).to_contain_text("What would you like", timeout=60_000)


async def test_the_second_scene_shows_a_cash_book_and_a_check_in_that_it_fills(chromium: str) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=WIDE)
        await page.goto(address)
        await scene(page, "A year of a book")
        await expect(phone(page, FOR_A_YEAR)).to_contain_text("Esther · producer, a year of entries · English")
        her = phone(page, FOR_A_YEAR)
        await expect(her).to_be_in_viewport()
        await expect(her.locator(".theirs").last).to_contain_text("In the box now: K", timeout=20_000)
        owner = her.locator(".phone-owner")
        assert await owner.evaluate("one => one.scrollWidth <= one.clientWidth"), "all of the line is to be read"
        newest = her.locator(".theirs").last
        for label, answer in AFTER.items():
            await her.get_by_role("button", name=label).last.click()
            await expect(newest).to_contain_text(answer, timeout=20_000)


async def test_a_phone_with_a_year_in_another_language_is_added(chromium: str) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=WIDE)
        await page.goto(address)
        await page.get_by_role("button", name="Add a phone").click()
        await page.get_by_label("Name of the person").fill("सुनिता")
        await page.get_by_label("Language of the phone").select_option("ne")
        await page.get_by_label("Who the person is").select_option(A_YEAR)
        assert await page.locator("#add").evaluate("one => one.scrollWidth <= one.clientWidth")
        await page.get_by_role("button", name="Add the phone").click()
        await expect(page.locator(".phone").last.locator(".theirs").last).to_contain_text("रु", timeout=20_000)


async def test_the_leaders_and_the_officers_phone_have_opened_their_links(chromium: str) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=WIDE)
        await page.goto(address)
        for role, title, invited in (
            ("leader", "A cooperative", "Sunrise"),
            ("staff", "An officer", "to work as an officer: OVOP"),
        ):
            await scene(page, title)
            her = phone(page, next(one for one in PHONES if one.role == role))
            await her.get_by_role("button", name="English").last.click()
            await expect(her.locator(".theirs").last).to_contain_text(invited, timeout=20_000)
