"""The page on which anybody verifies a statement: verdicts, no names, no scripts, not too often; on a phone too."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import httpx
import pytest
from limits import RateLimitItemPerHour
from starlette.applications import Starlette

from bot.domain.book import Direction, Entry
from bot.domain.book.statement import Period
from bot.domain.book.statement_code import dashed, with_check
from bot.i18n import Calendar, load_catalogues
from bot.services import programmes
from bot.services.book import entries as book
from bot.services.book import statements
from bot.services.book.entries import Owner
from bot.services.book.statements import Issued, Wish
from bot.services.work import Connection
from bot.store import Store
from bot.store.people import people
from tests.house import pack
from tests.patience import PATIENCE
from tests.system.browser import browsing
from web.hook import build
from web.limits import Limits
from web.readers import Readers
from web.serving import serve
from web.verify import Pages

CODE = "nepal-odop"
NAME = "Zaphira Quellmist"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 2, 13), date(2026, 3, 2))


def prepare(connection: Connection) -> Issued:
    programmes.record(connection, pack(CODE), NOW)
    shared = {"programme": CODE, "created_at": NOW}
    person = people.add_person(
        connection, {**shared, "name": NAME, "language": "ne", "text_only": False, "practice": False}
    )
    producer = people.add_producer(
        connection, {**shared, "kind": "household", "inception": PERIOD.first, "joined": PERIOD.first}
    )
    owner = Owner(producer, person, False, "NPR")
    sold = Entry(book.new_id(NOW), PERIOD.first, Direction.IN, 1234_50, "NPR", item="soap", category="sales")
    book.add(connection, owner, [sold], NOW)
    wish = Wish("a", PERIOD, Calendar.BIKRAM_SAMBAT, ("ne", "en"))
    made = statements.issue(connection, owner, wish, pack(CODE).programme, NOW)
    assert made is not None
    return made


async def prepared(store: Store) -> Issued:
    async with store.transaction() as tx:
        return await tx.run(prepare)


def app_of(store: Store, limits: Limits | None = None) -> Starlette:
    pages = Pages(store.transaction, load_catalogues(), limits or Limits(), Readers(0))
    return build({}, "", pages.routes())


def client_of(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here")


async def test_a_real_one_with_its_totals_and_without_a_name(store: Store) -> None:
    made = await prepared(store)
    async with client_of(app_of(store)) as client:
        for code in (made.code, dashed(made.code).lower()):
            page = await client.get(f"/verify/{code}", headers={"Accept-Language": "en"})
            assert page.status_code == 200 and "This statement is real." in page.text
            assert "Rs 1,234.50" in page.text and "13 Feb 2026 to 2 Mar 2026" in page.text and "NPR" in page.text
            assert NAME not in page.text and "soap" not in page.text
        nepali = await client.get(f"/verify/{made.code}", headers={"Accept-Language": "ne-NP"})
    assert '<html lang="ne" dir="ltr">' in nepali.text and "रु १,२३४.५०" in nepali.text


async def test_one_that_was_taken_back_says_nothing_else(store: Store) -> None:
    made = await prepared(store)
    async with store.transaction() as tx:
        await tx.run(statements.revoke, made.person_id, made.id, NOW)
    async with client_of(app_of(store)) as client:
        page = await client.get(f"/verify/{made.code}")
    assert "This statement was taken back." in page.text and "1,234" not in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7KQ2M-7KQ2M-7KQ2M", "There is a slip in this code."),
        ("<script>alert(1)</script>", "There is a slip in this code."),
        ("x" * 5000, "There is a slip in this code."),
        ("४" * 15, "There is a slip in this code."),
    ],
)
async def test_whatever_is_typed_is_answered(store: Store, typed: str, said: str) -> None:
    async with client_of(app_of(store)) as client:
        page = await client.get("/verify", params={"code": typed}, follow_redirects=True)
    assert page.status_code == 200 and said in page.text
    assert "<script" not in page.text


async def test_the_form_leads_to_an_address_that_can_be_shared(store: Store) -> None:
    made = await prepared(store)
    async with client_of(app_of(store)) as client:
        empty = await client.get("/verify")
        sent = await client.get("/verify", params={"code": dashed(made.code).lower()})
        page = await client.get("/verify", params={"code": made.code}, follow_redirects=True)
    assert empty.status_code == 200 and '<form action="verify"' in empty.text
    assert (sent.status_code, sent.headers["location"]) == (303, f"verify/{made.code}")
    assert page.url.path == f"/verify/{made.code}" and '<form action="../verify"' in page.text


WRONG = with_check([7] * 14)


async def test_who_guesses_waits_and_who_reads_is_answered(store: Store) -> None:
    made = await prepared(store)
    async with client_of(app_of(store, Limits(RateLimitItemPerHour(100), RateLimitItemPerHour(2)))) as client:
        slips = [(await client.get("/verify/7KQ2M")).status_code for _ in range(5)]
        read = [(await client.get(f"/verify/{made.code}")).status_code for _ in range(5)]
        guessed = [(await client.get(f"/verify/{WRONG}")).status_code for _ in range(4)]
        refused = await client.get(f"/verify/{WRONG}")
        beside = await client.get(f"/verify/{made.code}")
    assert (slips, read, guessed) == ([200] * 5, [200] * 5, [200, 200, 429, 429])
    assert refused.headers["retry-after"] == "60" and "Too many tries." in refused.text
    assert beside.status_code == 200 and "This statement is real." in beside.text


async def test_one_address_cannot_ask_the_database_without_end(store: Store) -> None:
    made = await prepared(store)
    async with client_of(app_of(store, Limits(looks=RateLimitItemPerHour(3)))) as client:
        codes = [(await client.get(f"/verify/{made.code}")).status_code for _ in range(5)]
        assert codes == [200, 200, 200, 429, 429]
        # what needs no look is answered all the same
        assert (await client.get("/verify/7KQ2M")).status_code == 200
        assert (await client.get("/verify")).status_code == 200


async def test_nothing_is_kept_framed_or_told_to_others(store: Store) -> None:
    async with client_of(app_of(store)) as client:
        headers = (await client.get("/verify")).headers
        hook = await client.post("/telegram/1")
    assert headers["cache-control"] == "no-store" and headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["vary"] == "Accept-Language"
    # with long polling Telegram has no door here
    assert hook.status_code == 404


@contextlib.asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """By the web door as it is."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    task = asyncio.create_task(serve(app, "127.0.0.1", port))
    async with asyncio.timeout(PATIENCE):
        while not task.done():
            with contextlib.suppress(OSError):
                (await asyncio.open_connection("127.0.0.1", port))[1].close()
                break
            await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("th", "dark"), ("ne", "light"), ("ny", "dark")])
async def test_on_a_phone(chromium: str, sqlite_store: Store, language: str, scheme: str) -> None:
    made = await prepared(sqlite_store)
    async with served(app_of(sqlite_store)) as address, browsing(chromium) as browser:
        context = await browser.new_context(
            locale=language,
            color_scheme=scheme,
            viewport={"width": 320, "height": 640},  # type: ignore[arg-type]
        )
        page = await context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        await page.goto(f"{address}/verify")
        await page.fill("#code", dashed(made.code).lower())
        await page.click("button")
        assert page.url == f"{address}/verify/{made.code}"
        assert await page.locator("section.good").count() == 1
        assert await page.evaluate("document.documentElement.scrollWidth") == 320
        colours = await page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        assert _is_dark(colours[0]) is (scheme == "dark") and _is_dark(colours[1]) is (scheme == "light")
        assert complaints == []


def _is_dark(colour: str) -> bool:
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) < 384
