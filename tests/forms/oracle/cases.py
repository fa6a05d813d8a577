"""Every function of the ODK XForms specification with odd values: what it is asked of, and what is given here."""

import math
from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import quoteattr

from bot.forms.errors import ExpressionError
from bot.forms.xpath.choice_tables import Table
from bot.forms.xpath.compile import Compiler
from bot.forms.xpath.env import Context, Env, bases_of
from bot.forms.xpath.outline import Outline
from bot.forms.xpath.values import string
from tests.forms.xpath.test_expressions import NoLabels

ZONE = "Asia/Bangkok"  # of both engines
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=timezone(timedelta(hours=7)))
TYPES = {"a": "int", "b": "string", "c": "int", "d": "date", "at": "dateTime", "crops": "string", "words": "string"}
VALUES = {"c": "3", "d": "2020-05-06", "at": "2020-05-06T10:20:30.000+03:00", "crops": "rice soy", "words": " a  b "}
ENTRIES = (("4", "", "1"), ("", "x", "2.5"), ("2", "", "4"))  # of the repeat r: n, t, w
PLACES = "0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0"

BLANK, BLANKS = "/data/b", "/data/r/n"
ODD = (
    BLANK, "/data/a + 1", "''", "'abc'", "'12'", "' 7 '", "'1e3'", "'1,5'", "'+5'", "'-.5'", "'2020-1-5'", "/data/d",
    "/data/at", "true()", "-2.5", "1 div 0", "/data/c", BLANKS, "/data/words",
)  # fmt: skip
ONE = [
    "string",
    "number",
    "boolean",
    "boolean-from-string",
    "not",
    "int",
    "round",
    "abs",
    "sqrt",
    "exp",
    "exp10",
    "log",
    "log10",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sum",
    "min",
    "max",
    "count-non-empty",
    "string-length",
    "normalize-space",
    "count-selected",
    "date",
    "date-time",
    "decimal-date-time",
    "decimal-time",
    "base64-decode",
    "concat",
]
TWO = [
    "coalesce",
    "pow",
    "atan2",
    "concat",
    "join",
    "contains",
    "starts-with",
    "ends-with",
    "substring-before",
    "substring-after",
    "selected",
    "selected-at",
    "substr",
    "round",
]
PAIRS = (
    (BLANK, "'x'"), ("'x'", BLANK), (BLANK, BLANK), ("/data/a + /data/c", "0"), ("/data/a", "/data/c"), ("'abc'", "''"),
    ("''", "'abc'"), ("'12345.15'", "1"), ("'-12345.15'", "1"), ("/data/crops", "'soy'"), ("/data/crops", "''"),
    ("/data/crops", "1"), ("/data/crops", "-1"), ("/data/crops", "0.9"), ("/data/crops", "'abc'"), (BLANKS, "2"),
    ("'-'", BLANKS), ("'2'", "'abc'"), ("'abcdef'", "-2"), ("'abcdef'", "1.7"), ("0", "-1"), ("-8", "1 div 3"),
    ("-10", "1001"), ("1 div 0", "2"), ("'a-b-c'", "'-'"), ("'soy'", "' soy '"),
)  # fmt: skip
MARKS = ["Y", "y", "m", "n", "b", "d", "e", "H", "h", "M", "S", "3", "a", "W", "B", "A", "Z", "q"]
OTHERS = (
    "substring('12345', 1.3, 2.3)", "substring('12345', 1.5, 2.6)", "substring('12345', 0, 3)", "substring('12345', 2)",
    "substring('12345', -42, 1 div 0)", "substring('12345', 0 div 0, 3)", "substring('12345', 1, 0 div 0)",
    "substring(/data/b, 1, 2)", "substr('abcdef', 1, 3)", "substr('abcdef', 2, -1)", "substr('abcdef', 4, 2)",
    "substr('abcdef', -9, 2)", "substr('abcdef', /data/a)", "substr('abcdef', '1')", "translate('abc', 'ab', 'x')",
    "translate('aaa', 'aa', 'xy')", "translate(/data/b, 'a', 'x')", "translate('abc', '', 'x')",
    "string-length(uuid(8))", "string-length(uuid())", "string-length(uuid(0))", "string-length(uuid(100))",
    "string-length(uuid(7.9))", "concat()", "join('-')",
    "coalesce(/data/a, /data/b)", "coalesce(false(), 1)", "coalesce('NaN', 2)", "coalesce(0, 1)",
    "if(/data/b, 'yes', 'no')", "if('false', 'yes', 'no')", "if(/data/a + 1, 'yes', 'no')", "if(0, 'yes', 'no')",
    "checklist(1, 2, true(), false())", "checklist(-1, 1, true(), true())", "checklist(2, -1, /data/r/n)",
    "checklist(-1, -1)", "checklist(2, 2, /data/r/n, /data/c)", "checklist(/data/a, 1, true())",
    "weighted-checklist(9, 9, /data/r/n, /data/r/w)", "weighted-checklist(5, 5, /data/r/n, /data/r/w)",
    "weighted-checklist(2, -1, true(), 1, true(), 1.5)", "weighted-checklist(1, 1, true())",
    "weighted-checklist(1, 1, /data/c, /data/r/w)", "weighted-checklist(1, 9, true(), /data/a)",
    "decimal-time('06:00')", "decimal-time('06:00:00.000')", "decimal-time('06:00:00.000+03:00')",
    "decimal-time('2000-01-01T10:20:30+03:00')", "decimal-time('25:00')", "decimal-time(1.25)", "decimal-time('6:5')",
    "decimal-date-time('2020-05-06T12:00:00.000+07:00') - decimal-date-time('2020-05-05T12:00:00.000+07:00')",
    "date(decimal-date-time(/data/d) + 7)", "date('2020-1-5') < /data/d", "/data/d > date('2019-3-1')",
    "/data/d > '2019-03-01'", "date('2020-05-06T23:00:00.000-10:00')", "date('20200106')", "date('2020-02-30')",
    "date('2020-13-01')", "date('6 May 2020')", "date('2020-05-06 10:00')", "date(18388)", "date(-1)", "date(1.9)",
    "date(true())", "/data/d - date('2020-5-1')", "date(/data/d + 1)", "format-date('2020-1-5', '%Y/%m/%d')",
    "format-date('2020-01-05T08:09:10.123', '%H:%M:%S.%3')", "format-date('2020-01-05', '100%% %e')",
    "format-date('2020-01-05', '')", "format-date(/data/b, '%Y')", "format-date('abc', '%Y')",
    "format-date(18388, '%Y-%m-%d')", "format-date-time('2020-05-06T23:30:00.000+03:00', '%d %H')",
    "regex('0812345678', '0[0-9]{9}')", "regex('x081', '[0-9]{3}')", "regex(/data/b, '[0-9]*')", "regex(/data/c, 3)",
    "digest('abc', 'MD5', 'hex')", "digest('abc', 'SHA-256')", "digest(/data/b, 'SHA-1', 'hex')",
    "digest('abc', 'md5', 'hex')", "digest('abc', 'MD5', 'base32')", "digest('abc', 'CRC')",
    "count(/data/r)", "count(/data/r/n)", "count(/data/r[n != ''])", "count-non-empty(/data/r/t)", "sum(/data/r/w)",
    "sum(/data/r/t)", "sum(/data/r[n != '']/n)", "min(/data/r/w)", "max(/data/r/w)", "max(/data/a, /data/c)",
    "min(/data/a, /data/c)", "max(-3, -2)", "min('abc', 1)", "max('2', '10')", "min()", "sum(/data/r/w) div 3",
    "indexed-repeat(/data/r/n, /data/r, 1)", "indexed-repeat(/data/r/n, /data/r, 3)", "join(', ', /data/r/n)",
    "indexed-repeat(/data/r/n, /data/r, 9)", "indexed-repeat(/data/r/n, /data/r, 0)",
    "indexed-repeat(/data/r/n, /data/r, /data/a)", "indexed-repeat(/data/r/w, /data/r, '2')",
    "position(/data/r[2])", "once('x')", "pi()", "true()", "false()", "count-selected(/data/crops)",
    "selected(/data/crops, 'rice soy')", "selected(' a  b ', 'b')", "selected(/data/c, 3)", "is-selected('a', 'a')",
    "jr:choice-name('x')", "pulldata('nowhere', 'a', 'b', 'c')", "nonsense(1)", "difference-in-months(1, 2)",
    f"area('{PLACES}')", "area('')", "area('abc')", "area('1 1 0 0')", f"distance('{PLACES}')", "distance('abc')",
    "area('7.9377 -11.5845 0 0;7.9324 -11.5902 0 0;7.927 -11.5857 0 0;7.925 -11.578 0 0;7.9395 -11.5745 0 0')",
    "area('38.2531 21.7564 0 0;38.2502 21.7564 0 0;38.2501 21.7639 0 0;38.2529 21.7639 0 0;38.2531 21.7564 0 0')",
    "distance('13.75 100.5 0 0;13.76 100.5 0 0;')", "distance('13.75 100.5', '13.76 100.5')", "distance('91 0;0 0')",
    f"geofence('0.5 0.7 0 0', '{PLACES}')", f"geofence('5 5 0 0', '{PLACES}')", f"geofence('', '{PLACES}')",
    "geofence('0 0 0 0', '0 0 0 0;0 1 0 0;1 1 0 0')", "string(1 div 3)", "string(0.1 + 0.2)", "string(12345678901)",
    "string(1 div 0)", "string(-1 div 0)", "string(0 div 0)", "string(-0.4)", "string(0.0000001)", "3.0",
    "'a' = /data/b",
    "/data/a = ''", "/data/a = 0", "/data/a != 0", "/data/a < 1", "/data/a >= 0", "/data/c = '3.0'", "/data/c = '03'",
    "/data/b = false()", "not(/data/a)", "not(/data/c)", "/data/r/n = 4", "/data/r/n != 4", "'10' < '9'", "7 mod -3",
    "-7 mod 3", "7 mod 0", "5.5 mod 2", "'' + 1", "true() + 1", "-'3'", "- /data/b", "'x' and 1", "/data/b or 0",
)  # fmt: skip


