"""Receipts on paper: whose they are, one number each and for ever, and a copy is known as one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.book import Direction, Entry, Source
from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.render.receipts import Receipt
from bot.services.book import entries as book
from bot.services.groups import making
from bot.services.groups.cash_book import keeping, paper_receipts, receipts
from bot.services.groups.cash_book.paper_receipts import MOST, Wanted
from bot.services.groups.members import membership
from bot.services.groups.members.adding import NewMember
from bot.services.groups.paper.papers import Words
from bot.services.groups.paper.receipt_words import receipt
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import audit, entry, paid_in, person
from tests.services.groups.members.test_adding import a_group, add
from tests.services.groups.paper.test_cards import with_phone
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, nepal

MONEY = "NPR"
WORDS = Words("Sunrise", nepal(), load_catalogues(), lambda payload: payload)
DAY = date(2026, 11, 24)


def kept(connection: Connection) -> tuple[int, int]:
    """A group that keeps a book, and who leads it."""
    group = a_group(connection)
    leader = somebody(connection, Reach(Role.LEADER, group_id=group))
    keeping.begin(connection, leader, group, NOW)
    return group, leader


def paid(
    connection: Connection,
    leader: int,
    group: int,
    member: int | None,
    amount: int = 20000,
    direction: Direction = Direction.IN,
    item: str = "seeds",
) -> str:
    """A line that a member paid in, or nobody of them."""
    one = Entry(book.new_id(NOW), DAY, direction, amount, MONEY, item, source=Source.TYPED)
    keeping.write(connection, leader, group, one, None, NOW)
    told = receipts.settle(connection, nepal().programme, leader, group, one.id, member, load_catalogues(), NOW)
    assert told is not None
    return one.id


def drawn(connection: Connection, leader: int, group: int, wanted: Wanted | None) -> list[Receipt]:
    assert wanted is not None
    found = paper_receipts.draw(connection, leader, group, wanted.lines, wanted.asked)
    return [receipt(one, WORDS) for one in found]


def one(connection: Connection, leader: int, group: int, line: str) -> Wanted | None:
    return paper_receipts.ask_for_one(connection, leader, group, MONEY, line, NOW)


def all_of(connection: Connection, leader: int, group: int) -> Wanted | None:
    return paper_receipts.ask_for_all(connection, leader, group, NOW)


def test_it_says_who_paid_what_and_who_received_it_in_her_language(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = kept(connection)
        connection.execute(update(person).where(person.c.id == leader).values(name="Noi Banda"))
        paid(connection, leader, group, add(connection, group), 123456789)
        paid(connection, leader, group, add(connection, group, NewMember("Sita", language="en")), 50000)
        first, second = drawn(connection, leader, group, all_of(connection, leader, group))
    assert (first.language, first.group, first.copy) == ("ne", "Sunrise", "")
    assert first.number == WORDS.say("ne", "Number {number}", number=1) and "१" in first.number
    assert "१२,३४,५६७" in first.amount
    assert [value for _, value in first.facts] == ["Malee Pradhan", "८ मंसिर २०८३", "seeds", "Noi Banda"]
    assert (second.language, second.number) == ("en", "Number 2") and "500" in second.amount
    assert [value for _, value in second.facts] == ["Sita", "24 Nov 2026", "seeds", "Noi Banda"]


KINDS = {
    Direction.IN: "",
    Direction.PAID_BACK: "Debts paid back",
    Direction.LENT_BACK: "Loan paid back",
    Direction.LOAN_GOT: "Loan",
    Direction.GRANT: "Grant or gift",
}


@pytest.mark.parametrize("direction", KINDS)
def test_what_for_is_said_from_nobodys_side_or_left_to_the_hand(sqlite_url: str, direction: Direction) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group, NewMember("Sita", language="en"))
        line = paid(connection, leader, group, member, direction=direction, item="")
        (found,) = drawn(connection, leader, group, one(connection, leader, group, line))
    assert dict(found.facts)["For"] == KINDS[direction]


def test_what_is_sent_twice_is_the_same_and_what_is_asked_again_is_a_copy(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        lines = [paid(connection, leader, group, member, amount) for amount in (100, 200)]
        first = all_of(connection, leader, group)
        again = all_of(connection, leader, group)
        assert first is not None and again is not None and list(first.lines) == lines == list(again.lines)
        once = drawn(connection, leader, group, first)
        assert drawn(connection, leader, group, first) == once and not any(paper.copy for paper in once)
        copies = drawn(connection, leader, group, again)
        assert [paper.number for paper in copies] == [paper.number for paper in once]
        assert all(paper.copy == WORDS.say("ne", "Copy") for paper in copies)
        assert all_of(connection, leader, group) is None and not paper_receipts.waiting(connection, leader, group)
        (copy,) = drawn(connection, leader, group, one(connection, leader, group, lines[1]))
        assert copy == copies[1]


def test_numbers_have_no_gaps_where_some_were_printed_meanwhile(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        paid(connection, leader, group, member, 100)
        first = all_of(connection, leader, group)
        paid(connection, leader, group, member, 200)
        second = all_of(connection, leader, group)
        drawn(connection, leader, group, first)
        both = drawn(connection, leader, group, second)
    assert [paper.number[-1] for paper in both] == ["१", "२"] and [bool(paper.copy) for paper in both] == [True, False]


def test_what_was_asked_for_and_never_drawn_waits_on(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        paid(connection, leader, group, add(connection, group))
        assert all_of(connection, leader, group) is not None
        assert paper_receipts.waiting(connection, leader, group) == 1
        (found,) = drawn(connection, leader, group, all_of(connection, leader, group))
    assert not found.copy


def test_who_has_it_in_her_chat_waits_for_no_paper_and_may_have_one(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        with_phone(connection, member)
        line = paid(connection, leader, group, member)
        assert all_of(connection, leader, group) is None
        assert len(drawn(connection, leader, group, one(connection, leader, group, line))) == 1


def test_nobody_of_the_group_has_none(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        add(connection, group)
        line = paid(connection, leader, group, None)
        assert all_of(connection, leader, group) is None and one(connection, leader, group, line) is None


def test_what_is_taken_back_is_printed_no_more_and_keeps_its_number(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        lines = [paid(connection, leader, group, member, amount) for amount in (100, 200)]
        before = all_of(connection, leader, group)
        keeping.take_back(connection, leader, group, MONEY, lines[0], NOW)
        assert paper_receipts.waiting(connection, leader, group) == 1
        assert one(connection, leader, group, lines[0]) is None
        (found,) = drawn(connection, leader, group, before)
        assert "२" in found.amount and found.number == WORDS.say("ne", "Number {number}", number=1)
        keeping.put_back(connection, leader, group, MONEY, lines[0], NOW)
        (late,) = drawn(connection, leader, group, all_of(connection, leader, group))
        assert late.number == WORDS.say("ne", "Number {number}", number=2) and not late.copy
        keeping.take_back(connection, leader, group, MONEY, lines[0], NOW)
        keeping.put_back(connection, leader, group, MONEY, lines[0], NOW)
        (again,) = drawn(connection, leader, group, one(connection, leader, group, lines[0]))
        assert again.number == late.number and again.copy


def test_what_counts_nowhere_is_on_no_paper(sqlite_url: str) -> None:
    """Practice, and what was written down in the name of somebody who it was not."""
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        line = paid(connection, leader, group, add(connection, group))
        wanted = all_of(connection, leader, group)
        connection.execute(update(entry).values(practice=True))
        assert paper_receipts.waiting(connection, leader, group) == 0
        assert all_of(connection, leader, group) is None and one(connection, leader, group, line) is None
        assert drawn(connection, leader, group, wanted) == []


def test_who_was_forgotten_is_on_no_paper(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        line = paid(connection, leader, group, member, item="Malee Pradhan")
        wanted = all_of(connection, leader, group)
        (who,) = [one.person_id for one in members.of(connection, group)]
        assert who is not None
        erasure.erase_person(connection, who, NOW)
        assert drawn(connection, leader, group, wanted) == []
        assert all_of(connection, leader, group) is None and one(connection, leader, group, line) is None
        for table in (paid_in, entry, audit):
            assert "Malee" not in str(connection.execute(select(table)).all())


def test_a_leader_who_was_forgotten_leaves_a_line_to_write_on(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        line = paid(connection, leader, group, add(connection, group, NewMember("Sita", language="en")))
        other = somebody(connection, Reach(Role.LEADER, group_id=group))
        erasure.erase_person(connection, leader, NOW)
        (found,) = drawn(connection, other, group, one(connection, other, group, line))
    assert dict(found.facts)["Received by"] == ""


def test_who_has_left_the_group_has_hers_all_the_same(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        paid(connection, leader, group, member)
        membership.leave(connection, leader, group, member, membership.Left.LEFT, NOW + timedelta(days=1))
        (found,) = drawn(connection, leader, group, all_of(connection, leader, group))
    assert dict(found.facts)[WORDS.say("ne", "Paid in by")] == "Malee Pradhan"


def test_a_file_has_so_many_and_the_others_wait(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        for amount in range(1, MOST + 4):
            paid(connection, leader, group, member, 100 * amount)
        wanted = all_of(connection, leader, group)
        assert wanted is not None and wanted.left == 3
        assert len(drawn(connection, leader, group, wanted)) == MOST
        rest = all_of(connection, leader, group)
        assert rest is not None and rest.left == 0
        assert [paper.number[-2:] for paper in drawn(connection, leader, group, rest)] == ["४१", "४२", "४३"]


def test_each_group_counts_its_own_and_nobody_else_prints_them(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = kept(connection)
        line = paid(connection, leader, group, add(connection, group))
        wanted = all_of(connection, leader, group)
        assert wanted is not None
        drawn(connection, leader, group, wanted)
        other = somebody(connection, Reach(Role.LEADER, group_id=group))
        roles.end(connection, [held.id for held in roles.of(connection, other)], NOW)
        for who in (None, other):
            with pytest.raises(NotAllowed):
                one(connection, who or 0, group, line)
            with pytest.raises(NotAllowed):
                paper_receipts.draw(connection, who, group, wanted.lines, wanted.asked)
        rows = connection.execute(select(audit).where(audit.c.action == "print receipts")).all()
        assert [(row.subject, row.acting_for) for row in rows] == [(f"group {group}", group)]


def test_lines_of_another_group_are_on_no_paper_though_she_is_in_both(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        line = paid(connection, leader, group, member)
        other = making.add(connection, nepal(), making.Wish("Other", None, None, DAY), "command line", DAY, NOW)
        hers = somebody(connection, Reach(Role.LEADER, group_id=other))
        keeping.begin(connection, hers, other, NOW)
        members.join(connection, other, member, NOW, confirmed=True)
        assert list(paper_receipts.draw(connection, hers, other, [line], "asked")) == []
        assert one(connection, hers, other, line) is None
        assert connection.scalar(select(paid_in.c.number)) is None


def test_the_numbers_of_each_group_begin_with_one(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = kept(connection)
        member = add(connection, group)
        other = making.add(connection, nepal(), making.Wish("Other", None, None, DAY), "command line", DAY, NOW)
        hers = somebody(connection, Reach(Role.LEADER, group_id=other))
        keeping.begin(connection, hers, other, NOW)
        members.join(connection, other, member, NOW, confirmed=True)
        for who, where in ((leader, group), (hers, other)):
            for _ in range(2):
                paid(connection, who, where, member)
            drawn(connection, who, where, all_of(connection, who, where))
        numbered = connection.execute(select(paid_in.c.group_id, paid_in.c.number)).all()
        assert sorted(map(tuple, numbered)) == [(group, 1), (group, 2), (other, 1), (other, 2)]
