"""Two who are one: merged by staff of their area, in figures once; undone it is as it was, but for who was erased."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.services.staff import merging as service
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.evaluation import submissions as sent_rows
from bot.store.evaluation.submissions import Sent
from bot.store.groups.members import members
from bot.store.groups.report import shown_months
from bot.store.groups.report.shown_months import Month
from bot.store.keeping import export, export_pages
from bot.store.people import merges, merging
from bot.store.schema import (
    chat,
    chat_person,
    entry,
    follow_up,
    membership,
    merge,
    merge_cell,
    metadata,
    outbox,
    person,
    producer,
    report,
    role,
    slot,
    speaks_for,
)
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, Villager, found, nepal, settle

LATER = NOW + timedelta(days=3)
TEXTS = load_catalogues()


def test_every_column_that_names_somebody_is_decided_about() -> None:
    for name, table in metadata.tables.items():
        ours = {one for one, column in table.c.items() if _names_somebody(column)}
        assert set(merging.DECIDED.get(name, {})) == ours, name
    assert set(merging.DECIDED) <= set(metadata.tables)


def _names_somebody(column: Any) -> bool:
    named = {key.target_fullname for key in column.foreign_keys} & {"person.id", "producer.id"}
    return bool(named) or column.name in ("person_id", "producer_id", "member_id", "group_id")


def reached(connection: Connection, who: int, number: int) -> None:
    here = {"bot": 1, "chat": number, "state": "active", "state_since": NOW, "seen_at": NOW}
    connection.execute(insert(chat).values(here | {"person_id": who, "programme": "nepal-odop"}))
    del here["seen_at"]
    connection.execute(insert(chat_person).values(here | {"person_id": who, "since": NOW, "seen_at": NOW}))


def speaker(connection: Connection, number: int) -> int:
    return connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == number)).one()


def two(connection: Connection) -> tuple[int, int, int]:
    """One in a group without a phone, the same one who has registered on a phone; and an officer."""
    found(connection)
    group = a_group(connection, "Own")
    with_card = settle(connection, Villager("Sita Rai"))
    members.join(connection, group, with_card, NOW, confirmed=True)
    with_phone = settle(connection, Villager("Sitaa Rai"))
    reached(connection, speaker(connection, with_phone), 77)
    return with_card, with_phone, somebody(connection, Reach(Role.OFFICER))


def snapshot(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but those that say that it was done, to whomever."""
    but = {"merge", "merge_cell", "audit", "outbox", "alike", "to_compare"}
    return {
        name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for name, table in metadata.tables.items()
        if name not in but
    }


def in_figures(connection: Connection) -> tuple[int, int, int]:
    """Households, what was sent for them, and lines of their books, as exports have them."""
    scope = export_pages.Scope("nepal-odop")
    households = [
        row["id"] for page in export.producers(connection, scope) for row in page if row["kind"] == "household"
    ]
    told = [row["id"] for page in export.submissions(connection, scope) for row in page]
    return len(households), len(told), export.count(connection, scope)


def send(connection: Connection, number: int, slot_id: int | None, dialogue: int, source: str = "self") -> None:
    form = nepal().forms["checkin" if slot_id else "about_you"]
    one = Sent(
        dialogue, number, speaker(connection, number), slot_id, form.hash, "checkin" if slot_id else "about_you",
        source, "ne", False, NOW, {f"{form.root}/sales": "5"},
    )  # fmt: skip
    sent_rows.add(connection, one, NOW)
    if slot_id:
        connection.execute(update(slot).where(slot.c.id == slot_id).values(state="answered", answered_at=NOW))


def month(connection: Connection, number: int, of: int, at: int | None = None) -> int:
    """A slot of a month; `at`: its number, where that is another than the month's."""
    day = date(2026, of, 10)
    values = {"producer_id": number, "number": at or of, "month": of, "due": day, "form": "checkin", "state": "waiting"}
    more = {"opens_at": NOW, "closes_at": NOW, "next_nudge_at": NOW}
    return int(connection.execute(insert(slot).values(values | more).returning(slot.c.id)).scalar_one())


def line(connection: Connection, number: int, name: str, source: str = "typed") -> None:
    values = {
        "id": name, "producer_id": number, "person_id": speaker(connection, number), "practice": False,
        "day": NOW.date(), "direction": "in", "amount": 5, "cash": 5, "currency": "NPR", "item": "tea", "unit": "",
        "category": "sales", "counterparty": "", "source": source, "first": name, "stands": True, "recorded_at": NOW,
    }  # fmt: skip
    connection.execute(insert(entry).values(values))


