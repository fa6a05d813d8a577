"""Whatever can be written as JSON is, and reads back as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.json_text import written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_it_reads_back_as_it_was(value: Any) -> None:
    assert json.loads(written(value)) == value


@pytest.mark.parametrize("value", [2**70, "half \ud83d", {1: "a key that is no text"}, (1, 2)])
def test_odd_values_are_written_as_ever(value: Any) -> None:
    assert json.loads(written(value)) == json.loads(json.dumps(value))


def test_letters_stay_letters_and_no_space_is_lost_on_the_way() -> None:
    assert written({"text": "ขาย 200", "lines": [1, 2]}) == '{"text":"ขาย 200","lines":[1,2]}'


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError):
        written({"when": object()})
