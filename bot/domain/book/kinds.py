"""The kinds of entry, one record each: what an entry of it does to the box, to sales, to profit, to debts.

This is the one table of signs. Whatever adds the book up asks it: sums, statement, check-in, debts, export, tips.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Place(StrEnum):
    """Where money lies. What is counted is the box. Values are stored."""

    BOX = "box"
    BANK = "bank"  # or a savings group
    WALLET = "wallet"  # on a phone


class Direction(StrEnum):
    """What a line does. Values are stored; buttons mean the first seven by their place."""

    IN = "in"  # money came from a sale
    OUT = "out"  # spent on the business
    CREDIT = "credit"  # sold, the customer owes it
    PAID_BACK = "paid_back"  # the customer pays what she owes
    TAKEN_HOME = "taken_home"  # from business to household
    OWED = "owed"  # bought, she owes it
    REPAID = "repaid"  # she pays what she owes
    LOAN_GOT = "loan_got"  # money that is to be paid back
    LOAN_PAID = "loan_paid"  # a part of it, without what it costs
    GRANT = "grant"  # or a gift: nobody wants it back
    PUT_IN = "put_in"  # her own, from household to business
    REFUND_GIVEN = "refund_given"  # to a customer who brings something back
    REFUND_GOT = "refund_got"  # from a shop
    TO_BANK = "to_bank"  # out of the box
    FROM_BANK = "from_bank"
    TO_WALLET = "to_wallet"
    FROM_WALLET = "from_wallet"
    BANK_TO_WALLET = "bank_to_wallet"
    WALLET_TO_BANK = "wallet_to_bank"
    LENT = "lent"  # she lends it, and wants it back
    LENT_BACK = "lent_back"  # a part of it is given back to her
    INTEREST = "interest_got"  # that her savings earn


class Asked(StrEnum):
    """What is to be known of an entry, in the order of a record's `asks`. Values are in the state of steps."""

    ITEM = "item"
    WHO = "who"
    AMOUNT = "amount"
    COST = "cost"  # how much of what was paid is interest or a fee
    DUE = "due"  # when the next payment is due


@dataclass(frozen=True, slots=True)
class Kind:
    """What an entry adds (1), takes away (-1) or leaves alone (0), and what is asked for it.

    `box`, `bank`, `wallet`: the money that lies there, where an entry says nothing else (`moved_by`); `home`: taken for
    the household; `to_her`, `by_her`: what is owed for goods; `loans`: what of loans she has to pay back; `lent`: what
    is to be given back to her; `earned`: what is profit and no sale. `usual`: where its money is unless it is said.
    `category`: of entries that name none; `named`: whether they can name one of the costs ("transport").
    `takes_back`: the kind that it is the contrary of.
    """

    category: str
    asks: tuple[Asked, ...]
    box: int = 0
    bank: int = 0
    wallet: int = 0
    sales: int = 0
    costs: int = 0
    home: int = 0
    to_her: int = 0
    by_her: int = 0
    loans: int = 0
    lent: int = 0
    earned: int = 0
    usual: Place = Place.BOX
    named: bool = False
    takes_back: Direction | None = None

    @property
    def money(self) -> int:
        """What it does to all her money, wherever it lies."""
        return self.box + self.bank + self.wallet

    @property
    def profit(self) -> int:
        return self.sales + self.earned - self.costs

    @property
    def came(self) -> int:
        """Money that came from sales, when it came."""
        return self.sales - self.to_her

    @property
    def went(self) -> int:
        """Money that went for costs, when it went."""
        return self.costs - self.by_her

    @property
    def is_move(self) -> bool:
        """Whether it moves money between box, bank and wallet, and does nothing else."""
        return not self.money and bool(self.box or self.bank or self.wallet)

    def place_of(self, said: Place | None) -> Place:
        """Where an entry's money came to or from: as it is said, where that can be said of it; else the usual place."""
        return (said or self.usual) if self.money and not self.is_move else Place.BOX

    @property
    def is_beside(self) -> bool:
        """Whether it is neither business nor household: a loan, a grant, her own money, a move."""
        return not (self.came or self.went or self.home or self.to_her or self.by_her or self.earned)

    @property
    def is_other(self) -> bool:
        """Whether it is neither a sale nor a cost, or takes one back."""
        return self.is_beside or bool(self.earned) or self.takes_back is not None

    @property
    def has_due(self) -> bool:
        """Whether a day can be said on which money is to be paid back."""
        return bool(self.loans or self.lent)