def test_two_count_as_one_and_undone_as_two_again(database_url: str) -> None:
    with writing(database_url) as connection:
        card, phone, officer = two(connection)
        for number in (card, phone):
            for of in (2, 3, 4):
                month(connection, number, of)
        send(connection, phone, _slot(connection, phone, 2), 1)
        send(connection, phone, _slot(connection, phone, 3), 2)
        send(connection, card, _slot(connection, card, 3), 3, "leader")
        line(connection, phone, "a")
        before, counted = snapshot(connection), in_figures(connection)
        assert service.pairs(connection, officer, nepal()) == [(card, phone)]
        number = service.merge(connection, officer, nepal(), phone, card, TEXTS, LATER)
        assert number is not None and service.pairs(connection, officer, nepal()) == []
        assert in_figures(connection)[:2] == (counted[0] - 1, counted[1] - 1), "of March hers counts once"
        assert speaker(connection, card) == before["chat_person"][0][2], "who has a phone answers for the place"
        assert [row.member_id for row in connection.execute(select(membership))] == [card]
        states = connection.execute(select(slot.c.number, slot.c.state).where(slot.c.producer_id == card)).all()
        assert dict(tuple(row) for row in states)[2] == "answered"
        assert not connection.execute(select(slot).where(slot.c.producer_id == phone, slot.c.state == "waiting")).all()
        assert connection.scalars(select(entry.c.producer_id)).all() == [card]
        assert [one.id for one, _ in service.recent(connection, officer, nepal(), LATER)] == [number]
        assert service.merge(connection, officer, nepal(), phone, card, TEXTS, LATER) is None, "once"
        assert service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert snapshot(connection) == before and in_figures(connection) == counted
        assert not service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert connection.execute(select(merge_cell)).all() == []


def _slot(connection: Connection, number: int, of: int) -> int:
    return connection.scalars(select(slot.c.id).where(slot.c.producer_id == number, slot.c.number == of)).one()


def test_what_she_shows_goes_on_with_her_book_and_what_she_took_back_stays_taken_back(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        group = group_of(connection)
        both, hers, gone = (Month(date(2026, of, 1), date(2026, of, 28)) for of in (2, 3, 4))
        for who, month in ((card, both), (phone, both), (phone, hers), (phone, gone)):
            assert shown_months.put(connection, who, group, month, NOW)
        number = service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW)
        assert number is not None
        assert shown_months.of(connection, card, group) == [gone, hers, both]
        assert shown_months.take_back(connection, card, group, gone.first)
        assert service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert shown_months.of(connection, card, group) == [both]
        assert shown_months.of(connection, phone, group) == [hers, both]


def test_what_was_said_of_an_absence_stays_with_its_line_of_the_report(sqlite_url: str) -> None:
    """Who may not see it is told from that line: a leader who is staff too."""
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        group = group_of(connection)
        month = {"group_id": group, "month": date(2026, 2, 1), "began_at": NOW}
        number = connection.execute(insert(report).values(month).returning(report.c.id)).scalar_one()
        for who in (card, phone):
            values = {"producer_id": who, "report_id": number, "reason": "report_private", "created_at": NOW}
            connection.execute(insert(follow_up).values(values))
        before = connection.execute(select(follow_up)).all()
        assert service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW)
        assert connection.execute(select(follow_up)).all() == before


def group_of(connection: Connection) -> int:
    return connection.scalars(select(membership.c.group_id).order_by(membership.c.id)).first() or 0


def test_after_thirty_days_it_stays_and_the_record_of_what_it_changed_goes(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        number = service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW)
        assert number is not None
        late = NOW + timedelta(days=30)
        assert not service.undo(connection, officer, nepal(), number, TEXTS, late)
        assert merges.close(connection, late - timedelta(seconds=1)) == 0
        assert merges.close(connection, late) == 1 and connection.execute(select(merge_cell)).all() == []
        assert service.pairs(connection, officer, nepal()) == []


def test_who_was_erased_meanwhile_is_not_brought_back_and_no_copy_of_her_survives(database_url: str) -> None:
    with writing(database_url) as connection:
        card, phone, officer = two(connection)
        people = [speaker(connection, one) for one in (card, phone)]
        number = service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW)
        assert number is not None
        erasure.erase_person(connection, people[1], LATER)
        after = snapshot(connection)
        assert not service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert snapshot(connection) == after
        names = connection.scalars(select(person.c.name).where(person.c.id.in_(people))).all()
        assert names == [None, None] and connection.execute(select(merge_cell)).all() == []
        assert connection.scalar(select(func.count()).select_from(merge).where(merge.c.undone_at.is_(None))) == 1
        assert in_figures(connection)[0] == 1, "what is left of the two is one"
        assert len(erasure.rows.entries(connection)) == 2


def test_two_who_write_themselves_and_who_works_here_are_not_merged(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        work = {"person_id": speaker(connection, card), "role": "leader", "since": NOW}
        connection.execute(insert(role).values(work))
        assert service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW) is None
        connection.execute(role.delete().where(role.c.person_id == work["person_id"]))
        reached(connection, speaker(connection, card), 78)
        assert service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW) is None
        assert connection.execute(select(merge)).all() == []


