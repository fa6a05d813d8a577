"""What the Bot API is asked for each kind of message; and the limits that Telegram keeps, found when one is said."""

from typing import Any

import pytest

from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import (
    NO_KEYS,
    Button,
    File,
    FileKind,
    Keys,
    Message,
    Recipient,
    TooLong,
    check_length,
    visible_length,
)
from bot.domain.wire.outgoing import Lane
from bot.i18n import BLANK, Html, Text, load_catalogues

HERS = Recipient(4242, 7001, "th", 3)
HELLO, MARKED = Html("<b>x</b>"), {"parse_mode": "HTML"}
YES = [[Button(Text("✅ Yes"), Meaning.of("a", "b"))]]
UNDER_IT = {"inline_keyboard": [[{"text": "✅ ใช่", "callback_data": "a|b~3"}]]}
PATH = {"kind": "pack", "path": "/x.ogg"}
CALLS: list[tuple[Message, str, dict[str, Any]]] = [
    (Message(HELLO), "sendMessage", {"text": HELLO, **MARKED}),
    (Message(HELLO, YES), "sendMessage", {"text": HELLO, **MARKED, "reply_markup": UNDER_IT}),
    (Message(HELLO, keys=NO_KEYS), "sendMessage", {"text": HELLO, **MARKED, "reply_markup": {"remove_keyboard": True}}),
    (
        Message(HELLO, YES, in_place_of=5),
        "editMessageText",
        {"text": HELLO, **MARKED, "message_id": 5, "reply_markup": UNDER_IT},
    ),
    (
        Message(HELLO, in_place_of=5),
        "editMessageText",
        {"text": HELLO, **MARKED, "message_id": 5, "reply_markup": {"inline_keyboard": []}},
    ),
    (
        Message(HELLO, YES, under=5),
        "editMessageCaption",
        {"caption": HELLO, **MARKED, "message_id": 5, "reply_markup": UNDER_IT},
    ),
    (Message(buttons=YES, buttons_of=5), "editMessageReplyMarkup", {"message_id": 5, "reply_markup": UNDER_IT}),
    (Message(buttons_of=5), "editMessageReplyMarkup", {"message_id": 5, "reply_markup": {"inline_keyboard": []}}),
    (Message(file=File(FileKind.PICTURE, "id")), "sendPhoto", {"photo": "id"}),
    (
        Message(HELLO, YES, file=File(FileKind.VOICE, PATH)),
        "sendVoice",
        {"attach": {"voice": PATH}, "caption": HELLO, **MARKED, "reply_markup": UNDER_IT},
    ),
    (Message(file=File(FileKind.DOCUMENT, "id")), "sendDocument", {"document": "id"}),
]


def packed(message: Message, to: Recipient = HERS) -> dict[str, Any]:
    return dict(bot_api.outgoing(load_catalogues(), to, message).payload)


@pytest.mark.parametrize(("message", "method", "fields"), CALLS)
def test_each_kind_of_message_is_one_call(message: Message, method: str, fields: dict[str, Any]) -> None:
    out = bot_api.outgoing(load_catalogues(), HERS, message, Lane.NUDGE, "once")
    assert (out.bot, out.chat, out.lane, out.method) == (4242, 7001, Lane.NUDGE, method)
    assert (out.dedupe, out.person) == ("once", 3)
    assert out.payload == {"chat_id": 7001, **fields}


def test_a_change_for_one_message_alone_is_marked_for_us_and_telegram_is_not_told() -> None:
    change = packed(Message(HELLO, YES, in_place_of=5, only_there=True))
    assert change["only_there"] is True
    assert "only_there" not in bot_api.addressed(change, 7001)
    assert "only_there" not in packed(Message(HELLO, YES, in_place_of=5))


def test_a_message_goes_off_the_screen() -> None:
    gone = bot_api.removal(HERS, 5)
    assert (gone.method, gone.payload, gone.person) == ("deleteMessage", {"chat_id": 7001, "message_id": 5}, 3)


