"""Every function with odd values: as ODK's engine gives it, or otherwise for a reason that is written down."""

from tests.forms.oracle.cases import expressions
from tests.forms.oracle.small import PAGE, differing, kept, page, reasons


def test_all_are_judged() -> None:
    assert list(kept()) == expressions()


def test_whatever_differs_has_a_reason() -> None:
    told = reasons()
    without = [f"{source}: {theirs} there, {own} here" for source, theirs, own in differing()
               if not any(reason.holds(source) for reason in told)]  # fmt: skip
    assert without == []


def test_every_reason_is_needed() -> None:
    found = [source for source, _, _ in differing()]
    patterns = [pattern for reason in reasons() for pattern in reason.of]
    assert [one.pattern for one in patterns if not any(one.fullmatch(source) for source in found)] == []


def test_the_page_says_so() -> None:
    assert PAGE.read_text("utf-8") == page()
