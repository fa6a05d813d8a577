"""The totals of a statement, one under the other: as they stand on the paper, and as whoever has its code is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.book import KINDS, Direction
from bot.domain.book.ledger.labels import CATEGORIES, DIRECTIONS
from bot.domain.book.ledger.ledger import OPENING
from bot.domain.book.statement import Figures
from bot.i18n import N_

CHANGE, LEFT, COUNTED = N_("Change"), N_("Box at the end"), N_("Counted")
SURPLUS = N_("Surplus before money for home")
ELSEWHERE = N_("To bank and phone wallet")
IN_THE_BANK, IN_THE_WALLET = N_("In the bank at the end"), N_("In the phone wallet at the end")


@dataclass(frozen=True, slots=True)
class Total:
    """A figure in minor units under its name. `marked`: the reader's eye is drawn to it."""

    label: str
    minor: int
    marked: bool = False


def totals(figures: Figures) -> Iterator[Total]:
    """What was in the box, what came and went, what is there at the end: they add up. The surplus and the change are
    sums of those before them.
    """
    yield Total(CATEGORIES[OPENING], figures.opening, figures.opening < 0)
    yield Total(DIRECTIONS[Direction.IN], figures.came)
    yield Total(DIRECTIONS[Direction.OUT], figures.went)
    yield Total(SURPLUS, figures.surplus, figures.surplus < 0)
    yield Total(DIRECTIONS[Direction.TAKEN_HOME], figures.home)
    for direction, kind in KINDS.items():
        if kind.is_beside and not kind.is_move and (minor := figures.beside.get(direction)):
            yield Total(DIRECTIONS[direction], minor)
    if figures.elsewhere:
        yield Total(ELSEWHERE, figures.elsewhere)
    if figures.counted:
        yield Total(COUNTED, figures.counted, marked=True)
    yield Total(CHANGE, figures.net, figures.net < 0)
    yield Total(LEFT, figures.closing, figures.closing < 0)
    if figures.bank:
        yield Total(IN_THE_BANK, figures.bank, figures.bank < 0)
    if figures.wallet:
        yield Total(IN_THE_WALLET, figures.wallet, figures.wallet < 0)
