"""Questions of announcements: what is typed as choices, what is on the buttons, and the law of the counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.announced import FEWEST, LONGEST, MOST, Amiss, Asks, Counts, Kind, Question, read_choices

CASES: list[tuple[str, object]] = [
    ("Monday\nTuesday", ("Monday", "Tuesday")),
    ("  Monday  morning \n\n- Tuesday\n• Friday", ("Monday morning", "Tuesday", "Friday")),
    ("โซนเหนือ\nโซนใต้", ("โซนเหนือ", "โซนใต้")),
    ("१० बजे\n२ बजे", ("१० बजे", "२ बजे")),
    ("Monday", Amiss.TOO_FEW),
    ("", Amiss.TOO_FEW),
    ("-\n•", Amiss.TOO_FEW),
    ("-5\n+5", ("-5", "+5")),
    ("👍\n👎", ("👍", "👎")),
    ("\n".join(map(str, range(9))), Amiss.TOO_MANY),
    ("\n".join(map(str, range(8))), tuple(map(str, range(8)))),
    ("yes\nYES", Amiss.ALIKE),
    (f"a\n{'b' * 41}", Amiss.TOO_LONG),
    (f"a\n{'b' * 40}", ("a", "b" * 40)),
]


@pytest.mark.parametrize(("said", "wanted"), CASES)
def test_choices_are_a_line_each(said: str, wanted: object) -> None:
    assert read_choices(said) == wanted


def test_another_language_has_as_many() -> None:
    assert read_choices("one\ntwo", as_many_as=2) == ("one", "two")
    assert read_choices("one\ntwo\nthree", as_many_as=2) is Amiss.NOT_AS_MANY


def test_what_is_on_the_buttons_falls_back_to_a_language_that_has_it() -> None:
    asked = Question(Asks.CHOICES, {"en": ("a", "b"), "th": ("ก", "ข")})
    assert asked.words("th", "en") == ("ก", "ข")
    assert asked.words("ne", "en") == ("a", "b")
    assert asked.words("ne", "ny") == ("a", "b")
    assert Question(Asks.FORM, form="visit").words("en", "en") == ()
    assert [Question(asks).places for asks in Asks] == [2, 0, 0] and asked.places == 2


def test_what_is_urgent_is_urgent_first_of_all() -> None:
    assert Kind.of(asks=True, emergency=True) is Kind.EMERGENCY
    assert Kind.of(asks=True, emergency=False) is Kind.QUESTION
    assert Kind.of(asks=False, emergency=False) is Kind.PLAIN


@given(st.text(), st.none() | st.integers(FEWEST, MOST))
def test_whatever_is_typed_is_choices_that_fit_or_not(said: str, wanted: int | None) -> None:
    found = read_choices(said, wanted)
    if not isinstance(found, Amiss):
        assert FEWEST <= len(found) <= MOST and wanted in (None, len(found))
        assert all(one and len(one) <= LONGEST and "\n" not in one for one in found)
        assert read_choices("\n".join(found)) == found


def test_who_has_not_answered_is_who_was_asked_and_has_not() -> None:
    assert (Counts(5, 3, (1, 2)).not_answered, Counts(0, 0).not_answered) == (2, 0)
