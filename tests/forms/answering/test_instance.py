"""Answers on their way to Kobo, Central and R."""

from xml.etree.ElementTree import fromstring

import pytest

from bot.forms import Context, Form, Session, load_form
from bot.forms.answering.instance import answer_tables, instance_name, instance_xml

FORM = """
| survey |
|        | type                  | name    | label     | relevant    | calculation     |
|        | text                  | group   | Group?    |             |                 |
|        | begin group           | about   | About     |             |                 |
|        | select_multiple crops | crops   | Crops?    |             |                 |
|        | integer               | bags    | Bags?     | ${crops} != '' |              |
|        | end group             |         |           |             |                 |
|        | begin repeat          | member  | Member    |             |                 |
|        | text                  | name    | Name?     |             |                 |
|        | begin repeat          | pet     | Pet       |             |                 |
|        | text                  | animal  | Animal?   |             |                 |
|        | end repeat            |         |           |             |                 |
|        | end repeat            |         |           |             |                 |
|        | calculate             | people  |           |             | count(${member}) |
|        | note                  | bye     | Bye.      |             |                 |
| choices |
|         | list_name | name  | label |
|         | crops     | rice  | Rice  |
|         | crops     | soy   | Soy   |
| settings |
|          | form_title | form_id | version |
|          | Groups     | groups  | 7       |
"""


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(FORM, "md", "data", {})


def filled(form: Form, context: Context, *answers: str) -> dict[str, str]:
    session = Session.start(form, context)
    for answer in answers:
        session = session.answer(answer)
    assert session.question is None
    return session.result()


@pytest.fixture
def result(form: Form, context: Context) -> dict[str, str]:
    answers = ("Soap <& Co>", "soy", "12", "Anong", "cat", "yes", "dog", "no", "yes", "Boon\x00", "", "no", "no")
    return filled(form, context, *answers)


def test_as_xml(form: Form, result: dict[str, str]) -> None:
    assert instance_xml(form, result, "uuid:1") == (
        '<data id="groups" version="7">'
        "<group>Soap &lt;&amp; Co&gt;</group>"
        "<about><crops>soy</crops><bags>12</bags></about>"
        "<member><name>Anong</name><pet><animal>cat</animal></pet><pet><animal>dog</animal></pet></member>"
        "<member><name>Boon</name></member>"
        "<people>2</people><bye />"
        "<meta><instanceID>uuid:1</instanceID></meta></data>"
    )


def test_xml_has_the_nodes_of_the_form_in_its_order(form: Form, context: Context) -> None:
    document = fromstring(instance_xml(form, filled(form, context, "A", "", "B", "", "no", "no"), "uuid:2"))
    assert [child.tag for child in document] == ["group", "about", "member", "people", "bye", "meta"]


def test_as_tables(form: Form, result: dict[str, str]) -> None:
    tables = answer_tables(form, {"uuid:1": result})
    assert {name: table.headings for name, table in tables.items()} == {
        "data": ("group", "about-crops", "about-bags", "people", "KEY"),
        "data-member": ("name", "PARENT_KEY", "KEY"),
        "data-pet": ("animal", "PARENT_KEY", "KEY"),
    }
    assert tables["data"].rows == (("Soap <& Co>", "soy", "12", "2", "uuid:1"),)
    assert tables["data-member"].rows == (
        ("Anong", "uuid:1", "uuid:1/member[1]"),
        ("Boon\x00", "uuid:1", "uuid:1/member[2]"),
    )
    assert tables["data-pet"].rows == (
        ("cat", "uuid:1/member[1]", "uuid:1/member[1]/pet[1]"),
        ("dog", "uuid:1/member[1]", "uuid:1/member[1]/pet[2]"),
    )


def test_choices_in_columns_of_their_own(form: Form, context: Context, result: dict[str, str]) -> None:
    none = filled(form, context, "A", "", "B", "", "no", "no")
    table = answer_tables(form, {"1": result, "2": none}, split=True)["data"]
    assert table.headings == (
        "group",
        "about-crops",
        "about-crops/rice",
        "about-crops/soy",
        "about-bags",
        "people",
        "KEY",
    )
    assert [row[1:4] for row in table.rows] == [("soy", "0", "1"), ("", "", "")]


TOLD = """
| settings |
| | form_title | instance_name |
| | Told | concat('n-', ${a}, ' ', ${kind}, ' ', jr:choice-name(${kind}, '${kind}'), ' ', count(${part})) |
| survey |
| | type | name | label | calculation | read_only | default |
| | integer | a | A? | | | |
| | note | total | Twice is ${total}. | ${a} * 2 | | |
| | text | fixed | Fixed | | yes | five |
| | hidden | from | | | | start |
| | note | bye | Bye. | | | |
| | select_one kinds | kind | Kind? | | | |
| | begin repeat | part | Part | | | |
| | integer | b | B? | | | |
| | note | twice | Twice ${twice}. | ${b} * 2 | | |
| | end repeat | | | | | |
| choices |
| | list_name | name | label::English (en) | label::Thai (th) |
| | kinds | tea | Tea | ชา |
"""


def test_what_is_told_and_holds_a_value_has_its_column(context: Context) -> None:
    form = load_form(TOLD, "md", "data", {})
    result = filled(form, context, "4", "tea", "5", "no")
    result |= instance_name(form, result, "th", context.now)
    tables = answer_tables(form, {"1": result})
    assert dict(zip(tables["data"].headings, tables["data"].rows[0], strict=True)) == {
        "a": "4", "total": "8", "fixed": "five", "from": "start", "kind": "tea", "meta-instanceName": "n-4 tea ชา 1",
        "KEY": "1",
    }  # fmt: skip
    part = tables["data-part"]
    assert (part.headings, part.rows) == (("b", "twice", "PARENT_KEY", "KEY"), (("5", "10", "1", "1/part[1]"),))
    document = fromstring(instance_xml(form, result, "1"))
    assert document.findtext("meta/instanceName") == "n-4 tea ชา 1"
    assert [document.findtext(path) for path in ("total", "fixed", "from", "part/twice")] == [
        "8",
        "five",
        "start",
        "10",
    ]


def test_the_name_of_a_submission_is_made_of_what_is_given_alone(context: Context) -> None:
    form = load_form(TOLD, "md", "data", {})
    assert instance_name(form, {}, "en", context.now) == {form.instance_name_path: "n-   0"}
    assert instance_name(load_form(FORM, "md", "data", {}), {}, "en", context.now) == {}


def test_an_instance_name_that_is_no_expression_is_told_and_loses_nothing() -> None:
    form = load_form(FORM.replace("| groups  | 7       |", "| groups | 7 | nofunction(1) |").replace(
        "| form_id | version |", "| form_id | version | instance_name |"), "md", "data", {})  # fmt: skip
    assert form.instance_name is None
    assert any("instance_name" in one.sentence for one in form.warnings)
