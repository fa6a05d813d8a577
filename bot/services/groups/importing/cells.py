"""What stands in a cell, read: by the readers of the chat, and only where one meaning is left. Nothing is guessed."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from bot.domain.groups.new_members.read import read_of_one
from bot.domain.programme import Programme
from bot.i18n import (
    Ask,
    Catalogues,
    Locale,
    Money,
    Read,
    Reading,
    Reason,
    Unread,
    currency_decimals,
    is_question,
    read_date,
    read_integer,
    read_money,
    read_phone,
    read_yes_no,
)
from bot.i18n.language_data import currency_table
from bot.i18n.languages import language_file, languages
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import is_letter, prepared, tokens
from bot.i18n.reading.numbers.number_words import Kind as Word
from bot.i18n.reading.numbers.number_words import number_vocabulary
from bot.packs import Pack
from bot.services.groups.importing.choices import Choices, Unknown, choices_of
from bot.services.groups.importing.columns import WORDS, Column, Kind
from bot.services.groups.importing.values import Kept, Unfit, Value, name, shown, text, tidy

# The first programme of this kind, in Oita.
FIRST_DAY = date(1979, 1, 1)
# A day that is another one when it is read so much later was said without its year.
LATER = timedelta(days=400)
# As the forms have it: what a household or a group can have.
MOST_MONEY = 1_000_000_000
GENDER, AGE = "gender", "age_band"
TICKS = frozenset("xX✓✔☑×")
DECIMALS = {0: "no", 2: "two", 3: "three"}
EXAMPLE_DAY = "2026-11-24"


@dataclass(frozen=True, slots=True)
class Cells:
    """Reads the cells of one programme's roster."""

    programme: Programme
    locale: Locale
    today: date
    choices: Mapping[str, Choices]

    @classmethod
    def of(cls, pack: Pack, catalogues: Catalogues, today: date) -> "Cells":
        """As the programme's first language writes, in the country's calendar."""
        locale = catalogues.locale(pack.programme.languages[0])
        return cls(pack.programme, replace(locale, calendar=pack.programme.calendar), today, choices_of(pack))

    def read(self, column: Column, value: Value) -> Kept:
        """What is kept. Raises Unfit."""
        readers: Mapping[Kind, Callable[[Column, Value], Kept]] = {
            Kind.NAME: lambda _, value: name(value),
            Kind.TEXT: lambda _, value: text(value),
            Kind.DAY: lambda _, value: self._day(value),
            Kind.WHOLE: lambda column, value: self._whole(column, value),
            Kind.MONEY: lambda _, value: self._money(value),
            Kind.CODE: lambda column, value: self._code(column, value),
            Kind.PHONE: lambda _, value: self._phone(value),
            Kind.YES: lambda _, value: self._yes(value),
        }
        if column.kind in (Kind.DAY, Kind.WHOLE, Kind.MONEY) and isinstance(value, str):
            self._doubts(column, value)
        return readers[column.kind](column, value)

    def _doubts(self, column: Column, typed: str) -> None:
        """What the readers of the chat let pass, since they can echo it: nobody would see the echo of a file."""
        said = next((why for holds, why in _DOUBTS if holds(typed)), None)
        words = tokens(prepared(typed), number_vocabulary(self.locale.language))
        if column.figure and any(word.kind is Word.ABOUT and _is_vague(word.text) for word in words):
            said = NOT_SURE
        if said is not None:
            raise Unfit(f"“{shown(typed)}” {said}")
        if column.kind is not Kind.MONEY:
            return
        currency = self.programme.currency
        ours = "".join(currency_table().get(currency, {}).get("words", ()))
        if any(unicodedata.category(sign) == "Sc" and sign not in ours for sign in typed):
            raise Unfit(f"“{shown(typed)}” {_NO_AMOUNT[Reason.OTHER_CURRENCY].format(currency=currency)}")
        if any(word.kind is Word.UNIT for word in words):
            raise Unfit(f"“{shown(typed)}” is no money; write the amount in digits, without what it counts.")

    def is_ours(self, said: str) -> bool:
        """Whether a word beside a heading of money is the programme's currency, and nothing that changes a figure."""
        return read_money(f"1 {said}", self.locale, self.programme.currency) == Read(
            Money.of(Decimal(1), self.programme.currency)
        )

    def _day(self, value: Value) -> date:
        if isinstance(value, Decimal):
            raise Unfit(f"{shown(value)} is no day; write it such as {EXAMPLE_DAY}.")
        typed = shown(value)
        reading = self._read_day(typed, self.today)
        if isinstance(reading, Unread):
            raise Unfit(f"“{typed}” {_NO_DAY.get(reading.reason, _NO_DAY[Reason.NOT_A_DATE])}")
        if isinstance(reading, Ask) and len(reading.choices) > 1:
            meant = " or ".join(day.isoformat() for day in reading.choices)
            raise Unfit(f"“{typed}” can be {meant}; write the one that is meant as it stands here.")
        if self._read_day(typed, self.today + LATER) != reading:
            raise Unfit(f"“{typed}” is another day next year; write it with its year, such as {EXAMPLE_DAY}.")
        if isinstance(reading, Ask):
            raise Unfit(f"“{typed}” is more than one day; write it with its day, such as {EXAMPLE_DAY}.")
        return reading.value

    def _read_day(self, typed: str, today: date) -> Reading[date]:
        return read_date(typed, self.locale, today, earliest=FIRST_DAY, latest=today)

    def _whole(self, column: Column, value: Value) -> int:
        bounds = f"from {column.lowest} to {column.highest}"
        found = _sure(value, self._integer(column, value), f"write a whole number {bounds}")
        if found is None:
            raise Unfit(f"“{shown(value)}” is no whole number; write one {bounds}.")
        if column.figure:
            _in_bounds(value, found, column.highest)
        elif not column.lowest <= found <= column.highest:
            raise Unfit(f"{shown(value)} is not possible here; write a number {bounds}.")
        return int(found)

    def _integer(self, column: Column, value: Value) -> Reading[Decimal]:
        match value:
            case Decimal():
                return Read(value) if value == value.to_integral_value() else Unread(Reason.NOT_WHOLE)
            case str() if column.figure:
                return _decimal(read_integer(value, self.locale))
            case str() if tidy(value).isdecimal():
                return Read(Decimal(tidy(value)))
        return Unread(Reason.NOT_A_NUMBER)

    def _money(self, value: Value) -> Decimal:
        currency = self.programme.currency
        reading = self._amount(value)
        if isinstance(reading, Unread) and reading.reason in _NO_AMOUNT:
            decimals = DECIMALS.get(currency_decimals(currency), str(currency_decimals(currency)))
            sentence = _NO_AMOUNT[reading.reason].format(currency=currency, decimals=decimals)
            raise Unfit(f"“{shown(value)}” {sentence}")
        found = _sure(value, reading, "write it in digits")
        if found is None:
            raise Unfit(f"“{shown(value)}” is no amount of money; write it in digits, such as 1200.")
        _in_bounds(value, found, MOST_MONEY)
        return found

    def _amount(self, value: Value) -> Reading[Decimal]:
        currency = self.programme.currency
        match value:
            case Decimal():
                minor = value.scaleb(currency_decimals(currency))
                return Read(value) if minor == minor.to_integral_value() else Unread(Reason.TOO_FINE)
            case str():
                reading = read_money(value, self.locale, currency)
                if isinstance(reading, Read):
                    return Read(reading.value.amount)
                return Ask(tuple(one.amount for one in reading.choices)) if isinstance(reading, Ask) else reading
        return Unread(Reason.NOT_A_NUMBER)

    def _code(self, column: Column, value: Value) -> str:
        try:
            return self.choices[column.key].find(shown(value))
        except Unknown as unknown:
            said = self._said_of_her(column, shown(value))
            if said is None:
                raise Unfit(f"“{shown(value)}” {unknown}") from None
            return said

    def _said_of_her(self, column: Column, words: str) -> str | None:
        """Who she is in other words, as a leader writes it: "54 years", "Mrs"."""
        found = read_of_one(words, tuple(self.choices[AGE].of), self.locale) if column.key in (GENDER, AGE) else None
        if found is None or (found.gender and found.age_band):
            return None
        return found.gender if column.key == GENDER else found.age_band

    def _phone(self, value: Value) -> str:
        typed = shown(value)
        reading = read_phone(typed, self.programme.phone_region)
        if not isinstance(reading, Read):
            raise Unfit(f"“{typed}” is no phone number here; write one number with all its digits, or leave it empty.")
        return reading.value

    def _yes(self, value: Value) -> bool:
        typed = shown(value).strip()
        if typed in TICKS:
            return True
        if typed.isdecimal() and int(typed) in (0, 1):
            return int(typed) == 1
        posts = [lead for named, lead in _posts() if fold(typed) in named]
        if posts:
            return posts[0]
        reading = read_yes_no(typed, self.locale)
        if not isinstance(reading, Read):
            raise Unfit(f"“{typed}” is neither yes nor no; write yes, or leave it empty.")
        return reading.value


