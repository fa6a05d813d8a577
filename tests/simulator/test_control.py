"""The page's protocol: state, acts, events and the clock, over HTTP."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from simulator.clockwork import Walking, target
from simulator.server import Simulator
from simulator.world.media import PNG
from simulator.world.phones import Phone
from tests.patience import PATIENCE
from tests.simulator.setting import Clock

Json = dict[str, Any]


class Page:
    """The browser's side: GET and POST of JSON, and the stream of events."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.http = http

    async def get(self, path: str) -> Any:
        async with self.http.get(path) as answer:
            assert answer.status == 200
            return await answer.json()

    async def post(self, path: str, status: int = 200, **body: Any) -> Json:
        async with self.http.post(path, json=body) as answer:
            assert answer.status == status, await answer.text()
            told: Json = await answer.json()
            return told

    @asynccontextmanager
    async def events(self) -> AsyncIterator[AsyncIterator[Json]]:
        async with self.http.ws_connect("/sim/events") as socket:
            yield self._read(socket)

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> AsyncIterator[Json]:
        async for message in socket:
            yield json.loads(message.data)


@pytest.fixture
def page(http: aiohttp.ClientSession) -> Page:
    return Page(http)


async def until(events: AsyncIterator[Json], kind: str) -> Json:
    async with asyncio.timeout(PATIENCE):
        async for event in events:
            if event["kind"] == kind:
                return event
    raise AssertionError(f"the stream ended without {kind}")


async def test_the_state_of_everything(page: Page, bot: telegram.Bot, nok: Phone, clock: Clock) -> None:
    await bot.set_my_commands([("help", "Help")])
    keys = ReplyKeyboardMarkup(
        [[KeyboardButton("Number", request_contact=True), "Text"]], input_field_placeholder="Type"
    )
    await bot.send_message(5, "<b>1 &lt; 2</b>", parse_mode="HTML", reply_markup=keys)
    await bot.send_photo(5, PNG, caption="<i>c</i>", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(
        [[InlineKeyboardButton("A", callback_data="a"), InlineKeyboardButton("B", url="https://x.org")]]))  # fmt: skip
    state = await page.get("/sim/state")
    assert state["now"] == "2026-03-31T09:30:00+00:00"
    assert state["running"] is None
    assert state["languages"] == [{"code": "en", "name": "English"}, {"code": "th", "name": "ไทย"}]
    assert state["bot"] == {"name": "Simulated bot", "username": "simulator_1001_bot"}
    (phone,) = state["phones"]
    assert (phone["id"], phone["name"], phone["language"], phone["role"]) == (5, "Nok", "th", "producer")
    assert phone["commands"] == [{"command": "help", "description": "Help"}]
    assert phone["keyboard"]["rows"] == [[{"text": "Number", "request_contact": True}, {"text": "Text"}]]
    assert phone["keyboard"]["placeholder"] == phone["placeholder"] == "Type"
    start, text, photo = phone["screen"]
    assert (start["mine"], start["text"], start["time"]) == (True, "/start", "2026-03-31T09:30:00+00:00")
    assert (text["mine"], text["html"], text["text"], text["edited"]) == (False, "<b>1 &lt; 2</b>", "1 < 2", False)
    assert (photo["caption"], photo["photo"]["width"]) == ("<i>c</i>", 1)
    assert photo["buttons"] == [
        [{"text": "A", "data": "a", "url": None}, {"text": "B", "data": None, "url": "https://x.org"}]
    ]
    async with page.http.get(photo["photo"]["url"]) as answer:
        assert (await answer.read(), answer.headers["Content-Security-Policy"]) == (PNG, "sandbox")
    again = await page.get("/sim/phones/5")
    assert again["look"] > phone["look"]
    assert {**phone, "look": 0} == {**again, "look": 0}


async def test_all_that_a_person_can_do(page: Page, bot: telegram.Bot, sim: Simulator) -> None:
    made = await page.post("/sim/phones", name="Thoko", language="ny", role="leader")
    me = f"/sim/phones/{made['id']}"
    assert (made["name"], made["role"], made["screen"]) == ("Thoko", "leader", [])
    await page.post(f"{me}/start", payload="join_x")
    said = (await page.post(f"{me}/say", text="soap"))["result"]
    await page.post(f"{me}/edit", message_id=said, text="soaps")
    data = base64.b64encode(PNG).decode()
    await page.post(f"{me}/photo", file=data, name="a.png", caption="look")
    await page.post(f"{me}/voice", file=f"data:audio/ogg;base64,{data}", duration=2.4)
    await page.post(f"{me}/document", file=data, name="book.csv")
    await page.post(f"{me}/contact")
    await page.post(f"{me}/location", lat=-13.9, lon=33.7)
    one = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    sent = await bot.send_message(made["id"], "?", reply_markup=one)
    await page.post(f"{me}/tap", message_id=sent.message_id, data="a")
    await page.post(f"{me}/block")
    assert (await page.get(me))["blocked"]
    refused = await page.post(f"{me}/say", 400, text="x")
    assert refused == {"ok": False, "error": "Thoko blocked the bot; unblock it first."}
    await page.post(f"{me}/unblock")
    updates = [update["update"] for update in map(vars_of, sim.bot().updates.pending)]
    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds == ["message"] * 2 + ["edited_message"] + ["message"] * 5 + ["callback_query"] + ["my_chat_member"] * 2
    kinds = [message["kind"] for message in (await page.get(me))["screen"]]
    assert kinds == ["text", "text", "photo", "voice", "document", "contact", "location", "text"]


