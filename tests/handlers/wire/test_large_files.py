"""Files of more than a megabyte arrive, and what cannot be sent leaves none of its words in a reason."""

import pytest
from telegram.error import NetworkError

from handlers.wire.request import AiohttpRequest, Call, File
from tests.handlers.books import say
from tests.house import stage

LARGE = b"Mary" * 600_000


async def test_a_file_of_more_than_a_megabyte_arrives(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        phone = running.simulator.phone(1)
        await say(running, phone, "/help")
        large = File("book.txt", LARGE, "text/plain")
        sent = await running.house.lines[0].api.call("sendDocument", {"chat_id": phone.id}, {"document": large})
        assert sent["document"]["file_size"] == len(LARGE)


async def test_what_cannot_be_sent_is_not_told() -> None:
    request = AiohttpRequest()
    await request.initialize()
    # half a letter: UTF-8 has no place for it
    wrong = Call({"caption": "Mary \ud800"}, {"document": File("book.txt", b"sold soap", "text/plain")})
    try:
        with pytest.raises(NetworkError) as raised:
            await request.post("http://127.0.0.1:1/bot1/sendDocument", wrong)  # type: ignore[arg-type]
    finally:
        await request.shutdown()
    assert "Mary" not in str(raised.value) and "cannot be sent" in str(raised.value)
