"""Parts of a form that are asked several times: "another one?", a number known beforehand, entries in entries."""

import pytest

from bot.forms import Context, Form, Kind, Refused, Session, load_form
from bot.forms.answering.consequences import MOST_ENTRIES

MEMBERS = """
| survey |
|        | type         | name    | label                        | relevant      | calculation        | constraint |
|        | text         | group   | Group?                       |               |                    |            |
|        | begin repeat | member  | Member                       | ${group} != '' |                   |            |
|        | text         | name    | Name?                        |               |                    |            |
|        | integer      | share   | Share of ${name}?            |               |                    | . <= 10    |
|        | calculate    | place   |                              |               | position(..)       |            |
|        | calculate    | before  |                              |               | indexed-repeat(${share}, ${member}, position(..) - 1) | |
|        | note         | told    | ${name} is number ${place}.  |               |                    |            |
|        | end repeat   |         |                              |               |                    |            |
|        | calculate    | total   |                              |               | sum(${share})      |            |
|        | calculate    | people  |                              |               | count(${member})   |            |
|        | calculate    | names   |                              |               | join(', ', ${name}) |           |
|        | text         | last    | All ${people} hold ${total}? |               |                    |            |
"""  # noqa: E501, a form is a table


@pytest.fixture(scope="module")
def members() -> Form:
    return load_form(MEMBERS, "md", "f", {})


def chat(session: Session, *answers: str) -> Session:
    for answer in answers:
        session = session.answer(answer)
    return session


def test_asks_for_another_until_no(members: Form, context: Context) -> None:
    session = chat(Session.start(members, context), "Kampini", "Anong", "3")
    assert session.question is not None
    assert (session.place, session.question.kind) == ("/f/member[2]", Kind.REPEAT)
    assert session.question.label == "Member"
    assert session.question.notes == ("Anong is number 1.",)
    assert session.question.required
    session = session.answer("yes")
    assert session.question is not None
    assert (session.place, session.question.label) == ("/f/member[2]/name", "Name?")
    session = chat(session, "Boon")
    assert session.question is not None
    assert session.question.label == "Share of Boon?"
    assert session.question.entries == (("Member", 2),)
    session = chat(session, "4", "no")
    assert session.question is not None
    assert session.question.label == "All 2 hold 7?"
    assert chat(session, "yes").result() == {
        "/f/group": "Kampini",
        "/f/member[1]/name": "Anong",
        "/f/member[1]/share": "3",
        "/f/member[1]/place": "1",
        "/f/member[2]/name": "Boon",
        "/f/member[2]/share": "4",
        "/f/member[2]/place": "2",
        "/f/member[2]/before": "3",
        "/f/total": "7",
        "/f/people": "2",
        "/f/names": "Anong, Boon",
        "/f/last": "yes",
    }


def test_another_wants_yes_or_no(members: Form, context: Context) -> None:
    session = chat(Session.start(members, context), "Kampini", "Anong", "3")
    for wrong in ("maybe", "2"):
        with pytest.raises(Refused):
            session.answer(wrong)
    with pytest.raises(Refused):
        session.skip()


def test_more_and_fewer_entries_later(members: Form, context: Context) -> None:
    done = chat(Session.start(members, context), "Kampini", "Anong", "3", "yes", "Boon", "4", "no", "yes")
    assert done.question is None
    another = next(line for line in done.review() if line.kind is Kind.REPEAT)
    assert (another.label, another.value, another.entries) == ("Member", "no", (("Member", 3),))
    more = done.goto(another.path).answer("yes")
    assert more.place == "/f/member[3]/name"
    grown = chat(more, "Chai", "5", "no")
    assert grown.question is None
    assert grown.result()["/f/total"] == "12"
    fewer = grown.goto("/f/member[2]").answer("no")
    assert fewer.result()["/f/names"] == "Anong"
    assert fewer.question is None
    back = fewer.goto("/f/member[2]").answer("yes")
    assert back.result()["/f/names"] == "Anong, Boon, Chai", "what was said is not lost"


