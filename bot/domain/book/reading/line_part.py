"""The parts that a typed line is cut into."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bot.domain.book.reading.numbers.line_numbers import ONE, Figure
from bot.domain.book.reading.words.vocabulary import DESCRIBING, TITLE, Kind, Word

NAMES = frozenset({Kind.TEXT, Kind.COST, Kind.KNOWN, Kind.GOODS, Kind.HOUSEHOLD, Kind.PERSON})


class Role(StrEnum):
    """What a number is for."""

    BARE = "bare"
    QUANTITY = "quantity"
    PRICE = "price"  # of one
    AMOUNT = "amount"


@dataclass(slots=True)
class Part:
    """`word` for known words, `figure` for numbers; `glued`: no space before it."""

    kind: Kind
    text: str
    glued: bool = False
    word: Word | None = None
    figure: Figure | None = None
    role: Role = Role.BARE
    unit: str = ""
    unit_word: str = ""
    sign: str = ""
    person: bool = False  # names a customer
    misspelt: bool = False
    grown: bool = False  # a small word was taken for its beginning
    turned: bool = False  # a price after x, where the two numbers may have changed places
    perhaps_each: bool = False  # may be the price of one or of all
    of_pack: bool = False  # a price of what was counted in packs, or perhaps of one in them (`of_one`)
    of_one: bool = False
    price_of: str = ""  # of a price: the key of a unit, or how many a pack has

    @property
    def is_text(self) -> bool:
        return self.kind in NAMES

    @property
    def is_title(self) -> bool:
        return self.kind is Kind.PERSON and self.word is not None and self.word.value == TITLE

    @property
    def is_describing(self) -> bool:
        return self.kind is Kind.GOODS and self.word is not None and self.word.value == DESCRIBING

    @property
    def is_strange(self) -> bool:
        """A word that is in no list."""
        return self.kind is Kind.TEXT

    @property
    def is_bare(self) -> bool:
        return self.figure is not None and self.role is Role.BARE and not self.unit

    @property
    def pack(self) -> Decimal:
        """How many are in each of the packs that were counted: three dozen."""
        return self.figure.pack if self.figure else ONE

    @property
    def is_pack(self) -> bool:
        """One pack, no number of them: a dozen."""
        return self.figure is not None and self.pack > 1 and self.figure.values == (self.pack,)

    @property
    def is_plain(self) -> bool:
        """A number that nothing says to be money."""
        return self.figure is not None and not (self.figure.money or self.sign or self.unit)

    @property
    def word_paid(self) -> str:
        """The key of [paid_by] that it stands under."""
        return self.word.paid if self.word else ""

    @property
    def verb(self) -> str:
        return self.word.value if self.kind is Kind.VERB and self.word else ""


@dataclass(slots=True)
class Parts:
    """All parts in their order; `unclear`: "5-7", "soap/honey"."""

    line: list[Part] = field(default_factory=list)
    unclear: bool = False
    counts_before: bool = True  # a number may count the word right after it

    @property
    def numbers(self) -> list[Part]:
        return [part for part in self.line if part.figure is not None]

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset(part.verb for part in self.line if part.verb)

    def at(self, place: int) -> Part | None:
        return self.line[place] if 0 <= place < len(self.line) else None


def texts(line: Sequence[Part], joins: frozenset[str]) -> list[tuple[int, list[Part]]]:
    """Runs of words that stand together and name no person, each with the place of its first word."""
    found: list[tuple[int, list[Part]]] = []
    open_run = False
    for at, part in enumerate(line):
        is_item = part.is_text and not part.person
        after = line[at + 1] if at + 1 < len(line) else None
        joins_words = part.text in joins or part.kind is Kind.AND
        between = joins_words and open_run and after is not None and after.is_text and not after.person
        if is_item and not open_run:
            found.append((at, [part]))
        elif is_item or between:
            found[-1][1].append(part)
        open_run = is_item or between
    return found
