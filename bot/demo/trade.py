"""Who has been with the demo for a year: her business in the words of one language, from year.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.i18n import Money

_FILE = Path(__file__).with_name("year.toml")


@dataclass(frozen=True, slots=True)
class Good:
    """Something that is sold. `price`: of one, in minor units; `sold`: least and most on a market day."""

    item: str
    unit: str
    price: int
    sold: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cost:
    """Something that is paid for every so many days. `bought`: least and most; None: only the money is written down."""

    item: str
    unit: str
    price: int
    bought: tuple[int, int] | None
    every: int
    category: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A producer's business. Money in minor units of `currency`; `step`: what her prices are rounded to.

    `areas`: from the top level down; `customers`: those who buy on credit.
    """

    name: str
    areas: tuple[str, ...]
    product: str
    unit: str
    currency: str
    step: int
    opening: int
    goods: tuple[Good, ...]
    costs: tuple[Cost, ...]
    customers: tuple[str, ...]
    supplier: str
    lender: str
    giver: str
    school: str
    tool: Cost


@cache
def load_trade(code: str, language: str, currency: str) -> Trade:
    """The business of a programme's producer. Raises KeyError where there is none, or no words in that language."""
    found: Mapping[str, Any] = tomllib.loads(_FILE.read_text("utf-8"))[code]

    def minor(amount: int) -> int:
        return Money.of(amount, currency).minor

    return Trade(
        name=found["name"][language],
        areas=tuple(found["areas"]),
        product=found["product"],
        unit=found["unit"],
        currency=currency,
        step=minor(found["round"]),
        opening=minor(found["opening"]),
        goods=tuple(
            Good(one["item"][language], one["unit"], minor(one["price"]), tuple(one["sold"])) for one in found["goods"]
        ),
        costs=tuple(_cost(one, language, minor(one["price"])) for one in found["costs"]),
        customers=tuple(one[language] for one in found["customers"]),
        supplier=found["supplier"][language],
        lender=found["lender"][language],
        giver=found["giver"][language],
        school=found["school"][language],
        tool=Cost(found["tool"]["item"][language], "", minor(found["tool"]["price"]), None, 0, "costs"),
    )


def _cost(one: Mapping[str, Any], language: str, price: int) -> Cost:
    bought = tuple(one["bought"]) if "bought" in one else None
    return Cost(one["item"][language], one.get("unit", ""), price, bought, one["every"], one.get("category", "costs"))
