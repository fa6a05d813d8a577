"""Who opens the demo's page sees a newcomer's phone at once, and the other scenes one at a time."""

import asyncio
import re
import time

import httpx
import pytest
from playwright.async_api import Page, expect

from bot.demo import FOR_A_YEAR, PHONES, SCENES, demo
from bot.demo.arriving import A_YEAR, LEADER, OFFICER
from bot.demo.at_work import MEMBER
from bot.demo.cooperative import PIN
from tests.patience import PATIENCE
from tests.simulator.page.hands import NARROW, WIDE, phone
from tests.system.browser import browsing

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
        # the demo makes first what is looked at, so it is told
        async with page.expect_request(f"**/sim/scenes/{SCENES[0].code}"):
            await page.goto(address)
        first, second = (page.get_by_role("tab", name=one.title, exact=True) for one in SCENES[:2])
        await expect(page.locator(".phone:visible")).to_have_count(1)
        await expect(page.locator("#scenes-hint")).to_have_text(SCENES[0].hint)
        newcomer = phone(page, PHONES[0])
        await newcomer.get_by_role("button", name="Start", exact=True).click()
        await newcomer.get_by_role("textbox", name="Message").fill("not sent yet")
        async with page.expect_request(f"**/sim/scenes/{SCENES[1].code}"):
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


async def test_the_leaders_phone_stands_beside_two_members_half_a_year_in(chromium: str) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=WIDE)
        await page.goto(address)
        await scene(page, "A cooperative")
        await expect(page.locator(".phone:visible")).to_have_count(3)
        leader = phone(page, next(one for one in PHONES if one.role == LEADER))
        # an announcement of the officer may come below it
        await expect(leader.get_by_text("What would you like").last).to_be_visible(timeout=60_000)
        for one in PHONES:
            if one.role == "member":
                her = phone(page, one)
                await expect(her.locator(".theirs").first).to_contain_text("Grace reported", timeout=60_000)
                await expect(her.get_by_text("What would you like").last).to_be_visible(timeout=60_000)
        for said in ("/group", PIN):
            await leader.get_by_role("textbox", name="Message").fill(said)
            await leader.get_by_role("textbox", name="Message").press("Enter")
        # "Sunrise" with who has answered herself, and the rest to be reported
        await expect(leader.locator(".theirs").last).to_contain_text("answered: 7", timeout=20_000)
        for button in ("Members and papers", "Four facts"):
            await leader.get_by_role("button", name=button).last.click()
        await expect(leader.locator(".theirs").last).to_contain_text("for 22 of 24 members)", timeout=20_000)
        await expect(leader.locator(".theirs").last).not_to_contain_text("not known yet")


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


async def test_an_officers_morning_and_another_leaders_phone_that_has_opened_its_link(chromium: str) -> None:
    async with demo(0) as address, browsing(chromium) as browser:
        page = await browser.new_page(viewport=WIDE)
        await page.goto(address)
        await scene(page, "An officer's morning")
        officer = phone(page, next(one for one in PHONES if one.role == OFFICER))
        await expect(officer.locator(".theirs").last).to_contain_text("to vouch for", timeout=60_000)
        await scene(page, "A cooperative")
        first = phone(page, next(one for one in PHONES if one.role == LEADER))
        await expect(first.get_by_text("What would you like").last).to_be_visible(timeout=60_000)
        await page.get_by_role("button", name="Add a phone").click()
        await page.get_by_label("Name of the person").fill("Ruth")
        await page.get_by_label("Who the person is").select_option(LEADER)
        await page.get_by_role("button", name="Add the phone").click()
        second = page.locator(".phone").last
        await second.get_by_role("button", name="English").last.click(timeout=20_000)
        await expect(second.locator(".theirs").last).to_contain_text("Sunrise", timeout=20_000)


async def test_the_scene_that_is_looked_at_is_made_before_the_others() -> None:
    """The last of the row is ready before those who stand in front of it have come."""
    async with demo(0) as root, httpx.AsyncClient(base_url=root, timeout=PATIENCE) as client:
        assert (await client.post("/sim/scenes/none")).status_code == 404
        (await client.post(f"/sim/scenes/{SCENES[-1].code}")).raise_for_status()
        async with asyncio.timeout(PATIENCE):
            while True:
                screens = {one["id"]: one["screen"] for one in (await client.get("/sim/state")).json()["phones"]}
                if any(not one["mine"] for one in screens[PHONES[-1].id]):
                    break
                await asyncio.sleep(0.02)
        # the officer has announced something to the group, so it is there; its members have not come to the page yet
        assert not any(said["mine"] for one in PHONES if one.role == MEMBER for said in screens[one.id])


def test_the_page_tells_the_pin() -> None:
    assert any(PIN in one.hint for one in SCENES)