def test_not_the_same_is_never_asked_again(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        assert service.different(connection, officer, nepal(), phone, card, NOW)
        assert service.different(connection, officer, nepal(), card, phone, NOW)
        assert service.pairs(connection, officer, nepal()) == []


DEEDS: dict[str, Callable[[Connection, int | None, int, int], Any]] = {
    "pairs": lambda connection, who, *_: service.pairs(connection, who, nepal()),
    "look": lambda connection, who, one, other: service.look(connection, who, nepal(), one, other),
    "merge": lambda connection, who, one, other: service.merge(connection, who, nepal(), one, other, TEXTS, NOW),
    "different": lambda connection, who, one, other: service.different(connection, who, nepal(), one, other, NOW),
    "recent": lambda connection, who, *_: service.recent(connection, who, nepal(), NOW),
    "undo": lambda connection, who, *_: service.undo(connection, who, nepal(), 1, TEXTS, NOW),
}


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_only_staff_of_their_area_may(sqlite_url: str, deed: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        if deed in ("undo", "recent"):
            service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW)
        before = snapshot(connection)
        others = [Reach(one) for one in Role if one not in (Role.OFFICER, Role.ADMIN)]
        for who in (None, *(somebody(connection, one) for one in others)):
            with pytest.raises(NotAllowed):
                DEEDS[deed](connection, who, card, phone)
        elsewhere = somebody(connection, Reach(Role.OFFICER, "chitwan"))
        if deed in ("pairs", "recent"):
            assert DEEDS[deed](connection, elsewhere, card, phone) == []
        else:
            with pytest.raises(NotAllowed):
                DEEDS[deed](connection, elsewhere, card, phone)
        after = snapshot(connection)
        assert {name: after[name] for name in after if name not in ("person", "role")} == {
            name: before[name] for name in before if name not in ("person", "role")
        }
        assert DEEDS[deed](connection, somebody(connection, Reach(Role.ADMIN)), card, phone)


def test_people_of_another_programme_are_nobodys_here(sqlite_url: str) -> None:
    other_pack = replace(nepal(), programme=replace(nepal().programme, code="another"))
    with writing(sqlite_url) as connection:
        card, phone, _ = two(connection)
        admin = somebody(connection, Reach(Role.ADMIN))
        assert service.pairs(connection, admin, other_pack) == []
        for does in (
            lambda: service.look(connection, admin, other_pack, card, phone),
            lambda: service.merge(connection, admin, other_pack, card, phone, TEXTS, NOW),
            lambda: service.different(connection, admin, other_pack, card, phone, NOW),
        ):
            with pytest.raises(NotAllowed):
                does()
        number = service.merge(connection, admin, nepal(), card, phone, TEXTS, NOW)
        assert number is not None and service.recent(connection, admin, other_pack, NOW) == []
        assert service.done(connection, admin, other_pack, number, NOW) is None
        with pytest.raises(NotAllowed):
            service.undo(connection, admin, other_pack, number, TEXTS, NOW)


def test_who_works_where_one_of_the_two_is_alone_neither_sees_nor_undoes_it(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        number = service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW)
        assert number is not None
        connection.execute(update(producer).where(producer.c.id == phone).values(area="elsewhere"))
        here = connection.scalars(select(producer.c.area).where(producer.c.id == card)).one()
        nearby = somebody(connection, Reach(Role.OFFICER, here))
        assert service.recent(connection, nearby, nepal(), NOW) == []
        with pytest.raises(NotAllowed):
            service.undo(connection, nearby, nepal(), number, TEXTS, NOW)


def test_two_who_are_not_alike_and_two_who_are_not_the_same_are_not_merged(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        stranger = settle(connection, Villager("Bimala Tamang"))
        assert service.merge(connection, officer, nepal(), card, stranger, TEXTS, NOW) is None
        assert service.different(connection, officer, nepal(), card, phone, NOW)
        assert service.merge(connection, officer, nepal(), card, phone, TEXTS, NOW) is None
        assert connection.execute(select(merge)).all() == []


def said(connection: Connection) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in connection.execute(select(outbox).order_by(outbox.c.id)).all():
        found.setdefault(row.person_id, []).append(row.payload["text"])
    return found


def test_who_has_a_phone_and_who_leads_her_group_are_told_once_and_not_at_night(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card, phone, officer = two(connection)
        group, her = group_of(connection), speaker(connection, phone)
        leader, nobodys = somebody(connection, Reach(Role.LEADER, group_id=group)), somebody(connection)
        for at, who in enumerate((leader, officer, nobodys), 80):
            reached(connection, who, at)
        night = NOW.replace(hour=20)
        number = service.merge(connection, officer, nepal(), card, phone, TEXTS, night)
        service.merge(connection, officer, nepal(), card, phone, TEXTS, night)
        assert number is not None and said(connection).keys() == {her, leader}
        assert [len(texts) for texts in said(connection).values()] == [1, 1]
        assert connection.scalars(select(func.min(outbox.c.next_attempt))).one() > night + timedelta(hours=4)
        service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert [len(texts) for texts in said(connection).values()] == [2, 2]
        assert len({*said(connection)[her], *said(connection)[leader]}) == 4
