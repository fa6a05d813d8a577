"""Tables of choices: languages, look-ups, and what a large one costs."""

import time

import pytest

from bot.forms import Context, Session, Table, load_form
from bot.forms.xpath.choice_tables import language_code

CASCADE = """
| survey |
|        | type                           | name     | label     | choice_filter                               |
|        | select_one_from_file areas.csv | province | Province? | level = 'province'                          |
|        | select_one_from_file areas.csv | district | District? | level = 'district' and parent = ${province} |
"""


def large(provinces: int = 100, districts: int = 100) -> Table:
    rows = [{"name": f"p{one}", "label": f"P {one}", "level": "province", "parent": ""} for one in range(provinces)]
    rows += [
        {"name": f"d{one}-{two}", "label": f"D {one} {two}", "level": "district", "parent": f"p{one}"}
        for one in range(provinces)
        for two in range(districts)
    ]
    return Table(tuple(rows))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English (en)", "en"),
        ("ไทย (th)", "th"),
        ("Português (pt-BR)", "pt-br"),
        ("English", "English"),
        (" x ", "x"),
    ],
)
def test_codes_of_languages(name: str, code: str) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("languages", "label"),
    [(("th", "en"), "กรุงเทพ"), (("en", "th"), "Bangkok"), (("ny", "en"), "Bangkok"), (("ny",), "Bangkok")],
)
def test_labels_by_language(languages: tuple[str, ...], label: str) -> None:
    table = Table.read_csv("name,label::English (en),label::ไทย (th)\n10,Bangkok,กรุงเทพ\n50,Chiang Mai,\n")
    assert table.label(table.rows[0], "label", languages) == label
    assert table.label(table.rows[1], "label", languages) == "Chiang Mai"


def test_a_table_without_languages_and_with_a_byte_order_mark() -> None:
    table = Table.read_csv("\ufeffname,label\n10,Bangkok\n50,\n")
    assert [table.label(row, "label", ("th",)) for row in table.rows] == ["Bangkok", "50"]


def test_ten_thousand_places_cost_no_more_than_ten(context: Context) -> None:
    """CPU of one answer and the next question with its hundred choices; bar 1 ms."""
    form = load_form(CASCADE, "md", "f", {"areas": large()})
    assert len(form.xml) < 3000
    session = Session.start(form, context)
    session.answer("p1")
    taken = []
    for one in range(30):
        began = time.process_time()
        question = session.answer(f"p{one}").question
        taken.append(time.process_time() - began)
        assert question is not None
        assert len(question.choices) == 100
        assert question.choices[3].name == f"d{one}-3"
    assert sorted(taken)[15] < 0.001
