"""What each step of an entry asks, in words, and the names that it offers."""

from collections.abc import Mapping, Sequence

from bot.domain.book import KINDS, Asked, Direction, Known
from bot.i18n import N_

WHAT, WHO_IS_IT = N_("What was it? Tap it, or write it."), N_("Who was it? Tap the name, or write it.")
HOW_MUCH = N_("How much money was it?\nYou can also write how many, then how much: 12 600")
HOW_MUCH_PAID = N_("How much money was it? Write the amount.")
HOW_MUCH_HOME = N_("How much money did you take home?\nFor goods, write them with what they are worth: soap 100")
HOW_MUCH_IN_ALL = N_("How much did you pay in all? Write the amount.")
WHO_LENT = N_("Who lent you the money? Tap the name, or write it.")
LENT_TO = N_("Whom did you lend it to? Tap the name, or write it.")
WHO_GAVE_BACK = N_("Who gave it back to you? Tap the name, or write it.")
WHO_GAVE = N_("Who gave it? Tap the name, or write it.")
COST_OF_LOAN = N_("How much of it was interest or a fee? Write the amount.")
NEXT_PAYMENT = N_("When do you have to pay the next time?\nTap it, or write the day.")
COMES_BACK = N_("When is it to come back to you?\nTap it, or write the day.")
ASKED: Mapping[Asked, str] = {
    Asked.ITEM: WHAT,
    Asked.WHO: WHO_IS_IT,
    Asked.AMOUNT: HOW_MUCH_PAID,
    Asked.COST: COST_OF_LOAN,
    Asked.DUE: NEXT_PAYMENT,
}
# Where a kind has words of its own.
OF_KINDS: Mapping[tuple[Direction, Asked], str] = {
    (Direction.TAKEN_HOME, Asked.AMOUNT): HOW_MUCH_HOME,
    (Direction.LOAN_GOT, Asked.WHO): WHO_LENT,
    (Direction.LOAN_PAID, Asked.WHO): WHO_LENT,
    (Direction.LOAN_PAID, Asked.AMOUNT): HOW_MUCH_IN_ALL,
    (Direction.GRANT, Asked.WHO): WHO_GAVE,
    (Direction.LENT, Asked.WHO): LENT_TO,
    (Direction.LENT_BACK, Asked.WHO): WHO_GAVE_BACK,
    (Direction.LENT, Asked.DUE): COMES_BACK,
    (Direction.LENT_BACK, Asked.DUE): COMES_BACK,
}


def asked(direction: Direction, needed: Asked) -> str:
    """The question of a step."""
    if needed is Asked.AMOUNT and Asked.ITEM in KINDS[direction].asks:
        return HOW_MUCH
    return OF_KINDS.get((direction, needed), ASKED[needed])


def offered(known: Known, direction: Direction, needed: Asked) -> Sequence[str]:
    """The names that she is most likely to mean, the likeliest first."""
    if needed is Asked.WHO:
        return people(known, direction)
    if needed is not Asked.ITEM:
        return ()
    way = Direction.IN if KINDS[direction].sales else Direction.OUT
    return [one.name for one in known.items if one.direction in (way, None)]


def people(known: Known, direction: Direction) -> Sequence[str]:
    """Who it may be: who has money of hers first, those who lend apart from her customers."""
    if KINDS[direction].lent:
        return list(dict.fromkeys((*known.borrowers, *known.people)))
    if KINDS[direction].is_beside:
        return known.lenders
    owing = [name for name in known.people if name in known.owing]
    others = [name for name in known.people if name not in known.owing]
    return [*owing, *others] if KINDS[direction].to_her else known.people
