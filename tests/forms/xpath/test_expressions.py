"""Expressions as ODK reads them: a table of what each gives."""

import math
from datetime import date, datetime, timedelta, timezone

import pytest

from bot.forms.errors import ExpressionError
from bot.forms.xpath.choice_tables import Table
from bot.forms.xpath.compile import Compiler
from bot.forms.xpath.env import Context, Env, bases_of, template
from bot.forms.xpath.paths import Outline
from bot.forms.xpath.values import string

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=timezone(timedelta(hours=7)))
CONTEXT = Context(NOW.date(), NOW, seed="s")

OUTLINE = Outline(
    root="/f",
    children={
        "/f": ["/f/name", "/f/age", "/f/price", "/f/day", "/f/crops", "/f/empty", "/f/gone", "/f/here", "/f/people"],
        "/f/people": ["/f/people/who", "/f/people/years", "/f/people/pets"],
        "/f/people/pets": ["/f/people/pets/kind"],
    },
    repeats=frozenset({"/f/people", "/f/people/pets"}),
    numeric=frozenset({"/f/age", "/f/price", "/f/people/years"}),
    tables={
        "places": Table(
            (
                {"name": "10", "label": "Bangkok", "level": "province", "size": "3", "parent": ""},
                {"name": "50", "label": "Chiang Mai", "level": "province", "size": "12", "parent": ""},
                {"name": "1001", "label": "Phra Nakhon", "level": "district", "size": "1", "parent": "10"},
            )
        )
    },
)
VALUES = {
    "/f/name": "Malee",
    "/f/age": "52",
    "/f/price": "12.50",
    "/f/day": "2026-11-20",
    "/f/crops": "rice soy honey",
    "/f/people[1]/who": "Anong",
    "/f/people[1]/years": "9",
    "/f/people[2]/who": "Boon",
    "/f/people[2]/years": "30",
    "/f/people[3]/who": "Chai",
    "/f/people[2]/pets[1]/kind": "cat",
    "/f/people[2]/pets[2]/kind": "dog",
}
COUNTS = {"/f/people": 3, "/f/people[1]/pets": 0, "/f/people[2]/pets": 2, "/f/people[3]/pets": 0}
HIDDEN = {"/f/gone"}


class NoLabels:
    def choice_name(self, path: str, value: str, env: Env) -> str:
        return f"label of {value} in {path}"

    def itext(self, key: str, env: Env) -> str:
        return f"text {key}"


def run(source: str, at: str = "/f/here"):
    """What `source` gives at the node `at`."""
    expression = Compiler(OUTLINE, NoLabels()).compile(source, template(at))
    env = Env(VALUES, HIDDEN, COUNTS, CONTEXT, ("en",), bases_of(at), at)
    return expression.run(env)


NAN = "NaN"

