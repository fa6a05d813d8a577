"""A check-in from a kept book: nine taps and no typing; beside the book, both figures are kept; a PIN guards it."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.book import Direction, Entry
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.evaluation import progress
from bot.services.people import pins
from bot.store import Connection
from bot.store.schema import answer, person, producer, submission
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage

CODE = "malawi-ovop"
BOOK = "\n".join(
    (
        "📒 Your book says for March 2026:",
        "Price of one: K112.50",
        "Money from sales: K4,500",
        "Costs: K1,200",
        "Only you and programme staff see this.",
        "Is that right?",
    )
)


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        yield found


async def _kept(running: Stage, number: int = 1, began: date = date(2026, 3, 2)) -> Phone:
    """A phone whose person has kept her book through March, and is reminded in April. She counts in pieces."""
    phone = running.simulator.phone(number, "Mary", "en")
    # her baseline says 3 to every number; the third unit is the piece
    await Actor(phone, number + 1).meet()
    await running.settle()

    def write(connection: Connection) -> None:
        hers = connection.execute(select(person.c.id).order_by(person.c.id.desc())).scalars().first()
        business = connection.execute(select(producer.c.id).order_by(producer.c.id.desc())).scalars().first()
        owner = Owner(business or 0, hers or 0, False, "MWK")
        now = running.clock.now()
        book.add(connection, owner, list(_entries(now, began)), now)

    async with running.house.store.transaction() as tx:
        await tx.run(write)
    await running.walk(days=34)
    return phone


def _entries(now: Any, began: date) -> Sequence[Entry]:
    def entry(day: date, way: Direction, amount: int, item: str, quantity: str | None = None) -> Entry:
        count = None if quantity is None else Decimal(quantity)
        return Entry(book.new_id(now), day, way, amount, "MWK", item, count, "piece" if count else "")

    return (
        entry(began, Direction.OUT, 70_000, "oil"),
        entry(date(2026, 3, 12), Direction.IN, 200_000, "soap", "16"),
        entry(date(2026, 3, 20), Direction.IN, 250_000, "Soap", "24"),
        entry(date(2026, 3, 21), Direction.OUT, 50_000, "lye"),
        entry(date(2026, 3, 22), Direction.TAKEN_HOME, 90_000, ""),
        entry(date(2026, 4, 1), Direction.IN, 999_900, "soap", "1"),
    )


async def _answers(running: Stage) -> dict[str, tuple[str, str | None]]:
    def read(connection: Connection) -> dict[str, tuple[str, str | None]]:
        newest = select(submission.c.id).order_by(submission.c.id.desc()).limit(1).scalar_subquery()
        rows = connection.execute(
            select(answer.c.path, answer.c.value, answer.c.book).where(answer.c.submission_id == newest)
        )
        return {row.path.rpartition("/")[2]: (row.value, row.book) for row in rows}

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def _tap(running: Stage, phone: Phone, label: str) -> None:
    await phone.tap(label)
    await running.settle()


async def test_nine_taps_and_no_typing(running: Stage) -> None:
    phone = await _kept(running)
    nudge = next(one for one in reversed(phone.screen) if "time for your check-in" in one.text)
    assert "K4" not in nudge.text, "a nudge says no amounts"
    mine = len([one for one in phone.screen if one.mine])
    said = len(phone.screen)
    taps = [
        "✅ Check-in",
        "Yes",
        "📒 40",
        "✅ Yes, all is right",
        "2",
        "About half",
        "None of these",
        "✅ Done",
        "✅ Send",
    ]
    assert len(taps) <= 9
    for label in taps:
        if label == "📒 40":
            # what was sold is not what was made: it is said beside the question, and never taken with the others
            assert "How much did you make" in phone.last.text
            assert "📒 Your book says that you sold 40 pieces." in phone.last.text
        if label == "✅ Yes, all is right":
            assert phone.last.text.endswith(BOOK)
        await _tap(running, phone, label)
    assert phone.last.text.startswith("✅ Sent. Thank you!")
    assert len([one for one in phone.screen if one.mine]) == mine
    assert len(phone.screen) - said <= 3
    kept = await _answers(running)
    assert {name: kept[name] for name in ("produced", "price", "sales", "costs")} == {
        "produced": ("40", "40"),
        "price": ("112.5", "112.5"),
        "sales": ("4500", "4500"),
        "costs": ("1200", "1200"),
    }
    assert kept["people"] == ("2", None)


async def test_beside_the_book_both_are_kept(running: Stage) -> None:
    phone = await _kept(running)
    for label in ("✅ Check-in", "Yes", "📒 40", "✏️ Not quite"):
        await _tap(running, phone, label)
    assert "What is the price of one" in phone.last.text
    for said in ("112.5", "5000"):
        await phone.say(said)
        await running.settle()
        if "You usually say" in phone.last.text:
            await _tap(running, phone, "✅ Yes, it is right")
    await _tap(running, phone, "📒 K1,200")
    if "You usually say" in phone.last.text:
        await _tap(running, phone, "✅ Yes, it is right")
    for label in ("2", "About half", "None of these", "✅ Done", "✅ Send"):
        await _tap(running, phone, label)
    kept = await _answers(running)
    assert (kept["sales"], kept["costs"]) == (("5000", "4500"), ("1200", "1200"))

    def tracks(connection: Connection) -> dict[str, str]:
        business = connection.execute(select(producer.c.id)).scalar_one()
        record = progress.of_producer(connection, business, pack(CODE))
        return {one.indicator.name: one.figures[-1].source.value for one in record.tracks if len(one.figures) > 1}

    async with running.house.store.transaction() as tx:
        sources = await tx.run(tracks)
    assert (sources["sales"], sources["produced"], sources["people"]) == ("self", "book", "self")


async def test_a_book_begun_in_the_month_is_not_asked(running: Stage) -> None:
    phone = await _kept(running, began=date(2026, 3, 10))
    for label in ("✅ Check-in", "Yes"):
        await _tap(running, phone, label)
    assert "How much did you make" in phone.last.text
    assert "📒" not in phone.last.text


async def test_behind_a_pin_the_book_says_nothing(running: Stage) -> None:
    phone = await _kept(running)
    await _tap(running, phone, "✅ Check-in")

    await _set_pin(running)
    await phone.say("later")
    running.clock.turn(hours=2)
    for said in ("/checkin", "yes"):
        await phone.say(said)
        await running.settle()
    assert "How much did you make" in phone.last.text
    assert "4,500" not in phone.last.text


async def _set_pin(running: Stage) -> None:
    def put(connection: Connection) -> None:
        hers = connection.execute(select(person.c.id)).scalar_one()
        pins.put(connection, hers, pins.hashed("1234"), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(put)


async def test_a_form_that_lies_open_says_nothing_once_the_pin_is_shut(running: Stage) -> None:
    phone = await _kept(running)
    await _set_pin(running)
    await _tap(running, phone, "✅ Check-in")
    running.clock.turn(hours=2)
    await _tap(running, phone, "Yes")
    assert "How much did you make" in phone.last.text
    assert "4,500" not in phone.last.text
    # what the book says is kept beside what she says
    for said in ("40", "112.5", "5000", "1200"):
        await phone.say(said)
        await running.settle()
        if "You usually say" in phone.last.text:
            await _tap(running, phone, "✅ Yes, it is right")
        assert "📒" not in phone.last.text
    for label in ("2", "About half", "None of these", "✅ Done", "✅ Send"):
        await _tap(running, phone, label)
    assert (await _answers(running))["sales"] == ("5000", "4500")


async def test_made_more_than_sold_both_are_kept(running: Stage) -> None:
    phone = await _kept(running)
    for label in ("✅ Check-in", "Yes"):
        await _tap(running, phone, label)
    await phone.say("60")
    await running.settle()
    for label in ("✅ Yes, all is right", "2", "About half", "None of these", "✅ Done", "✅ Send"):
        if "You usually say" in phone.last.text:
            await _tap(running, phone, "✅ Yes, it is right")
        await _tap(running, phone, label)
    kept = await _answers(running)
    assert (kept["produced"], kept["sales"]) == (("60", "40"), ("4500", "4500"))


async def test_what_she_writes_down_meanwhile_counts(running: Stage) -> None:
    phone = await _kept(running)
    for label in ("✅ Check-in", "Yes", "📒 40"):
        await _tap(running, phone, label)
    assert phone.last.text.endswith(BOOK)
    await phone.say("sold 10 pieces soap 500 on 30 March")
    await running.settle()
    assert "Money from sales: K5,000" in phone.last.text


async def test_past_midnight_it_is_still_about_the_same_month(running: Stage) -> None:
    phone = await _kept(running)
    await _tap(running, phone, "✅ Check-in")
    # her own month is over when she goes on
    running.clock.at = running.clock.at.replace(month=5, day=1)
    for label in ("Yes", "📒 40"):
        await _tap(running, phone, label)
    assert phone.last.text.endswith(BOOK)


async def test_all_that_the_book_says_is_not_taken_once_the_pin_is_shut(running: Stage) -> None:
    """The old button would say the book's figures again, under the eyes of who has the phone now."""
    phone = await _kept(running)
    await _set_pin(running)
    for label in ("✅ Check-in", "Yes", "📒 40"):
        await _tap(running, phone, label)
    assert "4,500" in phone.last.text
    running.clock.turn(hours=2)
    phone.mark()
    await _tap(running, phone, "✅ Yes, all is right")
    assert "What is the price of one" in phone.last.text
    assert not any("4,500" in one.text or "1,200" in one.text for one in phone.heard)
