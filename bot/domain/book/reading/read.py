"""A line of the cash book as people type it, read; what is not clear is asked, never guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product

from bot.domain.book.kinds import KINDS, Asked, Direction, Place, category_for
from bot.domain.book.reading.cutting import cut
from bot.domain.book.reading.days import only_days, take_day
from bot.domain.book.reading.directions import directions
from bot.domain.book.reading.line import (
    About,
    Ask,
    Known,
    KnownItem,
    Line,
    Outside,
    Reading,
    Reason,
    Unread,
    is_other_kind,
)
from bot.domain.book.reading.line_day import day_words, days_of
from bot.domain.book.reading.line_part import Parts
from bot.domain.book.reading.names.her_items import hers
from bot.domain.book.reading.names.names import Names, find_names
from bot.domain.book.reading.numbers.amounts import Meant, Numbers, understand, without_quantity
from bot.domain.book.reading.other_money.beside import beside, perhaps
from bot.domain.book.reading.other_money.due import take_due
from bot.domain.book.reading.other_money.paid_by import take_place
from bot.domain.book.reading.secret import is_secret, without_references
from bot.domain.book.reading.several import does_two_things, entries, with_days
from bot.domain.book.reading.words.vocabulary import Kind, marked
from bot.i18n import Locale, Money, currency_decimals
from bot.i18n import Reason as DayReason
from bot.i18n import Unread as DayUnread
from bot.i18n.reading.lexer import prepared
from bot.i18n.reading.numbers.numbers_read import CLOSING, without_tails
from bot.i18n.scripts import any_of, repetition_signs, sentence_ends

MOST_CHOICES = 4
LONGEST = 200  # letters of a line; a longer text is a letter, not an entry
# "1. sold soap", "- sold soap", "• sold soap": marks of a list. "-200 oil" is money that went out.
BULLET = re.compile(r"^\s*(?:\d{1,2}[.)]\s+|[•*·]\s*|-\s+(?=[^\W\d]))")
# "sold.soap.250": dots for spaces.
DOTTED = re.compile(r"(?<=[A-Za-z]{3})\.(?=[A-Za-z]{3}|\d)")
FEW = 12
SPENDING = frozenset({"buy", "pay", "give"})
DEBTS_PAID = frozenset({Direction.PAID_BACK, Direction.REPAID})
UNSAID = frozenset({Kind.NOT, Kind.DOUBT, Kind.KEEPER})


@dataclass(frozen=True, slots=True)
class _Found:
    """All that a line can mean, before the meanings are multiplied out."""

    directions: tuple[Direction, ...]
    days: tuple[date, ...]
    names: Names
    numbers: Numbers
    who: str = ""  # the lender, the giver, of money that is neither a sale nor a cost
    whose: tuple[str, ...] = ()
    group: str = ""  # where such money is kept, if it has a name
    due: date | None = None
    outside: Outside = Outside.NO
    perhaps: Outside = Outside.NO  # if it is asked anyway
    place: Place | None = None  # where it is said that its money came to or from


def read_lines(text: str, locale: Locale, currency: str, today: date, known: Known) -> list[Reading]:
    """The entries of one message, in their order; a day alone on the first line ("Yesterday:") is the day of all.

    A line may hold several entries between commas or "and", each complete by itself.
    """
    found: list[Reading] = []
    for line in lines_of(text):
        if not line.strip():
            continue
        heading = None if found else _heading(line, locale, today)
        if heading is not None and len(lines_of(text.strip())) > 1:
            today = heading
        else:
            found += _readings(BULLET.sub("", line), locale, currency, today, known)
    return found or [Unread(Reason.EMPTY)]


def _readings(line: str, locale: Locale, currency: str, today: date, known: Known) -> list[Reading]:
    """One reading, or several where the line is no entry by itself and falls into entries that are."""
    whole = read_line(line, locale, currency, today, known)
    if isinstance(whole, Line) or len(line) > LONGEST:
        return [whole]
    if whole == Unread(Reason.SECRET):
        return [whole]
    words = day_words(locale.language), hers(known).words

    def read(text: str) -> Reading:
        return read_line(text, locale, currency, today, known)

    found = entries(line, locale.language, read)
    named = [take_day(prepared(text), locale, today, *words)[1] is not None for text, _ in found]
    if any(named) and not named[0]:
        return [whole]  # whose day it is, is not clear
    return [*with_days([entry for _, entry in found], named)] or [whole]


def lines_of(text: str) -> list[str]:
    """The lines and sentences of a message."""
    return _line_ends().split(text)


@cache
def _line_ends() -> re.Pattern[str]:
    ends = sentence_ends()
    return re.compile(r"[\n;]+" + (rf"|[{ends}](?=\s|$)" if ends else ""))


@cache
def _said_twice() -> re.Pattern[str]:
    """Signs that say the word before them once more."""
    return re.compile(rf"\s*(?:{any_of(repetition_signs())})\s*")


def _heading(line: str, locale: Locale, today: date) -> date | None:
    rest, day = take_day(prepared(line), locale, today, frozenset())
    if day is None or rest.strip(" ,:.-"):
        return None
    days = only_days(day, today)
    return days[0] if isinstance(days, tuple) and len(days) == 1 else None


def read_line(text: str, locale: Locale, currency: str, today: date, known: Known) -> Reading:
    """One line: a Line to be echoed and kept, an Ask with the lines that it may be, or Unread.

    Days after `today` are refused. An amount is for all pieces together unless a price of one is said, or her usual
    price makes that likely: then it is asked.
    """
    if not text.strip():
        return Unread(Reason.EMPTY)
    if is_secret(text, locale.language):
        return Unread(Reason.SECRET)
    if len(text) > LONGEST:
        return Unread(Reason.SEVERAL)
    text, tailed = without_tails(DOTTED.sub(" ", text))
    reading = _read_due(text, locale, currency, today, known)
    return Ask(About.SURE, (reading,)) if tailed and isinstance(reading, Line) else reading


def _read_due(text: str, locale: Locale, currency: str, today: date, known: Known) -> Reading:
    """With the day on which a loan's next payment is due, if it is a loan."""
    plain = CLOSING.sub("", prepared(text))
    plain = without_references(_said_twice().sub("", plain))
    without, due = take_due(plain, locale, today)
    if due is not None and _has_due(reading := _read(without, text, locale, currency, today, known, due)):
        return reading
    return _read(plain, text, locale, currency, today, known)


