"""What a server answers is read quickly, and what is odd about it as python-telegram-bot reads it."""

import json

import pytest
from telegram.error import TelegramError
from telegram.request import BaseRequest

from handlers.wire.request import AiohttpRequest


@pytest.mark.parametrize(
    "payload",
    [
        b'{"ok":true,"result":{"message_id":7,"text":"\xe0\xb8\x82\xe0\xb8\xb2\xe0\xb8\xa2"}}',
        b'{"ok":true,"result":"half \\ud83d"}',
        b'{"ok":true,"result":"\xff no text"}',
        b'{"ok":true,"result":NaN}',
    ],
    ids=["usual", "half a letter", "no text", "no number"],
)
def test_it_is_read_as_ever(payload: bytes) -> None:
    assert json.dumps(AiohttpRequest.parse_json_payload(payload)) == json.dumps(BaseRequest.parse_json_payload(payload))


@pytest.mark.parametrize("payload", [b"", b"<html>Bad Gateway</html>", b'{"ok":true'])
def test_what_is_no_json_is_no_answer(payload: bytes) -> None:
    with pytest.raises(TelegramError):
        AiohttpRequest.parse_json_payload(payload)
