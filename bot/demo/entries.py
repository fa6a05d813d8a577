"""A year of cash book entries, made up: the same story whichever day it is told on, counted back from today. Pure.

She sells on three days a week, more and more through the season; gives some customers credit and is paid back in
parts; buys the season's stock, half of it on credit; gets a grant, and a loan for a tool that she pays back in parts;
counts her box, with differences; mends slips; and twice writes
nothing for weeks. The box never holds less than nothing.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.trade import Cost, Trade
from bot.domain.book import Direction, Entry, Source, corrected, counted, opening, undone
from bot.domain.book.kinds import TRADE
from bot.i18n import Money

# All days are counted back from today.
GAPS = (range(246, 270), range(134, 151))
MARKET = (1, 4, 5)  # days of her week
SEASON = (0.8, 0.85, 0.9, 0.8, 1.0, 1.15, 1.35, 1.5, 1.1, 1.0, 1.5, 1.7)  # twelfths of the year, the first one first
STOCK, STOCK_LASTS = 200, 45
TOOL = 75
# A grant, a loan before the tool, and which part of it is paid back on which day; each in parts of what she began with.
GRANT, GRANTED, LOAN, BORROWED = 209, 0.5, 76, 1.5
PARTS = {48: 0.35, 17: 0.35}
INTEREST = 0.02  # of the loan, with each part
DUE_AFTER = timedelta(days=31)
OFTEN = (1.0, 0.75, 0.6)  # on how many market days each of the goods is sold
SHELVED = (0, 66, 246)  # until when each good is made
DEARER = 160  # prices went up
SAVING = range(STOCK, 236)
SCHOOL = (302, 221, 118)
# day → which customer, and how many market days' worth of the first good on credit
LENT = {
    340: (0, 1.0), 322: (1, 2.0), 301: (0, 0.7), 283: (2, 1.0), 238: (1, 1.5), 226: (0, 1.0), 204: (1, 2.0),
    188: (2, 0.8), 176: (0, 1.2), 160: (1, 1.5), 131: (0, 0.8), 117: (2, 1.2), 103: (1, 2.0), 88: (0, 0.6),
    74: (1, 1.0), 52: (0, 1.0), 41: (2, 0.7), 27: (1, 1.5), 16: (0, 0.6), 6: (1, 0.8),
}  # fmt: skip
# day → which customer, and which part of the debt is paid back; below: to the supplier
PAID_BACK = {
    331: (0, 0.5), 310: (1, 1.0), 294: (0, 1.0), 273: (2, 0.5), 229: (1, 1.0), 217: (0, 1.0), 192: (1, 0.5),
    180: (2, 1.0), 168: (0, 0.4), 152: (1, 1.0), 125: (0, 1.0), 110: (2, 1.0), 95: (1, 0.5),
    81: (0, 1.0), 66: (1, 1.0), 45: (0, 0.3), 20: (1, 0.4), 9: (2, 0.5),
}  # fmt: skip
REPAID = {170: 0.2, 128: 0.2, 92: 0.25, 61: 0.4, 30: 0.5}
COUNTS = {318: -7, 240: 4, 171: -12, 89: 9, 13: -5}  # differences, in steps
TEN_TIMES, MORE, YESTERDAY, OTHER_ITEM, DAYS_AFTER = 292, 183, 109, 64, 22
TWICE = (194, 12)
LATER = {73: 4, 72: 3, 71: 2}  # days until it was written down


@dataclass(frozen=True, slots=True)
class Written:
    """What she wrote down at a moment."""

    at: datetime
    entries: tuple[Entry, ...]


NewId = Callable[[datetime], str]


def year(trade: Trade, first: date, today: date, zone: ZoneInfo, new_id: NewId) -> list[Written]:
    """All that was written down from the first day to yesterday, in that order."""
    return sorted(_Year(trade, first, today, zone, new_id).days(), key=lambda one: one.at)


@dataclass(slots=True)
class _Year:
    trade: Trade
    first: date
    today: date
    zone: ZoneInfo
    new_id: NewId
    box: int = 0
    net: int = 0  # of the week
    owing: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    stock_owed: int = 0
    all: list[Entry] = field(default_factory=list)
    ago: int = 0
    chance: random.Random = field(default_factory=random.Random)

    def days(self) -> Iterator[Written]:
        for ago in range((self.today - self.first).days, 0, -1):
            if not any(ago in gap for gap in GAPS):
                self.ago, self.chance = ago, random.Random(ago)
                yield from self._day()

    def _day(self) -> Iterator[Written]:
        day, moment = self.today - timedelta(days=self.ago), self._at(18)
        if day == self.first:
            self.box = self.trade.opening
            yield self._written(moment, opening(self.new_id(moment), day, Money(self.box, self.trade.currency)))
        made = [
            *self._sales(),
            *self._lent(),
            *self._paid(),
            *self._costs(),
            *self._stock(),
            *self._home(),
            *self._other(),
        ]
        if made:
            yield from self._mended(moment, made)
        if self.ago in COUNTS:
            yield from self._count()

    # What happens on a day

    def _sales(self) -> Iterator[Entry]:
        if self.ago % 7 not in MARKET:
            return
        for place, good in enumerate(self.trade.goods):
            if self.chance.random() <= OFTEN[place] and self.ago >= SHELVED[place]:
                yield self._sold(Direction.IN, place, self._so_many(good.sold))

    def _sold(self, direction: Direction, place: int, number: int, who: str = "") -> Entry:
        good = self.trade.goods[place]
        price = good.price if self.ago > DEARER else self._rounded(good.price * 1.1)
        return self._entry(direction, number * price, good.item, number, good.unit, "sales", who)

    def _lent(self) -> Iterator[Entry]:
        if self.ago in LENT:
            who, worth = LENT[self.ago]
            least, most = self.trade.goods[0].sold
            made = self._sold(Direction.CREDIT, 0, max(1, round((least + most) / 2 * worth)), self.trade.customers[who])
            self.owing[who] += made.amount
            yield made

    def _paid(self) -> Iterator[Entry]:
        if self.ago in PAID_BACK:
            who, part = PAID_BACK[self.ago]
            amount = self.owing[who] if part == 1 else self._rounded(self.owing[who] * part)
            self.owing[who] -= amount
            yield self._entry(Direction.PAID_BACK, amount, category="debts", who=self.trade.customers[who])
        if self.ago in REPAID:
            amount = self._affordable(self._rounded(self.stock_owed * REPAID[self.ago]))
            if amount:
                self.stock_owed -= amount
                yield self._entry(Direction.REPAID, amount, category="debts", who=self.trade.supplier)

    def _costs(self) -> Iterator[Entry]:
        for place, cost in enumerate(self.trade.costs):
            stocked = place == 0 and STOCK - STOCK_LASTS < self.ago <= STOCK
            if self.ago % cost.every == place % cost.every and not stocked:
                yield from self._bought(cost)
        if self.ago == TOOL:
            yield from self._bought(self.trade.tool)

    def _bought(self, cost: Cost) -> Iterator[Entry]:
        number = self._so_many(cost.bought) if cost.bought else None
        amount = cost.price * (number or 1)
        if self._affordable(amount) == amount:
            yield self._entry(Direction.OUT, amount, cost.item, number, cost.unit, cost.category)

    def _stock(self) -> Iterator[Entry]:
        """The season's material, for less: what the box allows in cash, the rest on credit."""
        if self.ago != STOCK:
            return
        cost = self.trade.costs[0]
        price, most = self._rounded(cost.price * 0.85), (cost.bought or (1, 1))[1]
        cash = min(5 * most, self._affordable(self.box) // price)
        if cash:
            yield self._entry(Direction.OUT, cash * price, cost.item, cash, cost.unit, cost.category)
        credit = 12 * most - cash
        self.stock_owed = credit * price
        yield self._entry(
            Direction.OWED, self.stock_owed, cost.item, credit, cost.unit, cost.category, self.trade.supplier
        )

    def _home(self) -> Iterator[Entry]:
        if self.ago in SCHOOL:
            amount = self._affordable(self._rounded(self.trade.opening * 0.5))
            if amount:
                yield self._entry(Direction.TAKEN_HOME, amount, self.trade.school, category="home")
        if self.ago % 7 == 2:
            part = 0.3 if self.ago in SAVING else 0.75
            amount = self._affordable(self._rounded(max(0, self.net) * part))
            self.net = 0
            if amount:
                yield self._entry(Direction.TAKEN_HOME, amount, category="home")

    def _other(self) -> Iterator[Entry]:
        """Money that is no sale and no cost; and what the loan costs."""
        loan, due = self._rounded(self.trade.opening * BORROWED), self.today - timedelta(days=self.ago) + DUE_AFTER
        if self.ago == GRANT:
            amount = self._rounded(self.trade.opening * GRANTED)
            yield self._entry(Direction.GRANT, amount, category="grant", who=self.trade.giver)
        if self.ago == LOAN:
            yield replace(self._entry(Direction.LOAN_GOT, loan, category="loan", who=self.trade.lender), due=due)
        if self.ago in PARTS:
            part = self._rounded(loan * PARTS[self.ago])
            yield replace(self._entry(Direction.LOAN_PAID, part, category="loan", who=self.trade.lender), due=due)
            yield self._entry(Direction.OUT, self._rounded(loan * INTEREST), category="interest")

    # How it is written down

    def _mended(self, moment: datetime, made: list[Entry]) -> Iterator[Written]:
        """The day's lines; on some days with a slip in the first of them, which is put right later."""
        one, slips = made[0], self._slips(made[0])
        if slips:
            yield self._written(moment, replace(one, **slips), *made[1:])
            later = moment + (timedelta(days=2) if self.ago == DAYS_AFTER else timedelta(minutes=2))
            day = one.day - timedelta(days=self.ago == YESTERDAY)
            right = {name: getattr(one, name) for name in slips} | {"day": day}
            yield self._written(later, corrected(one, self.new_id(later), **right))
        elif self.ago in TWICE:
            again = replace(one, id=self.new_id(moment))
            later = moment + timedelta(minutes=1)
            yield self._written(moment, *made, again)
            yield self._written(later, undone(again, self.new_id(later)))
        else:
            yield self._written(moment, *made)

    def _slips(self, one: Entry) -> dict[str, Any]:
        """What was typed otherwise at first; nothing on most days."""
        slips: dict[int, dict[str, Any]] = {
            TEN_TIMES: {"amount": one.amount * 10},
            MORE: {"quantity": (one.quantity or 0) + 10},
            YESTERDAY: {"day": one.day},
            OTHER_ITEM: {"item": self.trade.goods[1].item},
            DAYS_AFTER: {"amount": one.amount - one.amount // 10},
        }
        return slips.get(self.ago, {})

    def _count(self) -> Iterator[Written]:
        moment = self._at(20)
        held = Money(self.box + COUNTS[self.ago] * self.trade.step, self.trade.currency)
        made = counted(self.all, self.new_id(moment), self.today - timedelta(days=self.ago), held)
        if made is not None:
            self.box += made.cash
            yield self._written(moment, made)

    def _written(self, at: datetime, *entries: Entry) -> Written:
        self.all += entries
        return Written(at, entries)

    def _entry(
        self, direction: Direction, amount: int, item: str = "", number: int | None = None, unit: str = "",
        category: str = "", who: str = "",
    ) -> Entry:  # fmt: skip
        day = self.today - timedelta(days=self.ago)
        source = Source.TAPPED if self.chance.random() < 0.3 else Source.TYPED
        quantity = None if number is None else Decimal(number)
        made = Entry(
            self.new_id(self._at(18)), day, direction, amount, self.trade.currency, item, quantity, unit, category, who,
            source,
        )  # fmt: skip
        self.box += made.cash
        self.net += made.cash if direction in TRADE and direction is not Direction.TAKEN_HOME else 0
        return made

    def _at(self, hour: int) -> datetime:
        day = self.today - timedelta(days=self.ago - LATER.get(self.ago, 0))
        return datetime.combine(day, time(hour, self.ago % 60), tzinfo=self.zone)

    def _so_many(self, least_most: tuple[int, int]) -> int:
        season = SEASON[min(11, (365 - min(self.ago, 365)) * 12 // 365)]
        return max(1, round(self.chance.randint(*least_most) * season))

    def _rounded(self, amount: float) -> int:
        return round(amount / self.trade.step) * self.trade.step

    def _affordable(self, amount: int) -> int:
        """As much of it as leaves something in the box for the next day."""
        return max(0, min(amount, self._rounded(self.box - self.trade.opening / 4)))