def test_a_sentence_is_said_in_the_reader_s_language_and_digits_and_its_values_are_escaped() -> None:
    told = packed(Message(Text("{number} of {count}", {"number": "<b>", "count": 2})), Recipient(1, 2, "ne"))
    assert told["text"] == "२ मध्ये &lt;b&gt;"


def test_where_others_use_the_phone_the_message_begins_with_who_is_meant() -> None:
    assert packed(Message(HELLO), Recipient(1, 2, "en", 3, called="<Maya>"))["text"] == "👤 &lt;Maya&gt;\n<b>x</b>"


def test_a_keyboard_puts_the_keys_that_share_first_and_who_is_writing_last() -> None:
    keys = Keys([["⬅️ Back"]], phone="📱 Share my phone number", place="📍 Share where I am", once=True, shared="Who?")
    alone = packed(Message(HELLO, keys=keys), Recipient(1, 2, "en"))["reply_markup"]
    assert alone["keyboard"] == [
        [{"text": "📱 Share my phone number", "request_contact": True}],
        [{"text": "📍 Share where I am", "request_location": True}],
        [{"text": "⬅️ Back"}],
    ]
    assert (alone["one_time_keyboard"], alone["is_persistent"], alone["resize_keyboard"]) == (True, False, True)
    shared = packed(Message(HELLO, keys=keys), Recipient(1, 2, "en", shared=True))["reply_markup"]
    assert shared["keyboard"][-1] == [{"text": "Who?"}]


@pytest.mark.parametrize(
    "message", [one for one, _, told in CALLS if "caption" in told or {"message_id", "text"} <= {*told}]
)
def test_what_it_was_to_stand_in_is_gone_the_same_words_and_buttons_are_a_new_message(message: Message) -> None:
    method, fields = bot_api.as_new(packed(message))
    buttons = {"reply_markup": UNDER_IT if message.buttons else {"inline_keyboard": []}}
    assert (method, dict(fields)) == ("sendMessage", {"chat_id": 7001, "text": HELLO, **MARKED, **buttons})


def test_buttons_are_found_again_in_what_was_packed() -> None:
    assert bot_api.buttons_in(packed(Message(HELLO, YES))) == [("✅ ใช่", "a|b~3")]
    assert bot_api.buttons_in(packed(Message(HELLO, keys=NO_KEYS))) == []


@pytest.mark.parametrize(
    ("marked", "length"),
    [
        ("", 0),
        ("<b>abc</b>", 3),
        ("1 &lt; 2 &amp; 3", 9),
        ("กขค", 3),
        ("👩‍🌾", 5),  # UTF-16 units: two surrogate pairs and a joiner
        ('<a href="https://example.org/a/very/long/address">here</a>', 4),
    ],
)
def test_telegram_counts_utf_16_after_the_tags_are_gone(marked: str, length: int) -> None:
    assert visible_length(Html(marked)) == length


def test_a_text_of_4096_is_taken_and_one_more_is_not() -> None:
    assert check_length(Html("<b>" + "x" * 4096 + "</b>"))
    with pytest.raises(TooLong):
        check_length(Html("x" * 4097))
    with pytest.raises(TooLong):
        check_length(Html("👩" * 2049))
    for message in (Message(Html("x" * 4097)), Message(Html("x" * 4097), in_place_of=1)):
        with pytest.raises(TooLong):
            packed(message)


def test_a_caption_of_1024_is_taken_and_one_more_is_not() -> None:
    for message in (Message(file=File(FileKind.VOICE, "id")), Message(under=1)):
        assert packed(Message(Html("x" * 1024), file=message.file, under=message.under))
        with pytest.raises(TooLong):
            packed(Message(Html("x" * 1025), file=message.file, under=message.under))


def test_button_data_of_64_bytes_is_taken_and_one_more_is_not() -> None:
    assert packed(Message(BLANK, [[Button("Yes", Meaning("x" * 62))]]))
    for data in ("x" * 63, "ก" * 21):
        with pytest.raises(TooLong):
            packed(Message(BLANK, [[Button("Yes", Meaning(data))]]))
