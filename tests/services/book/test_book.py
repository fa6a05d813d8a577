"""The book in both kinds of database says what the pure ledger says, whatever is written and in whatever order."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from threading import Event
from time import sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.book import (
    Direction,
    Entry,
    Place,
    Source,
    Sums,
    balance_on,
    balances,
    corrected,
    in_force,
    lent,
    loans,
    month_sums,
    opening,
    owed_by_her,
    owed_to_her,
    undone,
)
from bot.i18n import Calendar, Money
from bot.services.book import entries as book
from bot.services.book.entries import Message, Owner
from bot.store.engine.sync import reading, writing
from bot.store.schema import entry as table
from tests.services.conftest import START
from tests.services.town import BOT, Member, Town, pack, town

CODE = "thailand-otop"
DAY = date(2026, 1, 31)
FIRST, LAST = date(2024, 1, 1), date(2028, 1, 1)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def owner_of(member: Member, *, practice: bool = False) -> Owner:
    return Owner(member.producer, member.person, practice, "THB")


def sold(id: str, amount: int = 600_00, *, day: date = DAY, **more: Any) -> Entry:
    told = {"direction": Direction.IN, "item": "soap", "category": "sales", **more}
    return Entry(id, day, amount=amount, currency="THB", **told)


@st.composite
def written(draw: st.DrawFn) -> list[list[Entry]]:
    """What two phones write, in batches, in any order of arrival: entries, corrections and undos of anything."""
    made: list[Entry] = []
    for number in range(draw(st.integers(1, 20))):
        id = f"{number:04}"
        act = draw(st.sampled_from(["new", "new", "opening", "correct", "undo"])) if made else "new"
        if act == "opening":
            made.append(opening(id, DAY, Money(draw(st.integers(0, 50_00)), "THB")))
        elif act == "new":
            made.append(
                sold(
                    id,
                    draw(st.integers(1, 1000_00)),
                    day=DAY + timedelta(days=draw(st.integers(-40, 40))),
                    direction=draw(st.sampled_from(Direction)),
                    counterparty=draw(st.sampled_from(["", "Malee", "malee", "Ram"])),
                    category=draw(st.sampled_from(["sales", "costs", "transport"])),
                    source=draw(st.sampled_from([Source.TYPED, Source.TAPPED, Source.COUNT])),
                    place=draw(st.sampled_from(Place)),
                    due=draw(st.sampled_from([None, DAY, DAY + timedelta(days=30)])),
                )
            )
        else:
            target = draw(st.sampled_from(made))
            if act == "undo" or target.source is Source.UNDO:
                made.append(undone(target, id))
            else:
                changes: dict[str, Any] = {"amount": draw(st.integers(1, 1000_00)), "counterparty": "Ram"}
                made.append(corrected(target, id, **changes))
    arrived = draw(st.permutations(made))
    cuts = sorted(draw(st.sets(st.integers(1, len(made)), max_size=4)) | {len(made)})
    return [list(arrived[start:end]) for start, end in zip([0, *cuts], cuts, strict=False)]


@many
@given(batches=written(), again=st.randoms(use_true_random=False))
def test_the_table_says_what_the_ledger_says(place: Town, batches: list[list[Entry]], again: Random) -> None:
    owner = owner_of(place.join(CODE))
    pure: list[Entry] = []
    for batch in named(batches, owner):
        place.run(book.add, owner, [*batch, again.choice(batch)], place.now)
        pure += batch
        kept = place.run(book.entries, owner, FIRST, LAST)
        assert [one.entry for one in reversed(kept)] == in_force(pure)
    same_figures(place, owner, pure)
    for one in pure:
        place_of_one(place, owner, pure, one)


def test_a_line_is_one_however_its_versions_arrive(place: Town) -> None:
    """A late version is known to belong to one that arrives with it, and that one to an older one still."""
    owner = owner_of(place.join(CODE))
    line = [sold("a" * 32, 100)]
    for letter in "bcdef":
        line.append(corrected(line[-1], letter * 32, amount=line[-1].amount + 1))
    for batch in ([line[3], line[5]], [line[4], line[2], line[1]], [line[0]]):
        place.run(book.add, owner, batch, place.now)
    (kept,) = place.run(book.entries, owner, FIRST, LAST)
    assert (kept.entry, kept.first, kept.versions) == (line[5], line[0].id, len(line))


def named(batches: list[list[Entry]], owner: Owner) -> list[list[Entry]]:
    """Ids that no other example has."""

    def name(one: Entry) -> Entry:
        older = None if one.supersedes is None else f"{owner.producer_id:08}{one.supersedes}"
        return replace(one, id=f"{owner.producer_id:08}{one.id}", supersedes=older)

    return [[name(one) for one in batch] for batch in batches]


def same_figures(place: Town, owner: Owner, pure: Sequence[Entry]) -> None:
    assert place.run(book.balance, owner, DAY) == balance_on(pure, DAY)
    until = [one for one in in_force(pure) if one.day <= DAY]
    assert place.run(book.balances, owner, DAY) == balances(until)
    assert place.run(book.loans, owner) == loans(pure)
    assert place.run(book.lent, owner) == lent(pure)
    assert place.run(book.owed_to_her, owner) == owed_to_her(pure)
    assert place.run(book.owed_by_her, owner) == owed_by_her(pure)
    days = [one.day for one in in_force(pure)]
    assert place.run(book.began, owner) == min(days, default=None)
    for calendar in Calendar:
        assert place.run(book.months, owner, calendar, FIRST, LAST) == month_sums(pure, calendar)
    assert place.run(book.sums, owner, DAY, DAY + timedelta(days=9)) == sums_of(pure, DAY, DAY + timedelta(days=9))
    standing = {one.id for one in in_force(pure)}
    for row in place.rows(table.select().where(table.c.producer_id == owner.producer_id)):
        assert row.stands == (row.id in standing)


def sums_of(pure: Sequence[Entry], first: date, last: date) -> Sums:
    found = Sums()
    for one in in_force(pure):
        if first <= one.day <= last:
            found.add(one)
    return found


def place_of_one(place: Town, owner: Owner, pure: Sequence[Entry], one: Entry) -> None:
    """Any version leads to the one that stands, if any does."""
    everything = {each.id: each for each in pure}
    family = {each.id for each in pure if root(each, everything) == root(one, everything)}
    standing = [each for each in in_force(pure) if each.id in family]
    kept = place.run(book.find, owner, one.id)
    assert ([] if kept is None else [kept.entry]) == standing
    assert kept is None or kept.versions == len(family)


def root(one: Entry, everything: dict[str, Entry]) -> str:
    while one.supersedes is not None:
        one = everything[one.supersedes]
    return one.id


def test_practice_others_and_other_currencies_are_in_no_figure(place: Town) -> None:
    member, other = place.join(CODE), place.join(CODE)
    mine = owner_of(member)
    place.run(book.add, mine, [sold("1"), replace(sold("2"), currency="LAK")], place.now)
    place.run(book.add, owner_of(member, practice=True), [sold("3", 1)], place.now)
    place.run(book.add, owner_of(other), [sold("4", 2), undone(sold("1"), "5")], place.now)
    assert place.run(book.balance, mine, DAY) == 600_00
    assert place.run(book.balance, owner_of(member, practice=True), DAY) == 1
    assert place.run(book.balance, owner_of(other), DAY) == 2
    assert place.run(book.find, owner_of(other), "1") is None
    assert [one.entry.id for one in place.run(book.versions, mine, DAY, DAY)] == ["1"]


def test_ids_grow_also_while_every_clock_stands(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries of one message are of one moment; a machine's finest clock says the same twice now and then."""
    monkeypatch.setattr("time.perf_counter_ns", lambda: 1)
    made = [book.new_id(place.now) for _ in range(2000)]
    assert made == sorted(set(made))
    assert max(made) < book.new_id(place.now + timedelta(microseconds=1))
    assert {len(one) for one in made} == {32}
    assert {one[12] for one in made} == {"7"}


