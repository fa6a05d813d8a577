"""Each thing that Telegram refuses is refused, in Telegram's words."""

from contextlib import AbstractContextManager
from typing import Any

import aiohttp
import pytest
import telegram

from simulator.server import Simulator
from simulator.world.media import PNG
from simulator.world.phones import Phone
from tests.simulator.setting import OTHER, TOKEN, Api, Clock

ONE = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("A", callback_data="a")]])
LONG = "ก" * 4097


def refused(reason: str) -> AbstractContextManager[Any]:
    return pytest.raises(telegram.error.BadRequest, match=f"(?i){reason}")  # the Bot begins it with a capital letter


def keys(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "A", **button}]]}


@pytest.mark.parametrize(
    ("method", "args", "reason"),
    [
        ("sendMessage", {"chat_id": 5}, "message text is empty"),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": " \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ("sendMessage", {"chat_id": 5, "text": LONG}, "message is too long"),
        ("sendMessage", {"chat_id": 5, "text": "🙂" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": 99, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 5, "text": 7}, 'can\'t parse text: Field "text" must be of type String'),
        ("sendMessage", {"chat_id": True, "text": "x"}, 'can\'t parse chat id: Field "chat_id" must be of type String'),
        ("sendMessage", {"chat_id": 5, "text": "x", "colour": "red"}, "method sendMessage has no parameter"),
        ("sendMessage", {"chat_id": 5, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ("sendMessage", {"chat_id": 5, "text": "*x*", "parse_mode": "MarkdownV2"}, "simulator: parse_mode MarkdownV2"),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "message_thread_id": 3},
            'parameter "message_thread_id" is not simulated',
        ),
        ("sendPhoto", {"chat_id": 5}, "there is no photo in the request"),
        ("sendPhoto", {"chat_id": 5, "photo": "AgNothing"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"chat_id": 5, "photo": "https://x.org/a.png"}, "sending a file by its URL is not simulated"),
        ("sendLocation", {"chat_id": 5, "latitude": 91, "longitude": 0}, "wrong location specified"),
        (
            "sendLocation",
            {"chat_id": 5, "latitude": "north", "longitude": 0},
            'Field "latitude" must be of type Number',
        ),
        ("sendContact", {"chat_id": 5, "phone_number": "", "first_name": "x"}, "phone number and first name"),
        ("sendChatAction", {"chat_id": 5, "action": "dancing"}, "wrong parameter action in request"),
        ("editMessageText", {"chat_id": 5, "message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"chat_id": 5, "message_id": 1, "text": "x"}, "message can't be edited"),
        ("editMessageText", {"chat_id": 5, "text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"message_id": 5, "text": "x"}, "chat_id is empty"),
        ("editMessageText", {"inline_message_id": "5", "text": "x"}, "is not simulated"),
        ("deleteMessage", {"chat_id": 5, "message_id": 99}, "message to delete not found"),
        ("getFile", {"file_id": "AgNothing"}, "invalid file_id"),
        ("getChat", {"chat_id": 99}, "chat not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old and response timeout expired"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "help", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "help", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "language_code": "english"}, "invalid language code specified"),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "Unsupported type specified"),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setWebhook", {"url": "http://example.org/"}, "An HTTPS URL must be provided"),
        ("setWebhook", {"url": "https://example.org/", "secret_token": "a b"}, "unallowed characters"),
        ("sendDice", {"chat_id": 5}, "simulator: sendDice is not simulated"),
    ],
)
async def test_bad_requests(api: Api, nok: Phone, method: str, args: dict[str, Any], reason: str) -> None:
    answer = await api(method, **args)
    assert not answer["ok"]
    assert answer["error_code"] == 400
    assert answer["description"].startswith("Bad Request: ")
    assert reason in answer["description"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{", "can't parse reply markup JSON object"),
        ([], "can't parse reply markup: object expected"),
        (keys(), "Text buttons are unallowed"),
        (keys(callback_data=""), "BUTTON_DATA_INVALID"),
        (keys(callback_data="ก" * 22), "BUTTON_DATA_INVALID"),
        (keys(url="ftp://x"), "button URL 'ftp://x' is invalid"),
        (keys(callback_data="a", url="https://x.org"), "one action"),
        (keys(callback_data=5), '"callback_data" must be of type String'),
        (keys(size=5), 'InlineKeyboardButton has no field "size"'),
        ({"inline_keyboard": [[{"url": "https://x"}]]}, 'find field "text"'),
        ({"inline_keyboard": "A"}, '"inline_keyboard" must be of type Array'),
    ],
)
async def test_bad_keyboards(api: Api, nok: Phone, markup: Any, reason: str) -> None:
    answer = await api("sendMessage", chat_id=5, text="x", reply_markup=markup)
    assert answer["error_code"] == 400
    assert reason in answer["description"]


async def test_a_wrong_token_and_a_wrong_method(api: Api, sim: Simulator) -> None:
    assert await api("getMe", token="1001:guess") == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert await api("getTea") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (await api("GETME"))["ok"]
    assert [refusal.description for refusal in sim.refusals] == []


async def test_every_refusal_is_kept_for_tests(api: Api, sim: Simulator, nok: Phone) -> None:
    await api("sendMessage", chat_id=5, text=LONG)
    assert [(each.method, each.description) for each in sim.refusals] == [
        ("sendMessage", "Bad Request: message is too long")
    ]


async def test_the_longest_text_and_caption_pass(bot: telegram.Bot, nok: Phone) -> None:
    await bot.send_message(5, f"<b>{'ก' * 4096}</b>", parse_mode="HTML")
    await bot.send_message(5, "🙂" * 2048)
    await bot.send_photo(5, PNG, caption="ก" * 1024)
    with refused("caption is too long"):
        await bot.send_photo(5, PNG, caption="ก" * 1025)


async def test_what_is_no_picture_is_no_photo(bot: telegram.Bot, nok: Phone) -> None:
    for data in (b"hello", PNG[:20], b"GIF89a" + bytes(4) + b"x" * 9):
        with refused("IMAGE_PROCESS_FAILED"):
            await bot.send_photo(5, data)
    with refused("PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(5, b"GIF89a" + (30).to_bytes(2, "little") + (9999).to_bytes(2, "little") + b"x" * 9)
    with refused("file must be non-empty"):
        await bot.send_document(5, telegram.InputFile(b"", "empty.txt"))


async def test_file_ids_belong_to_one_bot_and_one_kind(bot: telegram.Bot, sim: Simulator, nok: Phone, api: Api) -> None:
    sent = await bot.send_photo(5, PNG)
    again = await bot.send_photo(5, sent.photo[-1].file_id)
    assert again.photo == sent.photo
    with refused("type of file mismatch"):
        await bot.send_document(5, sent.photo[-1].file_id)
    await sim.phone(5, token=OTHER).start()
    answer = await api("sendPhoto", token=OTHER, chat_id=5, photo=sent.photo[-1].file_id)
    assert "wrong file identifier" in answer["description"]


async def test_edits_that_change_nothing_or_the_wrong_thing(bot: telegram.Bot, nok: Phone) -> None:
    text = await bot.send_message(5, "<b>a</b>", parse_mode="HTML", reply_markup=ONE)
    photo = await bot.send_photo(5, PNG, caption="a")
    with refused("message is not modified: specified new"):
        await bot.edit_message_text(" <b>a</b>", 5, text.message_id, parse_mode="HTML", reply_markup=text.reply_markup)
    with refused("message is not modified"):
        await bot.edit_message_reply_markup(5, text.message_id, reply_markup=text.reply_markup)
    with refused("message is not modified"):
        await bot.edit_message_caption(5, photo.message_id, caption="a")
    with refused("no text in the message to edit"):
        await bot.edit_message_text("b", 5, photo.message_id)
    with refused("no caption in the message to edit"):
        await bot.edit_message_caption(5, text.message_id, caption="b")


async def test_old_messages_cannot_be_deleted(bot: telegram.Bot, nok: Phone, clock: Clock) -> None:
    sent = await bot.send_message(5, "a")
    clock.add(hours=48, seconds=1)
    with refused("message can't be deleted for everyone"):
        await bot.delete_message(5, sent.message_id)


async def test_who_never_wrote_and_who_blocked(bot: telegram.Bot, sim: Simulator, nok: Phone) -> None:
    sim.phone(6, "Dao")
    with refused("Chat not found"):
        await bot.send_message(6, "hello")
    await nok.block()
    with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
        await bot.send_message(5, "hello")
    await nok.unblock()
    await bot.send_message(5, "hello")


async def test_a_tap_is_answered_once_and_within_15_minutes(bot: telegram.Bot, nok: Phone, clock: Clock) -> None:
    await bot.send_message(5, "?", reply_markup=ONE)
    first, second = str(await nok.tap("A")), str(await nok.tap("A"))
    assert nok.unanswered == [first, second]
    await bot.answer_callback_query(first)
    with refused("Query is too old"):
        await bot.answer_callback_query(first)
    clock.add(minutes=15, seconds=1)
    with refused("Query is too old"):
        await bot.answer_callback_query(second)
    assert nok.unanswered == []


async def test_bodies_that_are_no_parameters(http: aiohttp.ClientSession, nok: Phone) -> None:
    async with http.post(
        f"/bot{TOKEN}/sendMessage", data=b"[1", headers={"Content-Type": "application/json"}
    ) as answer:
        assert answer.status == 400
    form = aiohttp.FormData({"chat_id": "5", "photo": "attach://missing"}, default_to_multipart=True)
    async with http.post(f"/bot{TOKEN}/sendPhoto", data=form) as answer:
        assert "file to upload was not found" in (await answer.json())["description"]
    async with http.get(f"/bot{TOKEN}/sendMessage?chat_id=5&text=by+the+address") as answer:
        assert (await answer.json())["result"]["text"] == "by the address"
    async with http.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": "5", "text": "by form"}) as answer:
        assert (await answer.json())["result"]["text"] == "by form"
