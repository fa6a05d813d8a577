"""What a member says of her leader's report is hers alone to say, and whoever is to look at it is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.domain.evaluation.nudges import awake_from
from bot.domain.people.roles import Reach, Role
from bot.forms import Context, Session
from bot.services.groups.report import last_word
from bot.services.groups.report.last_word import Word
from bot.services.people import erasure, mydata
from bot.services.roles import NotAllowed
from bot.store.evaluation import corrections
from bot.store.evaluation.submissions import Sent
from bot.store.groups.members import members
from bot.store.keeping import export, export_pages
from bot.store.people import people, roles
from bot.store.schema import (
    answer,
    audit,
    correction,
    follow_up,
    outbox,
    report_row,
    submission,
)  # fmt: skip
from tests.services.conftest import START
from tests.services.groups.report.reports import changed
from tests.services.groups.report.told_group import CODE, ROOT, Group, group, here
from tests.services.town import pack

__all__ = ["group", "here"]  # fixtures

NOBODY, OTHER, LEADER, OFFICER = "nobody", "another member", "the leader", "an officer"


@pytest.mark.parametrize("who", [NOBODY, OTHER, LEADER, OFFICER])
@pytest.mark.parametrize("deed", ["find", "say", "ask", "keep_own"])
def test_nobody_else_has_a_say_about_her_figures(group: Group, deed: str, who: str) -> None:
    number, place = group.report(), group.place
    officer = place.join(CODE, name="Officer", consent_version="2")
    place.run(roles.give, officer.person, Reach(Role.OFFICER), place.now)
    other = group.joins("Other")
    group.report(other)
    people = {NOBODY: None, OTHER: other.person, LEADER: group.leader.person, OFFICER: officer.person}
    deeds: dict[str, Callable[[], Any]] = {
        "say": lambda: place.run(
            last_word.say, people[who], number, Word.WRONG, pack(CODE), place.loaded.catalogues, place.now
        ),
        "ask": lambda: place.run(last_word.ask, people[who], number, "why?", place.now),
        "keep_own": lambda: place.run(
            last_word.keep_own, number, own(group, {"sales": "9"}, people[who] or 0), pack(CODE), place.now
        ),
    }
    if deed == "find":
        assert place.run(last_word.find, people[who], number) is None
    else:
        with pytest.raises(NotAllowed):
            deeds[deed]()
    assert not group.waiting() and not place.rows(select(report_row).where(report_row.c.word.is_not(None)))


def own(group: Group, figures: dict[str, str], who: int | None = None) -> Sent:
    answers = {f"{ROOT}/{name}": value for name, value in figures.items()}
    (row,) = group.place.rows(select(submission.c.slot_id, submission.c.form).where(
        submission.c.producer_id == group.member.producer, submission.c.source == "leader"))  # fmt: skip
    return Sent(7, group.member.producer, group.member.person if who is None else who, row.slot_id, row.form, "checkin",
                "self", "en", False, group.place.now, answers)  # fmt: skip


def test_right_is_kept_and_nobody_is_bothered(group: Group) -> None:
    number = group.report()
    group.say(number, Word.RIGHT)
    found = group.place.run(last_word.find, group.member.person, number)
    assert found is not None and found.word is Word.RIGHT
    assert not group.waiting() and group.heard(group.leader) == []


def test_not_right_tells_the_leader_no_more_than_that_and_staff(group: Group) -> None:
    number = group.report(sales="987654")
    group.say(number, Word.WRONG)
    group.say(number, Word.WRONG)
    (told,) = group.heard(group.leader)
    assert told.startswith("Malee says: what you reported for October 2026 is not right.") and "987654" not in told
    path = f"{ROOT}/sales"
    assert group.waiting() == {"report_disputed": {"answers": [{"path": path, "value": "987654", "beside": None}]}}
    assert [row.value for row in group.place.rows(select(answer.c.value).where(answer.c.path == path))] == ["987654"]
    assert not group.place.rows(select(correction)), "a dispute changes no figure"
    deeds = [row for row in group.place.rows(select(audit)) if row.action == "last word"]
    assert [(row.actor, row.detail) for row in deeds] == [(f"person {group.member.person}", {"word": "wrong"})]


def test_the_third_word_is_for_staff_alone(group: Group) -> None:
    number = group.report()
    group.say(number, Word.PRIVATE)
    assert group.waiting().keys() == {"report_private"} and group.heard(group.leader) == []


def test_she_may_change_her_mind_and_what_waited_is_settled(group: Group) -> None:
    number = group.report()
    for word, reasons in ((Word.WRONG, {"report_disputed"}), (Word.PRIVATE, {"report_private"}), (Word.RIGHT, set())):
        group.say(number, word)
        assert group.waiting().keys() == reasons


def test_the_same_word_about_new_figures_waits_anew(group: Group) -> None:
    number, place = group.report(), group.place
    group.say(number, Word.WRONG)
    place.rows_changed(update(follow_up).values(done_at=place.now))
    place.run(changed, pack(CODE), number, group.leader.person, {"sales": "1300"}, place.now)
    group.say(number, Word.WRONG)
    assert group.waiting().keys() == {"report_disputed"}


def test_an_export_says_what_she_says_of_it(group: Group) -> None:
    word = {Word.RIGHT: "confirmed", Word.WRONG: "disputed", Word.PRIVATE: "private"}
    number = group.report()
    group.place.run(last_word.keep_own, number, own(group, {"sales": "9"}), pack(CODE), group.place.now)

    def exported() -> list[tuple[str, str | None]]:
        pages = group.place.run(lambda connection: list(export.submissions(connection, export_pages.Scope())))
        return [(row["source"], row["word"]) for page in pages for row in page]

    assert exported() == [("leader", "nothing"), ("self", None)]
    for said, told in word.items():
        group.say(number, said)
        assert exported() == [("leader", told), ("self", None)]


def test_what_a_leader_reported_is_none_of_her_own_answers(here: Group) -> None:
    number = here.report()
    assert here.place.run(corrections.find, here.leader.person, number) is None
    assert here.place.run(corrections.of_person, here.leader.person, 9) == []


def test_her_data_says_how_often_others_reported_for_her(group: Group) -> None:
    group.report()
    group.place.run(members.join, group.number, group.leader.producer, START, confirmed=True)
    group.report(group.leader)
    counts = [group.place.run(mydata.about, one.person).reported for one in (group.member, group.leader)]
    assert counts == [1, 0], "who reports for herself is no other"


def test_who_leads_the_group_now_is_told_if_she_who_reported_leads_it_no_more(here: Group) -> None:
    number, place = here.report(), here.place
    later = place.join(CODE, name="New leader", consent_version="2")
    place.run(roles.end, [one.id for one in place.run(roles.of, here.leader.person)], place.now)
    place.run(roles.give, later.person, Reach(Role.LEADER, group_id=here.number), place.now)
    here.say(number, Word.WRONG)
    assert not here.heard(here.leader)
    (told,) = here.heard(later)
    assert told.startswith(
        f"Malee says: what {place.run(people.name_of, here.leader.person)} reported for October 2026 is"
    )


def test_at_night_the_leader_hears_of_it_in_the_morning(here: Group) -> None:
    number = here.report()
    here.place.now = START.replace(hour=21)
    here.say(number, Word.WRONG)
    (row,) = here.place.rows(select(outbox).where(outbox.c.chat == here.leader.chat, outbox.c.lane == 1))
    assert row.next_attempt == START.replace(hour=5) + timedelta(days=1)


def test_day_and_night() -> None:
    ladder, blantyre = pack(CODE).programme.nudges, ZoneInfo("Africa/Blantyre")
    day = START.replace(hour=12)
    assert awake_from(day, blantyre, ladder) == day
    assert awake_from(START.replace(hour=18), blantyre, ladder) == START.replace(hour=5) + timedelta(days=1)
    assert awake_from(START.replace(hour=1), blantyre, ladder) == START.replace(hour=5)


def test_a_question_waits_with_her_words_and_goes_with_her(group: Group) -> None:
    number, place = group.report(), group.place
    place.run(last_word.ask, group.member.person, number, "", place.now)
    assert group.waiting() == {"report_question": {"answers": []}}
    place.run(last_word.ask, group.member.person, number, "Who told Noi?", place.now)
    place.run(last_word.ask, group.member.person, number, "And when?", place.now)
    assert group.waiting()["report_question"]["words"] == "Who told Noi?\nAnd when?"
    place.run(erasure.erase_person, group.member.person, place.now)
    assert "Who told" not in str(place.rows(select(follow_up)))


def test_her_own_figures_stand_beside_the_leaders_once(group: Group) -> None:
    number, place = group.report(), group.place
    sent = own(group, {"sales": "900"})
    assert place.run(last_word.keep_own, number, sent, pack(CODE), place.now) is not None
    assert place.run(last_word.keep_own, number, sent, pack(CODE), place.now) is None
    kept = place.rows(select(submission.c.source, submission.c.slot_id).order_by(submission.c.id))
    assert [row.source for row in kept] == ["leader", "self"] and len({row.slot_id for row in kept}) == 1
    found = place.run(last_word.find, group.member.person, number)
    assert found is not None and found.answers == {f"{ROOT}/sales": "1200"}
    assert place.run(last_word.unanswered, found, pack(CODE).forms["checkin"]) == []


def test_what_was_missed_meanwhile_answers_no_other_slot(here: Group) -> None:
    number, place = here.report(), here.place
    place.days(70)
    before = [row.state for row in place.slots(here.member)]
    place.run(last_word.keep_own, number, own(here, {"sales": "9"}), pack(CODE), place.now)
    assert [row.state for row in place.slots(here.member)] == before


def test_only_what_the_leader_reported_is_asked_whatever_else_decides_about_it() -> None:
    form, root = pack(CODE).forms["checkin"], ROOT
    context = Context(today=START.date(), now=START, fallbacks=("en",))
    only = form.only([f"{root}/sales", f"{root}/produced"])
    session = Session.start(only, context, "en")
    asked = []
    while (question := session.question) is not None:
        asked.append((question.name, session.progress()))
        session = session.answer("5")
    assert asked == [("produced", (1, 2)), ("sales", (2, 2))], "in the form's order, though nobody said that she works"
    assert [line.value for line in session.review()] == ["5", "5"]
    assert Session.resume(only, session.state(), context).result() == session.result()
    both = Session.start(form.only([f"{root}/operating", f"{root}/sales"]), context, "en").answer("no")
    assert both.question is None, "what decides is asked itself"
