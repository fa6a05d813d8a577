"""Who opens the demo's page sees at once the phone with a year behind it."""

import re

from playwright.async_api import expect

from bot.demo import A_YEAR, FOR_A_YEAR, PHONES, demo
from tests.browser import browsing
from tests.simulator.page.hands import WIDE, phone

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


async def test_the_first_phone_shows_a_cash_book_and_a_check_in_that_it_fills(chromium: str) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=WIDE)
        await page.goto(address)
        await expect(page.locator(".phone").first).to_contain_text("Esther · producer, a year of entries · English")
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
        for role, invited in (("leader", "Sunrise"), ("staff", "to work as an officer: OVOP")):
            her = phone(page, next(one for one in PHONES if one.role == role))
            await her.get_by_role("button", name="English").last.click()
            await expect(her.locator(".theirs").last).to_contain_text(invited, timeout=20_000)
