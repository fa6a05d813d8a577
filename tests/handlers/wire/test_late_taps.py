"""What is said of a tap that comes too late stands in one place."""

from pathlib import Path

import pytest

from handlers.wire import late_taps

HANDLERS = Path(late_taps.__file__).parent.parent


@pytest.mark.parametrize("sentence", [late_taps.NO_LONGER, late_taps.ANSWERED])
def test_the_sentence_stands_in_one_file(sentence: str) -> None:
    told = [path.name for path in HANDLERS.rglob("*.py") if sentence in path.read_text(encoding="utf-8")]
    assert told == ["late_taps.py"]