@cache
def _vague_words() -> frozenset[str]:
    """What makes a figure one that may be another, in any language; readers of numbers pass over more words."""
    told = (language_file(language, file)[of] for language in languages() for file, of in _VAGUE)
    return frozenset(prepared(word) for words in told for word in words)


def _is_vague(word: str) -> bool:
    return word in _vague_words() or not any(map(is_letter, word))


@cache
def _posts() -> tuple[tuple[frozenset[str], bool], ...]:
    """What stands in a register instead of yes and no, in any language, and whether who is called so leads."""
    words = [language_file(language, WORDS) for language in languages()]
    return tuple(
        (frozenset(fold(word) for one in words for word in one[key]), lead)
        for key, lead in (("leads", True), ("leads_not", False))
    )


_VAGUE = (("members", "about"), ("groups", "unsure"))
NOT_SURE = "is not sure; find out what it was, or leave it empty."
_DOUBTS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (is_question, NOT_SURE),
    (lambda typed: any(sign in typed for sign in "%％٪"), "is a share in per cent; write the figure itself."),
)
_NO_DAY = {
    Reason.NOT_A_DATE: f"is no day; write it such as {EXAMPLE_DAY}.",
    Reason.NO_SUCH_DAY: f"is no such day in the calendar; look it up, and write it such as {EXAMPLE_DAY}.",
    Reason.TOO_LATE: "is still to come; write a day that has been.",
    Reason.TOO_EARLY: "is before 1979, when the first programme of this kind began; write the day that is meant.",
}
_NO_AMOUNT = {
    Reason.OTHER_CURRENCY: "is other money; write the amount in {currency}, without a sign.",
    Reason.TOO_FINE: "has too many decimals: {currency} has {decimals} decimals; write it so.",
    Reason.SEVERAL: "is more than one amount; write one amount.",
}


def _decimal(reading: Reading[int]) -> Reading[Decimal]:
    match reading:
        case Read():
            return Read(Decimal(reading.value))
        case Ask():
            return Ask(tuple(map(Decimal, reading.choices)))
    return reading


def _sure(value: Value, reading: Reading[Decimal], advice: str) -> Decimal | None:
    """The one meaning; None where there is none. Raises Unfit where there are several, or one that is not sure."""
    if isinstance(reading, Ask):
        meant = " or ".join(map(shown, reading.choices))
        raise Unfit(f"“{shown(value)}” can be {meant}; {advice}.")
    if isinstance(reading, Unread):
        return None
    in_brackets = isinstance(value, str) and value.strip().startswith("(")
    return -abs(reading.value) if in_brackets else reading.value


def _in_bounds(value: Value, found: Decimal, most: int) -> None:
    if found < 0:
        raise Unfit(f"“{shown(value)}” is less than nothing; write what there was, or leave it empty.")
    if found > most:
        raise Unfit(f"“{shown(value)}” is too much to be right: {most:,} at the most; write it again.")
