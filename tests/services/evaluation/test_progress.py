"""Progress out of the database: every figure against the own baseline, like with like."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.domain.evaluation.interval import Course
from bot.domain.evaluation.progress import CourseReason, Gap, Source, Verdict, Word
from bot.forms.xform.wording import wordings
from bot.services.evaluation import progress
from bot.store.evaluation.submissions import Sent
from bot.store.evaluation.submissions import add as add_submission
from bot.store.forms.form_versions import FormVersion, add
from bot.store.schema import report, report_row, submission
from tests.services.town import Member, Town, pack

TH = "thailand-otop"


def record(here: Town, member: Member) -> progress.Record:
    return here.run(progress.of_producer, member.producer, pack(TH))


def track(here: Town, member: Member, name: str = "sales") -> progress.Track:
    return next(one for one in record(here, member).tracks if one.indicator.name == name)


def lived(here: Town, baseline: dict[str, Any], *checkins: dict[str, Any]) -> Member:
    """Who answered the baseline, and a check-in a month."""
    woman = here.join(TH)
    here.answer(woman, **{"unit": "kg", **baseline})
    for month, given in enumerate(checkins, start=2):
        here.at(TH, date(2026, month, 28))
        here.answer(woman, **{"operating": "yes", "unit": "kg", **given})
    return woman


def test_twenty_per_cent_up(here: Town) -> None:
    woman = lived(here, {"sales": 3750, "people": 2}, {"sales": 4000, "people": 2}, {"sales": 4500, "people": 2})
    sales = track(here, woman)
    assert sales.progress.change == Decimal("0.2") and sales.progress.verdict is Verdict.BETTER
    assert [(figure.value, figure.day) for figure in sales.figures] == [
        (Decimal(3750), date(2026, 1, 31)),
        (Decimal(4000), date(2026, 2, 28)),
        (Decimal(4500), date(2026, 3, 28)),
    ]
    assert {figure.source for figure in sales.figures} == {Source.SELF} and sales.money
    assert not track(here, woman, "people").money
    assert (record(here, woman).answered, record(here, woman).asked, record(here, woman).checkins) == (3, 3, 2)


def test_before_the_first_check_in_there_is_nothing_to_compare(here: Town) -> None:
    woman = lived(here, {"sales": 3750})
    found = record(here, woman)
    assert [one.progress.gap for one in found.tracks] == [Gap.NO_ANSWER] * len(found.tracks)
    assert found.standings.reason is CourseReason.NOTHING_TO_COMPARE
    assert [figure.value for figure in track(here, woman).figures] == [3750]


def test_nobody_has_said_anything_yet(here: Town) -> None:
    woman = here.join(TH)
    found = record(here, woman)
    assert (found.answered, found.asked, found.checkins) == (0, 0, 0)
    assert [one.figures for one in found.tracks] == [()] * len(found.tracks)


def test_what_is_missed_is_counted(here: Town) -> None:
    woman = lived(here, {"sales": 3750})
    here.at(TH, date(2026, 4, 1))
    found = record(here, woman)
    assert (found.answered, found.asked) == (1, 2)
    assert found.standings.course is Course.QUIET


def test_an_outage_makes_nobody_quiet(here: Town) -> None:
    woman = lived(here, {"sales": 3750})
    here.sleep(days=61)
    assert record(here, woman).standings.reason is CourseReason.NOTHING_TO_COMPARE


def test_the_unit_matters_where_it_is_named(here: Town) -> None:
    woman = lived(here, {"sales": 3750, "produced": 100}, {"sales": 3750, "produced": 9, "unit": "pack"})
    assert track(here, woman, "produced").progress.gap is Gap.OTHER_UNIT
    assert track(here, woman, "sales").progress.verdict is Verdict.SAME


def test_a_question_that_was_worded_otherwise_is_not_compared(here: Town) -> None:
    """The baseline was answered on an older version of the form, which the pack no longer has."""
    woman = lived(here, {"sales": 3750, "produced": 100}, {"sales": 4500, "produced": 100})
    form = pack(TH).forms["baseline"]
    words = wordings(form.xml)["sales"].words
    old = FormVersion("old", TH, "baseline", form.xml.replace(words, "Last week's sales?"))
    here.run(add, [old], here.now)
    here.rows_changed(update(submission).where(submission.c.form_name == "baseline").values(form="old"))
    assert track(here, woman).progress.gap is Gap.OTHER_WORDING
    assert track(here, woman, "produced").progress.gap is None


def test_figures_of_another_source_are_not_compared(here: Town) -> None:
    woman = lived(here, {"sales": 3750}, {"sales": 4500})
    here.rows_changed(update(submission).where(submission.c.form_name == "checkin").values(source="book"))
    assert track(here, woman).progress.gap is Gap.OTHER_SOURCE


def by_leader(here: Town, woman: Member, number: int, sent: timedelta, **answers: Any) -> int:
    """Her leader answers the same slot, so much later; gives the number of the submission."""
    slot_id = here.slots(woman)[number].id
    form = pack(TH).forms["checkin"]
    given = {f"{form.root}/{name}": str(value) for name, value in answers.items()}
    said = Sent(77_000 + number, woman.producer, woman.person, slot_id, form.hash, "checkin", "leader", "en", False,
                here.now, given)  # fmt: skip
    kept = here.run(add_submission, said, here.now + sent)
    assert kept is not None
    return kept


@pytest.mark.parametrize("later", [timedelta(hours=-1), timedelta(hours=1)])
def test_of_one_slot_her_own_figure_wins_over_her_leaders_whichever_came_later(here: Town, later: timedelta) -> None:
    woman = lived(here, {"sales": 3750, "people": 2}, {"sales": 4500})
    by_leader(here, woman, 1, later, sales=45, people=9)
    assert [figure.value for figure in track(here, woman).figures] == [3750, 4500]
    assert {figure.source for figure in track(here, woman).figures} == {Source.SELF}
    people = track(here, woman, "people")
    assert [(figure.value, figure.source) for figure in people.figures] == [(2, Source.SELF), (9, Source.LEADER)]
    assert people.progress.gap is Gap.OTHER_SOURCE, "a leader's figure is compared with none of hers"


def test_a_leaders_figures_are_compared_with_their_like(here: Town) -> None:
    woman = lived(here, {"sales": 3750})
    for number, sales in ((1, 100), (2, 150)):
        by_leader(here, woman, number, timedelta(days=30 * number), sales=sales)
    assert track(here, woman).progress.change == Decimal("0.5")


def test_what_she_says_of_a_leaders_figure_goes_with_it(here: Town) -> None:
    woman = lived(here, {"sales": 3750})
    number = by_leader(here, woman, 1, timedelta(days=30), sales=100)
    assert [figure.word for figure in track(here, woman).figures] == [None, None]
    row = {"report_id": 1, "member_id": woman.producer, "said": "figures", "person_id": woman.person, "at": here.now}
    group = {"group_id": woman.producer, "month": here.now.date(), "began_at": here.now}
    here.rows_changed(insert(report).values(id=1, **group))
    here.rows_changed(insert(report_row).values(submission_id=number, word="wrong", **row))
    assert [figure.word for figure in track(here, woman).figures] == [None, Word.WRONG]


def test_figures_of_a_leader_do_not_say_that_she_works_again(here: Town) -> None:
    woman = lived(here, {"sales": 3750}, {"operating": "no", "stopped": "buyers"})
    before = record(here, woman).standings.reason
    by_leader(here, woman, 2, timedelta(days=30), sales=100)
    assert record(here, woman).standings.reason is before


def test_practice_is_not_mixed_with_what_is_meant(here: Town) -> None:
    woman = lived(here, {"sales": 1}, {"sales": 4500})
    here.rows_changed(update(submission).where(submission.c.form_name == "baseline").values(practice=True))
    assert [figure.value for figure in track(here, woman).figures] == [4500]


def test_who_has_missed_the_baseline_is_measured_against_the_first_check_in(here: Town) -> None:
    woman = lived(here, {"sales": 1}, {"sales": 4500})
    here.rows_changed(update(submission).values(form_name="checkin"))
    assert track(here, woman).progress.change == 4499


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"operating": "no", "stopped": "season"}, CourseReason.PAUSED),
        ({"operating": "no", "stopped": "buyers"}, CourseReason.CLOSED),
    ],
)
def test_who_has_stopped_making_it(here: Town, answers: dict[str, str], reason: CourseReason) -> None:
    woman = lived(here, {"sales": 3750}, answers)
    assert record(here, woman).standings.reason is reason


def test_what_is_no_number_is_no_figure(here: Town) -> None:
    woman = lived(here, {"sales": ""}, {"sales": "many"})
    assert track(here, woman).figures == ()


@pytest.mark.parametrize("code", ["thailand-otop", "nepal-odop", "malawi-ovop"])
def test_baseline_and_check_in_ask_every_indicator_in_the_same_words(code: str) -> None:
    forms = pack(code).forms
    asked = [wordings(forms[name].xml) for name in ("baseline", "checkin")]
    for indicator in pack(code).programme.indicators:
        assert asked[0][indicator.name] == asked[1][indicator.name]
        assert asked[0][indicator.name].words
    assert asked[0]["produced"].counts_units and not asked[0]["sales"].counts_units


def test_operations_are_the_forms_own_words() -> None:
    """The answers that say that work rests are choices of every pack's check-in."""
    for code in ("thailand-otop", "nepal-odop", "malawi-ovop"):
        for name in ("checkin", "checkin_short"):
            xml = pack(code).forms[name].xml
            assert all(f"/{word}" in xml for word in (progress.OPERATING, progress.STOPPED))
            assert f"<name>{progress.SEASON}</name>" in xml
