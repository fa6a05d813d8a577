"""The nightly job of silence forgets everybody who is due, some at a time, and says how many."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.domain.clock_trust import Doubted
from bot.domain.wire.contact import ChatState
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.services.people.silence import AT_MOST, NOTICE, agree
from bot.store import Store
from bot.store.schema import chat, chat_person, person
from bot.store.wire import chats
from jobs.silence import AT_ONCE, silence
from tests.house import pack

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CODE = "malawi-ovop"
PEOPLE = AT_ONCE + 5
HERE = [pack(CODE).programme]


def prepare(connection: Connection, people: int = PEOPLE) -> None:
    """Many who registered five years ago and were never heard of again, which they were told, and one of yesterday."""
    programmes.record(connection, pack(CODE), NOW)
    for number in range(1, people + 2):
        at = NOW - timedelta(days=1 if number > people else 5 * 365)
        values = {"programme": CODE, "name": f"Person {number}", "language": "en", "created_at": at}
        values |= {"silence_told_at": NOW - NOTICE}
        who = connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one()
        where = {"bot": 1, "chat": number, "person_id": who, "state": "active", "state_since": at, "seen_at": at}
        connection.execute(insert(chat).values(where))
        connection.execute(insert(chat_person).values(where | {"since": at}))


def left(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(person).where(person.c.name.is_not(None))) or 0)


async def test_all_who_are_due_are_forgotten(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async with store.transaction() as tx:
        await tx.run(prepare)
    loaded = LoadedPacks({CODE: pack(CODE)}, load_catalogues())
    with caplog.at_level(logging.INFO):
        await silence(store.transaction, loaded, LeftOut(), HERE, lambda: NOW)
        await silence(store.transaction, loaded, LeftOut(), HERE, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == 1
    assert caplog.messages == [f"forgotten after a long silence: {PEOPLE} people"]


async def test_more_than_a_night_forgets_by_itself_wait_for_a_word(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    loaded = LoadedPacks({CODE: pack(CODE)}, load_catalogues())

    def many(connection: Connection) -> None:
        prepare(connection, AT_MOST + 1)

    async with store.transaction() as tx:
        await tx.run(many)
    for _ in range(2):
        await silence(store.transaction, loaded, LeftOut(), HERE, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == AT_MOST + 2
        await tx.run(agree, [pack(CODE).programme], "somebody", NOW)
    told = "21 people would be forgotten after a long silence, more than 20 in a night: ovop forget-silent"
    assert caplog.messages == [told, told]
    await silence(store.transaction, loaded, LeftOut(), HERE, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == 1


OTHER = "nepal-odop"


@pytest.mark.parametrize(("people", "stay"), [(AT_MOST // 2, 0), (AT_MOST // 2 + 1, AT_MOST // 2 + 1)])
async def test_each_programme_has_its_night_and_the_sum_of_all_is_what_waits(
    store: Store, people: int, stay: int
) -> None:
    both = {code: pack(code) for code in (CODE, OTHER)}

    def of_two(connection: Connection) -> None:
        prepare(connection, 2 * people)
        programmes.record(connection, pack(OTHER), NOW)
        connection.execute(update(person).where(person.c.id <= people).values(programme=OTHER))

    async with store.transaction() as tx:
        await tx.run(of_two)
    await silence(store.transaction, LoadedPacks(both, load_catalogues()), LeftOut(), HERE, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == people + stay + 1
        assert await tx.run(programmes.home) == (CODE if stay else OTHER)


async def test_a_clock_that_is_doubted_after_the_first_transaction_stops_before_the_second(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.run(prepare)
    # one to tell, one to count, one for the first of those who are forgotten
    readings = [NOW] * 3

    def believed() -> datetime:
        if not readings:
            raise Doubted
        return readings.pop()

    with pytest.raises(Doubted):
        await silence(store.transaction, LoadedPacks({CODE: pack(CODE)}, load_catalogues()), LeftOut(), HERE, believed)
    async with store.transaction() as tx:
        assert await tx.run(left) == PEOPLE + 1 - AT_ONCE


async def test_who_writes_while_the_clock_is_years_behind_has_not_been_silent(store: Store) -> None:
    behind = NOW - timedelta(days=1500)

    def writes(connection: Connection) -> None:
        contact = chats.load(connection, 1, [PEOPLE + 1])[PEOPLE + 1]
        contact.become(ChatState.STOPPED, behind)
        chats.save(connection, [contact], behind)

    async with store.transaction() as tx:
        await tx.run(prepare)
        await tx.run(writes)
    await silence(store.transaction, LoadedPacks({CODE: pack(CODE)}, load_catalogues()), LeftOut(), HERE, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == 1


async def test_who_registers_while_the_clock_is_decades_behind_has_not_been_silent_since(store: Store) -> None:
    """An empty battery: the machine believes that it is 2000."""
    behind = datetime(2000, 1, 1, tzinfo=UTC)

    def registers(connection: Connection) -> None:
        connection.execute(update(person).where(person.c.name == f"Person {PEOPLE + 1}").values(created_at=behind))
        connection.execute(update(chat_person).where(chat_person.c.chat == PEOPLE + 1).values(seen_at=behind))

    async with store.transaction() as tx:
        await tx.run(prepare)
        await tx.run(registers)
    await silence(store.transaction, LoadedPacks({CODE: pack(CODE)}, load_catalogues()), LeftOut(), HERE, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == 1
