"""Dates by the clock of the person, functions without an argument, and what is refused when the form is loaded."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.forms import Context, FormError, Reason, Refused, Session, load_form
from bot.forms.errors import ExpressionError
from bot.forms.xpath import dates
from tests.forms.xpath.test_expressions import run

KATHMANDU = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Asia/Kathmandu"))
NAIVE = datetime(2026, 11, 24, 10, 30)  # noqa: DTZ001, a programme without a zone


@pytest.mark.parametrize(
    ("text", "there", "nowhere"),
    [
        ("2026-11-24T23:00:00.000+07:00", "2026-11-24T21:45:00.000", "2026-11-24T23:00:00.000"),
        ("2026-11-24T20:00Z", "2026-11-25T01:45:00.000", "2026-11-24T20:00:00.000"),
        ("2026-1-5T9:5", "2026-01-05T09:05:00.000", "2026-01-05T09:05:00.000"),
        ("2026-01-05", "2026-01-05T00:00:00.000", "2026-01-05T00:00:00.000"),
        ("2026-01-05T25:00", None, None),
        ("2026-01-05T09:05+24:00", None, None),
        ("0001-01-01T00:00:00+12:00", "0001-01-01T00:00:00.000", "0001-01-01T00:00:00.000"),
        ("20260105", None, None),
        ("2026-01-05 09:05", None, None),
        ("2026-02-30", None, None),
        ("", None, None),
    ],
)
def test_a_moment_is_read_on_the_clock_on_the_wall(text: str, there: str | None, nowhere: str | None) -> None:
    for now, expected in ((KATHMANDU, there), (NAIVE, nowhere)):
        found = dates.moment(text, now)
        assert (found and found.isoformat(timespec="milliseconds")) == expected


def test_a_time_of_day_is_as_far_from_utc_as_today() -> None:
    """Kathmandu was at +05:30 until 1986: her half past eight stays half past eight."""
    assert dates.decimal_time("08:30:00.000+05:45", KATHMANDU) == pytest.approx(8.5 / 24)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("string-length()", 2.0),
        ("normalize-space()", "30"),
        ("number()", 30.0),
        ("string()", "30"),
        ("/f/people[number(years) > 20 and string-length(who) = 4]/who", ["Boon"]),
        ("count(/f/people/years[number() > 20])", 1.0),
    ],
)
def test_without_an_argument_the_own_node_is_meant(source: str, expected: object) -> None:
    assert run(source, "/f/people[2]/years") == expected


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("format-date(/f/day, '%d %B')", "format-date() knows no %B"),
        ("format-date(/f/day, '50%')", "format-date() knows no %"),
        ("format-date-time('31/12/2026', '%d')", "no date in '31/12/2026'"),
        ("date('31/12/2026')", "write it as 2026-01-31"),
        ("digest(/f/name, 'CRC32')", "knows no 'CRC32', only MD5"),
        ("digest(/f/name, 'MD5', 'base32')", "knows no 'base32', only base64, hex"),
        ("weighted-checklist(1, 1, /f/age)", "wants a weight"),
        ("count('abc')", "count() takes one path"),
        ("count-non-empty(3)", "count-non-empty() takes one path"),
        ("if(true(), 1, thousandsep(1))", "thousandsep() is not known"),
    ],
)
def test_what_can_never_be_is_said_at_load(source: str, says: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        run(source)
    assert says in str(caught.value)


def test_a_mark_that_comes_from_an_answer_stays_as_it_is() -> None:
    assert run("format-date(/f/day, concat('%', 'B'))") == "%B"


def test_the_order_of_a_short_uuid_is_the_same_for_the_same_session() -> None:
    assert run("uuid(8)") == run("uuid(8)")
    assert run("string-length(uuid(12))") == 12.0
    assert run("uuid(/f/empty)") == run("uuid(-1)") == ""
    assert run("string-length(uuid(1 div 0))") == 1000.0


PLANTED = """
| survey | | | | | |
| | type | name | label | required | constraint | constraint_message |
| | date | planted | When did you plant? | yes | . > date('2019-3-1') and . <= today() | After 1 March 2019, please |
"""
NOTHING_SOLD = """
| survey | | | | | |
| | type | name | label | calculation | relevant |
| | integer | soap | Soap sold? | | |
| | integer | oil | Oil sold? | | |
| | calculate | total | | coalesce(${soap} + ${oil}, 0) | |
| | text | why | Why nothing? | | ${total} = 0 |
"""


def test_a_day_with_parts_of_one_digit_is_a_bound(context: Context) -> None:
    begun = Session.start(load_form(PLANTED, "md", "data", {}), context)
    assert begun.answer("2019-03-02").question is None
    with pytest.raises(Refused) as caught:
        begun.answer("2019-03-01")
    assert caught.value.reason is Reason.CONSTRAINT


def test_two_skipped_figures_come_to_nothing(context: Context) -> None:
    session = Session.start(load_form(NOTHING_SOLD, "md", "data", {}), context).skip().skip()
    assert session.question is not None
    assert session.question.name == "why"
    assert session.result()["/data/total"] == "0"


def test_a_mark_that_nobody_knows_keeps_a_form_out_with_its_row() -> None:
    form = NOTHING_SOLD.replace("${total} = 0", "format-date(today(), '%A') = 'Monday'")
    with pytest.raises(FormError) as caught:
        load_form(form, "md", "data", {})
    assert "row 7, column relevant: The relevant of 'why' cannot be used: format-date() knows no %A" in str(
        caught.value
    )
