"""The published forms, filled at random: values, relevance, constraints, what is required and what can be chosen."""

from collections.abc import Iterator

import pytest

from tests.forms.oracle.filled import ON_PURPOSE, Filling, form_of, kept
from tests.forms.oracle.whole import Outcome, differences, ours, settled

FILLINGS = list(kept())


def found(filling: Filling) -> Iterator[str]:
    assert isinstance(filling.outcome, Outcome)
    form = form_of(filling.file)
    for told in differences(form, ours(form, settled(form, filling.answers)), filling.outcome):
        if (filling.file, told.partition(":")[0]) not in ON_PURPOSE:
            yield told


@pytest.mark.parametrize("file", sorted({one.file for one in FILLINGS}))
def test_is_read_as_odk_reads_it(file: str) -> None:
    judged = [one for one in FILLINGS if one.file == file and isinstance(one.outcome, Outcome)]
    assert [told for one in judged for told in found(one)] == []


def test_odk_could_say_something_of_nearly_all() -> None:
    """Two have a calculation that is no expression, one a group that it does not expect."""
    outcomes = [one.outcome for one in FILLINGS]
    assert len(outcomes) > 110
    assert sum(isinstance(one, str) for one in outcomes) <= 6
    whole = [one for one in outcomes if isinstance(one, Outcome)]
    assert sum(len(one.values) for one in whole) > 1000
    assert sum(len(one.hidden) for one in whole) > 300
    assert sum(len(one.broken) for one in whole) > 50
    assert sum(len(one.choices) for one in whole) > 30
