"""Who is left out: she alone, only for a while, and said once; what would stop the work for anybody stops it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, insert, select, text

from bot.left_out import AT_ONCE, LeftOut
from bot.services.keeping import troubles
from bot.store import StoreTrouble
from bot.store.engine.sync import sync_engine
from bot.store.engine.trouble import trouble_of
from bot.store.schema import holder

WHAT = "Counting: bot"


class Clock:
    """Seconds that the test lets pass."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = sync_engine(database_url)
    with engine.connect() as connection, connection.begin():
        yield connection
    engine.dispose()


def writing(*odd: int) -> object:
    """Work that writes a row for each, and meets an odd one afterwards."""

    def work(connection: Connection, keys: Sequence[int]) -> int:
        for key in keys:
            row = {"bot": key, "number": 1, "since": datetime(2026, 1, 1, tzinfo=UTC)}
            connection.execute(insert(holder).values(row))
        if {*keys} & {*odd}:
            raise ValueError("what somebody wrote")
        return len(keys)

    return work


def written(connection: Connection) -> list[int]:
    return list(connection.scalars(select(holder.c.bot).order_by(holder.c.bot)))


@pytest.mark.parametrize("odd", [(1,), (7,), (3, 4), (1, 10)])
def test_all_others_are_done_once(
    connection: Connection, odd: tuple[int, ...], caplog: pytest.LogCaptureFixture
) -> None:
    keys = range(1, 11)
    done = LeftOut().each(connection, WHAT, keys, writing(*odd))  # type: ignore[arg-type]
    assert sum(done) == 10 - len(odd)
    assert written(connection) == [key for key in keys if key not in odd]
    assert [line.partition(" is left out")[0] for line in caplog.messages] == [f"{WHAT} {key}" for key in odd]
    assert "what somebody wrote" not in caplog.text
    assert all(troubles.advice(line) != troubles.UNKNOWN for line in caplog.messages)


def test_where_nothing_is_odd_it_is_done_in_one(connection: Connection) -> None:
    assert LeftOut().each(connection, WHAT, range(1, 11), writing()) == [10]  # type: ignore[arg-type]
    assert LeftOut().each(connection, WHAT, (), writing()) == []  # type: ignore[arg-type]


def test_many_are_done_in_parts(connection: Connection) -> None:
    assert LeftOut().each(connection, WHAT, range(AT_ONCE + 1), lambda _, keys: len(keys)) == [AT_ONCE, 1]


def test_she_waits_longer_each_time_and_stands_in_nobodys_way(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    left_out = LeftOut(clock)
    work = writing(1, 2)
    left_out.each(connection, WHAT, (1, 2), work)  # type: ignore[arg-type]
    assert len(left_out) == 2
    assert left_out.others(WHAT, (1, 2, 3, 4), 1) == [3]
    assert left_out.others("Something else: bot", (1, 2, 3, 4), 1) == [1]
    clock.now += 3
    assert left_out.others(WHAT, (1, 2, 3), 9) == [1, 2, 3]
    left_out.each(connection, WHAT, (1,), work)  # type: ignore[arg-type]
    clock.now += 3
    assert left_out.others(WHAT, (1, 2, 3), 9) == [2, 3]
    assert len(caplog.messages) == 2, "each is said once"


def test_who_was_mended_is_as_before(connection: Connection) -> None:
    clock = Clock()
    left_out = LeftOut(clock)
    left_out.each(connection, WHAT, (1,), writing(1))  # type: ignore[arg-type]
    clock.now += 3
    left_out.each(connection, WHAT, (1,), writing())  # type: ignore[arg-type]
    assert (written(connection), len(left_out)) == ([1], 0)


@pytest.mark.parametrize("statement", ["SELECT 1 FROM hidden", "SELECT hidden FROM holder"])
def test_what_is_everybodys_trouble_stops_all(connection: Connection, statement: str) -> None:
    """Found out at the first: nobody is left out for a table that is gone."""
    tried = []

    def work(connection: Connection, keys: Sequence[int]) -> None:
        tried.append(len(keys))
        connection.execute(text(statement))

    with pytest.raises(Exception) as raised:
        LeftOut().each(connection, WHAT, range(10), work)
    assert tried == [10]
    assert trouble_of(raised.value) is None or isinstance(trouble_of(raised.value), StoreTrouble)


def test_a_damaged_page_stops_all(connection: Connection) -> None:
    def work(connection: Connection, keys: Sequence[int]) -> None:
        raise StoreTrouble("database disk image is malformed", damaged=True)

    left_out = LeftOut()
    with pytest.raises(StoreTrouble):
        left_out.each(connection, WHAT, range(10), work)
    assert len(left_out) == 0
