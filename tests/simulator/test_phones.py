"""What a phone shows of what a bot does, and what a bot hears of what a person does."""

import asyncio

import pytest
import telegram
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from simulator.server import Simulator
from simulator.world.chats import Toast
from simulator.world.media import PNG
from simulator.world.phones import NotOnScreen, Owner, Phone
from tests.simulator.setting import OTHER, TOKEN, Api, Clock


async def heard(bot: telegram.Bot) -> list[telegram.Update]:
    """What the bot has not heard yet, confirmed."""
    updates = await bot.get_updates(timeout=0)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return list(updates)


async def test_a_start_with_a_payload(bot: telegram.Bot, sim: Simulator, clock: Clock) -> None:
    phone = sim.phone(6, "Dao", "th")
    await phone.start("join_x")
    (update,) = await heard(bot)
    assert update.message and update.message.from_user
    assert (update.message.text, update.message.from_user.language_code) == ("/start join_x", "th")
    assert update.message.entities[0].type == "bot_command"
    assert update.message.date == clock.moment


async def test_a_message_with_buttons_and_its_edit(bot: telegram.Bot, nok: Phone, clock: Clock) -> None:
    buttons = [[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("Web", url="https://x.org")]]
    sent = await bot.send_message(5, "<b>Ready</b>?", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(buttons))
    shown = nok.last
    assert (shown.id, shown.text, shown.html, shown.mine, shown.edited) == (
        sent.message_id,
        "Ready?",
        "<b>Ready</b>?",
        False,
        False,
    )
    assert [[(b.text, b.data, b.url) for b in row] for row in shown.buttons] == [
        [("Yes", "y", None), ("Web", None, "https://x.org")]
    ]
    assert str(shown) == "Ready?\n  [Yes] [Web]"
    await heard(bot)
    query_id = await nok.tap("Yes")
    assert await nok.tap("Web") is None
    (update,) = await heard(bot)
    assert update.callback_query and update.callback_query.message
    assert (update.callback_query.id, update.callback_query.data) == (query_id, "y")
    assert update.callback_query.message.message_id == sent.message_id
    await update.callback_query.answer("Saved", show_alert=True)
    clock.add(minutes=1)
    await bot.edit_message_text("Done", 5, sent.message_id)
    assert nok.toasts == [Toast("Saved", alert=True)]
    assert (nok.last.text, nok.last.buttons, nok.last.edited) == ("Done", (), True)
    assert [m.text for m in nok.heard] == ["Done"]


async def test_a_reply_keyboard(bot: telegram.Bot, nok: Phone) -> None:
    keys = [
        [KeyboardButton("My number", request_contact=True), "Here"],
        [KeyboardButton("Place", request_location=True)],
    ]
    await bot.send_message(
        5, "?", reply_markup=ReplyKeyboardMarkup(keys, input_field_placeholder="Tap", one_time_keyboard=True)
    )
    assert nok.keyboard
    assert [(k.text, k.kind) for k in nok.keyboard] == [
        ("My number", "contact"),
        ("Here", "text"),
        ("Place", "location"),
    ]
    assert nok.chat.placeholder == "Tap"
    await heard(bot)
    keyboard = nok.keyboard
    for label in ("My number", "Here", "Place"):
        nok.chat.keyboard = keyboard
        await nok.tap(label)
        assert nok.keyboard is None
    contact, text, place = (update.message for update in await heard(bot))
    assert contact and contact.contact and contact.contact.user_id == 5
    assert text and text.text == "Here"
    assert place and place.location and place.location.latitude == 13.75
    nok.chat.keyboard = keyboard
    await bot.send_message(5, "!", reply_markup=ReplyKeyboardRemove())
    assert nok.keyboard is None


async def test_files_both_ways(bot: telegram.Bot, nok: Phone) -> None:
    await heard(bot)
    await nok.photo(caption="soap", album="7")
    await nok.voice(b"OggS-sound", seconds=4)
    await nok.document(b"a,b", "book.csv")
    photo, voice, document = (update.message for update in await heard(bot))
    assert photo and photo.caption == "soap" and photo.media_group_id == "7"
    assert voice and voice.voice and voice.voice.to_dict()["duration"] == 4
    assert document and document.document and document.document.file_name == "book.csv"
    for file_id, data in (
        (photo.photo[-1].file_id, PNG),
        (voice.voice.file_id, b"OggS-sound"),
        (document.document.file_id, b"a,b"),
    ):
        assert bytes(await (await bot.get_file(file_id)).download_as_bytearray()) == data
    await bot.send_photo(5, PNG, caption="<i>chart</i>", parse_mode="HTML")
    assert nok.last.photo and nok.last.photo.data == PNG and nok.last.html == "<i>chart</i>"
    await bot.edit_message_caption(5, nok.last.id, caption="better")
    assert nok.last.photo and nok.last.text == "better"
    await bot.send_voice(5, b"OggS", duration=2)
    assert nok.last.voice and nok.last.voice.duration == 2
    await bot.send_audio(5, telegram.InputFile(b"ID3", "song.mp3"))
    assert nok.last.audio and nok.last.audio.mime == "audio/mpeg"
    await bot.send_document(5, telegram.InputFile(b"%PDF", "book.pdf", attach=True))
    assert nok.last.document and nok.last.document.name == "book.pdf"


