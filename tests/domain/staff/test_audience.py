"""An audience as it is kept: the same back, and what is none is refused to the last letter."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people.roles import Role
from bot.domain.staff.audience import Audience, NoAudience, Stage
from bot.json_text import written
from tests.nightly import times

CODES = st.frozensets(st.text("abcMW-1", min_size=1, max_size=8), max_size=3)
DAYS = st.one_of(st.none(), st.dates())
AUDIENCES = st.builds(
    Audience,
    areas=CODES,
    products=CODES,
    groups=st.frozensets(st.integers(1, 2**63 - 1), max_size=3),
    roles=st.frozensets(st.sampled_from(Role)),
    stages=st.frozensets(st.sampled_from(Stage)),
    late=st.one_of(st.none(), st.booleans()),
    languages=CODES,
    joined_since=DAYS,
    not_spoken_since=DAYS,
)


@settings(max_examples=times(60, 2000), deadline=None)
@given(AUDIENCES)
def test_what_was_kept_comes_back(audience: Audience) -> None:
    kept = audience.to_json()
    assert Audience.from_json(kept) == audience
    assert written(Audience.from_json(kept).to_json()) == written(kept)


def test_everybody_is_kept_as_nothing_and_one_limit_as_itself() -> None:
    assert Audience().to_json() == {}
    assert Audience().is_everybody
    limited = Audience(areas=frozenset({"b", "a"}), late=False, joined_since=date(2026, 11, 1))
    assert limited.to_json() == {"areas": ["a", "b"], "late": False, "joined_since": "2026-11-01"}
    assert not limited.is_everybody


NONE: list[Any] = [
    None, [], "", {"area": ["a"]}, {"areas": "a"}, {"areas": [1]}, {"areas": [""]}, {"areas": ["a" * 65]},
    {"areas": {"a": 1}}, {"groups": ["1"]}, {"groups": [True]}, {"groups": [0]}, {"groups": [2**63]},
    {"roles": ["king"]}, {"stages": ["member"]}, {"stages": [None]}, {"late": 1}, {"late": "yes"},
    {"joined_since": 20261101}, {"joined_since": "2026-02-30"}, {"not_spoken_since": ""},
]  # fmt: skip


@pytest.mark.parametrize("kept", NONE, ids=map(str, range(len(NONE))))
def test_what_is_none_is_refused(kept: Any) -> None:
    with pytest.raises(NoAudience):
        Audience.from_json(kept)
