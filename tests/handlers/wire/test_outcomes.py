"""What each answer of Telegram means for a message: a table, over real HTTP, in the Bot API's own words."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.clock import wall_clock
from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.services.wire.inbox import close_batch
from bot.store import Connection, Store
from bot.store.schema import chat, outbox
from bot.vitals import Vitals
from handlers.wire.delivery import Delivery
from handlers.wire.limits import Limits
from handlers.wire.request import AiohttpRequest, Api, File
from tests.patience import PATIENCE

BOT, HERS, NEW_CHAT, BYSTANDER = 99, 1, -100, 2
TEXT, EDIT, CAPTION, KEYS = "sendMessage", "editMessageText", "editMessageCaption", "editMessageReplyMarkup"
DELETE, PICTURE = "deleteMessage", "sendPhoto"
NO_ANSWER, BROKEN, NO_JSON = "no answer", "a page of HTML", "a page of HTML, and all is well"
# What Telegram says of a call: a number and its words, the fields beside them.
Answer = tuple[int, str] | tuple[int, str, dict[str, Any]] | str


@dataclass
class Telegram:
    """A server that answers each call about her with the next of its answers, then takes all; what it heard is kept."""

    answers: list[Answer] = field(default_factory=list)
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        fields = await _fields(request)
        if fields["chat_id"] not in (HERS, NEW_CHAT):
            return web.json_response({"ok": True, "result": {"message_id": 1, "date": 1}})
        self.heard.append((request.match_info["method"], fields))
        answer = self.answers.pop(0) if self.answers else None
        if answer == NO_ANSWER:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if answer == BROKEN:
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        if answer == NO_JSON:
            return web.Response(text="<html>Welcome</html>", content_type="text/html")
        if answer is None:
            return web.json_response({"ok": True, "result": {"message_id": 1, "date": 1}})
        return _refusal(*answer)  # type: ignore[arg-type]


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    given = await request.post()
    return {**given, "chat_id": int(str(given["chat_id"]))}


def _refusal(code: int, words: str, parameters: Mapping[str, Any] | None = None) -> web.Response:
    told = {"ok": False, "error_code": code, "description": words}
    return web.json_response(told | ({"parameters": dict(parameters)} if parameters else {}), status=code)


async def picture(_wanted: Mapping[str, Any]) -> File:
    return File("picture.png", b"a picture", "image/png")


@dataclass
class Post:
    """A real outbox, and what its rows became."""

    store: Store
    telegram: Telegram
    api: Api

    async def put(self, *rows: Outgoing) -> None:
        now = wall_clock()
        async with self.store.transaction() as tx:
            known = [Contact(BOT, one, ChatState.ACTIVE, now, is_new=True) for one in {row.chat for row in rows}]
            await tx.run(close_batch, known, rows, now)

    async def rows(self) -> list[tuple[str, str | None, int, int]]:
        """State, reason, attempts and chat of each."""
        columns = (outbox.c.state, outbox.c.reason, outbox.c.attempts, outbox.c.chat)

        def read(connection: Connection) -> list[tuple[str, str | None, int, int]]:
            found = connection.execute(select(*columns).order_by(outbox.c.id))
            return [(state, reason, attempts, where) for state, reason, attempts, where in found]

        async with self.store.transaction() as tx:
            return await tx.run(read)

    async def state_of_chat(self, where: int = HERS) -> str | None:
        def read(connection: Connection) -> str | None:
            return connection.scalar(select(chat.c.state).where(chat.c.chat == where))

        async with self.store.transaction() as tx:
            return await tx.run(read)

    @contextlib.asynccontextmanager
    async def delivering(self) -> AsyncIterator[Delivery]:
        delivery = Delivery(self.api, self.store.transaction, wall_clock, Limits(0), picture, Vitals(time.monotonic))
        task = asyncio.create_task(delivery.run())
        try:
            yield delivery
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def deliver(self, timeout: float = PATIENCE) -> None:
        """Until nothing waits any more."""
        async with self.delivering(), asyncio.timeout(timeout):
            while any(row[0] in ("waiting", "sending") for row in await self.rows()):
                await asyncio.sleep(0.01)


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    telegram = Telegram()
    app = web.Application()
    app.router.add_post("/bot99:TOKEN/{method}", telegram.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    request, polling = AiohttpRequest(), AiohttpRequest(1)
    await request.initialize()
    store = Store(sqlite_url)
    yield Post(store, telegram, Api(f"http://127.0.0.1:{port}", "99:TOKEN", request, polling))
    await request.shutdown()
    await store.close()
    await runner.cleanup()


FIELDS: dict[str, dict[str, Any]] = {
    TEXT: {"text": "x"},
    EDIT: {"message_id": 7, "text": "x"},
    CAPTION: {"message_id": 7, "caption": "x"},
    KEYS: {"message_id": 7},
    DELETE: {"message_id": 7},
    PICTURE: {"caption": "x", "attach": {"photo": {"kind": "progress"}}},
}


def message(method: str = TEXT, lane: Lane = Lane.REPLY, where: int = HERS) -> Outgoing:
    return Outgoing(BOT, where, lane, method, {"chat_id": where, **FIELDS[method]})


SAME = (400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message")  # fmt: skip
GONE = (400, "Bad Request: message to edit not found")
TOO_OLD = (400, "Bad Request: message can't be edited")
NO_TEXT = (400, "Bad Request: there is no text in the message to edit")
NO_CAPTION = (400, "Bad Request: there is no caption in the message to edit")
UNREAD = (400, 'Bad Request: can\'t parse entities: Unsupported start tag "b" at byte offset 0')
NO_CHAT = (400, "Bad Request: chat not found")
NOT_DELETED = (400, "Bad Request: message to delete not found")
BLOCKED = (403, "Forbidden: bot was blocked by the user")
DEACTIVATED = (403, "Forbidden: user is deactivated")
WAIT = (429, "Too Many Requests: retry after 1", {"retry_after": 1})
MOVED = (400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": NEW_CHAT})
FAULT = (500, "Internal Server Error")
GATEWAY_WAITED = (504, "Gateway Timeout")
UNSURE = "unsure: no answer in time"
REPLY, NUDGE, BROADCAST = Lane
EVERY = (REPLY, NUDGE, BROADCAST)
NEW_AGAIN = (REPLY, NUDGE)

# What is sent in which lanes, what Telegram says of it, what becomes of it, why, and what was called.
OUTCOMES = [
    (TEXT, EVERY, [], "sent", None, [TEXT]),
    (EDIT, EVERY, [SAME], "sent", None, [EDIT]),
    (CAPTION, EVERY, [SAME], "sent", None, [CAPTION]),
    (KEYS, EVERY, [SAME], "sent", None, [KEYS]),
    (EDIT, NEW_AGAIN, [GONE], "sent", None, [EDIT, TEXT]),
    (EDIT, NEW_AGAIN, [TOO_OLD], "sent", None, [EDIT, TEXT]),
    (EDIT, NEW_AGAIN, [NO_TEXT], "sent", None, [EDIT, TEXT]),
    (CAPTION, NEW_AGAIN, [NO_CAPTION], "sent", None, [CAPTION, TEXT]),
    (CAPTION, NEW_AGAIN, [GONE], "sent", None, [CAPTION, TEXT]),
    # the new message may be refused in turn
    (EDIT, NEW_AGAIN, [GONE, NO_CHAT], "failed", "Chat not found", [EDIT, TEXT]),
    (EDIT, NEW_AGAIN, [GONE, BLOCKED], "failed", "blocked", [EDIT, TEXT]),
    # of an announcement nobody hears anew because it was edited
    (EDIT, (BROADCAST,), [GONE], "failed", "Message to edit not found", [EDIT]),
    (EDIT, (BROADCAST,), [TOO_OLD], "failed", "Message can't be edited", [EDIT]),
    (CAPTION, (BROADCAST,), [NO_CAPTION], "failed", "There is no caption in the message to edit", [CAPTION]),
    (EDIT, EVERY, [UNREAD], "failed", UNREAD[1].removeprefix("Bad Request: ").capitalize(), [EDIT]),
    # nothing is said where only buttons were to change, or a message was to go
    (KEYS, EVERY, [GONE], "failed", "Message to edit not found", [KEYS]),
    (DELETE, EVERY, [NOT_DELETED], "failed", "Message to delete not found", [DELETE]),
    # as a new message nothing can be missing
    (TEXT, EVERY, [GONE], "failed", "Message to edit not found", [TEXT]),
    (TEXT, EVERY, [NO_CHAT], "failed", "Chat not found", [TEXT]),
    (PICTURE, EVERY, [NO_CHAT], "failed", "Chat not found", [PICTURE]),
    (TEXT, EVERY, [BLOCKED], "failed", "blocked", [TEXT]),
    (TEXT, EVERY, [DEACTIVATED], "failed", "blocked", [TEXT]),
    (EDIT, EVERY, [BLOCKED], "failed", "blocked", [EDIT]),
    (PICTURE, EVERY, [BLOCKED], "failed", "blocked", [PICTURE]),
    (TEXT, EVERY, [WAIT], "sent", None, [TEXT, TEXT]),
    (EDIT, EVERY, [WAIT, SAME], "sent", None, [EDIT, EDIT]),
    (TEXT, (REPLY, NUDGE), [FAULT, FAULT], "sent", None, [TEXT, TEXT, TEXT]),
    (TEXT, (REPLY, NUDGE), [BROKEN], "sent", None, [TEXT, TEXT]),
    (TEXT, (REPLY, NUDGE), [NO_JSON], "sent", None, [TEXT, TEXT]),
    (TEXT, EVERY, [MOVED], "sent", None, [TEXT, TEXT]),
    # it may have arrived
    (TEXT, (REPLY, NUDGE), [NO_ANSWER], "sent", None, [TEXT, TEXT]),
    (EDIT, (REPLY, NUDGE), [NO_ANSWER, SAME], "sent", None, [EDIT, EDIT]),
    (PICTURE, (REPLY, NUDGE), [NO_ANSWER], "sent", None, [PICTURE, PICTURE]),
    (TEXT, (BROADCAST,), [NO_ANSWER], "unsure", UNSURE, [TEXT]),
    (EDIT, (BROADCAST,), [NO_ANSWER], "unsure", UNSURE, [EDIT]),
    (PICTURE, (BROADCAST,), [NO_ANSWER], "unsure", UNSURE, [PICTURE]),
    (TEXT, (BROADCAST,), [FAULT], "unsure", "unsure: Internal Server Error (500)", [TEXT]),
    (TEXT, (BROADCAST,), [BROKEN], "unsure", "unsure: Bad Gateway (502)", [TEXT]),
    (TEXT, (BROADCAST,), [GATEWAY_WAITED], "unsure", "unsure: Gateway Timeout (504)", [TEXT]),
    (TEXT, (BROADCAST,), [NO_JSON], "unsure", "unsure: Invalid server response", [TEXT]),
    (PICTURE, (BROADCAST,), [FAULT], "unsure", "unsure: Internal Server Error (500)", [PICTURE]),
    # edited twice, or taken away twice, is the same
    (EDIT, (BROADCAST,), [FAULT, SAME], "sent", None, [EDIT, EDIT]),
    (CAPTION, (BROADCAST,), [BROKEN], "sent", None, [CAPTION, CAPTION]),
    (KEYS, (BROADCAST,), [FAULT], "sent", None, [KEYS, KEYS]),
    (DELETE, (BROADCAST,), [FAULT], "sent", None, [DELETE, DELETE]),
]
EACH = [(method, lane, *rest) for method, lanes, *rest in OUTCOMES for lane in lanes]


@pytest.mark.parametrize(("method", "lane", "answers", "state", "reason", "calls"), EACH)
async def test_what_an_answer_means(
    post: Post, method: str, lane: Lane, answers: list[Answer], state: str, reason: str | None, calls: list[str]
) -> None:
    post.telegram.answers = list(answers)
    await post.put(message(method, lane), message(where=BYSTANDER))
    await post.deliver()
    (found, bystanders) = await post.rows()
    assert (found[0], [method for method, _ in post.telegram.heard]) == (state, calls)
    assert reason == found[1] or (reason is None and state == "sent")
    # nobody else is held up
    assert bystanders[0] == "sent"


async def test_of_a_broadcast_alone_telegrams_number_is_kept(post: Post) -> None:
    await post.put(message(lane=BROADCAST), message(where=BYSTANDER), message(PICTURE, BROADCAST, BYSTANDER))
    await post.deliver()

    def read(connection: Connection) -> list[int | None]:
        return list(connection.scalars(select(outbox.c.message_id).order_by(outbox.c.id)))

    async with post.store.transaction() as tx:
        assert await tx.run(read) == [1, None, 1]


@pytest.mark.parametrize("refusal", [BLOCKED, DEACTIVATED])
async def test_who_has_blocked_the_bot_is_marked_and_nobody_else(post: Post, refusal: Answer) -> None:
    post.telegram.answers = [refusal]
    await post.put(message(), message(lane=NUDGE), message(lane=BROADCAST), message(where=BYSTANDER))
    await post.deliver()
    assert (await post.state_of_chat(), await post.state_of_chat(BYSTANDER)) == ("blocked", "active")


@pytest.mark.parametrize("refusal", [NO_CHAT, UNREAD, SAME, GONE, FAULT])
async def test_what_is_refused_otherwise_marks_nobody(post: Post, refusal: Answer) -> None:
    post.telegram.answers = [refusal]
    await post.put(message(EDIT))
    await post.deliver()
    assert await post.state_of_chat() == "active"


async def test_what_follows_in_a_chat_that_moved_goes_to_the_new_one(post: Post) -> None:
    post.telegram.answers = [MOVED]
    await post.put(message(), message(), message(PICTURE))
    await post.deliver()
    assert {row[3] for row in await post.rows()} == {NEW_CHAT}
    # also the chat that the call names: a call to the old one would be turned away for ever
    assert [fields["chat_id"] for _, fields in post.telegram.heard] == [HERS, NEW_CHAT, NEW_CHAT, NEW_CHAT]


async def test_a_new_message_for_one_that_is_gone_has_its_words_and_buttons_and_no_number(post: Post) -> None:
    buttons = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    post.telegram.answers = [GONE, None, NO_CAPTION]  # type: ignore[list-item]
    for method, words in ((EDIT, "text"), (CAPTION, "caption")):
        fields = {"chat_id": HERS, "message_id": 7, words: "<b>x</b>", "parse_mode": "HTML", "reply_markup": buttons}
        await post.put(Outgoing(BOT, HERS, REPLY, method, fields))
    await post.deliver()
    new = [fields for method, fields in post.telegram.heard if method == TEXT]
    assert new == [{"chat_id": HERS, "text": "<b>x</b>", "parse_mode": "HTML", "reply_markup": buttons}] * 2


@pytest.mark.parametrize("answer", [GONE, TOO_OLD, NO_TEXT])
async def test_a_change_for_one_message_alone_is_said_nowhere_else(post: Post, answer: Answer) -> None:
    post.telegram.answers = [answer]
    fields = {"chat_id": HERS, **FIELDS[EDIT], "only_there": True}
    await post.put(Outgoing(BOT, HERS, REPLY, EDIT, fields), Outgoing(BOT, HERS, REPLY, EDIT, fields))
    await post.deliver()
    assert [row[0] for row in await post.rows()] == ["failed", "sent"]
    assert post.telegram.heard == [(EDIT, {"chat_id": HERS, **FIELDS[EDIT]})] * 2


@pytest.mark.parametrize("refusal", [(401, "Unauthorized"), (404, "Not Found"), (409, "Conflict: terminated by other")])
async def test_a_token_that_is_refused_loses_nothing(post: Post, refusal: Answer) -> None:
    post.telegram.answers = [refusal]
    await post.put(message())
    async with post.delivering(), asyncio.timeout(PATIENCE):
        while not post.telegram.heard or (await post.rows())[0][0] == "sending":
            await asyncio.sleep(0.01)
    ((state, _, attempts, _),) = await post.rows()
    # it waits for its turn, which is counted as no attempt
    assert (state, attempts, len(post.telegram.heard)) == ("waiting", 0, 1)


@pytest.mark.parametrize("lane", EVERY)
async def test_what_never_left_waits_in_every_lane(post: Post, lane: Lane) -> None:
    nobody = Api("http://127.0.0.1:9", "99:TOKEN", post.api._request, post.api._polling)
    post.api, real = nobody, post.api
    await post.put(message(lane=lane))
    async with post.delivering(), asyncio.timeout(PATIENCE):
        # what is read says it, and no later look: it is tried again soon
        while (seen := (await post.rows())[0])[1] is None:
            await asyncio.sleep(0.01)
    assert seen[:2] == ("waiting", "no connection")
    post.api = real
    await post.deliver()
    assert [row[0] for row in await post.rows()] == ["sent"]