def test_a_message_keeps_its_lines_through_corrections(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    message = Message(BOT, 1, 77)
    place.run(book.add, owner, [sold("a"), sold("b", 2)], place.now, message)
    place.run(book.add, owner, [sold("c", 3)], place.now, message, 2)
    place.run(book.add, owner, [corrected(sold("b", 2), "d", amount=5)], place.now)
    place.run(book.add, owner, [undone(sold("a"), "e")], place.now)
    assert [(one.entry.id, one.first) for one in place.run(book.in_message, BOT, 1, 77)] == [("d", "b"), ("c", "c")]
    place.run(book.add, owner, [sold("f", 9)], place.now, message, 0)
    assert [one.entry.id for one in place.run(book.in_message, BOT, 1, 77)] == ["f", "d", "c"]
    assert place.run(book.in_message, BOT, 2, 77) == []


def test_the_same_again_is_found_and_others_are_not(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    first = sold("a", quantity=Decimal(12), counterparty="Malee")
    place.run(book.add, owner, [first], place.now)
    hour = timedelta(hours=1)
    same = replace(first, id="b", item="Soap", quantity=Decimal("12.0"), counterparty="malee")
    found = place.run(book.same_before, owner, same, place.now - hour)
    assert found is not None
    assert found.entry == first
    assert place.run(book.same_before, owner, same, place.now + hour) is None
    assert place.run(book.same_before, owner, first, place.now - hour) is None
    for other in (replace(same, quantity=None), replace(same, amount=1), replace(same, item="oil")):
        assert place.run(book.same_before, owner, other, place.now - hour) is None


def test_what_she_wrote_before_teaches_the_next_line(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    lines = [
        sold("1", 600_00, quantity=Decimal(12)),
        sold("2", 150_00, item="Soap", quantity=Decimal(3)),
        sold("3", 20_00, item="Oil", direction=Direction.OUT),
        sold("4", 90_00, direction=Direction.CREDIT, counterparty="Malee"),
        sold("5", 90_00, direction=Direction.CREDIT, counterparty="Ram"),
        sold("6", 90_00, item="", direction=Direction.PAID_BACK, counterparty="ram"),
    ]
    place.run(book.add, owner, lines, place.now)
    known = place.run(book.known, owner)
    assert [(one.name, one.direction, one.price) for one in known.items] == [
        ("soap", Direction.IN, Decimal(50_00)),
        ("Oil", Direction.OUT, None),
    ]
    assert known.people == ("ram", "Malee")
    assert known.owing == {"Malee"}


def test_items_by_what_they_brought(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    lines = [
        sold("1", 20_00, item="oil", direction=Direction.OUT, quantity=Decimal("1.5"), unit="litre"),
        sold("2", 600_00, quantity=Decimal(12), unit="piece"),
        sold("3", 50_00, item="Soap", quantity=Decimal(1), unit="piece", direction=Direction.CREDIT),
        sold("4", 30_00, item="Soap", direction=Direction.OUT),
        sold("5", 7_00, item="soap", direction=Direction.TAKEN_HOME),
    ]
    place.run(book.add, owner, lines, place.now)
    soap, oil = place.run(book.by_item, owner, DAY, DAY)
    assert (soap.item, soap.came, soap.on_credit, soap.went) == ("Soap", 600_00, 50_00, 30_00)
    assert soap.sold == {"piece": Decimal(13)}
    assert (oil.item, oil.came, oil.went, oil.bought) == ("oil", 0, 20_00, {"litre": Decimal("1.5")})


def test_what_was_given_back_is_taken_off(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    lines = [
        sold("1", 600_00, quantity=Decimal(12), unit="piece"),
        sold("2", 100_00, quantity=Decimal(2), unit="piece", direction=Direction.REFUND_GIVEN),
        sold("3", 90_00, item="oil", category="costs", direction=Direction.OUT, quantity=Decimal(3), unit="litre"),
        sold(
            "4", 30_00, item="Oil", category="costs", direction=Direction.REFUND_GOT, quantity=Decimal(1), unit="litre"
        ),
        sold("5", 5_00, item="wax", category="costs", direction=Direction.OUT),
        sold("6", 5_00, item="wax", category="costs", direction=Direction.REFUND_GOT),
    ]
    place.run(book.add, owner, lines, place.now)
    soap, oil, wax = place.run(book.by_item, owner, DAY, DAY)
    assert (soap.came, soap.sold) == (500_00, {"piece": Decimal(10)})
    assert (oil.went, oil.bought) == (60_00, {"litre": Decimal(2)})
    assert (wax.went, wax.came) == (0, 0)
    assert [(one.item, one.amount) for one in place.run(book.costs, owner, DAY, DAY)] == [("Oil", 60_00)]


def test_what_lies_elsewhere_waits_for_its_day(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    lines = [
        sold("1", 600_00),
        sold("2", 200_00, direction=Direction.TO_BANK, day=DAY + timedelta(days=1)),
        sold("3", 90_00, place=Place.WALLET),
        sold("4", 5000_00, place=Place.BANK, direction=Direction.LOAN_GOT, counterparty="Fund"),
    ]
    place.run(book.add, owner, lines, place.now)
    assert [*place.run(book.balances, owner, DAY).values()] == [600_00, 5000_00, 90_00]
    assert [*place.run(book.balances, owner, DAY + timedelta(days=1)).values()] == [400_00, 5200_00, 90_00]


def test_lenders_are_no_customers(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    lines = [
        sold("1", counterparty="Malee"),
        sold("2", 5000_00, direction=Direction.LOAN_GOT, item="loan", counterparty="Village fund"),
        sold("3", 200_00, direction=Direction.TO_BANK, item="bank", counterparty="BAAC"),
        sold("4", 100_00, direction=Direction.LOAN_PAID, item="", counterparty="village fund"),
        sold("5", 60_00, direction=Direction.REFUND_GIVEN, item="tea", counterparty="Ram"),
    ]
    place.run(book.add, owner, lines, place.now)
    known = place.run(book.known, owner)
    assert (known.people, known.lenders) == (("Ram", "Malee"), ("village fund",))
    assert [one.name for one in known.items] == ["soap"]


def test_files_belong_to_every_version(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    place.run(book.add, owner, [sold("a")], place.now)
    place.run(book.attach, owner, "a", "receipt.jpg", place.now)
    place.run(book.add, owner, [corrected(sold("a"), "b", amount=1)], place.now)
    place.run(book.attach, owner, "b", "voice.ogg", place.now)
    assert place.run(book.attached, owner, "b") == ["receipt.jpg", "voice.ogg"]
    other = owner_of(place.join(CODE))
    place.run(book.attach, other, "a", "theirs.jpg", place.now)
    assert place.run(book.attached, other, "a") == []
    assert len(place.run(book.attached, owner, "a")) == 2


def test_two_phones_that_correct_one_entry_at_once(database_url: str) -> None:
    """The second waits for the first and sees what it did: one of the two holds, not both."""
    with town(database_url, START, [pack(CODE)]) as made:
        owner = owner_of(made.join(CODE))
        made.run(book.add, owner, [sold("a")], made.now)
    wrote, started = Event(), Event()

    def first() -> None:
        with writing(database_url) as connection:
            book.add(connection, owner, [corrected(sold("a"), "c", amount=3)], START)
            wrote.set()
            started.wait(10)
            sleep(0.2)

    def second() -> None:
        wrote.wait(10)
        started.set()
        with writing(database_url) as connection:
            book.add(connection, owner, [corrected(sold("a"), "b", amount=2)], START)

    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(first), threads.submit(second)]:
            done.result(30)
    with reading(database_url) as connection:
        kept = book.entries(connection, owner, FIRST, LAST)
    assert [one.entry.id for one in kept] == ["c"]
