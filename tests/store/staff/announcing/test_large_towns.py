"""What an audience costs, in steps of the database: a piece the same in any town, a count as much more as it grows."""

from sqlalchemy import Connection, Select, func, select, text

from bot.domain.evaluation.calendar import SlotState
from bot.domain.staff.audience import Audience
from bot.store.engine.sync import connected, sync_engine
from bot.store.staff.announcing.audiences import Wanted, after, reached, standing_of
from tests.store.staff.announcing.towns import HERE, TODAY, ZONE, Business, Member, Phone, Somebody, Town, User, build

SMALL, LARGE = 150, 1500
GROUP = 100_000
EVERYBODY = Wanted(Audience(), HERE, None, TODAY, ZONE)
OF_A_GROUP = Wanted(Audience(groups=frozenset({GROUP})), HERE, frozenset("a"), TODAY, ZONE)
LATE = Wanted(Audience(late=True), HERE, None, TODAY, ZONE)


def town(people: int) -> Town:
    """Each with a business, a calendar and a phone; of a group every third."""
    numbers = range(1, people + 1)
    slots = ((SlotState.ANSWERED, 60, None, False), (SlotState.MISSED, 30, None, False))
    return Town(
        tuple(Somebody(one, speaks=(one,)) for one in numbers),
        (*(Business(one, "a", slots=slots) for one in numbers), Business(GROUP, "a", group=True)),
        members=tuple(Member(one, GROUP) for one in numbers[::3]),
        phones=tuple(Phone(one, (User(one),), front=one) for one in numbers),
    )


def steps(connection: Connection, statement: Select[tuple[int]] | Select[tuple[int, int, int, str]]) -> int:
    """How many steps SQLite takes, by tens; its planner knows no numbers of rows, as in the field."""
    counted = [0]

    def step() -> int:
        counted[0] += 1
        return 0

    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(step, 10)
    connection.execute(statement).all()
    driver.set_progress_handler(None, 0)
    return counted[0]


def costs(url: str, people: int, *without: str) -> dict[str, int]:
    with connected(sync_engine(url)) as connection, connection.begin() as begun:
        build(connection, town(people))
        for index in without:
            connection.execute(text(f"DROP INDEX {index}"))
        fates = standing_of(EVERYBODY).subquery()
        found = {
            "first piece": steps(connection, reached(EVERYBODY).limit(20)),
            "late piece": steps(connection, reached(EVERYBODY).where(after(1, people - 30)).limit(20)),
            "piece of who is late": steps(connection, reached(LATE).limit(20)),
            "piece of a group": steps(connection, reached(OF_A_GROUP).limit(20)),
            "count": steps(connection, select(func.count()).select_from(reached(EVERYBODY).order_by(None).subquery())),
            "who is left out": steps(connection, select(func.count()).select_from(fates)),
        }
        begun.rollback()
    return found


def test_a_piece_costs_the_same_in_a_town_ten_times_as_large_and_a_count_ten_times_as_much(sqlite_url: str) -> None:
    small, large = costs(sqlite_url, SMALL), costs(sqlite_url, LARGE)
    ratio = {name: large[name] / small[name] for name in small}
    assert all(one < 1.5 for name, one in ratio.items() if "piece" in name), ratio
    assert all(8 < one < 13 for name, one in ratio.items() if "piece" not in name), ratio


def test_without_the_index_of_who_uses_a_phone_a_piece_walks_the_town(sqlite_url: str) -> None:
    """So that the test above is known to see it."""
    without = costs(sqlite_url, SMALL, "ix_chat_person_person")
    assert without["first piece"] > 5 * costs(sqlite_url, SMALL)["first piece"]


def test_the_chats_are_walked_by_their_key_and_nothing_is_sorted(sqlite_url: str) -> None:
    with connected(sync_engine(sqlite_url)) as connection:
        sql = (
            reached(OF_A_GROUP).where(after(1, 5)).limit(20).compile(connection, compile_kwargs={"literal_binds": True})
        )
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
    assert "SEARCH hers USING INDEX sqlite_autoindex_chat_person_1 ((bot,chat)>(?,?))" in plan
    assert "TEMP B-TREE" not in plan
