"""What settings and metadata ask for and a chat cannot do is said at load; what has a value leaves in XML and CSV."""

from xml.etree.ElementTree import fromstring

from bot.forms import Context, Form, Kind, Session, load_form
from bot.forms.answering.instance import answer_tables, instance_name, instance_xml

FORM = """
| survey | | | | | | |
| | type | name | label | calculation | default | readonly |
| | integer | a | A | | | |
| | note | total | Twice is ${total} | ${a} * 2 | | |
| | note | given | A note with a default | | 7 | |
| | text | seen | Read only | | seen | yes |
| | text | made | Read only and calculated | ${a} + 1 | | yes |
| | hidden | unseen | | | hid | |
| | begin group | g | G | | | |
| | note | inside | In a group | ${a} * 3 | | |
| | begin repeat | r | R | | | |
| | note | each | In a repeat | ${a} * 4 | | |
| | text | t | T | | | |
| | end repeat | | | | | |
| | end group | | | | | |
| | username | who | | | | |
| | deviceid | phone | | | | |
| | audit | audit | | | | |
| settings | | | | | |
| | form_title | instance_name | public_key | submission_url | auto_send |
| | T | concat('n-', ${a}) | abc | https://x.example | yes |
"""


def form() -> Form:
    return load_form(FORM, "md", "data", {})


def test_what_a_chat_cannot_do_is_said_with_its_place() -> None:
    told = [str(one) for one in form().warnings]
    for part in (
        "sheet settings, row 2, column submission_url: Answers go to this programme alone",
        "sheet settings, row 2, column public_key: Answers are not encrypted",
        "sheet settings, row 2, column auto_send: ",
        "row 17, column type: A chat does not tell who the phone belongs to: 'who' stays empty.",
        "row 19, column type: A chat keeps no audit",
    ):
        assert any(part in one for one in told), (part, told)
    assert not any("phone'" in one for one in told)  # a name for the device is there, without its owner


def test_whatever_has_a_value_is_in_xml_and_table_alike(context: Context) -> None:
    loaded = form()
    session = Session.start(loaded, context)
    for answer in ("4", "x", "no"):
        session = session.answer(answer)
    assert session.question is None
    result = session.result() | instance_name(loaded, session.result(), "", context.now)
    document = fromstring(instance_xml(loaded, result, "uuid:1"))
    table, inner = answer_tables(loaded, {"uuid:1": result}).values()
    row = dict(zip(table.headings, table.rows[0], strict=True))
    assert row == {
        "a": "4", "total": "8", "given": "7", "seen": "seen", "made": "5", "unseen": "hid", "g-inside": "12",
        "who": "", "phone": "", "meta-instanceName": "n-4", "KEY": "uuid:1",
    }  # fmt: skip
    assert dict(zip(inner.headings, inner.rows[0], strict=True))["each"] == "16"
    for heading, value in row.items():
        if heading != "KEY":
            assert (document.findtext(heading.replace("-", "/")) or "") == value, heading
    valued = {path for path in result if loaded.fields.get(path) is None or loaded.fields[path].kind is not Kind.REPEAT}
    assert {path.rpartition("/")[2] for path in valued} <= {one.tag for one in document.iter()}
