"""What a button means is written into its data and read again; what has no shape of ours means nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wire.button_data import (
    LARGEST,
    Meaning,
    Shapes,
    by_deed,
    day,
    head,
    hex_number,
    matching,
    number,
    one_of,
    page,
    read,
    rest,
    shapes,
    signed,
    word,
)

SHAPES: dict[str, Shapes] = {
    "checkin": ((hex_number,),),
    "later": (("",),),
    "e": shapes({"l": [()], "d": [(), (page,)], "s": [(word, one_of("a", "b"), day)], "n": [(signed,)]}),
    "who": (("t", hex_number, rest),),
    # one begins with a word, another with a number that may be written like it
    "tip": (("0", "page", page), (hex_number, "page")),
}
KNOWN = by_deed(SHAPES)


@pytest.mark.parametrize(
    ("data", "values"),
    [
        ("checkin|1f", (31,)),
        ("checkin|0", (0,)),
        ("later|", ("",)),
        ("e|l", ("l",)),
        ("e|d", ("d",)),
        ("e|d|12", ("d", 12)),
        ("e|s|x-1|b|b4984", ("s", "x-1", "b", date.fromordinal(0xB4984))),
        ("e|n|-600", ("n", -600)),
        ("who|t|2|e|d|1", ("t", 2, "e|d|1")),
        ("who|t|2|", ("t", 2, "")),
        ("tip|0|page|1", ("0", "page", 1)),
        ("tip|0|page", (0, "page")),
        ("tip|5|page", (5, "page")),
    ],
)
def test_data_of_a_button_is_read(data: str, values: tuple[object, ...]) -> None:
    assert read(data, KNOWN) == Meaning(data.partition("|")[0], values)


@pytest.mark.parametrize(
    "data",
    [
        *("", "|", "checkin", "checkin|", "checkin|1f|", "checkin|1F", "checkin|01", "checkin|0x1", "checkin|-1"),
        *("checkin|1_0", "checkin|１", "checkin| 1", "checkin|" + "f" * 16, "checkin|" + "1" * 40, "checkin|\ud800"),
        *("later", "later|x", "e", "e|", "e|l|", "e|x", "e|d|", "e|d|-1", "e|d|10000", "e|d|x", "e|n|", "e|n|-0"),
        *("e|s|x", "e|s|x|c|b4984", "e|s||a|b4984", "e|s|x|a|0", "e|s|x|a|fffffff", "who|t", "who|t|2", "nobody|1"),
    ],
)  # fmt: skip
def test_what_has_none_of_its_shapes_means_nothing(data: str) -> None:
    assert read(data, KNOWN) is None


@given(st.text(max_size=64))
def test_any_text_is_read_or_means_nothing(data: str) -> None:
    for about in ("", "e|s|", "e|n|", "checkin|", "who|t|"):
        read(about + data, KNOWN)


@given(st.integers(0, LARGEST))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    assert read(str(Meaning.of("checkin", value)), KNOWN) == Meaning("checkin", (value,))
    assert number(str(value)) == value == signed(str(value))
    assert hex_number(format(value, "x")) == value


def test_the_conversation_and_the_deed_of_a_button() -> None:
    assert (head("e|s|x"), head("e|l"), head("later|"), head("x")) == (("e", "s"), ("e", "l"), ("later", ""), ("x", ""))


def test_the_largest_number_is_that_of_a_database_and_none_is_larger() -> None:
    largest = 9_223_372_036_854_775_807
    assert (number(str(largest)), hex_number(f"{largest:x}")) == (largest, largest)
    assert (number(str(largest + 1)), hex_number(f"{largest + 1:x}")) == (None, None)


def test_the_first_and_the_last_day_of_all_are_days() -> None:
    assert [day("1"), day(f"{date.max.toordinal():x}")] == [date.min, date.max]
    assert [day("0"), day(f"{date.max.toordinal() + 1:x}")] == [None, None]


def test_text_of_a_known_form() -> None:
    form = matching("[a-z]{2}")
    assert [form(piece) for piece in ("th", "t", "tha", "T2")] == ["th", None, None, None]