def test_an_irrelevant_repeat_is_not_asked(members: Form, context: Context) -> None:
    session = Session.start(members, context).skip()
    assert session.place == "/f/last"
    assert session.result() == {"/f/total": "0", "/f/people": "0"}


def test_a_change_in_one_entry_matters_there_and_in_the_totals(members: Form, context: Context) -> None:
    done = chat(Session.start(members, context), "Kampini", "Anong", "3", "yes", "Boon", "4", "no", "yes")
    changed = done.goto("/f/member[1]/share").answer("9")
    result = changed.result()
    assert (result["/f/member[2]/before"], result["/f/total"]) == ("9", "13")


NESTED = """
| survey |
|        | type         | name     | label               | repeat_count | choice_filter          | calculation             |
|        | integer      | children | How many children?  |              |                        |                         |
|        | begin repeat | child    | Child               | ${children}  |                        |                         |
|        | text         | name     | Name?               |              |                        |                         |
|        | integer      | pets     | Pets of ${name}?    |              |                        |                         |
|        | begin repeat | pet      | Pet                 | ${pets}      |                        |                         |
|        | text         | animal   | Animal of ${name}?  |              |                        |                         |
|        | calculate    | where    |                     |              |                        | concat(position(../..), '-', position(..)) |
|        | end repeat   |          |                     |              |                        |                         |
|        | calculate    | animals  |                     |              |                        | count(${pet})           |
|        | end repeat   |          |                     |              |                        |                         |
|        | calculate    | all      |                     |              |                        | count(${animal})        |
|        | select_one ${name} | oldest | Who is oldest?  |              |                        |                         |
"""  # noqa: E501, a form is a table


def test_as_many_as_was_said_entries_in_entries_and_answers_as_choices(context: Context) -> None:
    form = load_form(NESTED, "md", "f", {})
    session = chat(Session.start(form, context), "2", "Malee", "2", "cat")
    assert session.question is not None
    assert (session.place, session.question.label) == ("/f/child[1]/pet[2]/animal", "Animal of Malee?")
    assert session.question.entries == (("Child", 1), ("Pet", 2))
    session = chat(session, "dog", "Boon", "1", "duck")
    assert session.question is not None
    assert [(choice.name, choice.label) for choice in session.question.choices] == [
        ("Malee", "Malee"),
        ("Boon", "Boon"),
    ]
    done = session.answer("Boon")
    result = done.result()
    assert result["/f/child[1]/pet[2]/where"] == "1-2"
    assert (result["/f/child[1]/animals"], result["/f/child[2]/animals"], result["/f/all"]) == ("2", "1", "3")
    assert [line.display for line in done.review()][-1] == "Boon"
    fewer = done.goto("/f/children").answer("1")
    assert fewer.result()["/f/all"] == "2"
    assert fewer.place == "/f/oldest", "the choice is gone, so it is asked again"


@pytest.mark.parametrize(("said", "entries"), [("0", 0), ("3", 3), ("100000", MOST_ENTRIES)])
def test_a_number_of_entries_within_reason(context: Context, said: str, entries: int) -> None:
    form = load_form(NESTED, "md", "f", {})
    session = Session.start(form, context).answer(said)
    assert session.progress()[1] == 2 + 2 * entries


def test_first_values_of_each_entry(context: Context) -> None:
    form = load_form(
        """
| survey |
|        | type         | name  | label | default               |
|        | begin repeat | day   | Day   |                       |
|        | date         | when  | When? | today()               |
|        | integer      | hours | Hours? | 8                    |
|        | end repeat   |       |       |                       |
""",
        "md",
        "f",
        {},
    )
    session = Session.start(form, context)
    assert session.question is not None
    assert session.question.value == "2026-11-24"
    second = chat(session, "2026-11-20", "5", "yes")
    assert second.question is not None
    assert (second.place, second.question.value) == ("/f/day[2]/when", "2026-11-24")
