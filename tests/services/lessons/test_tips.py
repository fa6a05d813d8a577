"""Tips in both kinds of database: chosen from the book, to each her own, once whatever happens."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select, text, update

from bot.domain.book import Direction, Entry, Source
from bot.left_out import LeftOut
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.evaluation import submissions
from bot.services.lessons import tips
from bot.store import tips as rows
from bot.store.schema import chat, chat_person, outbox, person, tip, tip_plan
from tests.services.conftest import START
from tests.services.lessons_town import MW, NE, SAMPLES, TH, join, place, tips_of, titles, write
from tests.services.town import Town, pack, town
from tests.system.databases import Templates

__all__ = ["place"]


def test_the_book_says_which_and_the_reason_has_no_figure(place: Town) -> None:
    """Costs above sales in Mangsir, in her calendar and her language."""
    place.now = datetime(2026, 12, 10, 4, tzinfo=UTC)
    woman = join(place, NE, language="ne")
    place.answer(woman, sales=100, unit="kg")
    write(place, woman, *((date(2026, 11, day), Direction.IN, 100) for day in (20, 22, 24, 26)))
    write(place, woman, (date(2026, 11, 27), Direction.OUT, 401))
    write(place, woman, (date(2026, 12, 16), Direction.IN, 7))
    place.days(8)
    (sent,) = tips_of(place, woman)
    assert sent.text.splitlines()[-1] == "<i>किनभने मंसिर २०८३ मा खर्च बिक्रीभन्दा बढी भयो।</i>"
    assert "४०१" not in sent.text and "४००" not in sent.text
    kept = place.rows(select(tip))[0]
    assert (kept.slug, kept.reason, kept.month) == ("two-purses", "costs_above_sales", date(2026, 11, 17))


def test_what_she_said_in_a_form_counts_until_her_book_says_otherwise(place: Town) -> None:
    none, keeps, writes = join(place), join(place), join(place)
    for member, have in ((none, "trained"), (keeps, "records trained"), (writes, "trained")):
        place.answer(member, sales=100, unit="kg", have=have)
    write(place, writes, (date(2026, 2, 6), Direction.IN, 5))
    place.days(8)
    reasons = {row.person_id: row.reason for row in place.rows(select(tip))}
    assert [reasons[one.person] for one in (none, keeps, writes)] == ["no_records", "course", "course"]


def test_practice_says_nothing(place: Town) -> None:
    woman = join(place, practice=True)
    due = place.due(woman)[0]
    practised = replace(place.sent(woman, due, have="trained"), practice=True, slot_id=None)
    place.run(submissions.submit, practised, place.loaded.pack(TH), place.now)
    owner = Owner(woman.producer, woman.person, True, "THB")
    entry = Entry(book.new_id(place.now), date(2026, 1, 1), Direction.OUT, 100, "THB")
    place.run(book.add, owner, [entry], place.now)
    place.answer(woman, sales=100, unit="kg", have="records")
    place.days(8)
    assert [row.reason for row in place.rows(select(tip))] == ["course"]


def test_a_counted_box(place: Town) -> None:
    woman = join(place)
    place.answer(woman, sales=100, unit="kg")
    write(place, woman, *((date(2026, *day), Direction.IN, 5) for day in ((1, 3), (2, 5), (2, 12), (2, 19))))
    write(place, woman, (date(2026, 1, 20), Direction.IN, 5), source=Source.COUNT)
    place.days(22)
    assert [row[0] for row in place.rows(select(tip.c.reason).order_by(tip.c.id))] == ["course", "course", "no_count"]


def test_when_all_is_read_nothing_comes_and_nothing_is_lost(place: Town) -> None:
    woman = join(place)
    place.answer(woman, sales=100, unit="kg")
    place.days(60)
    assert Counter(titles(place, woman)).most_common(1)[0][1] == 1 and len(titles(place, woman)) == 3
    assert place.rows(select(tip_plan.c.next_at))[0][0] > place.now, "looked at again next week"
    write(place, woman, (date(2026, 4, 1), Direction.IN, 5))
    place.days(150)
    assert len(tips_of(place, woman)) == 4, "she wrote nothing for a week, and half a year has passed"


def test_on_a_shared_phone_it_says_for_whom_and_each_gets_her_own(place: Town) -> None:
    woman, daughter = join(place, name="Malee Jaidee"), join(place, name="Nok Jaidee")
    for member in (woman, daughter):
        place.answer(member, sales=100, unit="kg")
    with place.connection.begin():
        place.connection.execute(delete(chat_person).where(chat_person.c.person_id == daughter.person))
        place.connection.execute(delete(chat).where(chat.c.chat == daughter.chat))
        place.enter(daughter.person, woman.chat)
    place.days(8)
    assert {one.text.splitlines()[0] for one in tips_of(place, woman)} == {"👤 Malee", "👤 Nok"}
    sent = place.rows(select(outbox.c.person_id).where(outbox.c.dedupe.like("tip:%")))
    assert {row[0] for row in sent} == {woman.person, daughter.person}


def test_a_programme_without_lessons(database_url: str) -> None:
    with town(database_url, START, [replace(pack(MW), lessons=())]) as place:
        place.tips = True
        woman = join(place, MW)
        place.days(20)
        assert tips_of(place, woman) == []
        assert place.run(tips.more, place.loaded.pack(MW), woman.person, pack(MW).programme.calendar, place.now) is None


def test_once_whatever_happens_to_the_plan(place: Town) -> None:
    """The same day again, as after a plan that was lost: the outbox keeps one a person and day."""
    woman = join(place)
    place.answer(woman, sales=100, unit="kg")
    place.until(START + timedelta(days=7, hours=9, minutes=50))
    place.rows_changed(update(tip_plan).values(next_at=place.now))
    place.rows_changed(update(person).values(last_nudge_on=None))
    place.tick()
    assert len(tips_of(place, woman)) == 1
    keys = [row[0] for row in place.rows(select(outbox.c.dedupe).where(outbox.c.dedupe.like("tip:%")))]
    assert keys == [f"tip:{woman.person}:2026-02-07"]


def test_many_are_spread_over_the_hours_and_taken_in_chunks(place: Town) -> None:
    members = [join(place, nudge_hour=9) for _ in range(60)]
    for member in members:
        place.answer(member, sales=100, unit="kg")
    place.until(START + timedelta(days=9))
    moments = [tips_of(place, member)[0].at for member in members]
    assert max(moments) - min(moments) > timedelta(minutes=90)
    place.sleep(days=20)
    place.days(2)
    assert {len(tips_of(place, member)) for member in members} == {2}


def test_the_claim_reads_nothing_but_its_partial_index(place: Town) -> None:
    join(place)
    assert "ix_tip_plan_next" in place.run(_plan, select(tip_plan.c.person_id).where(*rows.waiting(place.now)))


def _plan(connection: Connection, statement: Any) -> str:
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    sql = statement.compile(connection, compile_kwargs={"literal_binds": True})
    return " ".join(str(row) for row in connection.exec_driver_sql(f"{explain} {sql}"))


def test_two_ticks_at_once_write_to_nobody_twice(templates: Templates, tmp_path: Path) -> None:
    """On PostgreSQL several processes tick: whom one is busy with, the other leaves alone, and does not wait for."""
    with town(templates.copy("postgresql", tmp_path), START, [replace(pack(MW), lessons=SAMPLES)]) as place:
        woman = join(place, MW, nudge_hour=7)
        place.answer(woman, sales=100, unit="kg")
        place.now = START + timedelta(days=8, hours=4)
        with place.connection.engine.connect() as other, other.begin():
            assert len(tips.send(other, place.loaded, LeftOut(), place.now).messages) == 1
            assert place.run(tips.send, place.loaded, LeftOut(), place.now).messages == []
        assert place.run(tips.send, place.loaded, LeftOut(), place.now).messages == []
        assert len(tips_of(place, woman)) == 1


# What she asks for


def test_more_open_answer_and_judge(place: Town) -> None:
    woman, other = join(place), join(place)
    thai, calendar = place.loaded.pack(TH), pack(TH).programme.calendar
    first = place.run(tips.more, thai, woman.person, calendar, place.now)
    assert first is not None and (first.slug, first.reason, first.pushed) == ("write-it-down", "asked", False)
    assert place.run(tips.of_hers, other.person, first.id) is None
    assert place.run(tips.ask_more, first, place.now) and not place.run(tips.ask_more, first, place.now)
    place.run(tips.answer, first, 1, False, place.now)
    place.run(tips.answer, first, 0, True, place.now)
    place.run(tips.judge, first, "not", place.now)
    place.run(tips.judge, first, "helped", place.now)
    kept = place.run(tips.of_hers, woman.person, first.id)
    assert kept is not None and (kept.answer, kept.is_right, kept.verdict) == (1, False, "helped")
    again = place.run(tips.open_lesson, SAMPLES[0], woman.person, place.now)
    assert again.id == first.id
    opened = place.run(tips.open_lesson, SAMPLES[2], woman.person, place.now)
    assert opened.id != first.id
    second = place.run(tips.more, thai, woman.person, calendar, place.now)
    assert second is not None and second.slug == "two-purses"
    place.now += timedelta(days=1)
    third = place.run(tips.more, thai, woman.person, calendar, place.now)
    assert third is not None and third.slug == "write-it-down", "all are read: the one read the longest ago"
    course = place.run(tips.course, thai, woman.person)
    assert (len(course.lessons), course.had, course.off) == (3, {one.slug for one in SAMPLES}, False)
