"""The books of two groups and of who leads both: whatever is written and taken back, each has its own lines alone."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.book import Direction, Entry, balance
from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.book import check_in_answers
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.groups.cash_book import keeping, receipts
from bot.services.groups.cash_book.keeping import NotBegun
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.people import roles
from bot.store.schema import audit, entry, speaks_for
from tests.services.groups.test_leading import a_group
from tests.services.village import NOW, SITA, found, nepal, settle

MONEY = "NPR"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
WAYS = (Direction.IN, Direction.OUT, Direction.CREDIT, Direction.GRANT, Direction.TO_BANK, Direction.TAKEN_HOME)
DEEDS = st.tuples(
    st.sampled_from(("own", "first", "second")),
    st.sampled_from((*WAYS, "take back", "put back")),
    st.integers(1, 10_000),
    st.integers(1, 30),
)


def both(connection: Connection) -> tuple[int, int, int, int]:
    """Somebody with a business of her own who leads two groups that keep books: her, her business, the groups."""
    found(connection)
    own, first, second = settle(connection, SITA), a_group(connection, "First"), a_group(connection, "Second")
    who = connection.execute(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == own)).scalar_one()
    for group in (first, second):
        roles.give(connection, who, Reach(Role.LEADER, group_id=group), NOW)
        assert keeping.begin(connection, who, group, NOW)
    return who, own, first, second


class Books:
    """Three books as they should be, beside those that are kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.who, *numbers = both(connection)
        self.numbers = dict(zip(("own", "first", "second"), numbers, strict=True))
        self.wanted: dict[str, list[Entry]] = {name: [] for name in self.numbers}
        self.gone: dict[str, list[Entry]] = {name: [] for name in self.numbers}

    def do(self, name: str, what: str, amount: int, day: int) -> None:
        number, kept, gone = self.numbers[name], self.wanted[name], self.gone[name]
        if what == "take back":
            if kept and name != "own":
                gone.append(kept.pop())
                assert keeping.take_back(self.connection, self.who, number, MONEY, gone[-1].id, NOW)
                assert not keeping.take_back(self.connection, self.who, number, MONEY, gone[-1].id, NOW)
        elif what == "put back":
            if gone:
                kept.append(gone.pop())
                assert keeping.put_back(self.connection, self.who, number, MONEY, kept[-1].id, NOW)
                assert not keeping.put_back(self.connection, self.who, number, MONEY, kept[-1].id, NOW)
        else:
            one = Entry(
                book.new_id(NOW), date(2026, 11, day), Direction(what), amount, MONEY, "tea", counterparty="Noi"
            )
            kept.append(one)
            if name == "own":
                book.add(self.connection, self.owner(name), [one], NOW)
            else:
                keeping.write(self.connection, self.who, number, one, None, NOW)

    def owner(self, name: str) -> Owner:
        return Owner(self.numbers[name], self.who, practice=False, currency=MONEY)


@given(st.lists(DEEDS, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_book_has_its_own_lines_alone(sqlite_url: str, deeds: list[tuple[str, str, int, int]]) -> None:
    with writing(sqlite_url) as connection, connection.begin_nested() as undone:
        books = Books(connection)
        for deed in deeds:
            books.do(*deed)
        for name, wanted in books.wanted.items():
            owner = books.owner(name)
            kept = [one.entry for one in book.entries(connection, owner, FIRST, LAST)]
            assert sorted(one.id for one in kept) == sorted(one.id for one in wanted)
            assert book.balance(connection, owner, LAST) == balance(wanted)
            if name != "own":
                page = keeping.page(connection, books.who, books.numbers[name], MONEY, FIRST, LAST, LAST)
                assert page.held["box"] == balance(wanted)
        _says_the_same_of_her(books)
        undone.rollback()


def _says_the_same_of_her(books: Books) -> None:
    """What her own book answers of a check-in, teaches and owes is what it would be without any group."""
    connection, owner, pack = books.connection, books.owner("own"), nepal()
    form = next(one for one in pack.forms.values() if {*pack.programme.book.values()} & {q.name for q in one.questions})
    asked = (owner, pack.programme, form, "kg", LAST + timedelta(days=10))

    def told() -> tuple[object, ...]:
        answers = check_in_answers.of_month(connection, *asked)
        return (
            answers,
            book.known(connection, owner),
            book.owed_to_her(connection, owner),
            book.by_item(connection, owner, FIRST, LAST),
        )

    before = told()
    connection.execute(entry.delete().where(entry.c.producer_id != books.numbers["own"]))
    assert told() == before


def test_a_line_of_one_book_is_not_found_in_another(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        who, own, first, second = both(connection)
        one = Entry(book.new_id(NOW), NOW.date(), Direction.IN, 500, MONEY)
        keeping.write(connection, who, first, one, None, NOW)
        assert keeping.find(connection, who, first, MONEY, one.id) is not None
        assert keeping.find(connection, who, second, MONEY, one.id) is None
        for deed in (keeping.take_back, keeping.put_back):
            assert deed(connection, who, second, MONEY, one.id, NOW) is None
        with pytest.raises(NotAllowed):
            keeping.find(connection, who, own, MONEY, one.id)


def test_nothing_is_written_before_it_is_begun(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        who, _, first, _ = both(connection)
        third = a_group(connection, "Third")
        roles.give(connection, who, Reach(Role.LEADER, group_id=third), NOW)
        one = Entry(book.new_id(NOW), NOW.date(), Direction.IN, 500, MONEY)
        with pytest.raises(NotBegun):
            keeping.write(connection, who, third, one, None, NOW)
        assert not keeping.begin(connection, who, first, NOW), "once alone"


def test_what_is_done_is_in_the_audit_log_for_the_group_without_words_or_amounts(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        who, _, first, _ = both(connection)
        one = Entry(book.new_id(NOW), NOW.date(), Direction.IN, 777, MONEY, "dues", counterparty="Zaphira")
        keeping.write(connection, who, first, one, None, NOW)
        keeping.take_back(connection, who, first, MONEY, one.id, NOW)
        keeping.put_back(connection, who, first, MONEY, one.id, NOW)
        lines = connection.execute(select(audit).where(audit.c.acting_for == first)).mappings().all()
        assert [line["action"] for line in lines][-3:] == [
            "write for group", "take back for group", "put back for group",
        ]  # fmt: skip
        assert {line["actor"] for line in lines[-3:]} == {f"person {who}"}
        assert not any("Zaphira" in str(dict(line)) or "777" in str(line["detail"]) for line in lines)


def test_a_book_begins_once_and_who_paid_in_is_said_once(database_url: str) -> None:
    """On every database: the first is told that it was the first."""
    with writing(database_url) as connection:
        who, _, group, _ = both(connection)
        assert not keeping.begin(connection, who, group, NOW)
        one = Entry(book.new_id(NOW), FIRST, Direction.IN, 100, MONEY)
        keeping.write(connection, who, group, one, None, NOW)
        said = [
            receipts.settle(connection, nepal().programme, who, group, one.id, None, load_catalogues(), NOW)
            for _ in range(2)
        ]
    assert said[0] is not None and said[1] is None
