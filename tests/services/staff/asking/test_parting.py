"""What goes of questions with whom they are of, in both kinds of database; what a person is shown of them."""

import json
from datetime import timedelta

from sqlalchemy import select

from bot.domain.people.roles import Role
from bot.domain.staff.asking import About
from bot.services.keeping import housekeeping
from bot.services.people import erasure, mydata
from bot.services.staff.asking import answering, asking
from bot.store.schema import inquiry, inquiry_past, inquiry_said, lesson_draft, media, outbox
from tests.services.staff.asking import office
from tests.services.staff.asking.office import CODE, DISTRICT, ask, asker, said, worker
from tests.services.staff.asking.test_asking import here  # noqa: F401
from tests.services.town import Town, pack

TABLES = (inquiry, inquiry_past, inquiry_said, lesson_draft)
HER_WORDS, OFFICERS_WORDS = "Zaphira asks", "Quellmist says"


def everything(place: Town) -> str:
    """All that any table holds of it, and all messages."""
    return str([place.rows(select(table)) for table in (*TABLES, media, outbox)])


def test_her_questions_go_with_all_answers_drafts_and_files_and_nobody_elses(here: Town) -> None:  # noqa: F811
    mary, ruth, grace = asker(here), asker(here, name="Ruth"), worker(here, DISTRICT)
    number, other = ask(here, mary, words=HER_WORDS), ask(here, ruth, words="Another")
    assert number is not None and other is not None
    to = here.loaded.catalogues
    here.run(asking.more, mary.person, pack(CODE), number, said("", "voice-of-mary"), to, here.now)
    here.run(
        answering.answer, grace.person, pack(CODE), number, said(OFFICERS_WORDS, "voice-of-grace"), None, to, here.now
    )
    office.answer(here, grace, other, "For Ruth.")
    for one, who in ((number, mary), (other, ruth)):
        assert here.run(asking.judge, who.person, one, True, here.now)
    names = {row.name for row in here.rows(select(media.c.name))}
    assert len(names) == 2
    assert HER_WORDS in everything(here) and OFFICERS_WORDS in everything(here)
    left = here.run(erasure.empty, mary.person, here.now)
    assert set(left.files) == names and here.rows(select(media)) == []
    left_over = everything(here)
    assert HER_WORDS not in left_over and OFFICERS_WORDS not in left_over
    assert "For Ruth." in left_over and [row.inquiry_id for row in here.rows(select(lesson_draft))] == [other]


def test_of_an_officer_her_words_go_and_nobody_waits_anew(here: Town) -> None:  # noqa: F811
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    number, second = ask(here, mary, words=HER_WORDS), ask(here, mary)
    assert number is not None and second is not None
    office.answer(here, grace, number, OFFICERS_WORDS)
    here.run(asking.judge, mary.person, number, True, here.now)
    here.run(answering.claim, grace.person, pack(CODE), second, here.now)
    here.run(erasure.empty, grace.person, here.now)
    left = everything(here)
    assert OFFICERS_WORDS not in left and HER_WORDS in str(here.rows(select(inquiry_said.c.words)))
    assert here.rows(select(lesson_draft)) == []
    assert office.waiting(here, noah) == [second]
    assert here.run(answering.claim, noah.person, pack(CODE), second, here.now), "nobody holds it any more"


def test_whom_a_complaint_went_past_goes_and_sees_it_no_more_than_before(here: Town) -> None:  # noqa: F811
    mary, ruth = asker(here), worker(here, DISTRICT, name="Ruth Phiri")
    worker(here, None, Role.ADMIN, name="Admin")
    assert ask(here, mary, About.OTHER, "Ruth was rude.") is not None
    assert [row.person_id for row in here.rows(select(inquiry_past))] == [ruth.person]
    here.run(erasure.empty, ruth.person, here.now)
    assert here.rows(select(inquiry_past)) == []


def test_what_nobody_has_touched_for_long_goes_after_its_files(here: Town) -> None:  # noqa: F811
    mary, grace = asker(here), worker(here, DISTRICT)
    number = ask(here, mary)
    assert number is not None
    here.run(asking.more, mary.person, pack(CODE), number, said("", "voice"), here.loaded.catalogues, here.now)
    programmes = [pack(CODE).programme]
    later = here.now + timedelta(days=programmes[0].retention.questions_days, seconds=1)
    names = here.run(housekeeping.old_files, here.left_out, programmes, later)
    here.run(housekeeping.forget, programmes, later)
    assert len(here.rows(select(inquiry))) == 1 and len(names) == 1, "its file is there still"
    here.run(housekeeping.drop_files, names)
    here.run(housekeeping.forget, programmes, later - timedelta(seconds=2))
    assert len(here.rows(select(inquiry))) == 1
    here.run(housekeeping.forget, programmes, later)
    assert [here.rows(select(table)) for table in TABLES] == [[], [], [], []]
    assert office.waiting(here, grace) == []


def test_she_is_shown_what_is_kept_but_not_who_has_answered(here: Town) -> None:  # noqa: F811
    mary, grace = asker(here), worker(here, DISTRICT)
    number = ask(here, mary, words=HER_WORDS)
    assert number is not None
    office.answer(here, grace, number, OFFICERS_WORDS)
    hers = json.loads(here.run(mydata.as_json, mary.person))
    assert [one["words"] for one in hers["said_in_them"]] == [HER_WORDS, OFFICERS_WORDS]
    told = hers["questions_to_a_person"] + hers["said_in_them"]
    assert not any(name in one for one in told for name in ("by_id", "with_id", "claimed_by"))
    theirs = json.loads(here.run(mydata.as_json, grace.person))
    assert [one["words"] for one in theirs["questions_answered"]] == [OFFICERS_WORDS]
    assert theirs["questions_to_a_person"] == [] and HER_WORDS not in str(theirs["questions_answered"])
