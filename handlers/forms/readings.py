"""From what a person typed, tapped or sent to the answer a form keeps, and back to words: the readings of bot.i18n."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from bot.domain.groups.new_members.persons import AGE_BAND
from bot.domain.groups.new_members.read import read_of_one
from bot.forms import Kind, Line, Question, Session
from bot.forms.xpath.env import template
from bot.i18n import (
    N_,
    Ask,
    Locale,
    Money,
    Read,
    Reading,
    Reason,
    Text,
    Unread,
    Value,
    currency_decimals,
    format_phone,
    is_question,
    read_choice,
    read_choices,
    read_date,
    read_integer,
    read_money,
    read_number,
    read_phone,
    read_time,
    read_yes_no,
)
from bot.services.ids import new_id
from handlers.forms.day_and_hour import read_moment
from handlers.wire import events
from handlers.wire.turn import Turn

T = TypeVar("T")

WHOLE_MONEY = "money"
PHONE = "phone"

# As many choices as are shown at once.
ONE_PAGE = 8
YES, NO, OK = "yes", "no", "OK"
NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE)
FILES = {
    Kind.IMAGE: ((events.Kind.PHOTO,), ".jpg"),
    Kind.AUDIO: ((events.Kind.VOICE,), ".ogg"),
    Kind.VIDEO: ((events.Kind.VIDEO,), ".mp4"),
    Kind.FILE: ((events.Kind.DOCUMENT, events.Kind.PHOTO, events.Kind.VOICE, events.Kind.VIDEO), ""),
}
DEGREES = re.compile(r"([+-]?\d{1,2}(?:\.\d+)?)[\s,]+([+-]?\d{1,3}(?:\.\d+)?)", re.ASCII)
RECEIVED = N_("received")
DAY_AND_HOUR = N_("{day}, {time}")
MORE, NO_MORE = N_("Yes, one more"), N_("No, that is all")

SENTENCES = {
    Reason.EMPTY: N_("Please write an answer."),
    Reason.NOT_A_NUMBER: N_("I need a number here. For example: {example}"),
    Reason.NOT_WHOLE: N_("I need a whole number here. For example: {example}"),
    Reason.TOO_FINE: N_("I need a whole number here. For example: {example}"),
    Reason.SEVERAL: N_("I see several answers. Please write one only."),
    Reason.OTHER_CURRENCY: N_("Please write the amount in the money of your country."),
    Reason.NOT_A_DATE: N_("I need a date here. For example: {day}"),
    Reason.NO_SUCH_DAY: N_("There is no such day. For example: {day}"),
    Reason.TOO_EARLY: N_("That day is too early. Please write another."),
    Reason.TOO_LATE: N_("That day is still to come. Please write another."),
    Reason.NOT_A_TIME: N_("I need a time of day here. For example: 14:30"),
    Reason.NOT_A_PLACE: N_("I need a place here. Tap the button below to share where you are."),
    Reason.NOT_A_FILE: N_("Please send it here, with the paper clip or the microphone."),
    Reason.NOT_A_PHONE: N_("That is not a phone number. Tap the button below, or write “skip”."),
    Reason.NOT_HER_PHONE: N_("That is somebody else's number. Tap the button below for yours, or write “skip”."),
    Reason.NOT_YES_OR_NO: N_("Please tap a button, or write “yes” or “no”."),
    Reason.NOT_A_CHOICE: N_("I do not find that among the answers. Please tap one."),
}


def sentence(turn: Turn, question: Question, reason: Reason) -> Text:
    """What to say, and what to do next, when an answer could not be read."""
    example = 1200 if question.appearance == WHOLE_MONEY else 12
    return Text(SENTENCES[reason], {"example": example, "day": turn.today})


def read(turn: Turn, question: Question) -> Reading[str]:
    """What the event says in answer to a question, as the form's own string (ODK's way of writing)."""
    if question.appearance == PHONE:
        return _phone(turn)
    if question.kind is Kind.GEOPOINT:
        return _place(turn)
    if question.kind in FILES:
        return _file(turn, question.kind)
    if turn.event.kind is not events.Kind.TEXT:
        return Unread(Reason.NOT_A_CHOICE if question.choices else Reason.EMPTY)
    said = turn.event.said.strip()
    if question.kind in NUMBERS:
        return _number(turn, question, said)
    return _typed(turn, question, said)


def _typed(turn: Turn, question: Question, said: str) -> Reading[str]:
    locale, also = turn.locale, turn.loaded.other_names(turn.contact.programme)
    match question.kind:
        case Kind.SELECT_ONE if not said.isdecimal() and any(one.name == said.lower() for one in question.choices):
            return Read(said.lower())
        case Kind.SELECT_ONE if len(question.choices) > ONE_PAGE and said[:1].isdecimal() and not _has_digits(question):
            # no button of a list of many pages carries a number
            return Unread(Reason.NOT_A_CHOICE)
        case Kind.SELECT_ONE:
            band = _band(question, said, locale)
            return Read(band) if band else read_choice(said, options(question), locale, also)
        case Kind.SELECT_MULTIPLE:
            return mapped(read_choices(said, options(question), locale, also), " ".join)
        case Kind.RANK:
            return _order(question, said)
        case Kind.REPEAT:
            return mapped(read_yes_no(said, locale), lambda more: YES if more else NO)
        case Kind.ACKNOWLEDGE:
            return mapped(read_yes_no(said, locale), lambda agreed: OK if agreed else "")
        case Kind.DATE:
            return mapped(read_date(said, locale, turn.today), date.isoformat)
        case Kind.TIME:
            return mapped(read_time(said, locale), _clock)
        case Kind.DATETIME:
            return read_moment(turn, said)
        case _:
            return Read(said) if said else Unread(Reason.EMPTY)


def _band(question: Question, said: str, locale: Locale) -> str | None:
    """The age band of an age in years, where she is asked how old she is; a lower figure is the place of a choice."""
    if question.name != AGE_BAND or is_question(said):
        return None
    found = read_of_one(said, [choice.name for choice in question.choices], locale)
    return found.age_band if found is not None and found.gender is None else None


def _has_digits(question: Question) -> bool:
    return any(letter.isdecimal() for choice in question.choices for letter in choice.label)


def _number(turn: Turn, question: Question, said: str) -> Reading[str]:
    whole = question.kind is Kind.INTEGER
    if question.appearance == WHOLE_MONEY:
        money = read_money(said, turn.locale, turn.programme.currency)
        return mapped(_whole_if(question, money), _units)
    return mapped(read_integer(said, turn.locale), str) if whole else mapped(read_number(said, turn.locale), _plain)


def _place(turn: Turn) -> Reading[str]:
    """Telegram's place button; degrees can also be typed, "13.75, 100.5"."""
    event = turn.event
    if event.place is not None:
        return Read(" ".join(map(str, event.place)))
    typed = DEGREES.fullmatch(event.said.strip()) if event.kind is events.Kind.TEXT else None
    return Read(f"{typed[1]} {typed[2]}") if typed else Unread(Reason.NOT_A_PLACE)