TABLE = [
    # Numbers
    ("1 + 2 * 3", 7.0),
    ("(1 + 2) * 3", 9.0),
    ("7 div 2", 3.5),
    ("7 mod 3", 1.0),
    ("-7 mod 3", -1.0),
    ("7 mod -3", 1.0),
    ("7 mod 0", NAN),
    ("0 mod /f/name", NAN),
    ("1 div 0", math.inf),
    ("0 div 0", NAN),
    ("- 3 + 5", 2.0),
    ("2 - -1", 3.0),
    ("'' + 1", NAN),
    ("/f/empty + 1", NAN),
    ("/f/age + 1", 53.0),
    ("/f/price * 2", 25.0),
    ("number('abc')", NAN),
    ("number('')", NAN),
    ("number('1e3')", NAN),
    ("number(true())", 1.0),
    ("int('7.9')", 7.0),
    ("int(-7.9)", -7.0),
    ("int('')", NAN),
    ("round(2.5)", 3.0),
    ("round(-2.5)", -2.0),
    ("round(1.005, 2)", 1.01),
    ("round('12.345', 1)", 12.3),
    ("round(1234, -2)", 1200.0),
    ("pow(2, 10)", 1024.0),
    ("pow('', 2)", NAN),
    ("sum(/f/people/years)", 39.0),
    ("min(3, 1, 2)", 1.0),
    ("max(/f/people/years)", 30.0),
    ("max(/f/empty)", NAN),
    ("count(/f/people)", 3.0),
    ("count(/f/gone)", 0.0),
    ("count-non-empty(/f/people/years)", 2.0),
    ("abs(-3)", 3.0),
    ("sqrt(-1)", NAN),
    ("floor(2.7) + ceiling(2.1)", 5.0),
    # Comparisons
    ("/f/age > 18", True),
    ("/f/empty > 18", False),
    ("/f/empty < 18", False),
    ("/f/gone = ''", True),
    ("/f/empty = ''", True),
    ("/f/empty != ''", False),
    ("/f/empty = 0", False),
    ("/f/empty != 0", True),
    ("/f/price = 12.5", True),
    ("/f/price = '12.5'", True),
    ("/f/age = '52.0'", True),
    ("/f/name = 'Malee'", True),
    ("/f/name = 'malee'", False),
    ("'10' < '9'", False),
    ("/f/people/who = 'Boon'", True),
    ("/f/people/years > 20", True),
    ("true() = 'x'", True),
    ("1 = 1.0", True),
    ("0.1 + 0.2 = 0.3", True),
    ("1 < 2 and 2 < 3 or false()", True),
    ("not(/f/empty)", True),
    ("not(/f/name)", False),
    # Dates count as days
    ("/f/day < today()", True),
    ("today() - /f/day", 4.0),
    ("/f/day + 1 = date('2026-11-21')", True),
    ("date(/f/day + 1)", "2026-11-21"),
    ("date(/f/day + 1) = '2026-11-21'", True),
    ("/f/day >= '2026-11-20'", True),
    ("/f/empty < today()", False),
    ("today()", "2026-11-24"),
    ("now()", "2026-11-24T10:30:00.000+07:00"),
    ("now() > today()", True),
    ("date('')", ""),
    ("date('nonsense')", ExpressionError),
    ("date('2026-02-30')", ExpressionError),
    ("date(/f/name)", ""),
    ("decimal-date-time('1970-01-02')", 1.0),
    ("decimal-date-time('1970-01-01T12:00:00.000+07:00')", 0.5),
    ("decimal-time('06:00:00.000')", 0.25),
    ("format-date('2026-03-05', '%d/%m/%Y')", "05/03/2026"),
    ("format-date('2026-03-05', '%e %b %y, %a')", "5 Mar 26, Thu"),
    ("format-date-time('2026-03-05T07:08:09.100', '%H:%M:%S.%3 %h')", "07:08:09.100 7"),
    ("format-date('', '%Y')", ""),
    ("date(0)", "1970-01-01"),
    ("date-time(0.5)", "1970-01-01T12:00:00.000"),
    # Strings
    ("concat('a', 1, 2.5, true())", "a12.5true"),
    ("string-length('ไทย')", 3.0),
    ("substr('abcdef', 1, 3)", "bc"),
    ("substr('abcdef', -2)", "ef"),
    ("substring('abcdef', 2, 3)", "bcd"),
    ("substring-before('a-b', '-')", "a"),
    ("substring-after('a-b', '-')", "b"),
    ("contains('honey', 'one')", True),
    ("starts-with('honey', 'ho')", True),
    ("ends-with('honey', 'ey')", True),
    ("translate('abc', 'ab', 'x')", "xc"),
    ("normalize-space('  a   b ')", "a b"),
    ("join(', ', /f/people/who)", "Anong, Boon, Chai"),
    ("join('-', 'a', 'b')", "a-b"),
    ("coalesce('', 'b')", "b"),
    ("coalesce(/f/empty, /f/gone)", ""),
    ("if(/f/age >= 18, 'grown', 'child')", "grown"),
    ("if('', 1, 2)", 2.0),
    ("boolean-from-string('true')", True),
    ("boolean-from-string('1')", True),
    ("boolean-from-string('yes')", False),
    ("string(3.0)", "3"),
    ("string(1 div 3)", "0.3333333333333333"),
    ("string(0.00000001)", "0.00000001"),
    ("regex('0812345678', '0[0-9]{9}')", True),
    ("regex('x0812345678', '0[0-9]{9}')", False),
    ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
    ("base64-decode('aGVsbG8=')", "hello"),
    # Selections
    ("selected(/f/crops, 'soy')", True),
    ("selected(/f/crops, 'so')", False),
    ("selected(/f/empty, '')", True),
    ("selected-at(/f/crops, 2)", "honey"),
    ("selected-at(/f/crops, 9)", ""),
    ("count-selected(/f/crops)", 3.0),
    ("count-selected(/f/empty)", 0.0),
    ("jr:choice-name(/f/crops, ' /f/crops ')", "label of rice soy honey in /f/crops"),
    ("jr:itext('greeting')", "text greeting"),
    ("checklist(1, 2, true(), false())", True),
    ("weighted-checklist(2, -1, true(), 1, true(), 1.5)", True),
    # Tables
    ("instance('places')/root/item[name='10']/label", "Bangkok"),
    ("instance('places')/root/item[name = /f/none-of-these]/label", ExpressionError),
    ("count(instance('places')/root/item[level = 'province'])", 2.0),
    ("count(instance('places')/root/item[level = 'province' and size > 5])", 1.0),
    ("instance('places')/root/item[2]/label", "Chiang Mai"),
    ("instance('places')/root/item[level='province' and position()=2]/name", "50"),
    ("pulldata('places', 'label', 'name', '50')", "Chiang Mai"),
    ("pulldata('places', 'label', 'name', 'none')", ""),
    # Repeats
    ("indexed-repeat(/f/people/who, /f/people, 2)", "Boon"),
    ("indexed-repeat(/f/people/who, /f/people, 9)", ""),
    ("indexed-repeat(/f/people/pets/kind, /f/people, 2, /f/people/pets, 2)", "dog"),
    ("/f/people[2]/who", "Boon"),
    ("/f/people[position() = 3]/who", "Chai"),
    ("/f/people[years > 20]/who", "Boon"),
    ("count(/f/people/pets)", 2.0),
    ("count(/f/*)", 10.0),
    ("count(//kind)", 2.0),
    ("sum(/f/people[who != 'Anong']/years)", 30.0),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_gives(source: str, expected: object) -> None:
    if expected is ExpressionError:
        with pytest.raises(ExpressionError):
            run(source)
        return
    found = run(source)
    if isinstance(found, list):
        found = string(found)
    if expected == NAN:
        assert math.isnan(found)
    else:
        assert found == expected
        assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("../who", "Boon"),
        ("position(..)", 2.0),
        ("/f/people/who", "Boon"),
        ("count(/f/people)", 3.0),
        ("count(../../people)", 3.0),
        ("count(../pets)", 2.0),
        ("indexed-repeat(/f/people/who, /f/people, position(..) - 1)", "Anong"),
        ("/f/people[position() = position(current()/..) - 1]/who", "Anong"),
        ("sum(../../people/years)", 39.0),
        (". + 1", 31.0),
        ("current()/../who", "Boon"),
    ],
)
def test_inside_the_second_entry(source: str, expected: object) -> None:
    found = run(source, "/f/people[2]/years")
    assert (string(found) if isinstance(found, list) else found) == expected


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("1 +", "it ends too early"),
        ("if(1, 2)", "if() does not take 2 values"),
        ("nonsense(1)", "nonsense() is not known"),
        ("/f/nobody", "nothing at /f/nobody"),
        ("'open", "cannot be read from"),
        ("(" * 100 + "1" + ")" * 100, "nested too deep"),
        ("instance('nowhere')/root/item/name", "no list called 'nowhere'"),
        ("a b", 'from "b" on'),
        ("f(1,)", 'from ")" on'),
    ],
)
def test_says_what_is_wrong(source: str, says: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        run(source)
    assert says in str(caught.value)


def test_knows_what_it_reads() -> None:
    compiler = Compiler(OUTLINE, NoLabels())
    assert compiler.compile("/f/age > 3 and selected(/f/crops, 'x')", "/f/here").reads == {"/f/age", "/f/crops"}
    assert compiler.compile("instance('places')/root/item[parent = /f/age]/label", "/f/here").reads == {"/f/age"}
    assert compiler.compile("count(/f/people)", "/f/here").reads == {"/f/people"}


def test_chance_is_the_same_for_the_same_session() -> None:
    assert run("random()") == run("random()")
    assert run("random()") != run("random()", "/f/name")
    assert run("uuid()") == run("uuid()")


def test_today_is_the_contexts() -> None:
    assert run("today()") == date(2026, 11, 24).isoformat()
