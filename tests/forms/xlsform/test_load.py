# ruff: noqa: E501 - forms are tables
"""Loading a form: what becomes of its texts and lists, and how its mistakes are told."""

import pytest

from bot.forms import Form, FormError, Kind, Table, form_from_xml, load_form

CHECKIN = r"""
| survey |
|        | type                          | name     | label::English (en)        | label::ไทย (th)   | hint::English (en) | appearance | media::image | media::audio::ไทย (th) | default |
|        | text                          | name     | What is your name?         | คุณชื่ออะไร          | First \| last      |            | face.png     | name-th.ogg            |         |
|        | select_one_from_file areas.csv | province | Which province?            | จังหวัดอะไร          |                    | area       |              |                        |         |
|        | begin_group                   | sales    | Sales                      | การขาย            |                    |            |              |                        |         |
|        | integer                       | sold     | How much did ${name} sell? | ${name} ขายได้เท่าไร |                    | money      |              |                        | 0       |
|        | select_multiple where         | places   | Where?                     |                   |                    |            |              |                        |         |
|        | end_group                     |          |                            |                   |                    |            |              |                        |         |
| choices |
|         | list_name | name   | label::English (en) | label::ไทย (th) |
|         | where     | market | At the market       | ที่ตลาด          |
|         | where     | online | Online              | ออนไลน์         |
| settings |
|          | form_title | version | default_language |
|          | Check-in   | 3       | English (en)     |
"""


@pytest.fixture
def checkin(areas: Table) -> Form:
    return load_form(CHECKIN, "md", "checkin", {"areas.csv": areas})


def test_knows_its_title_version_and_languages(checkin: Form) -> None:
    assert (checkin.name, checkin.title, checkin.version) == ("checkin", "Check-in", "3")
    assert checkin.languages == ("en", "th")
    assert checkin.default_language == "en"
    assert len(checkin.hash) == 16


def test_lists_its_questions(checkin: Form) -> None:
    assert [(one.path, one.kind) for one in checkin.questions] == [
        ("/checkin/name", Kind.TEXT),
        ("/checkin/province", Kind.SELECT_ONE),
        ("/checkin/sales/sold", Kind.INTEGER),
        ("/checkin/sales/places", Kind.SELECT_MULTIPLE),
    ]


def test_is_the_same_from_its_stored_xml(checkin: Form, areas: Table) -> None:
    again = form_from_xml(checkin.xml, {"areas": areas})
    assert again == checkin
    assert [one.path for one in again.questions] == [one.path for one in checkin.questions]


def test_tables_stay_out_of_the_xml(checkin: Form) -> None:
    assert "Chiang Mai" not in checkin.xml


def test_a_markdown_table_may_have_its_line_under_the_heading() -> None:
    form = load_form(
        """
Anything may stand around the tables.

| survey | type | name | label |
| ------ | ---- | :--: | ----- |
|        | text | a    | A?    |
|        | text | b    | B?    |
""",
        "md",
        "f",
    )
    assert [(one.path, form.rows[one.path]) for one in form.questions] == [("/f/a", 6), ("/f/b", 7)]


def test_languages_by_their_names() -> None:
    form = load_form(
        """
| survey |
|        | type | name | label::English | label::Nepali (ne) | label::Klingon |
|        | text | a    | A?             | क?                 | nuq?           |
""",
        "md",
        "f",
    )
    assert form.languages == ("en", "ne", "Klingon")


def test_the_heading_of_a_table_on_a_screen_is_not_asked() -> None:
    form = load_form(
        """
| survey |
|        | type          | name | label | appearance |
|        | begin group   | g    | Group | table-list |
|        | select_one yn | a    | A?    |            |
|        | select_one yn | b    | B?    |            |
|        | end group     |      |       |            |
| choices |
|         | list_name | name | label |
|         | yn        | yes  | Yes   |
""",
        "md",
        "f",
    )
    assert [one.path for one in form.questions] == ["/f/g/a", "/f/g/b"]


def problem(source: str, **tables: Table) -> str:
    with pytest.raises(FormError) as caught:
        load_form(source, "md", "f", tables)
    return str(caught.value.problems[0])


def test_names_the_row_of_an_expression_that_cannot_be_read() -> None:
    said = problem("""
| survey |
|        | type    | name | label    | relevant       |
|        | integer | age  | How old? |                |
|        | begin group | g | More    |                |
|        | text    | why  | Why?     | ${age} > > 3   |
|        | end group |    |          |                |
""")
    assert said == (
        "sheet survey, row 6, column relevant: "
        """The relevant of 'why' cannot be used: it cannot be read from "> 3" on."""
    )


def test_names_every_problem_at_once() -> None:
    with pytest.raises(FormError) as caught:
        load_form(
            """
| survey |
|        | type    | name | label    | relevant    | constraint | required |
|        | integer | age  | How old? | magic(1)    | . > (      |          |
|        | geotrace | path | Walk it |             |            | yes      |
""",
            "md",
            "f",
        )
    assert [(one.row, one.column) for one in caught.value.problems] == [(4, "relevant"), (4, "constraint"), (5, "type")]


def test_tells_a_circle_by_names() -> None:
    said = problem("""
| survey |
|        | type      | name | label | calculation |
|        | calculate | a    |       | ${b} + 1    |
|        | calculate | b    |       | ${c} + 1    |
|        | calculate | c    |       | ${a} + 1    |
|        | text      | d    | D?    |             |
""")
    assert "row 4: These rows wait for each other in a circle: ${a}, ${b}, ${c}." in said


def test_tells_which_tables_there_are(areas: Table) -> None:
    said = problem(
        """
| survey |
|        | type                           | name | label |
|        | select_one_from_file shops.csv | shop | Shop? |
""",
        areas=areas,
    )
    assert "shops.csv" in said
    assert "(areas)" in said


@pytest.mark.parametrize(
    ("source", "row", "column", "says"),
    [
        ("| survey |\n| | type | name | label |\n| | texxt | a | A? |\n", 3, "type", "no type of question"),
        ("| survey |\n| | type | name | label |\n| | text | 1 a | A? |\n", 3, "name", "invalid"),
        ("| survey |\n| | type | name | label |\n| | text | a | ${b}? |\n", 3, "label", "b"),
        (
            "| survey |\n| | type | name | label |\n| | begin group | a | A |\n| | text | b | B |\n",
            3,
            None,
            "begin_group",
        ),
        ("| survey |\n| | type | name | label |\n| | select_one x | a | A |\n", None, None, "x"),
    ],
)
def test_passes_on_what_pyxform_finds(source: str, row: int | None, column: str | None, says: str) -> None:
    with pytest.raises(FormError) as caught:
        load_form(source, "md", "f")
    (found,) = caught.value.problems
    assert (found.row, found.column) == (row, column)
    assert says in found.sentence


@pytest.mark.parametrize(
    ("source", "kind"), [("no table at all", "md"), (b"PK\x03\x04 nonsense", "xlsx"), (b"\xd0\xcf", "xls")]
)
def test_a_file_that_is_no_form_is_told_in_a_sentence(source: str | bytes, kind: str) -> None:
    with pytest.raises(FormError) as caught:
        load_form(source, kind, "f")  # type: ignore[arg-type]
    assert "Save it as .xlsx or as a Markdown table" in str(caught.value)


def test_xml_that_is_none_is_told_in_a_sentence() -> None:
    with pytest.raises(FormError):
        form_from_xml("<h:html", {})
    with pytest.raises(FormError):
        form_from_xml("<html/>", {})
