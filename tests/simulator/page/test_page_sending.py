"""What a person sends from a phone on the page: words, taps, files, places, changes."""

import base64

import pytest
from playwright.async_api import expect

from tests.simulator.page.hands import NARROW, OWNERS, Open, attach, begun, heard, phone, say
from tests.simulator.page.village import Village

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_enter_sends_and_shift_enter_makes_a_line(look: Open) -> None:
    it = await begun(await look())
    field = it.get_by_role("textbox", name="Message")
    await field.press_sequentially("twelve")
    await field.press("Shift+Enter")
    await field.press_sequentially("soaps <b>bold</b>")
    await field.press("Enter")
    await heard(it, "You said: twelve\nsoaps <b>bold</b>")
    await expect(field).to_have_value("")
    await expect(field).to_be_focused()


async def test_what_was_typed_first_arrives_first(look: Open, village: Village) -> None:
    it = await begun(await look())
    for word in ("one", "two", "three", "four"):
        await say(it, word)
    await heard(it, "You said: four")
    mine = [message.text for message in village.sim.phone(OWNERS[0].id).screen if message.mine]
    assert mine == ["/start", "one", "two", "three", "four"]


async def test_commands_and_links_in_a_text_can_be_tapped(look: Open) -> None:
    it = await begun(await look())
    await it.get_by_role("link", name="once more").click()
    await heard(it, "Code: again")
    await it.get_by_role("button", name="/media").last.click()
    await heard(it, "Your answers")


async def test_the_menu_and_a_slash_offer_the_commands(look: Open) -> None:
    it = await begun(await look())
    await it.get_by_role("button", name="Menu").click()
    await expect(it.get_by_role("dialog")).to_contain_text("See files")
    await it.get_by_role("dialog").press("Escape")
    await it.get_by_role("textbox", name="Message").fill("/m")
    await it.get_by_role("button", name="/media See files").click()
    await heard(it, "Your answers")


async def test_sharing_the_number_takes_the_keyboard_away(look: Open) -> None:
    it = await begun(await look())
    await say(it, "/keyboard")
    await it.get_by_role("button", name="Share my phone number").click()
    await it.get_by_role("button", name="Share my number").click()
    await heard(it, f"Number {OWNERS[0].number}")
    await expect(it.get_by_role("button", name="Skip")).to_have_count(0)


async def test_the_keyboard_shares_a_place_says_its_words_and_can_be_hidden(look: Open) -> None:
    it = await begun(await look())
    await say(it, "/keyboard")
    await it.get_by_role("button", name="Share my place").click()
    await it.get_by_label("Latitude").fill("-13.96")
    await it.get_by_role("button", name="Share the place").click()
    await heard(it, "Place -13.96")
    await it.get_by_role("button", name="Skip").click()
    await heard(it, "You said: Skip")
    await it.get_by_role("button", name="Show or hide the buttons").click()
    await expect(it.get_by_role("button", name="Skip")).to_be_hidden()


async def test_a_photo_from_the_gallery_is_made_small_and_has_its_caption(look: Open, village: Village) -> None:
    page = await look()
    it = await begun(page)
    data = await page.evaluate("""async () => {
        const canvas = new OffscreenCanvas(3000, 1000);
        canvas.getContext("2d").fillRect(0, 0, 3000, 1000);
        const { base64 } = await import("/page/recorder.js");
        return base64(await canvas.convertToBlob());
    }""")
    async with page.expect_file_chooser() as choosing:
        await attach(it, "Photo")
    await (await choosing.value).set_files({"name": "a.png", "mimeType": "image/png", "buffer": base64.b64decode(data)})
    await it.get_by_label("Add a caption").fill("My soap")
    await it.get_by_role("dialog").get_by_role("button", name="Send").click()
    await heard(it, "My soap")
    sent = next(message for message in village.sim.phone(OWNERS[0].id).screen if message.mine and message.photo)
    assert sent.photo is not None
    assert (sent.photo.width, sent.photo.height) == (1280, 427)


async def test_a_file_that_is_no_picture_is_refused_in_words(look: Open) -> None:
    page = await look()
    it = await begun(page)
    async with page.expect_file_chooser() as choosing:
        await attach(it, "Photo")
    await (await choosing.value).set_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    await expect(it.get_by_role("alert")).to_contain_text("not a picture")


async def test_a_voice_note_is_recorded_sent_and_played(look: Open) -> None:
    page = await look()
    it = await begun(page)
    await it.get_by_role("button", name="Record a voice note").click()
    await page.wait_for_timeout(600)
    await it.get_by_role("button", name="Stop and send").click()
    await heard(it, "Got a voice of")
    await it.get_by_role("button", name="Play").click()
    await expect(it.locator("audio")).to_have_js_property("error", None)
    await expect(it.locator("audio")).not_to_have_js_property("currentTime", 0)


async def test_a_document_is_sent_with_its_name(look: Open) -> None:
    page = await look()
    it = await begun(page)
    async with page.expect_file_chooser() as choosing:
        await attach(it, "File")
    await (await choosing.value).set_files({"name": "book.txt", "mimeType": "text/plain", "buffer": b"12 soaps"})
    await it.get_by_role("dialog").get_by_role("button", name="Send").click()
    await heard(it, "Got a file of 8 bytes")
    await expect(it.locator(".mine").last).to_contain_text("book.txt")


async def test_an_own_message_is_edited_in_place(look: Open) -> None:
    it = await begun(await look())
    await say(it, "sold 12")
    await heard(it, "You said: sold 12")
    await it.locator(".mine").last.hover()
    await it.get_by_role("button", name="Edit").last.click()
    await say(it, "sold 21")
    await heard(it, "Now you say: sold 21")
    await expect(it.locator(".mine").last).to_contain_text("sold 21")
    await expect(it.locator(".mine").last).to_contain_text("edited")
    await expect(it.locator(".mine")).to_have_count(2)


async def test_a_long_press_offers_to_edit(look: Open) -> None:
    it = await begun(await look())
    await say(it, "sold 12")
    await heard(it, "You said: sold 12")
    await it.locator(".mine .bubble").last.click(button="right")
    await it.get_by_role("dialog").get_by_role("button", name="Edit").click()
    await expect(it.get_by_role("textbox", name="Message")).to_have_value("sold 12")


async def test_a_fingers_long_press_offers_to_edit(look: Open) -> None:
    it = await begun(await look(NARROW, has_touch=True))
    await say(it, "sold 12")
    await heard(it, "You said: sold 12")
    await it.locator(".mine .bubble").last.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    await it.get_by_role("dialog").get_by_role("button", name="Copy text").wait_for()


async def test_a_link_starts_the_bot_with_its_code(look: Open) -> None:
    it = phone(await look())
    await it.get_by_role("button", name="More").click()
    await it.get_by_role("button", name="Start with a link").click()
    await it.get_by_label("Link, or the code").fill("https://t.me/some_bot?start=join_abc")
    await it.get_by_role("dialog").get_by_role("button", name="Start").click()
    await heard(it, "Code: join_abc")


async def test_what_the_simulator_refuses_is_said_on_the_phone(look: Open, village: Village) -> None:
    page = await look()
    it = await begun(page)
    await page.route("**/say", lambda route: route.fulfill(status=400, json={"error": "Write something first."}))
    await say(it, "lost?")
    await expect(it.get_by_role("alert")).to_have_text("Write something first.")
    await expect(it.get_by_role("textbox", name="Message")).to_have_value("lost?")
