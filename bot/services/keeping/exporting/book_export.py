"""The cash books in an export: what every producer's months came to, and the entries behind them.

`book.csv` is figures: only what stands, of confirmed producers, nothing practised. `entries.csv` has everything that
was written down, and says of each whether it stands, is practice, and is of a confirmed producer.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.domain.book import Direction, Source
from bot.domain.book.kinds import TRADE
from bot.domain.book.ledger.labels import DIRECTIONS
from bot.i18n import currency_decimals
from bot.services.keeping.exporting.export_columns import Column, export_files
from bot.services.keeping.exporting.values import Kind
from bot.store.keeping import book_export
from bot.store.keeping.export_pages import Page

# Money that is neither sold nor spent, by what it is, and what was given back.
BESIDE = tuple(one.value for one in Direction if one not in TRADE)
# Where the sums of a direction stand in a month; export_columns.toml has each, and what it means.
_COLUMNS = {
    Direction.IN: "sold",
    Direction.CREDIT: "sold_on_credit",
    Direction.PAID_BACK: "paid_back",
    Direction.OUT: "spent",
    Direction.OWED: "bought_on_credit",
    Direction.REPAID: "repaid",
    Direction.TAKEN_HOME: "taken_home",
    **{Direction(name): name for name in BESIDE},
}
_FOUND = {Source.OPENING: "opening", Source.COUNT: "counted"}
_MONEY = (*_COLUMNS.values(), *_FOUND.values(), "net")


def more_columns() -> list[Column]:
    """The kinds of entry that the table of columns has not got: by their own name, and what people call them."""
    told = {column.name for column in export_files()["book"].columns}
    kinds = {name: DIRECTIONS[direction] for direction, name in _COLUMNS.items() if name not in told}
    return [Column(name, Kind.NUMBER, f"{label}.", "currency") for name, label in kinds.items()]


def months(page: Page, producers: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """A record for each producer, month of the Gregorian calendar and currency; `producers`: to their programme."""
    found: dict[tuple[int, str, str], dict[str, Any]] = {}
    for row in page:
        month = f"{row['year']:04}-{row['month']:02}"
        key = (row["producer_id"], month, row["currency"])
        zero = {"days": 0, "entries": 0, **dict.fromkeys(_MONEY, 0)}
        names = {"producer_id": key[0], "programme": producers[key[0]], "month": month, "currency": key[2]}
        _put(found.setdefault(key, {**names, **zero}), row)
    for record in found.values():
        yield record | {name: in_units(record[name], record["currency"]) for name in _MONEY}


def _put(record: dict[str, Any], row: Mapping[str, Any]) -> None:
    record["days"] = row["days"]
    record["entries"] += row["entries"]
    record["net"] += int(row["cash"])
    found = _FOUND.get(row["source"])
    record[found or _COLUMNS[Direction(row["direction"])]] += int(row["cash"] if found else row["amount"])


def entries(page: Page) -> Iterator[dict[str, Any]]:
    """A record for each entry."""
    for row in page:
        yield {**row, "entry_id": row["id"], "amount": in_units(row["amount"], row["currency"])}


def in_units(minor: int, currency: str) -> Decimal:
    """Whole units with their fraction: what a spreadsheet adds up."""
    return Decimal(minor).scaleb(-currency_decimals(currency))


pages = book_export.pages
sums = book_export.sums
