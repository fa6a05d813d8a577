"""Columns: by ODK's names, and what is personal is known by the form."""

from bot.forms.xform.columns import Column, below_root, columns_of, heading
from tests.services.village import nepal

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="x">
  <hello/><shop><sales/><where/></shop><member><name/><age/></member><who/><total/><meta><instanceID/></meta>
  </data></instance>
  <bind nodeset="/data/hello" type="string" readonly="true()"/><bind nodeset="/data/shop/sales" type="int"/>
  <bind nodeset="/data/shop/where" type="geopoint"/><bind nodeset="/data/member/age" type="int"/>
  <bind nodeset="/data/who" type="string" jr:preload="property" jr:preloadParams="phonenumber"/>
  <bind nodeset="/data/total" type="string" readonly="true()" calculate="1"/>
  </model></h:head><h:body><input ref="/data/hello"/><group ref="/data/member"><repeat nodeset="/data/member">
  <input ref="/data/member/name"/></repeat></group></h:body></h:html>"""


def test_columns_of_a_form() -> None:
    assert columns_of(FORM) == [
        Column("/shop/sales", personal=False, repeated=False),
        Column("/shop/where", personal=True, repeated=False),
        Column("/member/name", personal=True, repeated=True),
        Column("/member/age", personal=False, repeated=True),
        Column("/who", personal=True, repeated=False),
        Column("/total", personal=False, repeated=False),
    ]


def test_the_packs_own_forms() -> None:
    columns = columns_of(nepal().forms["registration"].xml)
    assert [one.path for one in columns if one.personal] == ["/name", "/phone"]
    assert "/people" in [one.path for one in columns]


def test_names() -> None:
    assert heading(below_root("/data/shop/sales")) == "shop-sales"
