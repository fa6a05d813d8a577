# ruff: noqa: E501 - forms are tables
"""What other published forms have in them that the 68 had not: headings of groups, colours, misnamed files, or_other in Thai."""

import io

import openpyxl
import pytest

from bot.forms import Context, Form, FormError, Session, load_form
from bot.forms.xlsform.check import check, every_question


def load(source: str, name: str = "f") -> Form:
    return load_form(source, "md", name, {})


GROUPS = """
| survey |
|        | type            | name  | label                    | relevant    |
|        | text            | who   | Who?                     |             |
|        | begin group     | fair  | About the fair           |             |
|        | begin group     | happy | How happy are you with:  | ${who} = 'a' |
|        | select_one mood | price | the price?               |             |
|        | select_one mood | place | the place?               |             |
|        | end group       |       |                          |             |
|        | end group       |       |                          |             |
|        | text            | last  | Anything else?           |             |
| choices |
|         | list_name | name | label |
|         | mood      | good | Good  |
"""


def test_a_groups_label_stands_above_its_first_question(context: Context) -> None:
    form = load(GROUPS)
    first = Session.start(form, context)
    price = first.answer("a")
    place = price.answer("good")
    assert [one.question.notes for one in (first, price, place) if one.question] == [
        (),
        ("About the fair", "How happy are you with:"),
        (),
    ]
    assert [one.notes for one in every_question(form, context)] == [
        (),
        ("About the fair", "How happy are you with:"),
        (),
        (),
    ]


def test_a_heading_of_a_group_that_nobody_is_asked_is_not_told(context: Context) -> None:
    question = Session.start(load(GROUPS), context).answer("b").question
    assert question is not None
    assert (question.name, question.notes) == ("last", ())


def test_colours_and_stars_are_no_words(context: Context) -> None:
    form = load("""
| survey |
|        | type | name | label                                                                 | hint                |
|        | text | a    | # <span style="color:red">What</span> is **your** name?<br/>Write it. | 5 < 7 and a<b, 2**3 |
|        | text | b    | **${a}**, how old?                                                    |                     |
""")
    session = Session.start(form, context)
    assert session.question is not None
    assert (session.question.label, session.question.hint) == ("What is your name?\nWrite it.", "5 < 7 and a<b, 2**3")
    question = session.answer("**Bo** <b>").question
    assert question is not None
    assert question.label == "**Bo** <b>, how old?"


OTHER = """
| survey |
|        | type                      | name | label::English (en) | label::ไทย (th) |
|        | select_one crops or_other | crop | Crop?               | พืชอะไร          |
| choices |
|         | list_name | name | label::English (en) | label::ไทย (th) |
|         | crops     | rice | Rice                | ข้าว             |
"""


def test_other_is_said_in_her_language(context: Context) -> None:
    form = load(OTHER)
    session = Session.start(form, context, "th")
    assert session.question is not None
    assert [choice.label for choice in session.question.choices] == ["ข้าว", "อื่น ๆ"]
    other = session.answer("other").question
    assert other is not None
    assert other.label == "อื่น ๆ คืออะไร"
    assert not check(form, context).missing


def test_a_question_that_is_called_like_the_file(context: Context) -> None:
    form = load(
        """
| survey |
|        | type    | name | label           |
|        | integer | tree | How many trees? |
|        | note    | told | ${tree} trees.  |
""",
        "tree",
    )
    assert Session.start(form, context).answer("3").notes == ("3 trees.",)
    assert (form.id, form.title) == ("tree", "tree")


def test_external_choices_with_another_spelling_of_the_heading() -> None:
    form = load("""
| survey |
|        | type                      | name | label | choice_filter |
|        | select_one states         | st   | St?   |               |
|        | select_one_external towns | town | Town? | st=${st}      |
| choices |
|         | list name | name | label |
|         | states    | a    | A     |
| external_choices |
|                  | list_name | name | label | st |
|                  | towns     | x    | X     | a  |
""")
    assert [one.row for one in form.warnings] == [5]


def test_columns_that_run_into_each_other_are_left_out() -> None:
    form = load("""
| survey |
|        | type | name | label::English (en) | label::French (fr)hint::English (en) | instance::tag |
|        | text | a    | A?                  | oui                                  | x             |
""")
    assert [(one.row, one.column) for one in form.warnings] == [
        (1, "label::French (fr)hint::English (en)"),
        (1, "instance::tag"),
    ]


def test_an_xlsx_file_that_is_called_xls() -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), ("text", "a", "A?")):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    assert len(load_form(content.getvalue(), "xls", "f", {}).questions) == 1


def test_a_missing_heading_is_told_of_the_row_of_headings() -> None:
    with pytest.raises(FormError) as caught:
        load("| survey |\n| | kind | name | label |\n| | text | a | A? |\n")
    assert str(caught.value.problems[0]).startswith("sheet survey, row 1: One or more required column headers")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("| | xml-external | ext | | |", "sheet survey, row 5, column type: The file ext.xml cannot be used here."),
        (
            "| | calculate | c | | foo(1) |\n| | note | n | ${c} | |",
            "sheet survey, row 5, column calculation: The calculation of 'c' is no expression, and other rows read it",
        ),
    ],
)
def test_a_refusal_names_its_row(rows: str, expected: str) -> None:
    with pytest.raises(FormError) as caught:
        load(f"""
| survey |
|        | type | name | label | calculation |
|        | text | a    | A?    |             |
{rows}
""")
    assert str(caught.value.problems[0]).startswith(expected)
