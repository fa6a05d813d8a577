"""From what a person typed, tapped or sent to the answer a form keeps, and back to words: the readings of bot.i18n."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.forms import Kind, Line, Question, Session
from bot.forms.env import template
from bot.i18n import (
    N_,
    Ask,
    Money,
    Read,
    Reading,
    Reason,
    Text,
    Unread,
    Value,
    currency_decimals,
    read_choice,
    read_choices,
    read_date,
    read_integer,
    read_money,
    read_number,
    read_phone,
    read_yes_no,
)
from handlers import events
from handlers.turn import Turn

WHOLE_MONEY = "money"
PHONE = "phone"

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
    Reason.NOT_A_PHONE: N_("That is not a phone number. Tap the button below, or write “skip”."),
    Reason.NOT_YES_OR_NO: N_("Please tap a button, or write “yes” or “no”."),
    Reason.NOT_A_CHOICE: N_("I do not find that among the answers. Please tap one."),
}


def sentence(turn: Turn, question: Question, reason: Reason) -> Text:
    """What to say, and what to do next, when an answer could not be read."""
    example = 1200 if question.appearance == WHOLE_MONEY else 12
    return Text(SENTENCES[reason], {"example": example, "day": turn.today})


def read(turn: Turn, question: Question) -> Reading[str]:
    """What the event says in answer to a question, as the form's own string (ODK's way of writing)."""
    event = turn.event
    if question.appearance == PHONE:
        return _phone(turn)
    if event.kind is not events.Kind.TEXT:
        return Unread(Reason.NOT_A_CHOICE if question.choices else Reason.EMPTY)
    said, locale = event.said.strip(), turn.locale
    match question.kind:
        case Kind.SELECT_ONE if not said.isdecimal() and any(one.name == said.lower() for one in question.choices):
            return Read(said.lower())
        case Kind.SELECT_ONE:
            return read_choice(said, options(question), locale, turn.desk.other_names(turn.contact.programme))
        case Kind.SELECT_MULTIPLE:
            return _mapped(read_choices(said, options(question), locale), " ".join)
        case Kind.DATE:
            return _mapped(read_date(said, locale, turn.today), date.isoformat)
        case Kind.INTEGER | Kind.DECIMAL if question.appearance == WHOLE_MONEY:
            currency = turn.programme.currency
            return _mapped(_whole_if(question, read_money(said, locale, currency)), _units)
        case Kind.INTEGER:
            return _mapped(read_integer(said, locale), str)
        case Kind.DECIMAL:
            return _mapped(read_number(said, locale), _plain)
        case _:
            return Read(said) if said else Unread(Reason.EMPTY)


def _phone(turn: Turn) -> Reading[str]:
    """Her own number only: a forwarded contact is somebody else's."""
    event = turn.event
    if event.kind is events.Kind.CONTACT and not event.own_phone:
        return Unread(Reason.NOT_A_PHONE)
    given = event.phone or event.said
    if event.kind is events.Kind.CONTACT and not given.startswith("+"):
        given = f"+{given}"
    return read_phone(given, turn.programme.phone_region)


def options(question: Question) -> Sequence[tuple[str, str]]:
    """A question's choices as the readers want them."""
    return [(choice.name, choice.label) for choice in question.choices]


def _mapped(reading: Reading, way: object) -> Reading[str]:  # type: ignore[type-arg]
    if isinstance(reading, Read):
        return Read(way(reading.value))  # type: ignore[operator]
    if isinstance(reading, Ask):
        return Ask(tuple(way(one) for one in reading.choices))  # type: ignore[operator]
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
        case Kind.INTEGER | Kind.DECIMAL if appearance == WHOLE_MONEY:
            decimals = currency_decimals(turn.programme.currency)
            return Money(int(Decimal(value).scaleb(decimals)), turn.programme.currency)
        case Kind.INTEGER:
            return int(Decimal(value))
        case Kind.DECIMAL:
            return Decimal(value)
        case Kind.DATE:
            return date.fromisoformat(value)
        case _:
            return display


def read_send(turn: Turn, options: Sequence[tuple[str, str]]) -> str | None:
    """At the review: "send", a line's number, or None for anything else."""
    if turn.event.kind is not events.Kind.TEXT:
        return None
    agreed = read_yes_no(turn.event.said, turn.locale)
    if isinstance(agreed, Read) and agreed.value:
        return "send"
    reading = read_integer(turn.event.said, turn.locale)
    if isinstance(reading, Read) and any(key == str(reading.value) for key, _ in options):
        return str(reading.value)
    words = read_choice(turn.event.said, options[:1], turn.locale)
    return "send" if isinstance(words, Read) and not turn.event.said.strip().isdecimal() else None
