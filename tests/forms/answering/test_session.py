# ruff: noqa: E501 - forms are tables
"""A person on the way through a form, question by question."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.forms import Context, Form, Kind, OtherVersion, Reason, Refused, Session, Table, load_form

REGISTRATION = r"""
| survey |
|        | type                           | name     | label::English (en)      | label::ไทย (th)    | required | required_message::English (en) | required_message::ไทย (th) | relevant                    | constraint        | constraint_message::English (en) | constraint_message::ไทย (th) | choice_filter                         | calculation     | default |
|        | start                          | start    |                          |                   |          |                   |      |                             |                   |                   |          |                                       |                 |         |
|        | note                           | hello    | Welcome!                 | ยินดีต้อนรับ           |          |                   |      |                             |                   |                   |          |                                       |                 |         |
|        | text                           | name     | What is your name?       | คุณชื่ออะไร           | yes      | We need a name.   | ต้องมีชื่อ |                             |                   |                   |          |                                       |                 |         |
|        | integer                        | age      | How old are you, ${name}? | ${name} อายุเท่าไร   |          |                   |      |                             | . >= 12 and . < 120 | Between 12 and 120. | 12 ถึง 120  |                                       |                 |         |
|        | text                           | guardian | Who looks after you?     | ใครดูแลคุณ          | yes      |                   |      | ${age} != '' and ${age} < 18 |                   |                   |          |                                       |                 |         |
|        | select_one_from_file areas.csv | province | Which province?          | จังหวัดอะไร           | yes      |                   |      |                             |                   |                   |          | level = 'province'                    |                 |         |
|        | select_one_from_file areas.csv | district | Which district?          | อำเภออะไร           | yes      |                   |      | ${province} != ''           |                   |                   |          | level = 'district' and parent = ${province} |           |         |
|        | begin_group                    | work     | Work                     | งาน               |          |                   |      |                             |                   |                   |          |                                       |                 |         |
|        | select_one works               | works    | Alone or in a group?     | คนเดียวหรือกลุ่ม       | yes      |                   |      |                             |                   |                   |          |                                       |                 |         |
|        | begin_group                    | group    | Group                    | กลุ่ม               |          |                   |      | ${works} = 'group'          |                   |                   |          |                                       |                 |         |
|        | note                           | about    | Now about your group.    | ต่อไปเรื่องกลุ่ม        |          |                   |      |                             |                   |                   |          |                                       |                 |         |
|        | integer                        | members  | How many members?        | สมาชิกกี่คน           | ${age} > 17 |                |      |                             | . > 1             |                   |          |                                       |                 |         |
|        | end_group                      |          |                          |                   |          |                   |      |                             |                   |                   |          |                                       |                 |         |
|        | end_group                      |          |                          |                   |          |                   |      |                             |                   |                   |          |                                       |                 |         |
|        | calculate                      | people   |                          |                   |          |                   |      |                             |                   |                   |          |                                       | coalesce(${members}, 1) |         |
|        | calculate                      | double   |                          |                   |          |                   |      |                             |                   |                   |          |                                       | ${people} * 2   |         |
|        | date                           | since    | Since when?              | ตั้งแต่เมื่อไร         |          |                   |      |                             | . <= today()      | Not after today.  | ไม่เกินวันนี้ |                                       |                 | today() |
|        | note                           | bye      | That is ${people} in all. | รวม ${people} คน    |          |                   |      |                             |                   |                   |          |                                       |                 |         |
| choices |
|         | list_name | name  | label::English (en) | label::ไทย (th) |
|         | works     | alone | Alone               | คนเดียว         |
|         | works     | group | In a group          | กลุ่ม           |
| settings |
|          | form_title   | default_language |
|          | Registration | English (en)     |
"""


@pytest.fixture
def form(areas: Table) -> Form:
    return load_form(REGISTRATION, "md", "r", {"areas.csv": areas})


def chat(session: Session, *answers: str) -> Session:
    for answer in answers:
        session = session.answer(answer)
    return session


def at(session: Session) -> str | None:
    return session.question.name if session.question else None


def test_a_whole_registration(form: Form, context: Context) -> None:
    session = Session.start(form, context, "en")
    assert session.question is not None
    assert session.question.label == "What is your name?"
    assert session.question.notes == ("Welcome!",)
    session = session.answer("Malee")
    assert session.question.label == "How old are you, Malee?"
    session = session.answer("52")
    assert [(one.name, one.label) for one in session.question.choices] == [("10", "Bangkok"), ("50", "Chiang Mai")]
    session = session.answer("10")
    assert [one.label for one in session.question.choices] == ["Phra Nakhon", "Dusit"]
    session = chat(session, "1002", "group")
    assert session.question.notes == ("Group", "Now about your group.")
    session = session.answer("24")
    assert session.question.value == "2026-11-24"
    session = session.answer("2025-01-31")
    assert session.question is None
    assert session.notes == ("That is 24 in all.",)
    assert session.result() == {
        "/r/start": "2026-11-24T10:30:00.000+07:00",
        "/r/name": "Malee",
        "/r/age": "52",
        "/r/province": "10",
        "/r/district": "1002",
        "/r/work/works": "group",
        "/r/work/group/members": "24",
        "/r/people": "24",
        "/r/double": "48",
        "/r/since": "2025-01-31",
    }


def test_in_thai(form: Form, context: Context) -> None:
    session = chat(Session.start(form, context, "th"), "มาลี", "52")
    assert session.question.label == "จังหวัดอะไร"
    assert [one.label for one in session.question.choices] == ["กรุงเทพมหานคร", "เชียงใหม่"]
    assert session.speak("en").question.label == "Which province?"


def test_a_language_the_form_does_not_have_falls_back(form: Form, context: Context) -> None:
    assert Session.start(form, context, "ny").question.label == "What is your name?"
    assert Session.start(form, replace(context, fallbacks=("th",)), "ny").question.label == "คุณชื่ออะไร"


@pytest.mark.parametrize(("language", "message"), [("en", "Between 12 and 120."), ("th", "12 ถึง 120")])
def test_a_constraint_refuses_in_the_persons_language(
    form: Form, context: Context, language: str, message: str
) -> None:
    session = Session.start(form, context, language).answer("Malee")
    with pytest.raises(Refused) as caught:
        session.answer("7")
    assert (caught.value.reason, caught.value.message) == (Reason.CONSTRAINT, message)


def test_required_refuses_a_skip_and_a_blank(form: Form, context: Context) -> None:
    session = Session.start(form, context, "en")
    for leave in (session.skip, lambda: session.answer("  ")):
        with pytest.raises(Refused) as caught:
            leave()
        assert (caught.value.reason, caught.value.message) == (Reason.REQUIRED, "We need a name.")


def test_required_can_depend_on_answers(form: Form, context: Context) -> None:
    young = chat(Session.start(form, context, "en"), "Anong", "13", "Malee", "10", "1001", "group")
    assert at(young) == "members"
    assert not young.question.required
    assert at(young.skip()) == "since"
    grown = young.goto("/r/age").answer("40")
    assert at(grown) == "members"
    assert grown.question.required


@pytest.mark.parametrize(
    ("answers", "wrong", "reason"),
    [
        (["Malee"], "many", Reason.TYPE),
        (["Malee"], "12.5", Reason.TYPE),
        (["Malee", "52"], "99", Reason.CHOICE),
        (["Malee", "52", "10"], "5001", Reason.CHOICE),
        (["Malee", "52", "10", "1001", "alone"], "31 January", Reason.TYPE),
        (["Malee", "52", "10", "1001", "alone"], "2026-02-30", Reason.TYPE),
        (["Malee", "52", "10", "1001", "alone"], "2026-11-25", Reason.CONSTRAINT),
    ],
)
def test_refuses(form: Form, context: Context, answers: list[str], wrong: str, reason: Reason) -> None:
    session = chat(Session.start(form, context, "en"), *answers)
    with pytest.raises(Refused) as caught:
        session.answer(wrong)
    assert caught.value.reason is reason


def test_back_keeps_the_answer_and_goes_on_where_it_was(form: Form, context: Context) -> None:
    session = chat(Session.start(form, context, "en"), "Malee", "52", "10")
    back = session.back().back()
    assert at(back) == "age"
    assert back.question.value == "52"
    assert at(back.answer("53")) == "district"
    first = Session.start(form, context, "en")
    assert first.back() == first


def test_an_answer_that_no_longer_counts_is_kept_but_not_given(form: Form, context: Context) -> None:
    session = chat(Session.start(form, context, "en"), "Anong", "13", "Malee", "10", "1001", "alone", "2026-01-01")
    assert session.result()["/r/guardian"] == "Malee"
    older = session.goto("/r/age").answer("30")
    assert older.question is None
    assert "/r/guardian" not in older.result()
    assert older.state()["answers"]["/r/guardian"] == "Malee"
    assert older.goto("/r/age").answer("13").result()["/r/guardian"] == "Malee"


def test_from_the_review_and_back_to_it(form: Form, context: Context) -> None:
    done = chat(Session.start(form, context, "en"), "Malee", "52", "10", "1001", "alone", "2026-01-01")
    assert [(one.label, one.display) for one in done.review()] == [
        ("What is your name?", "Malee"),
        ("How old are you, Malee?", "52"),
        ("Which province?", "Bangkok"),
        ("Which district?", "Phra Nakhon"),
        ("Alone or in a group?", "Alone"),
        ("Since when?", "2026-01-01"),
    ]
    assert done.goto("/r/name").answer("Anong").question is None
    more = done.goto("/r/work/works").answer("group")
    assert at(more) == "members"
    assert more.answer("5").question is None


def test_another_province_clears_the_district(form: Form, context: Context) -> None:
    done = chat(Session.start(form, context, "en"), "Malee", "52", "10", "1001", "alone", "2026-01-01")
    same = done.goto("/r/province").answer("10")
    assert same.question is None
    other = done.goto("/r/province").answer("50")
    assert at(other) == "district"
    assert other.question.value == ""
    assert at(other.answer("5001")) is None


def test_goto_knows_only_what_is_asked(form: Form, context: Context) -> None:
    with pytest.raises(KeyError):
        Session.start(form, context, "en").goto("/r/guardian")


def test_progress_counts_what_is_asked_as_far_as_is_known(form: Form, context: Context) -> None:
    session = Session.start(form, context, "en")
    assert session.progress() == (1, 5)
    assert chat(session, "Anong").progress() == (2, 5)
    assert chat(session, "Anong", "13").progress() == (3, 6)
    done = chat(session, "Anong", "13", "Malee", "10", "1001", "alone", "2026-01-01")
    assert done.progress() == (7, 7)


def test_what_is_known_is_not_asked(form: Form, context: Context) -> None:
    session = Session.start(form, context, "en", {"/r/province": "50", "/r/name": "Malee"})
    assert at(session) == "age"
    assert at(session.answer("52")) == "district"


def test_what_is_known_but_wrong_is_asked(form: Form, context: Context) -> None:
    known = {"/r/name": "Malee", "/r/age": "7", "/r/province": "50", "/r/district": "1001", "/r/nobody": "x"}
    session = Session.start(form, context, "en", known)
    assert at(session) == "age"
    session = session.answer("52")
    assert at(session) == "district"
    assert at(session.answer("5001")) == "works"


def test_resumes_days_later_where_it_stopped(form: Form, context: Context) -> None:
    session = chat(Session.start(form, context, "th"), "มาลี", "52", "10")
    stored = json.dumps(session.state())
    later = replace(context, today=date(2026, 12, 1), now=context.now.replace(month=12, day=1))
    again = Session.resume(form, json.loads(stored), later)
    assert at(again) == "district"
    assert again.language == "th"
    finished = chat(again, "1001", "alone")
    assert finished.question.value == "2026-11-24"
    assert finished.result()["/r/start"] == "2026-11-24T10:30:00.000+07:00"
    assert at(finished.answer("2026-11-30")) is None


def test_resumes_only_on_its_own_version(form: Form, context: Context, areas: Table) -> None:
    other = load_form(REGISTRATION.replace("Welcome!", "Hello!"), "md", "r", {"areas.csv": areas})
    with pytest.raises(OtherVersion):
        Session.resume(other, Session.start(form, context, "en").state(), context)


def test_a_table_that_lost_a_place_keeps_the_answer(form: Form, context: Context) -> None:
    done = chat(Session.start(form, context, "en"), "Malee", "52", "10", "1001", "alone", "2026-01-01")
    fewer = Table.read_csv("name,label,level,parent\n50,Chiang Mai,province,\n")
    later = Session.resume(load_form(REGISTRATION, "md", "r", {"areas.csv": fewer}), done.state(), context)
    assert later.question is None
    assert later.result()["/r/province"] == "10"
    assert next(line.display for line in later.review() if line.path == "/r/province") == "10"


def test_a_step_changes_nothing_in_the_session_before(form: Form, context: Context) -> None:
    session = chat(Session.start(form, context, "en"), "Malee", "52", "10", "1001", "alone")
    before = json.dumps(session.state()), session.result(), session.review()
    session.answer("2026-01-01").goto("/r/province").answer("50")
    session.goto("/r/age").answer("13").speak("th").back()
    assert (json.dumps(session.state()), session.result(), session.review()) == before


def test_kinds_and_slots_reach_the_question(context: Context) -> None:
    form = load_form(
        """
| survey |
|        | type    | name  | label::English (en) | label::ไทย (th) | hint::English (en) | appearance | media::image | media::audio::ไทย (th) | default |
|        | integer | sold  | How much?           | เท่าไร           | Whole baht         | money      | coin.png     | how-much.ogg           | 5       |
|        | decimal | price | Price?              |                 |                    |            |              |                        |         |
""",
        "md",
        "f",
    )
    question = Session.start(form, context, "th").question
    assert question is not None
    assert (question.kind, question.appearance, question.value) == (Kind.INTEGER, "money", "5")
    assert (question.label, question.hint) == ("เท่าไร", "Whole baht")
    assert (question.image, question.audio) == ("coin.png", "how-much.ogg")
    following = Session.start(form, context, "th").answer("7").question
    assert following is not None
    assert (following.label, following.image, following.audio) == ("Price?", None, None)