def expressions() -> list[str]:
    """All that is asked, each once."""
    found = [f"{name}({value})" for name in ONE for value in ODD]
    found += [f"{name}({one}, {two})" for name in TWO for one, two in PAIRS]
    found += [f"format-date(/data/at, '%{mark}')" for mark in MARKS]
    return list(dict.fromkeys([*found, *OTHERS]))


def xform(source: str) -> str:
    """A form that keeps what `source` gives at /data/out."""
    nodes = "".join(f"<{name}>{VALUES.get(name, '')}</{name}>" for name in TYPES)
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in TYPES.items())
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="t">'
        f'{nodes}<r jr:template=""><n/><t/><w/></r><out/><meta><instanceID/></meta></data></instance>{binds}'
        '<bind nodeset="/data/r/n" type="string"/>'
        f'<bind nodeset="/data/out" type="string" calculate={quoteattr(source)}/>'
        '</model></h:head><h:body><group ref="/data/r"><label>r</label>'
        '<repeat nodeset="/data/r"><input ref="/data/r/n">'
        "<label>n</label></input></repeat></group></h:body></h:html>"
    )


def instance() -> str:
    nodes = "".join(f"<{name}>{VALUES.get(name, '')}</{name}>" for name in TYPES)
    entries = "".join(f"<r><n>{n}</n><t>{t}</t><w>{w}</w></r>" for n, t, w in ENTRIES)
    return f'<data id="t">{nodes}{entries}<out/><meta><instanceID>uuid:1</instanceID></meta></data>'