async def test_contacts_places_and_chat_actions(bot: telegram.Bot, nok: Phone) -> None:
    await heard(bot)
    await nok.contact("+66811111111", name="Dao")
    await nok.location(27.7, 85.3)
    contact, place = (update.message for update in await heard(bot))
    assert contact and contact.contact and contact.contact.user_id is None
    assert place and place.location and place.location.longitude == 85.3
    await bot.send_location(5, 1.5, 2.5)
    assert nok.last.location == {"latitude": 1.5, "longitude": 2.5}
    await bot.send_contact(5, "+1", "Office")
    assert nok.last.contact == {"phone_number": "+1", "first_name": "Office"}
    assert await bot.send_chat_action(5, "typing")
    await bot.delete_message(5, nok.last.id)
    assert nok.last.kind == "location"


async def test_an_edit_by_the_person(bot: telegram.Bot, nok: Phone) -> None:
    said = await nok.say("12 soap")
    await nok.edit(said, "13 soap")
    *_, update = await heard(bot)
    assert update.edited_message and update.edited_message.text == "13 soap"
    assert update.edited_message.message_id == said
    with pytest.raises(NotOnScreen):
        await nok.edit(99, "x")


async def test_blocking_and_coming_back(bot: telegram.Bot, nok: Phone) -> None:
    await heard(bot)
    await nok.block()
    await nok.block()
    with pytest.raises(NotOnScreen):
        await nok.say("hello")
    await nok.start()
    block, unblock, start = await heard(bot)
    assert block.my_chat_member and block.my_chat_member.new_chat_member.status == "kicked"
    assert unblock.my_chat_member and unblock.my_chat_member.new_chat_member.status == "member"
    assert start.message and start.message.text == "/start"


async def test_what_is_not_on_the_screen_cannot_be_tapped(bot: telegram.Bot, nok: Phone) -> None:
    with pytest.raises(NotOnScreen, match="No button or key 'Send'"):
        await nok.tap("Send")
    for data in ("one", "two"):
        await bot.send_message(
            5, data, reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("✅ Send", callback_data=data)]])
        )
    await heard(bot)
    await nok.tap("Send")
    await nok.tap("one")
    await nok.tap("✅ Send", nok.screen[-2].id)
    taps = [update.callback_query.data for update in await heard(bot) if update.callback_query]
    assert taps == ["two", "one", "one"]


async def test_long_and_empty_texts(bot: telegram.Bot, nok: Phone) -> None:
    await heard(bot)
    await nok.say("a" * 5000)
    assert [len(str(update.message.text)) for update in await heard(bot) if update.message] == [4096, 904]
    with pytest.raises(NotOnScreen, match="nothing to send"):
        await nok.say("  ")


def test_each_phone_has_a_number_of_its_own() -> None:
    numbers = [Owner(id, "x", language).number for id in (5, 6) for language in ("th", "ne", "ny", "en")]
    assert numbers[:4] == ["66800000005", "9779840000005", "265990000005", "12015550005"]
    assert len(set(numbers)) == 8


async def test_waiting_for_the_bot(bot: telegram.Bot, nok: Phone) -> None:
    nok.mark()
    waiting = [asyncio.create_task(nok.until(what)) for what in (2, "sec", lambda phone: phone.toasts)]
    await bot.send_message(5, "first")
    await bot.send_message(5, "second")
    assert [m.text for m in await waiting[0]] == ["first", "second"]
    assert await waiting[1]
    assert not waiting[2].done()
    nok.chat.toast(Toast("hello", alert=False))
    await waiting[2]
    with pytest.raises(TimeoutError, match=r"Nok waited .* for 'third'"):
        await nok.until("third", timeout=0.01)


async def test_each_bot_has_its_own_chats(bot: telegram.Bot, api: Api, sim: Simulator, nok: Phone) -> None:
    other = sim.phone(5, "Nok", "th", token=OTHER)
    assert sim.phone(5) is nok and other is not nok
    assert (await api("sendMessage", token=OTHER, chat_id=5, text="x"))["error_code"] == 400
    await other.start("b")
    await api("sendMessage", token=OTHER, chat_id=5, text="from the second")
    await bot.send_message(5, "from the first")
    assert (nok.last.text, other.last.text) == ("from the first", "from the second")
    assert [update.message.text for update in await heard(bot) if update.message] == ["/start"]
    assert [(s.token, s.chat, s.method) for s in sim.sent] == [(OTHER, 5, "sendMessage"), (TOKEN, 5, "sendMessage")]
    assert sim.calls["sendMessage"] == 3
    assert sim.phones == [nok]


async def test_phones_given_at_the_start(clock: Clock) -> None:
    sim = Simulator([TOKEN], now=clock, phones=[Owner(7, "Thoko", "ny", "leader")])
    assert [(p.id, p.owner.role, p.screen) for p in sim.phones] == [(7, "leader", [])]
    with pytest.raises(ValueError, match="A token is"):
        Simulator(["secret"], now=clock)
