"""Small mistakes that are put right on loading, each told by row."""

import io

import openpyxl
import pytest

from bot.forms import Context, Form, FormError, Session, load_form


def load(source: str) -> Form:
    return load_form(source, "md", "f", {})


def test_two_columns_for_the_same(context: Context) -> None:
    form = load("""
| survey |
|        | type | name | label | media::image | image |
|        | text | a    | A?    | a.png        |       |
|        | text | b    | B?    |              | b.png |
""")
    assert [(one.sheet, one.row, one.column) for one in form.repairs] == [("survey", 1, "image")]
    session = Session.start(form, context)
    assert session.question is not None
    assert session.question.image == "a.png"
    assert session.answer("x").question.image == "b.png"  # type: ignore[union-attr]


def test_a_name_twice_in_a_list(context: Context) -> None:
    form = load("""
| survey |
|        | type          | name   | label   | choice_filter      |
|        | select_one c  | county | County? |                    |
|        | select_one d  | area   | Area?   | county = ${county} |
| choices |
|         | list_name | name | label    | county |
|         | c         | 1    | North    |        |
|         | c         | 2    | South    |        |
|         | d         | 4    | Monrovia | 1      |
|         | d         | 4    | Buchanan | 2      |
""")
    assert [(one.sheet, one.row) for one in form.repairs] == [("choices", 11)]
    done = Session.start(form, context).answer("2").answer("4")
    assert [line.display for line in done.review()] == ["South", "Buchanan"]


def test_columns_that_mean_nothing() -> None:
    form = load("""
| survey |
|        | type         | name | label | my::notes |
|        | select_one x | a    | A?    | ask Bob   |
| choices |
|         | list_name | name | label | sort by | my::notes |
|         | x         | y    | Y     | 1       | maybe     |
""")
    assert not form.repairs
    assert [(one.sheet, one.column) for one in form.warnings] == [
        ("survey", "my::notes"),
        ("choices", "sort by"),
        ("choices", "my::notes"),
    ]


def test_choices_without_a_name(context: Context) -> None:
    form = load("""
| survey |
|        | type         | name | label |
|        | select_one x | a    | A?    |
| choices |
|         | list_name | name | label |
|         | x         | y    | Yes   |
|         | x         |      | Maybe |
""")
    (repair,) = form.repairs
    assert (repair.sheet, repair.row) == ("choices", 8)
    assert "'Maybe' has no name" in repair.sentence
    question = Session.start(form, context).question
    assert question is not None
    assert [choice.name for choice in question.choices] == ["y"]


def test_groups_without_a_name_and_calculations_without_a_sum() -> None:
    form = load("""
| survey |
|        | type        | name | label | calculation |
|        | begin group |      | Part  |             |
|        | text        | a    | A?    |             |
|        | end group   |      |       |             |
|        | calculate   | b    |       |             |
""")
    assert [one.row for one in form.repairs] == [4, 7]
    assert [one.path for one in form.questions] == ["/f/group_4/a"]


def test_lists_on_a_sheet_of_their_own(context: Context) -> None:
    form = load("""
| survey |
|        | type                  | name | label | choice_filter |
|        | text                  | kind | Kind? |               |
|        | select_one_external x | a    | A?    | kind = ${kind} |
| external_choices |
|                  | list_name | name | label | kind |
|                  | x         | y    | Y     | k    |
|                  | x         | z    | Z     | l    |
""")
    session = Session.start(form, context).answer("l")
    assert session.question is not None
    assert [choice.name for choice in session.question.choices] == ["z"]


def test_a_list_on_a_sheet_of_its_own_may_repeat_names() -> None:
    form = load("""
| survey |
|        | type                  | name | label | choice_filter |
|        | text                  | kind | Kind? |               |
|        | select_one_external x | a    | A?    | kind = ${kind} |
| external_choices |
|                  | list_name | name | label | kind |
|                  | x         | y    | Y     | k    |
|                  | x         | y    | Other | l    |
""")
    assert not form.repairs
    assert [one.row for one in form.warnings] == [5]


BROKEN = """
| survey |
|        | type         | name | label   | calculation   | choice_filter    |
|        | calculate    | odd  |         | I don't know  |                  |
|        | select_one x | a    | {label} |               | label::En != '' |
| choices |
|         | list_name | name | label |
|         | x         | y    | Yes   |
|         | x         | n    | No    |
"""


def test_what_is_no_expression_is_left_out_where_nobody_reads_it(context: Context) -> None:
    form = load(BROKEN.replace("{label}", "A?"))
    assert [(one.row, one.column) for one in form.warnings] == [(4, "calculation"), (5, "choice_filter")]
    question = Session.start(form, context).question
    assert question is not None
    assert [choice.name for choice in question.choices] == ["y", "n"]
    assert "/f/odd" not in Session.start(form, context).answer("y").result()


def test_what_is_no_expression_and_is_read_is_refused() -> None:
    with pytest.raises(FormError) as caught:
        load(BROKEN.replace("{label}", "A ${odd}?"))
    assert [(one.row, one.column) for one in caught.value.problems] == [(4, "calculation")]


@pytest.mark.parametrize(
    "headings", [("type", "name", "label"), ("TYPE", "Name", "Label"), ("command", "tag", "caption")]
)
def test_headings_in_any_spelling(headings: tuple[str, str, str]) -> None:
    form = load_form(
        workbook([headings, ("begin group", "", "G"), ("text", "a", "A?"), ("end group", "", "")]), "xlsx", "f"
    )
    assert [(one.sheet, one.row) for one in form.repairs] == [("survey", 2)]
    assert [one.path for one in form.questions] == ["/f/group_2/a"]


def test_rows_of_a_spreadsheet_are_counted_as_it_shows_them() -> None:
    rows = [("type", "name", "label", "relevant"), ("text", "a", "A?", ""), ("", "", "", ""), ("text", "b", "B?", "f(")]
    with pytest.raises(FormError) as caught:
        load_form(workbook(rows), "xlsx", "f")
    assert [(one.sheet, one.row, one.column) for one in caught.value.problems] == [("survey", 4, "relevant")]


def workbook(rows: list[tuple[str, ...]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in rows:
        sheet.append([cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
