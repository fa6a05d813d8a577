# ruff: noqa: E501 - forms are tables
"""A close look at a form before people get it."""

import json
import pickle
from dataclasses import asdict

import pytest

from bot.forms import Context, FormError, Kind, Session, Table, load_form
from bot.forms.xlsform.check import check, every_question, own_words

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
        ("/f/one[1]/two[1]/a", Kind.TEXT, "A of ⟨n⟩?"),
    ]


def test_problems_find_their_way_out_of_a_process() -> None:
    with pytest.raises(FormError) as caught:
        load_form("| survey |\n| | type | name | label |\n| | texxt | a | A |\n", "md", "f", {})
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


HARD = """
| survey |
|        | type    | name | label | required | constraint |
|        | text    | a    | A?    | yes      | {a}        |
|        | {kind}  | b    | B?    | yes      | {b}        |
"""


@pytest.mark.parametrize(
    ("a", "kind", "b"),
    [
        ("regex(., '[0-9]{6}')", "integer", ". > 300 and . < 601"),
        ("regex(., '^[A-Z]{2}-\\d{4}(/[a-f]+)?$')", "date", ". > date('2019-03-01') and . <= date('2019-03-20')"),
        ("string-length(.) = 13", "integer", ". >= 250000 and . < 250100"),
        ("starts-with(., 'QZ') or . = 'none'", "text", ". != ${a} and string-length(.) > string-length(${a})"),
        ("string-length(.) >= 30", "integer", "string-length(.) = 9"),
    ],
)
def test_what_can_be_filled_in_is_filled_in(a: str, kind: str, b: str, context: Context) -> None:
    report = check(load_form(HARD.replace("{a}", a).replace("{b}", b).replace("{kind}", kind), "md", "f", {}), context)
    assert (report.stuck, report.usual is not None) == ((), True)


def test_what_nobody_can_fill_in_is_said(context: Context) -> None:
    report = check(load_form(HARD.format(a="1 = 2", kind="text", b=""), "md", "f", {}), context)
    assert [(one.row, "try it by hand" in one.sentence) for one in report.stuck] == [(4, True)]
    assert report.usual is None


def test_time_that_runs_out_ends_the_trial(context: Context) -> None:
    form = load_form(HARD.format(a="", kind="text", b=""), "md", "f", {})
    asked = iter(range(1000))
    report = check(form, context, enough=lambda: next(asked) > 20)
    assert 0 < report.fillings < 10
    assert (report.stuck, report.never_asked) == ((), ())
    assert report.usual is not None
    assert check(form, context, enough=lambda: True).fillings == 0


def test_languages_are_a_line_each(context: Context, areas: Table) -> None:
    report = check(load_form(FORM, "md", "f", {"areas.csv": areas}), context)
    assert places(report.lacking) == [
        "'th' lacks 3 texts: survey row 4 (hint); survey row 7 (label); choices row 15 (label)."
    ]


def test_expressions_are_told_as_they_were_written() -> None:
    form = load_form(
        """
| survey |
|        | type        | name | label | relevant |
|        | begin group | g    | G     |          |
|        | text        | crop | C?    |          |
|        | end group   |      |       |          |
|        | text        | why  | W?    | selected(${crop}, 'other') and ${crop} != '/f/x' |
""",
        "md",
        "f",
        {},
    )
    when = form.fields["/f/why"].relevant
    assert when is not None
    assert own_words(form, when.source) == "selected(${crop}, 'other') and ${crop} != '/f/x'"


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ("| | begin repeat | farm_plots | |\n| | text | a | A? |\n| | end repeat | | |", "Farm plots"),
        (
            "| | begin group | g | Your plots |\n| | begin repeat | r | |\n| | text | a | A? |\n"
            "| | end repeat | | |\n| | end group | | |",
            "Your plots",
        ),
        (
            "| | begin repeat | r | |\n| | begin group | g | A plot |\n| | text | a | A? |\n"
            "| | end group | | |\n| | end repeat | | |",
            "A plot",
        ),
    ],
)
def test_a_repeat_without_a_label_is_asked_by_words(rows: str, label: str, context: Context) -> None:
    form = load_form(f"| survey |\n| | type | name | label |\n{rows}\n", "md", "f", {})
    assert [f"asked as “{label}”" in one.sentence for one in form.warnings] == [True]
    question = Session.start(form, context).answer("x").question
    assert question is not None
    assert (question.kind, question.label) == (Kind.REPEAT, label)
