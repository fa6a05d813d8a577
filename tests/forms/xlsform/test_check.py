# ruff: noqa: E501 - forms are tables
"""A close look at a form before people get it."""

import json
import pickle
from dataclasses import asdict

import pytest

from bot.forms import Context, FormError, Kind, Table, load_form
from bot.forms.xlsform.check import check, every_question

FORM = """
| survey |
|        | type                           | name   | label::English (en) | label::ไทย (th) | hint::English (en) | relevant       | constraint | choice_filter       |
|        | text                           | name   | Name?               | ชื่อ             | In full            |                |            |                     |
|        | integer                        | age    | Age?                | อายุ            |                    |                |            |                     |
|        | select_one kind                | kind   | Kind?               | ชนิด            |                    |                |            |                     |
|        | select_one crop                | crop   | Crop?               |                 |                    |                |            | kind = ${kind}      |
|        | text                           | never  | Never?              | ไม่เคย          |                    | ${age} > 999   |            |                     |
|        | text                           | hard   | Word?               | คำ              |                    | ${age} = 5     | . = 'sesame' |                   |
|        | select_one_from_file areas.csv | area   | Area?               | ที่ไหน           |                    |                |            | level = 'province'  |
|        | select_one_from_file areas.csv | moon   | Moon?               | ดวงจันทร์        |                    |                |            | level = 'moon'      |
| choices |
|         | list_name | name  | label::English (en) | label::ไทย (th) | kind |
|         | kind      | tree  | Tree                | ต้นไม้           |      |
|         | kind      | grain | Grain               |                 |      |
|         | crop      | teak  | Teak                | สัก             | tree |
|         | crop      | rice  | Rice                | ข้าว            | grain |
|         | crop      | cod   | Cod                 | ปลาค็อด          | fish |
"""


def places(problems: tuple[object, ...]) -> list[str]:
    return [str(problem) for problem in problems]


def test_tells_what_is_missing_and_what_cannot_be_reached(context: Context, areas: Table) -> None:
    report = check(load_form(FORM, "md", "f", {"areas.csv": areas}), context)
    assert places(report.missing) == [
        "sheet survey, row 4, column hint: name: There is no text in 'th'.",
        "sheet survey, row 7, column label: crop: There is no text in 'th'.",
        "sheet choices, row 15, column label: grain: There is no label in 'th'.",
    ]
    assert places(report.unreachable) == [
        "sheet survey, row 7, column choice_filter: crop: 1 choices can never be reached: cod.",
        "sheet survey, row 11, column choice_filter: moon: No choice gets through the filter.",
    ]
    assert [problem.row for problem in report.never_asked] == [8]
    assert [problem.row for problem in report.stuck] == []


def test_tells_how_long_it_is(context: Context, areas: Table) -> None:
    report = check(load_form(FORM, "md", "f", {"areas.csv": areas}), context, walks=30)
    assert report.questions == 8
    assert report.shortest is not None
    assert report.longest is not None
    assert report.shortest.messages == 7
    assert report.longest.messages == 8
    assert report.shortest.taps + report.shortest.typed == 7


def test_is_the_same_every_time_and_fit_for_json(context: Context, areas: Table) -> None:
    form = load_form(FORM, "md", "f", {"areas.csv": areas})
    first = json.dumps(asdict(check(form, context)), ensure_ascii=False)
    assert json.dumps(asdict(check(form, context)), ensure_ascii=False) == first


def test_every_question_as_it_would_look(context: Context) -> None:
    form = load_form(
        """
| survey |
|        | type         | name | label            | relevant |
|        | integer      | n    | How many?        |          |
|        | begin repeat | one  | One              |          |
|        | begin repeat | two  | Two              |          |
|        | text         | a    | A of ${n}?       | ${n} > 9 |
|        | end repeat   |      |                  |          |
|        | end repeat   |      |                  |          |
""",
        "md",
        "f",
        {},
    )
    found = [(one.path, one.kind, one.label) for one in every_question(form, context)]
    assert found == [
        ("/f/n", Kind.INTEGER, "How many?"),
        ("/f/one", Kind.REPEAT, "One"),
        ("/f/one[1]/two", Kind.REPEAT, "Two"),
        ("/f/one[1]/two[1]/a", Kind.TEXT, "A of ?"),
    ]


def test_problems_find_their_way_out_of_a_process() -> None:
    with pytest.raises(FormError) as caught:
        load_form("| survey |\n| | type | name | label |\n| | texxt | a | A |\n", "md", "f", {})
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)
