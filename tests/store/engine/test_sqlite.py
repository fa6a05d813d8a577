"""SQLite's one connection: whole transactions, in turn, also when somebody is cancelled or the work raises."""

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.store import Store, StoreTrouble
from tests.system import leftovers


@pytest.fixture
async def numbers(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'new folder' / 'numbers.db'}")
    async with store.transaction() as tx:
        await tx.run(lambda connection: connection.exec_driver_sql("CREATE TABLE number (n INTEGER)"))
    yield store
    await store.close()


def write(connection: Connection, number: int) -> None:
    connection.exec_driver_sql("INSERT INTO number VALUES (?)", (number,))


def read(connection: Connection) -> list[int]:
    return [row[0] for row in connection.exec_driver_sql("SELECT n FROM number ORDER BY rowid")]


async def kept(store: Store) -> list[int]:
    async with store.transaction() as tx:
        return await tx.run(read)


async def test_the_work_runs_in_the_connections_own_thread(numbers: Store) -> None:
    async with numbers.transaction() as tx:
        threads = {await tx.run(lambda _connection: threading.current_thread()) for _ in range(3)}
    assert len(threads) == 1
    assert threading.main_thread() not in threads


async def test_what_raises_is_rolled_back_as_a_whole(numbers: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with numbers.transaction() as tx:
            await tx.run(write, 1)
            await tx.run(lambda _connection: 1 // 0)
    assert await kept(numbers) == []


async def test_who_is_cancelled_leaves_nothing_and_holds_up_nobody(numbers: Store) -> None:
    begun = asyncio.Event()

    async def slow() -> None:
        async with numbers.transaction() as tx:
            await tx.run(write, 1)
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await kept(numbers) == []


async def test_who_is_cancelled_in_the_middle_of_work_leaves_nothing_either(numbers: Store) -> None:
    there, go_on = threading.Event(), threading.Event()

    def work(connection: Connection) -> None:
        write(connection, 1)
        there.set()
        go_on.wait(5)

    async def slow() -> None:
        async with numbers.transaction() as tx:
            await tx.run(work)

    task = asyncio.create_task(slow())
    await asyncio.to_thread(there.wait, 5)
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await kept(numbers) == []


async def test_transactions_go_one_after_the_other_as_they_came(numbers: Store) -> None:
    async def twice(number: int) -> None:
        async with numbers.transaction() as tx:
            await tx.run(write, number)
            await asyncio.sleep(0)
            await tx.run(write, number)

    await asyncio.gather(*(twice(number) for number in range(20)))
    assert await kept(numbers) == [number for number in range(20) for _ in range(2)]


async def test_closed_it_can_be_opened_again(numbers: Store) -> None:
    async with numbers.transaction() as tx:
        await tx.run(write, 1)
    await numbers.close()
    await numbers.close()
    assert await kept(numbers) == [1]


async def test_a_database_that_cannot_be_opened_is_trouble(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}")
    with pytest.raises(StoreTrouble):
        async with store.transaction():
            pass
    await store.close()


async def test_an_error_names_no_values(numbers: Store) -> None:
    with pytest.raises(StoreTrouble) as caught:
        async with numbers.transaction() as tx:
            await tx.run(lambda connection: connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("Mary",)))
    assert "Mary" not in str(caught.value)


async def test_cancelled_at_any_step_of_its_opening_it_leaves_no_thread(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'numbers.db'}"
    before = set(threading.enumerate())
    for steps in itertools.count(1):
        store = Store(url)
        opening = asyncio.create_task(nothing(store))
        for _ in range(steps):
            await asyncio.sleep(0)
        through = opening.done()
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        await store.close()
        for thread in set(threading.enumerate()) - before:
            # others are of the loop, which ends later
            if leftovers.WORKER in thread.name:
                thread.join(leftovers.MOMENT)
                assert not thread.is_alive(), f"after {steps} steps"
        if through:
            break


async def nothing(store: Store) -> None:
    async with store.transaction():
        pass
