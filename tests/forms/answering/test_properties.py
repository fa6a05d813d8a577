"""What holds for every way through a form, tried with random fillings."""

import json
import random
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import Context, Form, Kind, Session, Table, load_form
from bot.forms.xlsform.walk import walk

CONTEXT = Context(date(2026, 11, 24), datetime(2026, 11, 24, 10, 30), seed="7")  # noqa: DTZ001, a naive moment will do
PLACES = Table.read_csv(
    "name,label,level,parent\nA,A,province,\nB,B,province,\na1,a1,district,A\na2,a2,district,A\nb1,b1,district,B\n"
)

FORM = """
| survey |
|        | type                          | name     | label                     | relevant                          | constraint       | required        | calculation                     | choice_filter                         | repeat_count | default |
|        | text                          | name     | Name?                     |                                   |                  | yes             |                                 |                                       |              |         |
|        | integer                       | age      | Age of ${name}?           |                                   | . >= 0           |                 |                                 |                                       |              | 30      |
|        | select_one_from_file areas.csv | province | Province?                |                                   |                  |                 |                                 | level = 'province'                    |              |         |
|        | select_one_from_file areas.csv | district | District?                | ${province} != ''                 |                  |                 |                                 | level = 'district' and parent = ${province} |        |         |
|        | begin group                   | adult    | Grown up                  | ${age} >= 18                      |                  |                 |                                 |                                       |              |         |
|        | select_multiple crops         | crops    | Crops?                    |                                   |                  |                 |                                 |                                       |              |         |
|        | select_one crops              | best     | Best of them?             | count-selected(${crops}) > 1      |                  |                 |                                 | selected(${crops}, name)              |              |         |
|        | note                          | praise   | ${best} it is.            | ${best} != ''                     |                  |                 |                                 |                                       |              |         |
|        | begin repeat                  | field    | Field                     | ${crops} != ''                    |                  |                 |                                 |                                       |              |         |
|        | decimal                       | size     | Size?                     |                                   | . > 0            |                 |                                 |                                       |              |         |
|        | select_one crops              | grows    | Grows?                    |                                   |                  | ${size} > 1     |                                 | selected(${crops}, name)              |              |         |
|        | end repeat                    |          |                           |                                   |                  |                 |                                 |                                       |              |         |
|        | end group                     |          |                           |                                   |                  |                 |                                 |                                       |              |         |
|        | integer                       | children | Children?                 |                                   | . < 5            |                 |                                 |                                       |              |         |
|        | begin repeat                  | child    | Child                     |                                   |                  |                 |                                 |                                       | ${children}  |         |
|        | text                          | called   | Name of child?            |                                   |                  |                 |                                 |                                       |              |         |
|        | integer                       | years    | Age of ${called}?         | ${called} != ''                   | . < ${age}       |                 |                                 |                                       |              |         |
|        | end repeat                    |          |                           |                                   |                  |                 |                                 |                                       |              |         |
|        | calculate                     | land     |                           |                                   |                  |                 | sum(${size})                    |                                       |              |         |
|        | calculate                     | share    |                           |                                   |                  |                 | round(${land} div count(${child}), 2) |                                 |              |         |
|        | text                          | why      | Why none?                 | ${land} = 0                       |                  |                 |                                 |                                       |              |         |
| choices |
|         | list_name | name  | label |
|         | crops     | rice  | Rice  |
|         | crops     | soy   | Soy   |
|         | crops     | honey | Honey |
"""  # noqa: E501, a form is a table


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(FORM, "md", "f", {"areas": PLACES})


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None)
def test_on_the_way(form: Form, seed: int) -> None:
    previous = None
    for session in walk(Session.start(form, CONTEXT), random.Random(seed)):
        again = Session.resume(form, json.loads(json.dumps(session.state())), CONTEXT)
        assert again.facts == session.facts, "a stored session is the same session"
        assert again.place == session.place
        number, of = session.progress()
        assert 1 <= number <= of
        only_relevant(session)
        if previous is not None and previous.question is not None:
            undone(previous, session)
        previous = session
    assert previous is not None
    assert previous.question is None, "every filling comes to the end"


def only_relevant(session: Session) -> None:
    asked = {line.path for line in session.review()}
    calculated = {"/f/land", "/f/share", "/f/child_count"}
    assert set(session.result()) <= asked | calculated
    for line in session.review():
        if line.kind is Kind.REPEAT:
            continue
        assert session.result().get(line.path, "") == line.value


def undone(before: Session, after: Session) -> None:
    """Back after an answer stands before the same question again, unless there is nothing to go back over."""
    back = after if after.place == before.place else after.back()
    if after.question is None or after.place != before.place:
        assert back.question is not None
        around = [line.path for line in after.review()]
        if before.place in around:
            assert back.goto(before.place).question.path == before.place


@given(st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_back_undoes_an_answer(form: Form, seed: int) -> None:
    trail = []
    for session in walk(Session.start(form, CONTEXT), random.Random(seed)):
        if trail and session.place != trail[-1]:
            assert session.back().place == trail[-1]
        if session.place is not None:
            trail.append(session.place)


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_changes_from_the_review_come_back_to_it(form: Form, seed: int) -> None:
    chance = random.Random(seed)
    done = list(walk(Session.start(form, CONTEXT), chance))[-1]
    for _ in range(5):
        line = chance.choice(done.review())
        done = list(walk(done.goto(line.path), chance))[-1]
        assert done.question is None
        only_relevant(done)
        fresh = Session.resume(form, done.state(), CONTEXT)
        assert fresh.facts == done.facts, "changing one answer leads to the same as working all of it out"