def _file(turn: Turn, kind: Kind) -> Reading[str]:
    """A file by the name that it gets here; what Telegram calls it is good for one bot only."""
    wanted, ending = FILES[kind]
    if turn.event.kind not in wanted:
        return Unread(Reason.NOT_A_FILE)
    return Read(f"{kind}-{new_id():x}{ending}")


def _order(question: Question, said: str) -> Reading[str]:
    """A ranking typed as the numbers of the choices, "2 1 3"."""
    numbers = [unicode_number(part) for part in said.replace(",", " ").split()]
    places = range(1, len(question.choices) + 1)
    if sorted(number for number in numbers if number) != list(places):
        return Unread(Reason.NOT_A_CHOICE)
    return Read(" ".join(question.choices[number - 1].name for number in numbers if number))


def unicode_number(digits: str) -> int | None:
    """A whole number in the digits of any script."""
    return int(digits) if digits.isdecimal() else None


def _clock(hour: time) -> str:
    return hour.isoformat(timespec="milliseconds")


def _phone(turn: Turn) -> Reading[str]:
    """Her own number only: a forwarded contact is somebody else's."""
    event = turn.event
    if event.kind is events.Kind.CONTACT and not event.own_phone:
        return Unread(Reason.NOT_HER_PHONE)
    given = event.phone or event.said
    if event.kind is events.Kind.CONTACT and not given.startswith("+"):
        given = f"+{given}"
    return read_phone(given, turn.programme.phone_region)


