"""What a report is read against: the members of a group, and what is asked of each."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.groups.report.table import Figures, Said
from bot.i18n.locale import Locale


@dataclass(frozen=True, slots=True)
class Member:
    """One of the roster. `nicknames`: what the leader calls her, learnt once; `card`: the number on her card.

    `usual`: what she usually says, a figure a column; None, or fewer of them, where nothing is known.
    """

    id: int
    given: str
    family: str = ""
    nicknames: tuple[str, ...] = ()
    card: int | None = None
    usual: Figures = ()

    def usual_of(self, column: int) -> Decimal | None:
        return self.usual[column] if column < len(self.usual) else None


class Kind(StrEnum):
    """What a column counts."""

    MONEY = "money"
    QUANTITY = "quantity"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Column:
    """One question of the form. `unit`: a key of [units] in a language's book.toml; `words`: what people call it."""

    key: str
    kind: Kind
    unit: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked: the columns in the order that the form names.

    `dash`: what "-" means for this leader, absent or nothing; None while nobody has asked her.
    """

    columns: tuple[Column, ...]
    currency: str
    locale: Locale
    day: date
    dash: Said | None = None
