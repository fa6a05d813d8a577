"""What anybody who has the code of a statement is told: whether it is real, and its totals; no name and no place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.book.statement import Figures
from bot.i18n import N_, Money, Text, Value
from bot.services.book.statement_paper import PERIOD
from bot.services.book.statement_totals import CHANGE, SURPLUS, totals
from bot.services.book.statements import Found, Verdict

LINE = N_("{label}: {value}")
COMPARE = N_("Compare these figures with the paper.")


class Tone(StrEnum):
    GOOD = "good"
    CAREFUL = "careful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict in words: its heading, what it means, and the figures to compare, each with its label."""

    tone: Tone
    heading: Text
    meaning: Text
    figures: tuple[tuple[Text, Value], ...] = ()


_WORDS: Mapping[Verdict, tuple[Tone, Text, Text]] = {
    Verdict.GOOD: (
        Tone.GOOD,
        Text(N_("This statement is real.")),
        Text(COMPARE),
    ),
    Verdict.CHANGED: (
        Tone.CAREFUL,
        Text(N_("This statement is real, but the book was changed since.")),
        Text(N_("These are the figures of that day. Ask for a new statement.")),
    ),
    Verdict.REVOKED: (
        Tone.BAD,
        Text(N_("This statement was taken back.")),
        Text(N_("It does not count any more. Ask for a new one.")),
    ),
    Verdict.DAMAGED: (
        Tone.BAD,
        Text(N_("What is kept of this statement is damaged.")),
        Text(N_("Do not rely on it. Ask for a new one.")),
    ),
    Verdict.UNKNOWN: (
        Tone.BAD,
        Text(N_("There is no statement with this code.")),
        Text(N_("Compare the code with the paper, sign by sign. It may be too old, or erased.")),
    ),
    Verdict.MISTYPED: (
        Tone.CAREFUL,
        Text(N_("There is a slip in this code.")),
        Text(N_("Compare it with the paper, sign by sign. It has 15 signs.")),
    ),
}


def told(found: Found) -> Told:
    """The words for a verdict; figures only where there are some that count."""
    tone, heading, meaning = _WORDS[found.verdict]
    if found.figures is None or found.issued_on is None:
        return Told(tone, heading, meaning)
    figures = found.figures
    dates: tuple[tuple[Text, Value], ...] = (
        (Text(N_("Issued on")), found.issued_on),
        (Text(N_("Period")), Text(PERIOD, {"first": figures.period.first, "last": figures.period.last})),
        (Text(N_("Currency")), figures.currency),
    )
    return Told(tone, heading, meaning, dates + _totals(figures))


def _totals(figures: Figures) -> tuple[tuple[Text, Value], ...]:
    """As they stand on the paper, in the same order."""
    shown = (one for one in totals(figures) if one.label not in (CHANGE, SURPLUS))
    return tuple((Text(one.label), Money(one.minor, figures.currency)) for one in shown)