def vars_of(pending: Any) -> Json:
    return {"update": pending.update}


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("say", {"text": "  "}, 400),
        ("say", {}, 400),
        ("tap", {"data": "nothing"}, 400),
        ("edit", {"message_id": 99, "text": "x"}, 400),
        ("photo", {"file": "no base 64!"}, 400),
        ("photo", {"file": "aGVsbG8="}, 400),
        ("location", {"lat": "north", "lon": 1}, 400),
        ("dance", {}, 404),
    ],
)
async def test_what_cannot_be_done_is_said_in_words(page: Page, nok: Phone, act: str, body: Json, status: int) -> None:
    refused = await page.post(f"/sim/phones/5/{act}", status, **body)
    assert refused["error"]
    await page.post("/sim/phones/99/say", 404, text="x")


async def test_news_as_it_happens(page: Page, bot: telegram.Bot, nok: Phone) -> None:
    async with page.events() as events:
        await bot.send_chat_action(5, "typing")
        assert await until(events, "typing") == {"phone": 5, "kind": "typing", "action": "typing"}
        await bot.send_message(5, "hello")
        event = await until(events, "changed")
        assert event["phone"] == 5
        assert [message["text"] for message in event["state"]["screen"]] == ["/start", "hello"]
        await bot.send_message(
            5, "?", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
        )
        await bot.answer_callback_query(str(await nok.tap("A")), "Saved")
        toast = await until(events, "toast")
        assert toast == {"phone": 5, "kind": "toast", "text": "Saved", "alert": False}
        await page.post("/sim/phones", name="Dao", language="th", role="staff")
        assert (await until(events, "added"))["phone"] == 1001


async def test_a_month_passes_day_by_day(page: Page, clock: Clock, sim: Simulator) -> None:
    async with page.events() as events:
        answer = await page.post("/sim/clock", by="month")
        assert answer["until"] == "2026-04-30T09:30:00+00:00"
        days = [await until(events, "clock") for _ in range(30)]
    assert [day["now"][:10] for day in days[:2]] == ["2026-04-01", "2026-04-02"]
    assert days[0]["running"] == {"done": 1, "of": 30}
    assert days[-1]["running"] is None
    assert clock.days == [datetime(2026, 4, day, 9, 30, tzinfo=UTC) for day in range(1, 31)]


async def test_one_walk_at_a_time(page: Page, sim: Simulator, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = asyncio.Event()

    async def wait(to: datetime) -> None:
        await gate.wait()
        clock.moment = to

    monkeypatch.setattr(sim.control.clock, "_advance", wait)
    await page.post("/sim/clock", by="day")
    refused = await page.post("/sim/clock", 409, by="day")
    assert refused["error"] == "The clock is turning already. Wait until it stops."
    assert (await page.get("/sim/state"))["running"] == {"done": 0, "of": 1}
    async with page.events() as events:
        gate.set()
        assert (await until(events, "clock"))["running"] is None
    await page.post("/sim/clock", 409, by="century")


async def test_a_walk_that_breaks_says_so(page: Page, sim: Simulator, clock: Clock) -> None:
    problems: list[Json] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: problems.append(context))

    async def broken(to: datetime) -> None:
        raise RuntimeError("no such day")

    sim.control.clock._advance = broken
    async with page.events() as events:
        await page.post("/sim/clock", by="day")
        event = await until(events, "clock")
    assert (event["running"], event["error"][:18]) == (None, "The clock stopped:")
    assert [str(problem["exception"]) for problem in problems] == ["no such day"]
    sim.control.clock._advance = None
    assert (await page.post("/sim/clock", 409, by="day"))["error"] == "This clock cannot be turned."


def test_where_a_turn_ends() -> None:
    def end(by: str, *day: int) -> tuple[int, int, int]:
        moment = target(datetime(*day, 9, tzinfo=UTC), by)
        return moment.year, moment.month, moment.day

    assert end("day", 2026, 12, 31) == (2027, 1, 1)
    assert end("month", 2026, 1, 31) == (2026, 2, 28)
    assert end("month", 2026, 12, 5) == (2027, 1, 5)
    assert end("year", 2024, 2, 29) == (2025, 2, 28)
    with pytest.raises(Walking):
        end("week", 2026, 1, 1)


async def test_files_of_the_page_only(page: Page, http: aiohttp.ClientSession) -> None:
    for path in (
        "/page/..%2Fserver.py",
        "/page/%2e%2e/server.py",
        "/page/missing.js",
        "/sim/files/1001/photos/none.png",
    ):
        async with http.get(path) as answer:
            assert answer.status == 404
    async with http.get("/") as answer:
        assert answer.content_type == "text/html"
    async with http.post("/sim/phones", data=b"[]") as answer:
        assert answer.status == 400
