"""Lines of a group's book: where nobody says which way the money went, members may have paid it in."""

from dataclasses import replace

from bot.domain.book import KINDS, About, Ask, Direction, Line, Reading
from bot.domain.book.ledger.other_direction import turned
from bot.domain.book.reading.is_entry import has_verb
from bot.i18n import Locale


def for_group(reading: Reading, text: str, locale: Locale) -> Reading:
    """What was read of a text, for a group: a cost that no verb says is asked, since dues and fees are costs of who
    pays them, and come in to the group.
    """
    match reading:
        case Line(direction=Direction.OUT, category="costs"):
            sure = has_verb(text, locale, reading.amount.currency)
            return reading if sure else Ask(About.DIRECTION, (turned(reading, Direction.IN), reading))
        case Ask(about=about, choices=choices) if not any(KINDS[one.direction].money > 0 for one in choices):
            if about is About.DIRECTION or not has_verb(text, locale, choices[0].amount.currency):
                return replace(reading, about=About.DIRECTION, choices=_with_in(choices))
    return reading


def _with_in(choices: tuple[Line, ...]) -> tuple[Line, ...]:
    """What came in first; moves between box and bank come in to nobody, and stay as they are."""
    moves = all(KINDS[one.direction].is_move for one in choices)
    return choices if moves else (turned(choices[0], Direction.IN), *choices)