def options(question: Question) -> Sequence[tuple[str, str]]:
    """A question's choices as the readers want them."""
    return [(choice.name, choice.label) for choice in question.choices]


def mapped(reading: Reading[T], way: Callable[[T], str]) -> Reading[str]:
    """A reading of a value as one of the form's strings."""
    if isinstance(reading, Read):
        return Read(way(reading.value))
    if isinstance(reading, Ask):
        return Ask(tuple(way(one) for one in reading.choices))
    return reading


def _plain(number: Decimal) -> str:
    """A number as XForms write it: never with an exponent."""
    return format(number.normalize(), "f")


def _whole_if(question: Question, reading: Reading[Money]) -> Reading[Money]:
    """Where whole units are asked for, a reading with a fraction is none: "1.250" can only be 1,250 there."""
    if question.kind is Kind.DECIMAL or isinstance(reading, Unread):
        return reading
    candidates = reading.choices if isinstance(reading, Ask) else (reading.value,)
    whole = tuple(money for money in candidates if money.minor % 10 ** currency_decimals(money.currency) == 0)
    if not whole:
        return Unread(Reason.NOT_WHOLE)
    if len(whole) == len(candidates):
        return reading
    return Read(whole[0]) if len(whole) == 1 else Ask(whole)


def _units(money: Money) -> str:
    return _plain(Decimal(money.minor).scaleb(-currency_decimals(money.currency)))


def shown(turn: Turn, question: Question, value: str) -> Value:
    """An answer as she would write it herself: her digits, calendar, currency, the words of a choice."""
    labels = dict(options(question))
    display = ", ".join(labels.get(name, name) for name in value.split(" ")) if labels else value
    return in_her_way(turn, question.kind, question.appearance, value, display)


def shown_line(turn: Turn, session: Session, line: Line) -> Value:
    """The same for a line of the review; a dash where nothing was answered."""
    if not line.value:
        return "–"
    return in_her_way(turn, line.kind, session.form.fields[template(line.path)].appearance, line.value, line.display)


def in_her_way(turn: Turn, kind: Kind, appearance: str, value: str, display: str) -> Value:
    """A form's string as a value that the catalogues write in her digits and calendar."""
    match kind:
        case Kind.TEXT if appearance == PHONE:
            return format_phone(value, turn.programme.phone_region)
        case Kind.INTEGER | Kind.DECIMAL if appearance == WHOLE_MONEY:
            decimals = currency_decimals(turn.programme.currency)
            return Money(int(Decimal(value).scaleb(decimals)), turn.programme.currency)
        case Kind.INTEGER:
            return int(Decimal(value))
        case Kind.DECIMAL:
            return Decimal(value)
        case Kind.RANGE:
            return Decimal(value)
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.TIME:
            return time.fromisoformat(value[:5])
        case Kind.DATETIME:
            moment = datetime.fromisoformat(value)
            return Text(DAY_AND_HOUR, {"day": moment.date(), "time": moment.time()})
        case Kind.REPEAT:
            return Text(MORE if value == YES else NO_MORE)
        case kind if kind in FILES:
            return Text(RECEIVED)
        case _:
            return display


def read_send(turn: Turn, options: Sequence[tuple[str, str]]) -> str | None:
    """At the review: "send", a line's number, or None for anything else."""
    if turn.event.kind is not events.Kind.TEXT or is_question(turn.event.said):
        return None
    agreed = read_yes_no(turn.event.said, turn.locale)
    if isinstance(agreed, Read) and agreed.value:
        return "send"
    reading = read_integer(turn.event.said, turn.locale)
    if isinstance(reading, Read) and any(key == str(reading.value) for key, _ in options):
        return str(reading.value)
    words = read_choice(turn.event.said, options[:1], turn.locale)
    return "send" if isinstance(words, Read) and not turn.event.said.strip().isdecimal() else None
