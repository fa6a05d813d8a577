"""Statements in both kinds of database: issued once, verified by anybody without a name, taken back, erased."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from benchmarks import statement as benchmark
from bot.domain.book import Direction, Entry, Source, corrected, opening, undone
from bot.domain.book.statement import Owing, Period, Span, period
from bot.domain.book.statement_code import dashed
from bot.i18n import Calendar, Money
from bot.render.fonts import load_fonts
from bot.render.statement import statement_pdf
from bot.services.book import entries as book
from bot.services.book import statements
from bot.services.book.entries import Owner
from bot.services.book.statement_json import figures_from, figures_to
from bot.services.book.statement_paper import Paper, address, page
from bot.services.book.statement_told import told
from bot.services.book.statement_words import Voice
from bot.services.book.statements import Issued, Verdict, Wish
from bot.services.keeping import housekeeping
from bot.services.people import erasure, mydata
from bot.store.people import people
from bot.store.schema import statement
from bot.store.wire import chats
from tests.services.town import BOT, Member, Town

CODE = "thailand-otop"
WHERE = address("7KQ2M", "", "a_bot")
NAME = "Zaphira Quellmist"
TODAY = date(2026, 1, 31)
MONTH = Period(date(2026, 1, 1), TODAY)


@pytest.fixture
def her(place: Town) -> Member:
    return place.join(CODE, name=NAME)


def owner(member: Member, *, practice: bool = False) -> Owner:
    return Owner(member.producer, member.person, practice, "THB")


def entry(place: Town, day: date, amount: int, direction: Direction = Direction.IN, **more: Any) -> Entry:
    category = {Direction.IN: "sales", Direction.OUT: "costs"}.get(direction, "debts")
    return Entry(book.new_id(place.now), day, direction, amount, "THB", **{"category": category, **more})


def write(place: Town, member: Member, *entries: Entry) -> Sequence[Entry]:
    place.run(book.add, owner(member), entries, place.now)
    return entries


def wish(asked: str = "a", wanted: Period = MONTH, languages: tuple[str, ...] = ("th", "en")) -> Wish:
    return Wish(asked, wanted, Calendar.BUDDHIST, languages)


def issue(place: Town, member: Member, given: Wish | None = None) -> Issued | None:
    return place.run(statements.issue, owner(member), given or wish(), place.programme(CODE), place.now)


def issued(place: Town, member: Member, given: Wish | None = None) -> Issued:
    found = issue(place, member, given)
    assert found is not None
    return found


def live(place: Town, member: Member) -> list[Entry]:
    """A month of a book in which everything happens once."""
    day = date(2026, 1, 5)
    first = write(
        place,
        member,
        opening(book.new_id(place.now), date(2026, 1, 2), Money(1850_00, "THB")),
        entry(place, day, 600_00),
        entry(place, day, 200_00, Direction.OUT),
        entry(place, day, 100_00, Direction.TAKEN_HOME),
        entry(place, day, 300_00, Direction.CREDIT, counterparty="Malee"),
        entry(place, date(2026, 1, 20), 70_00, Direction.OWED, counterparty="Ram"),
        entry(place, day, 1, Direction.OUT),
    )
    write(place, member, corrected(first[1], book.new_id(place.now), amount=650_00))
    write(place, member, undone(first[6], book.new_id(place.now)))
    write(place, member, entry(place, TODAY, 5_00, Direction.OUT, source=Source.COUNT, category="count"))
    return list(first)


def test_the_figures_of_a_month(place: Town, her: Member) -> None:
    live(place, her)
    figures = statements.figures_of(issued(place, her))
    assert (figures.opening, figures.came, figures.went, figures.home) == (1850_00, 650_00, 200_00, 100_00)
    assert (figures.counted, figures.closing, figures.on_credit) == (-5_00, 2195_00, 300_00)
    assert figures.closing == place.run(book.balance, owner(her), TODAY)
    assert figures.to_her == Owing(300_00, 1, date(2026, 1, 5))
    assert figures.by_her == Owing(70_00, 1, date(2026, 1, 20))
    kept = figures.kept
    assert (kept.entries, kept.changed, kept.taken_back, kept.herself, kept.soon) == (7, 1, 1, 7, 1)
    assert (kept.with_entries, kept.days, len(kept.gaps)) == (4, 30, 2)


def test_who_wrote_for_her_is_told(place: Town, her: Member) -> None:
    helper = place.join(CODE, name="Helper")
    write(place, her, entry(place, TODAY, 5))
    place.run(book.add, replace(owner(her), person_id=helper.person), [entry(place, TODAY, 7)], place.now)
    kept = statements.figures_of(issued(place, her)).kept
    assert (kept.entries, kept.herself) == (2, 1)


def test_what_was_before_the_period_is_in_the_box(place: Town, her: Member) -> None:
    write(place, her, entry(place, date(2025, 12, 31), 40_00), entry(place, date(2026, 1, 1), 2_00))
    figures = statements.figures_of(issued(place, her))
    assert (figures.opening, figures.came, figures.closing) == (40_00, 2_00, 42_00)


def test_a_question_is_answered_once(place: Town, her: Member) -> None:
    live(place, her)
    first = issue(place, her)
    assert first is not None and issue(place, her) is None
    other = issued(place, her, wish("b"))
    assert other.code != first.code and other.id != first.id
    assert [one.code for one in place.run(statements.listed, her.person)] == [other.code, first.code]


def test_practice_is_in_no_statement(place: Town, her: Member) -> None:
    place.run(book.add, owner(her, practice=True), [entry(place, TODAY, 999_00)], place.now)
    assert place.run(statements.began, owner(her)) is None
    assert statements.figures_of(issued(place, her)).came == 0


def test_verified_as_issued_by_anybody_and_without_a_name(place: Town, her: Member) -> None:
    live(place, her)
    made = issued(place, her)
    for typed in (made.code, dashed(made.code).lower(), f" {dashed(made.code)} "):
        found = place.run(statements.verify, typed)
        assert found.verdict is Verdict.GOOD and found.figures is not None
        assert (found.issued_on, found.figures.closing, found.figures.currency) == (TODAY, 2195_00, "THB")
    words = repr([place.loaded.catalogues.render(text, "en") for line in told(found).figures for text in line])
    assert NAME not in words and "Malee" not in words


@pytest.mark.parametrize("typed", ["", "hello", "7KQ2M-7KQ2M-7KQ2M", "x" * 500])
def test_a_slip_is_told_from_an_unknown_code(place: Town, typed: str) -> None:
    assert place.run(statements.verify, typed).verdict is Verdict.MISTYPED


def test_unknown(place: Town, her: Member) -> None:
    code = issued(place, her).code
    place.rows_changed(update(statement).values(code="gone"))
    assert place.run(statements.verify, code) == statements.Found(Verdict.UNKNOWN)


def test_a_book_corrected_since_is_said_so_and_the_figures_stay(place: Town, her: Member) -> None:
    first = live(place, her)
    made = issued(place, her)
    write(place, her, entry(place, date(2026, 2, 1), 9_00))  # after the period
    assert place.run(statements.verify, made.code).verdict is Verdict.GOOD
    write(place, her, corrected(first[2], book.new_id(place.now), amount=250_00))
    found = place.run(statements.verify, made.code)
    assert found.verdict is Verdict.CHANGED and found.figures is not None
    assert (found.figures.went, found.figures.closing) == (200_00, 2195_00)


def test_what_is_written_later_on_the_day_of_issue_is_no_change(place: Town, her: Member) -> None:
    live(place, her)
    made = issued(place, her)
    place.now += timedelta(hours=3)
    evening = write(place, her, entry(place, TODAY, 80_00))
    assert place.run(statements.verify, made.code).verdict is Verdict.GOOD
    write(place, her, undone(evening[0], book.new_id(place.now)), entry(place, TODAY, 7, Direction.OUT))
    assert place.run(statements.verify, made.code).verdict is Verdict.GOOD
    write(place, her, entry(place, TODAY - timedelta(days=1), 1_00))
    assert place.run(statements.verify, made.code).verdict is Verdict.CHANGED


def test_an_entry_of_the_day_of_issue_that_is_corrected_is_a_change(place: Town, her: Member) -> None:
    (sale,) = write(place, her, entry(place, TODAY, 80_00))
    made = issued(place, her)
    place.now += timedelta(hours=3)
    write(place, her, corrected(sale, book.new_id(place.now), amount=90_00))
    assert place.run(statements.verify, made.code).verdict is Verdict.CHANGED


def test_taken_back_once_and_only_by_her(place: Town, her: Member) -> None:
    other = place.join(CODE, name="Somebody else")
    made = issued(place, her)
    assert place.run(statements.revoke, other.person, made.id, place.now) is None
    assert place.run(statements.of_hers, other.person, made.id) is None
    assert place.run(statements.revoke, her.person, made.id, place.now) is not None
    assert place.run(statements.revoke, her.person, made.id, place.now) is None
    assert place.run(statements.verify, made.code) == statements.Found(Verdict.REVOKED)
    assert place.run(statements.listed, her.person) == []


def test_figures_that_were_tampered_with_are_not_vouched_for(place: Town, her: Member) -> None:
    live(place, her)
    made = issued(place, her)
    better = {**made.figures, "opening": 999_999_00}
    place.rows_changed(update(statement).values(figures=better))
    assert place.run(statements.verify, made.code) == statements.Found(Verdict.DAMAGED)


def test_erased_with_her(place: Town, her: Member) -> None:
    neighbour = place.join(CODE, name="A neighbour")
    made, other = issued(place, her), issued(place, neighbour)
    contact = place.run(lambda connection: chats.load(connection, BOT, [her.chat]))[her.chat]
    place.run(erasure.erase, contact, place.now)
    assert [row.code for row in place.rows(select(statement.c.code))] == [other.code]
    assert place.run(statements.verify, made.code).verdict is Verdict.UNKNOWN
    assert place.run(statements.find, made.code) is None


def test_kept_for_the_days_of_the_programme(place: Town, her: Member) -> None:
    made = issued(place, her)
    programmes = [pack.programme for pack in place.loaded.packs.values()]
    days = place.programme(CODE).retention.statements_days
    assert place.run(housekeeping.forget, programmes, place.now + timedelta(days=days)).statements == 0
    assert place.run(housekeeping.forget, programmes, place.now + timedelta(days=days + 1)).statements == 1
    assert place.run(statements.verify, made.code).verdict is Verdict.UNKNOWN


def test_it_is_in_her_data(place: Town, her: Member) -> None:
    made = issued(place, her)
    data = json.loads(place.run(mydata.as_json, her.person))
    assert [row["code"] for row in data["statements"]] == [made.code]


@pytest.mark.parametrize("span", Span)
def test_kept_figures_are_the_figures(here: Town, span: Span) -> None:
    her = here.join(CODE, name=NAME)
    live(here, her)
    wanted = period(span, TODAY, Calendar.BUDDHIST)
    made = issued(here, her, wish(wanted=wanted))
    figures = figures_from(json.loads(json.dumps(made.figures)))
    assert figures_to(figures) == made.figures
    again = here.run(statements.find, made.code)
    assert again is not None and again == made


@pytest.mark.parametrize("languages", [("en",), ("th",), ("th", "en"), ("ne",), ("ne", "en"), ("ny", "en")])
def test_the_page_is_drawn_in_every_language(here: Town, languages: tuple[str, ...]) -> None:
    her = here.join(CODE, name=NAME)
    live(here, her)
    made = issued(here, her, wish(languages=languages))
    paper = Paper(statements.about_of(made), statements.figures_of(made), made.issued_on, languages, made.code, WHERE)
    drawn = page(paper, here.loaded.pack(CODE), here.loaded)
    assert drawn.about[0].value == (NAME,)
    assert all(len(words) <= len(languages) for words in (drawn.title, drawn.how, *drawn.legend))
    assert statement_pdf(drawn, load_fonts())


def test_months_that_nepal_has_not_published_say_that_they_are_computed(here: Town) -> None:
    voice = Voice(here.loaded.catalogues, ("ne", "en"), "NPR", Calendar.BIKRAM_SAMBAT)
    assert voice.month(Period(date(2026, 2, 13), date(2026, 3, 14))) == ("फागुन २०८२", "13 Feb – 14 Mar 2026")
    (hers, english) = voice.month(Period(date(2027, 6, 16), date(2027, 7, 16)))
    assert hers == "अन्दाजी असार २०८४" and english == "16 Jun – 16 Jul 2027"


def test_the_square_leads_to_the_page_or_to_the_bot() -> None:
    page_of_all = address("7KQ2M", "https://ovop.example/base/", "a_bot")
    assert (page_of_all.link, page_of_all.where) == (
        "https://ovop.example/base/verify/7KQ2M",
        "ovop.example/base/verify",
    )
    assert (WHERE.link, WHERE.where) == ("https://t.me/a_bot?start=verify_7KQ2M", "t.me/a_bot")


def test_a_statement_of_1200_entries_takes_less_than_a_second_of_cpu() -> None:
    assert benchmark.main(["--rounds", "1"]) == 0


def test_her_name_as_it_was_on_that_day(place: Town, her: Member) -> None:
    made = issued(place, her)
    place.run(people.change_person, her.person, name="Another name")
    again = place.run(statements.find, made.code)
    assert again is not None and statements.about_of(again).name == NAME