def ours(source: str) -> str | None:
    """What is kept here, None where the form is refused."""
    outline = Outline(
        root="/data",
        children={
            "/data": [*(f"/data/{name}" for name in TYPES), "/data/r", "/data/out"],
            "/data/r": ["/data/r/n", "/data/r/t", "/data/r/w"],
        },
        repeats=frozenset({"/data/r"}),
        numeric=frozenset(f"/data/{name}" for name, kind in TYPES.items() if kind == "int"),
        tables=dict[str, Table](),
    )
    values = {f"/data/{name}": value for name, value in VALUES.items()}
    for at, entry in enumerate(ENTRIES, 1):
        values |= {f"/data/r[{at}]/{name}": value for name, value in zip("ntw", entry, strict=True) if value}
    context = Context(NOW.date(), NOW, seed="s")
    env = Env(values, frozenset(), {"/data/r": len(ENTRIES)}, context, ("en",), bases_of("/data/out"), "/data/out")
    try:
        found = string(Compiler(outline, NoLabels()).compile(source, "/data/out").run(env))
    except ExpressionError:
        return None
    return "" if found == "NaN" else found


def same(one: str | None, other: str | None) -> bool:
    """Whether two results say the same: as texts, or as numbers to nine digits."""
    if one is None or other is None or one == other:
        return one == other
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return False