def _has_due(reading: Reading) -> bool:
    """Whether it is a loan: else "will pay on Friday" is what a customer says."""
    lines = reading.choices if isinstance(reading, Ask) else (reading,) if isinstance(reading, Line) else ()
    return any(line.due for line in lines)


def _read(
    plain: str, text: str, locale: Locale, currency: str, today: date, known: Known, due: date | None = None
) -> Reading:
    """The line in plain letters, without the day of a payment to come; `text`: as it was typed."""
    own = hers(known)
    rest, days, exact = days_of(plain, locale, today, own.words)
    if isinstance(days, DayUnread):
        late = days.reason is DayReason.TOO_LATE
        return Unread(Reason.LATER_DAY if late else Reason.NO_DAY)
    parts = cut(rest, locale, currency, frozenset(own.items), frozenset(own.people))
    if any(number.figure and number.figure.other_currency for number in parts.numbers):
        return Unread(Reason.OTHER_CURRENCY)
    place = take_place(parts, locale.language)
    if len(parts.numbers) > 1 and ((parts.verbs & SPENDING and "in" in parts.verbs) or does_two_things(parts)):
        return Unread(Reason.SEVERAL)  # sold soap 600 bought oil 200: two entries
    names = find_names(parts, text, locale.language, own)
    numbers = understand(parts, _price(names.items[0], currency))
    other = beside(parts, names, known, text, locale.language)
    ways = other.ways if other is not None else directions(parts, names, known)
    if all(_counts_nothing(way) for way in ways) and (other is not None or not names.items[0].name):
        numbers = without_quantity(numbers)
    if not numbers.ways:
        return Unread(Reason.SEVERAL if numbers.several else Reason.NO_AMOUNT, is_other_kind(ways[0]))
    if other is not None:
        found = _Found(ways, days, names, numbers, other.who, other.whose, other.group, due, other.likely, place=place)
        return _settle(found, currency, sure=other.sure and exact and "?" not in text)
    sure = _is_said(parts, text) and not _is_few(parts, names, numbers) and names.sure and exact
    found = _Found(ways, days, names, numbers, perhaps=perhaps(parts, names, locale.language), place=place)
    return _settle(found, currency, sure=sure)


