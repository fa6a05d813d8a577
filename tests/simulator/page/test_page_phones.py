"""The page around the chats: the clock, more phones, their languages, small screens, the dark."""

import pytest
from playwright.async_api import expect

from simulator.world.phones import Owner
from tests.simulator.page.hands import NARROW, OWNERS, Open, begun, heard, phone, say
from tests.simulator.page.village import Village

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_blocked_bot_cannot_be_written_to_until_it_is_unblocked(look: Open) -> None:
    it = await begun(await look())
    await it.get_by_role("button", name="More").click()
    await it.get_by_role("button", name="Block the bot").click()
    await expect(it.get_by_role("textbox", name="Message")).to_be_hidden()
    await it.get_by_role("button", name="Unblock the bot").click()
    await say(it, "back")
    await heard(it, "You said: back")


async def test_the_clock_walks_a_month_and_a_year(look: Open, village: Village) -> None:
    page = await look()
    it = await begun(page)
    await page.get_by_role("button", name="Next day").click()
    await expect(page.locator("#now")).to_contain_text("Wed, 25 Nov 2026")
    await page.get_by_role("button", name="Next month").click()
    await heard(it, "Month 12 begins")
    await expect(page.locator("#now")).to_contain_text("Fri, 25 Dec 2026")
    await page.get_by_role("button", name="A year").click()
    await expect(page.get_by_text("of 365")).to_be_visible()
    await expect(page.get_by_role("button", name="Next day")).to_be_disabled()
    await expect(page.locator("#now")).to_contain_text("Sat, 25 Dec 2027", timeout=60_000)
    await expect(page.get_by_role("button", name="Next day")).to_be_enabled()
    await expect(it.get_by_text("Month 11 begins")).to_have_count(1)
    await expect(it.get_by_text("1 December 2027")).to_be_in_viewport()


async def test_after_a_reload_the_same_phone_is_in_front(look: Open) -> None:
    page = await look(NARROW)
    for owner in reversed(OWNERS):
        await page.get_by_role("tab", name=owner.name).click()
        await page.reload()
        await expect(page.get_by_role("tab", name=owner.name)).to_have_attribute("aria-selected", "true")
        await expect(phone(page, owner)).to_be_visible()


async def test_a_phone_is_added_and_speaks_its_language(look: Open) -> None:
    page = await look()
    await page.get_by_role("button", name="Add a phone").click()
    await page.get_by_label("Name of the person").fill("นภา")
    await page.get_by_label("Language of the phone").select_option("th")
    await page.get_by_label("Who the person is").select_option("leader")
    await page.get_by_role("button", name="Add the phone").click()
    it = page.locator(".phone").last
    await expect(it).to_have_attribute("lang", "th")
    await it.get_by_role("button", name="เริ่ม", exact=True).click()
    await heard(it, "Hello, นภา")
    await expect(it.locator(".day")).to_contain_text("24 พฤศจิกายน 2569")
    await page.reload()
    await expect(page.locator(".phone")).to_have_count(4)


async def test_the_page_finds_back_to_a_simulator_that_was_started_again(look: Open, village: Village) -> None:
    page = await look()
    await begun(page)
    port = int(village.sim.url.rpartition(":")[2])
    await village.sim.stop()
    await expect(page.get_by_role("alert")).to_contain_text("does not answer")
    village.sim.add(Owner(14, "Late", "en"))
    await village.sim.start(port)
    await expect(page.get_by_role("alert")).to_be_hidden(timeout=15_000)
    await expect(page.locator(".phone")).to_have_count(4)


async def test_a_nepali_phone_writes_its_digits(look: Open) -> None:
    it = await begun(await look(), OWNERS[2], "सुरु गर्नुहोस्")
    await expect(it.locator(".day")).to_have_text("२४ नोभेम्बर २०२६")
    await expect(it.locator(".theirs time")).to_have_text("१४:५०")


async def test_a_narrow_window_shows_one_phone_and_counts_what_is_unread(look: Open, village: Village) -> None:
    page = await look(NARROW)
    await begun(page)
    await expect(page.locator(".phone:visible")).to_have_count(1)
    await village.sim.phone(OWNERS[1].id).start()
    await expect(page.locator(".tab .badge").nth(1)).to_have_text("1")
    await village.bot.send_message(OWNERS[1].id, "one")
    await village.bot.send_message(OWNERS[1].id, "two")
    tab = page.get_by_role("tab", name="มะลิ")
    await expect(tab.locator(".badge")).to_have_text("3")
    await tab.click()
    await expect(tab).to_have_attribute("aria-selected", "true")
    await expect(tab.locator(".badge")).to_be_hidden()
    await expect(phone(page, OWNERS[1]).get_by_text("two")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 360, 719])
async def test_nothing_is_cut_off_in_a_narrow_window(look: Open, width: int) -> None:
    page = await look({"width": width, "height": 640})
    it = await begun(page)
    await say(it, "/keyboard")
    await expect(it.get_by_role("button", name="Skip")).to_be_visible()
    beyond = await page.evaluate("""() => [...document.querySelectorAll("button, textarea, .bubble, time, h2")]
        .filter((node) => node.checkVisibility() && !node.closest(".tabs-list"))
        .filter((node) => {
            const box = node.getBoundingClientRect();
            const under = !node.closest(".chat") && box.bottom > innerHeight + 0.5;
            return under || box.left < -0.5 || box.right > innerWidth + 0.5;
        }).map((node) => node.className || node.textContent)""")
    assert beyond == []
    field, keys = await it.locator(".composer").bounding_box(), await it.locator(".keys").bounding_box()
    assert field is not None and keys is not None
    assert field["y"] + field["height"] <= keys["y"] + 1


async def test_dark_mode_is_dark_and_every_button_has_a_name(look: Open) -> None:
    page = await look(color_scheme="dark")
    await begun(page)
    colour = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(10, 13, 16)"
    nameless = await page.evaluate("""() => [...document.querySelectorAll("button")]
        .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()))
        .map((node) => node.className)""")
    assert nameless == []
