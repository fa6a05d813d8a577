"""Plain updates are read as PTB reads them; everything else is left to PTB."""

from typing import Any

import pytest
from telegram import Bot, Update

from handlers.wire.events import Kind, read_event
from handlers.wire.plain_updates import plain_event

CHAT = {"id": 5, "type": "private", "first_name": "Mary"}
USER = {"id": 5, "is_bot": False, "first_name": "Mary"}
MESSAGE = {"message_id": 3, "date": 1_780_000_000, "chat": CHAT, "from": USER, "text": "/start join_x"}


def message(**changed: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {**MESSAGE, **changed}}


def tap(**changed: Any) -> dict[str, Any]:
    query = {"id": "9", "from": USER, "chat_instance": "1", "data": "lang|ny", "message": MESSAGE}
    return {"update_id": 1, "callback_query": {**query, **changed}}


PLAIN = (
    message(),
    message(text="น้ำผึ้ง", **{"from": {**USER, "language_code": "th"}}),
    message(text=""),
    message(reply_to_message=MESSAGE, is_topic_message=True, brand_new_field={"x": 1}),
    tap(),
    tap(**{"from": {**USER, "language_code": "ny"}}),
)
LEFT = (
    {"update_id": 1},
    {"update_id": 1, "edited_message": MESSAGE},
    message(chat={**CHAT, "type": "group", "title": "Weavers"}),
    message(text=None, voice={"file_id": "a", "file_unique_id": "b", "duration": 1}),
    message(**{"from": None}),
    message(message_id="3"),
    message(reply_to_message={**MESSAGE, "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}}),
    tap(data=None, game_short_name="x"),
    tap(message=None, inline_message_id="y"),
)


@pytest.mark.parametrize("raw", PLAIN)
def test_the_same_as_ptb(raw: dict[str, Any]) -> None:
    event = plain_event(raw)
    assert event is not None
    assert event == read_event(Update.de_json(raw, Bot("1:x")))
    assert event.kind in (Kind.TEXT, Kind.TAP)


def test_a_reply_brings_the_buttons_of_what_it_replies_to_without_whose_they_are() -> None:
    row = [{"text": "a", "callback_data": "ask|m|1f"}, {"text": "b", "url": "https://example.org"}]
    markup = {"inline_keyboard": [row]}
    event = read_event(Update.de_json(message(reply_to_message={**MESSAGE, "reply_markup": markup}), Bot("1:x")))
    assert event is not None and event.replied == ("ask|m|1f",)


@pytest.mark.parametrize("raw", LEFT)
def test_what_is_not_plain_is_not_read(raw: dict[str, Any]) -> None:
    assert plain_event(raw) is None
