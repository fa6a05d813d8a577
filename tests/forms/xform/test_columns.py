"""Columns: by ODK's names, and what is personal is known by the form."""

import pytest

from bot.forms import Form, form_from_xml, load_form
from bot.forms.xform.columns import Column, asks_for_a_person, below_root, columns_of, heading
from tests.services.village import nepal

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>x</h:title><model><instance><data id="x">
  <hello/><fixed>five</fixed><shop><sales/><where/></shop><member><name/><age/></member><who/><total/>
  <meta><instanceID/></meta></data></instance>
  <bind nodeset="/data/hello" type="string" readonly="true()"/><bind nodeset="/data/shop/sales" type="int"/>
  <bind nodeset="/data/fixed" type="string" readonly="true()"/>
  <bind nodeset="/data/shop/where" type="geopoint"/><bind nodeset="/data/member/age" type="int"/>
  <bind nodeset="/data/who" type="string" jr:preload="property" jr:preloadParams="phonenumber"/>
  <bind nodeset="/data/total" type="string" readonly="true()" calculate="1"/>
  </model></h:head><h:body><input ref="/data/hello"/><input ref="/data/fixed"/>
  <group ref="/data/member"><repeat nodeset="/data/member"><input ref="/data/member/name"/></repeat></group>
  </h:body></h:html>"""
# What is made of a name is a name, however far it goes; what is not, is not.
MADE = """
| survey |
| | type | name | label | calculation | default | choice_filter |
| | text | name | Name? | | | |
| | integer | age | Age? | | | |
| | calculate | hello | | concat('Dear ', ${name}) | | |
| | calculate | letter | | substr(${hello}, 0, 7) | | |
| | calculate | older | | ${age} + 1 | | |
| | text | call | What are you called? | | ${name} | |
| | note | thanks | Thank you, ${name}. | ${letter} | | |
| | note | bye | Bye, ${name}. | | | |
| | begin repeat | member | Member | | | |
| | text | who_name | Who? | | | |
| | integer | years | How old? | | | |
| | end repeat | | | | | |
| | select_one ${who_name} | best | Who is best? | | | |
| | calculate | people | | count(${member}) | | |
| | calculate | all | | join(', ', ${who_name}) | | |
"""


def personal(form: Form) -> set[str]:
    return {column.heading for column in columns_of(form) if column.personal}


def test_columns_of_a_form() -> None:
    assert columns_of(form_from_xml(FORM)) == [
        Column("/fixed", personal=False, repeated=False),
        Column("/shop/sales", personal=False, repeated=False),
        Column("/shop/where", personal=True, repeated=False),
        Column("/member/name", personal=True, repeated=True),
        Column("/member/age", personal=False, repeated=True),
        Column("/who", personal=True, repeated=False),
        Column("/total", personal=False, repeated=False),
    ]


def test_what_is_made_of_a_name_is_one() -> None:
    form = load_form(MADE, "md", "data", {})
    wanted = {"name", "hello", "letter", "call", "thanks", "member-who_name", "best", "all"}
    assert personal(form) == wanted
    assert {column.heading for column in columns_of(form)} - wanted == {"age", "older", "member-years", "people"}


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "phone",
        "owner_name",
        "ownerName",
        "name_of_buyer",
        "phone2",
        "whatsapp",
        "buyer-phone",
        "Full_Name",
        "email",
    ],
)
def test_a_text_that_is_somebodys_is_known_by_what_it_is_called(name: str) -> None:
    assert asks_for_a_person(name, is_text=True)


@pytest.mark.parametrize("name", ["product", "sales", "renamed", "people", "names_", "telling", "item", "remarks"])
def test_other_texts_are_nobodys(name: str) -> None:
    assert asks_for_a_person(name, is_text=True) is (name == "names_")


@pytest.mark.parametrize(
    ("name", "whose"), [("phone_number", True), ("mobileNo", True), ("phone_cost", False), ("no", False)]
)
def test_a_number_is_somebodys_where_it_can_only_be_called(name: str, whose: bool) -> None:
    assert asks_for_a_person(name, is_text=False) is whose


def test_the_packs_own_forms() -> None:
    columns = columns_of(nepal().forms["registration"])
    assert [one.path for one in columns if one.personal] == ["/name", "/phone"]
    assert "/people" in [one.path for one in columns]
    for form in nepal().forms.values():
        assert personal(form) <= {"name", "phone"}


def test_names() -> None:
    assert heading(below_root("/data/shop/sales")) == "shop-sales"
