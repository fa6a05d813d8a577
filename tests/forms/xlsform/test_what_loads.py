# ruff: noqa: E501 - forms are tables
"""What a published form has in it that a chat can do without, or has something plain for: it loads, and says so."""

import io
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from bot.forms import Context, Form, FormError, Session, Table, load_form

VILLAGES = Table(
    tuple(
        {"id": f"v{number}", "name_en": f"Village {number}", "name_ny": f"Mudzi {number}", "region": region}
        for number, region in enumerate(("north", "north", "South"), 1)
    )
)
PLACES = Table(({"id": "w1", "title": "A well"}, {"id": "w2", "title": "A pump"}))


def load(source: str, tables: Mapping[str, Table] | None = None) -> Form:
    return load_form(source, "md", "f", {} if tables is None else tables)


def told(form: Form) -> list[str]:
    return [str(one) for one in (*form.repairs, *form.warnings)]


def sheets(**found: Sequence[Sequence[str | None]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in found.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


HEAD = ("type", "name", "label")


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ([(*HEAD, "my notes"), ("text", "a", "A", "ask ${Farm_x} again")], 1, "my notes"),
        ([(*HEAD, "Reference ${q}"), ("text", "a", "A", "x")], 1, "Reference ${q}"),
        ([(*HEAD, "bind::esri:fieldType"), ("text", "a", "A", "${q}")], 1, "bind::esri:fieldType"),
        ([(*HEAD, "save_to"), ("text", "a", "A", "height")], 1, "save_to"),
        ([HEAD, ("text", "a", "A"), (None, "written 2020", None)], 3, "type"),
        ([HEAD, (None, None, "Part 1: ${x}"), ("text", "a", "A")], 2, "type"),
        ([HEAD, ("# Part 1",), ("text", "a", "A")], 2, "type"),
        ([HEAD, ("text", "a", "A"), ("select_one areas",)], 3, "type"),
    ],
)
def test_notes_of_its_author_are_left_out(rows: list[tuple[str | None, ...]], row: int, column: str) -> None:
    form = load_form(sheets(survey=rows), "xlsx", "f", {})
    assert [one.name for one in form.questions] == ["a"]
    assert [(one.row, one.column) for one in form.warnings] == [(row, column)]


def test_notes_without_a_heading_are_not_seen() -> None:
    rows = [HEAD, ("text", "a", "A", None, "ask ${Farm_x} again")]
    assert not told(load_form(sheets(survey=rows), "xlsx", "f", {}))


def test_notes_beside_the_settings() -> None:
    settings = [("form_title", "instance_name", "my notes"), ("Trees", "concat('n-', ${a})", "as ${Bob} said")]
    form = load_form(sheets(survey=[HEAD, ("text", "a", "A")], settings=settings), "xlsx", "f", {})
    assert form.instance_name is not None
    assert [(one.sheet, one.column) for one in form.warnings] == [("settings", "my notes")]


def test_columns_that_mean_something_stay(context: Context) -> None:
    form = load("""
| survey |
|        | Type            | Name | Label | Constraint Message | constraint | Read Only | relevance | Choice Filter | guidance_hint |
|        | Integer         | a    | A?    | Too few            | . > 3      |           |           |               | Count them    |
|        | Begin Group     | g    | G     |                    |            |           |           |               |               |
|        | Select_One x    | b    | B?    |                    |            |           | ${a} > 4  | to < ${a}     |               |
|        | End Group       |      |       |                    |            |           |           |               |               |
| choices |
|         | list_name | name | label | to |
|         | x         | y    | Y     | 4  |
|         | x         | z    | Z     | 9  |
""")
    assert not form.warnings
    done = Session.start(form, context).answer("5")
    assert done.question is not None
    assert [one.name for one in done.question.choices] == ["y"]


SEARCH = """
| survey |
|        | type         | name | label | appearance |
|        | text         | r    | R?    |            |
|        | select_one v | a    | A?    | minimal {search} |
| choices |
|         | list_name | name | label::English (en) | label::Chichewa (ny) |
|         | v         | id   | name_en             | name_ny              |
|         | v         | -99  | Another             | Wina                 |
"""


@pytest.mark.parametrize(
    ("search", "said", "names"),
    [
        ("search('villages')", "x", "v1 v2 v3"),
        ("search('villages.csv')", "x", "v1 v2 v3"),
        ('search("villages", "matches", "region", ${r})', "north", "v1 v2"),
        ("search( 'villages' , 'contains', 'name_en', ${r})", "LAGE 3", "v3"),
        ("search('villages', 'startswith', 'region,name_en', ${r})", "so", "v3"),
        ("search('villages', 'endswith', 'name_en', ${r})", "2", "v2"),
        ("search('villages', 'contains', 'name_en', '', 'region', ${r})", "South", "v3"),
        ("search('villages', 'matches', 'id', if(${r} = 'a, b', 'v1', 'v2'))", "a, b", "v1"),
        ("search('villages', 'region', ${r})", "north", "v1 v2"),
    ],
)
def test_search_is_a_table_with_a_filter(search: str, said: str, names: str, context: Context) -> None:
    form = load(SEARCH.replace("{search}", search), {"villages.csv": VILLAGES})
    question = Session.start(form, context, "ny").answer(said).question
    assert question is not None
    assert [one.name for one in question.choices] == ["-99", *names.split()]
    assert [one.label for one in question.choices][:2] == ["Wina", f"Mudzi {names[1]}"]
    assert Session.start(form, context, "en").answer(said).answer(names[:2]).review()[1].display.startswith("Village")