ITEM, WHO, AMOUNT, COST, DUE = Asked
GOODS, GOODS_OF, PAYMENT, PLAIN = (ITEM, AMOUNT), (ITEM, WHO, AMOUNT), (WHO, AMOUNT), (AMOUNT,)
KINDS: Mapping[Direction, Kind] = {
    Direction.IN: Kind("sales", GOODS, box=1, sales=1),
    Direction.OUT: Kind("costs", GOODS, box=-1, costs=1, named=True),
    Direction.CREDIT: Kind("sales", GOODS_OF, sales=1, to_her=1),
    Direction.PAID_BACK: Kind("debts", PAYMENT, box=1, to_her=-1),
    Direction.TAKEN_HOME: Kind("home", PLAIN, box=-1, home=1),
    Direction.OWED: Kind("costs", GOODS_OF, costs=1, by_her=1, named=True),
    Direction.REPAID: Kind("debts", PAYMENT, box=-1, by_her=-1),
    Direction.LOAN_GOT: Kind("loan", (WHO, AMOUNT, DUE), box=1, loans=1),
    Direction.LOAN_PAID: Kind("loan", (WHO, AMOUNT, COST, DUE), box=-1, loans=-1, takes_back=Direction.LOAN_GOT),
    Direction.GRANT: Kind("grant", PAYMENT, box=1),
    Direction.PUT_IN: Kind("own", PLAIN, box=1),
    Direction.REFUND_GIVEN: Kind("sales", GOODS, box=-1, sales=-1, takes_back=Direction.IN),
    Direction.REFUND_GOT: Kind("costs", GOODS, box=1, costs=-1, named=True, takes_back=Direction.OUT),
    Direction.TO_BANK: Kind("moved", PLAIN, box=-1, bank=1),
    Direction.FROM_BANK: Kind("moved", PLAIN, box=1, bank=-1, takes_back=Direction.TO_BANK),
    Direction.TO_WALLET: Kind("moved", PLAIN, box=-1, wallet=1),
    Direction.FROM_WALLET: Kind("moved", PLAIN, box=1, wallet=-1, takes_back=Direction.TO_WALLET),
    Direction.BANK_TO_WALLET: Kind("moved", PLAIN, bank=-1, wallet=1),
    Direction.WALLET_TO_BANK: Kind("moved", PLAIN, bank=1, wallet=-1, takes_back=Direction.BANK_TO_WALLET),
    Direction.LENT: Kind("lent", PAYMENT, box=-1, lent=1),
    Direction.LENT_BACK: Kind("lent", PAYMENT, box=1, lent=-1, takes_back=Direction.LENT),
    Direction.INTEREST: Kind("earned", PLAIN, box=1, earned=1, usual=Place.BANK),
}
# What the book has known from its beginning: sold, bought, owed, taken home.
TRADE = tuple(Direction)[:7]


@cache
def moved_by(direction: Direction, place: Place) -> Mapping[Place, int]:
    """The signs on box, bank and wallet of an entry whose money came to or left `place`.

    A move says itself where its money goes; where a kind moves no money, its place says nothing.
    """
    kind = KINDS[direction]
    signs = {Place.BOX: kind.box, Place.BANK: kind.bank, Place.WALLET: kind.wallet}
    if kind.is_move or place is Place.BOX:
        return signs
    return {Place.BOX: 0, Place.BANK: 0, Place.WALLET: 0, place: kind.money}


def instead_of(direction: Direction) -> tuple[Direction, ...]:
    """What money that was written down as this may have been instead, and is neither sold, spent nor owed: what does
    the same to the box.
    """
    kind = KINDS[direction]
    if not (kind.money or kind.is_move):
        return ()
    others = (one for one in KINDS if one not in TRADE and one is not direction)
    return tuple(one for one in others if KINDS[one].box == kind.box and bool(KINDS[one].box or kind.is_move))


def signs(of: str) -> Mapping[Direction, int]:
    """A column of the table: the kinds that do something to it, each with its sign."""
    return {direction: sign for direction, kind in KINDS.items() if (sign := getattr(kind, of))}


# Categories that say nothing but the direction; "transport" and its like stay with what is spent.
SAYING_NOTHING = frozenset({"", "other", *(kind.category for kind in KINDS.values())})


def category_for(direction: Direction, category: str = "") -> str:
    """The category of an entry in `direction`: the cost that is named, else that of its kind."""
    kind = KINDS[direction]
    return category if kind.named and category not in SAYING_NOTHING else kind.category