def _counts_nothing(way: Direction) -> bool:
    """Of a debt that is paid, and of money alone, nothing is counted."""
    return way in DEBTS_PAID or KINDS[way].is_beside


def _is_few(parts: Parts, names: Names, numbers: Numbers) -> bool:
    """ "Sold soap 12": so small a sum is sooner twelve of them, and the sum was forgotten."""
    lone = parts.numbers[0] if len(parts.numbers) == 1 else None
    if lone is None or not lone.is_plain or not parts.verbs & {"in", "buy"} or not names.items[0].name:
        return False
    return all(way.amount <= FEW for way in numbers.ways)


def _is_said(parts: Parts, text: str) -> bool:
    """It happened: no question, no "not", no "will", no price that is only stated."""
    if not parts.verbs and any(part.text in marked("price") for part in parts.line):
        return False
    unsaid = UNSAID - {Kind.KEEPER} if "in" in parts.verbs else UNSAID  # sold at the bank, to a project
    return "?" not in text and not any(part.kind in unsaid for part in parts.line)


def _price(item: KnownItem, currency: str) -> Decimal | None:
    return None if item.price is None else item.price.scaleb(-currency_decimals(currency))


def _settle(found: _Found, currency: str, *, sure: bool) -> Reading:
    lines = tuple(dict.fromkeys(_lines(found, currency)))
    if not lines:
        return Unread(Reason.NO_AMOUNT)
    if len(lines) > MOST_CHOICES:
        return Unread(Reason.SEVERAL)
    if found.outside:
        return Ask(About.DIRECTION, lines, found.outside)
    if len(lines) == 1 and sure and found.numbers.sure:
        return lines[0]
    about = _about(lines)
    return Ask(About.DIRECTION if found.perhaps and about is About.SURE else about, lines, found.perhaps)


def _lines(found: _Found, currency: str) -> Iterator[Line]:
    ways = found.names.ways
    for direction, day, (item, who), meant in product(found.directions, found.days, ways, found.numbers.ways):
        money = _money(meant, currency)
        if money is not None and (KINDS[direction].is_beside or KINDS[direction].earned):
            yield from _beside(direction, money, day, found)
        elif money is not None:
            category = category_for(direction, found.names.cost)
            who = who or found.who
            counted = (item.name, meant.quantity, meant.unit)
            yield Line(direction, money, day, *counted, category, who, meant.each, found.place)


def _beside(direction: Direction, money: Money, day: date, found: _Found) -> Iterator[Line]:
    """What a kind that is no sale and no cost asks, and nothing else."""
    kind = KINDS[direction]
    who = found.group if kind.is_move else found.who if Asked.WHO in kind.asks else ""
    due = found.due if kind.has_due else None
    several = (*found.whose, "") if found.whose else (who,)
    for name in several:
        yield Line(direction, money, day, category=category_for(direction), who=name, place=found.place, due=due)


def _money(meant: Meant, currency: str) -> Money | None:
    """None for nothing at all, and for amounts that are finer than the currency."""
    try:
        return Money.of(meant.amount, currency) if meant.amount > 0 else None
    except ValueError:
        return None


def _about(lines: tuple[Line, ...]) -> About:
    """The first thing in which the lines differ."""
    first = lines[0]
    if any(line.direction is not first.direction for line in lines):
        return About.DIRECTION
    if any(line.day != first.day for line in lines):
        return About.DAY
    if any(line.who != first.who for line in lines):
        return About.WHO
    if any(line.item != first.item for line in lines):
        return About.ITEM
    if any(line.each is not first.each for line in lines):
        return About.EACH
    return About.AMOUNT if len(lines) > 1 else About.SURE
