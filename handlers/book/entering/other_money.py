"""Money that is no sale and no cost, by buttons: loans, gifts, her own, bank and wallet, given back, lent, earned."""

from bot.domain.book import Direction
from bot.domain.book.reading.waiting import to_json
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Text
from bot.services.book.entries import Owner
from handlers.book.entering import asking
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering.open_questions import LINE, Step
from handlers.forms import questions
from handlers.wire.turn import Turn

# The screens, as in a button's data: all, bank and wallet, given back and lent; and the way home.
ALL, PLACES, REFUNDS, HOME = "a", "b", "r", "h"
WHICH_REFUND = N_("Which of these was it?\nMoney given back is taken off what you sold or spent.")
BANK_OR_WALLET, GIVEN_BACK = N_("🏦 Bank or phone wallet"), N_("🔁 Given back, lent, interest")
SHOWN = {
    ALL: (Direction.LOAN_GOT, Direction.LOAN_PAID, Direction.GRANT, Direction.PUT_IN),
    PLACES: (
        Direction.TO_BANK,
        Direction.FROM_BANK,
        Direction.TO_WALLET,
        Direction.FROM_WALLET,
        Direction.BANK_TO_WALLET,
        Direction.WALLET_TO_BANK,
    ),
    REFUNDS: (
        Direction.REFUND_GIVEN,
        Direction.REFUND_GOT,
        Direction.LENT,
        Direction.LENT_BACK,
        Direction.INTEREST,
    ),
}


async def show(turn: Turn, _owner: Owner, screen: str) -> None:
    """One of the screens, in place of the one whose button was tapped."""
    turn.show(WHICH_REFUND if screen == REFUNDS else words.NO_SALE, buttons=_buttons(screen))


def _buttons(screen: str) -> Rows:
    kinds = [words.direction_button(one, words.data("g", one)) for one in SHOWN[screen]]
    if screen != ALL:
        # long names that begin alike
        return [*([one] for one in kinds), [_to(questions.BACK, ALL)]]
    pairs = (kinds[at : at + 2] for at in range(0, len(kinds), 2))
    return [*pairs, [_to(BANK_OR_WALLET, PLACES)], [_to(GIVEN_BACK, REFUNDS)], [_to(questions.BACK, HOME)]]


def _to(label: str, screen: str) -> Button:
    return Button(Text(label), words.data("o", screen))


async def begin(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """A line that was asked about is none of what it may be: its amount waits for the kind of money that it was."""
    origin, line = state.origin_of(dialogue), asking.lines_of(dialogue)[0]
    await state.close(turn, dialogue)
    await state.close_all(turn, Step.OPEN, Step.GUIDE)
    state.ask(turn, Step.OPEN, origin, **{LINE: to_json(line)})
    await show(turn, owner, ALL)