def test_an_answer_that_search_no_longer_finds_goes(context: Context) -> None:
    form = load(SEARCH.replace("{search}", "search('villages', 'matches', 'region', ${r})"), {"villages": VILLAGES})
    done = Session.start(form, context).answer("north").answer("v1")
    assert done.question is None
    again = done.goto("/f/r").answer("South")
    assert again.question is not None
    assert again.question.name == "a"


@pytest.mark.parametrize(
    ("search", "says"),
    [
        ("search(${r})", "the name of one file in quotes"),
        ("search('villages', 'near', 'region', ${r})", "search() is written as"),
        ("search('villages', 'matches', ${r}, 'x')", "search() is written as"),
        ("search('villages'", "search() is written as"),
    ],
)
def test_search_that_cannot_be_used_is_one_sentence(search: str, says: str) -> None:
    with pytest.raises(FormError) as caught:
        load(SEARCH.replace("{search}", search), {"villages.csv": VILLAGES})
    (only,) = caught.value.problems
    assert (only.row, says in only.sentence) == (5, True)


def test_a_map_of_places_is_a_table(context: Context) -> None:
    form = load(
        """
| survey |
|        | type                               | name | label | calculation |
|        | select_one_from_file wells.geojson | a    | A?    |             |
|        | calculate                          | t    |       | instance('wells')/root/item[id = ${a}]/title |
""",
        {"wells.geojson": PLACES},
    )
    session = Session.start(form, context)
    assert session.question is not None
    assert [one.label for one in session.question.choices] == ["A well", "A pump"]
    assert session.answer("w2").result() == {"/f/a": "w2", "/f/t": "A pump"}


def test_lines_and_areas_are_left_out_where_nobody_has_to_give_them(context: Context) -> None:
    form = load("""
| survey |
|        | type     | name | label | relevant     | required |
|        | geotrace | way  | Walk  |              |          |
|        | geoshape | plot | Plot  |              | no       |
|        | text     | why  | Why?  | ${plot} = '' |          |
""")
    assert [(one.row, one.column) for one in form.warnings] == [(4, "type"), (5, "type")]
    assert all("it is not asked" in one.sentence for one in form.warnings)
    assert [one.name for one in form.questions] == ["why"]
    assert Session.start(form, context).answer("x").result() == {"/f/why": "x"}


def test_last_saved_is_blank_as_the_first_time(context: Context) -> None:
    form = load("""
| survey |
|        | type    | name | label                       | default           | relevant                |
|        | text    | a    | Before: ${last-saved#a} now | ${last-saved#a}   |                         |
|        | text    | b    | B?                          |                   | ${last-saved#a} != 'x'  |
""")
    assert [(one.row, "is blank here" in one.sentence) for one in form.warnings] == [(4, True), (5, True)]
    session = Session.start(form, context)
    assert session.question is not None
    assert (session.question.label, session.question.value) == ("Before:  now", "")
    assert session.answer("x").answer("y").result() == {"/f/a": "x", "/f/b": "y"}


TRIGGER = """
| survey |
|        | type      | name | label  | trigger | calculation          |
|        | text      | a    | A?     |         |                      |
|        | calculate | once |        | ${a}    | concat(${a}, ${b})   |
|        | text      | b    | B?     |         |                      |
|        | text      | c    | C?     | ${a}    | concat(${a}, '!')    |
"""


def test_an_answer_sets_another_when_it_is_given(context: Context) -> None:
    form = load(TRIGGER)
    assert not told(form)
    session = Session.start(form, context).answer("x").answer("y")
    assert session.question is not None
    assert (session.question.name, session.question.value) == ("c", "x!")
    done = session.answer("mine")
    assert done.result() == {"/f/a": "x", "/f/once": "x", "/f/b": "y", "/f/c": "mine"}
    assert Session.resume(form, done.state(), context).facts == done.facts
    again = done.goto("/f/a").answer("z")
    assert again.question is not None
    assert (again.question.name, again.question.value) == ("c", "z!")
    assert again.result()["/f/once"] == "zy"
    assert done.goto("/f/a").answer("x").question is None


def test_in_a_repeat_it_sets_its_own_entry(context: Context) -> None:
    form = load("""
| survey |
|        | type         | name | label | trigger | calculation |
|        | begin repeat | r    | R     |         |             |
|        | text         | a    | A?    |         |             |
|        | calculate    | b    |       | ${a}    | concat(${a}, '!') |
|        | end repeat   |      |       |         |             |
""")
    done = Session.start(form, context).answer("x").answer("yes").answer("y").answer("no")
    assert {path[-4:]: value for path, value in done.result().items() if path.endswith("b")} == {
        "1]/b": "x!",
        "2]/b": "y!",
    }


def test_a_list_and_a_file_of_one_name_are_told_with_the_row() -> None:
    with pytest.raises(FormError) as caught:
        load("""
| survey |
|        | type                           | name | label |
|        | select_one_from_file x.geojson | a    | A?    |
|        | select_one x                   | b    | B?    |
| choices |
|         | list_name | name | label |
|         | x         | y    | Y     |
""")
    assert str(caught.value.problems[0]).startswith("sheet survey, row 4, column type: The file x.geojson and another")


def test_what_another_app_notes_by_itself_stays_empty(context: Context) -> None:
    form = load("""
| survey |
|        | type           | name | label | calculation    |
|        | caseid         | id   |       |                |
|        | text audit     | ta   |       |                |
|        | text           | a    | A?    |                |
|        | calculate_here | c    |       | concat(${id}, ${a}) |
""")
    assert [one.row for one in form.warnings] == [4, 5]
    assert Session.start(form, context).answer("x").result() == {"/f/a": "x", "/f/c": "x"}
