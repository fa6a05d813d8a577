"""A form that fills itself: what the cash book can answer comes as one question, and is taken with one tap.

What she says beside the book is kept with what the book says; whole numbers that change little come as buttons. What
the book says is put into the dialogue's state by who knows the book (handlers/evaluation/from_book.py).

How much was made is asked by itself: the book knows only what was sold, and says so beside the question.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.domain.book.ledger.check_in_answers import Figure
from bot.domain.book.ledger.labels import quantity_label
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.forms import Question, Refused, Session
from bot.i18n import N_, Html, MonthOf, Text, joined
from bot.i18n.calendars import month_before
from handlers.forms import readers
from handlers.forms import readings as answers
from handlers.forms.button_data import data
from handlers.wire.turn import Turn

# In a dialogue's state: what the book says, by the question's name, of the month before which day, in which unit, and
# what the price is of; that a PIN guards it now; that she wants to be asked one by one; and what she said last where a
# tap is to do.
BOOK, DAY, UNIT, PRICED, SHUT = "book", "book_day", "book_unit", "book_priced", "book_shut"
ASKED, LAST = "book_asked", "last"
# In a button's data: take all that the book says, or ask one by one.
ALL, SINGLY = "k", "j"

SAYS = {
    Figure.SALES: N_("Money from sales: {value}"),
    Figure.COSTS: N_("Costs: {value}"),
    Figure.PRICE: N_("Price of one: {value}"),
}
PRICE_OF = N_("Price of one, {item}: {value}")
FROM_BOOK = N_("📒 Your book says for {month}:")
RIGHT = N_("Is that right?")
YES, NOT_QUITE = N_("✅ Yes, all is right"), N_("✏️ Not quite")
THE_BOOK, BOOK_SOLD = N_("📒 Your book says {value}."), N_("📒 Your book says that you sold {value}.")


def begun_on(dialogue: Dialogue) -> date:
    """The day that it began: a form that is answered past midnight is still about the same month."""
    return date.fromisoformat(dialogue.state[DAY])


def _shown(dialogue: Dialogue) -> Mapping[str, str]:
    """What the book says, where it may be shown."""
    told: Mapping[str, str] = dialogue.state.get(BOOK, {})
    return {} if dialogue.state.get(SHUT) else told


def _alike(turn: Turn, dialogue: Dialogue) -> Mapping[str, str]:
    """What the book says of the very thing that is asked: what was sold is not what was made."""
    made = turn.programme.book.get(Figure.VOLUME)
    return {name: value for name, value in dialogue.state.get(BOOK, {}).items() if name != made}


def said(dialogue: Dialogue, given: Mapping[str, str]) -> dict[str, str]:
    """What the book said to the questions that were answered, by path."""
    told: Mapping[str, str] = dialogue.state.get(BOOK, {})
    names = {path: path.rpartition("/")[2] for path in given}
    return {path: told[name] for path, name in names.items() if name in told}


def is_offered(turn: Turn, dialogue: Dialogue, session: Session) -> bool:
    """Whether the question in front begins what the book can answer, and nothing of it was said yet."""
    told = {} if ASKED in dialogue.state or dialogue.state.get(SHUT) else _alike(turn, dialogue)
    question = session.question if told else None
    return question is not None and not question.value and question.name in told


def _filled(turn: Turn, dialogue: Dialogue, session: Session) -> tuple[list[tuple[Question, str]], Session]:
    """The questions from here on that the book answers, each with what it says, and the session after them."""
    told = _alike(turn, dialogue)
    found: list[tuple[Question, str]] = []
    while (question := session.question) is not None and question.name in told and not question.value:
        try:
            session = session.answer(told[question.name])
        except Refused:
            break
        found.append((question, told[question.name]))
    return found, session


def offer(turn: Turn, dialogue: Dialogue, session: Session, first: Html, navigation: list[Button]) -> None:
    """All that the book can answer from here on, in one message."""
    question = session.question
    found, _ = _filled(turn, dialogue, session)
    if question is None or not found:
        return
    month, _ = month_before(begun_on(dialogue), turn.programme.calendar)
    told = [turn.text(FROM_BOOK, month=MonthOf(month)), *(_line(turn, dialogue, *one) for one in found)]
    told += [readers.told(turn, dialogue), turn.text(RIGHT)]
    rows = [
        [Button(Text(YES), data(dialogue, question, ALL))],
        [Button(Text(NOT_QUITE), data(dialogue, question, SINGLY))],
        navigation,
    ]
    turn.show_marked(joined(filter(None, [first, *told])), buttons=rows)


def _line(turn: Turn, dialogue: Dialogue, question: Question, value: str) -> Html:
    figure = next(figure for figure, name in turn.programme.book.items() if name == question.name)
    shown = answers.shown(turn, question, value)
    if figure is Figure.PRICE and dialogue.state[PRICED]:
        return turn.text(PRICE_OF, item=dialogue.state[PRICED], value=shown)
    return turn.text(SAYS[figure], value=shown)


def taken(turn: Turn, dialogue: Dialogue, session: Session) -> tuple[Html, Session]:
    """What was understood, as ready HTML, and the session with all that the book said."""
    found, after = _filled(turn, dialogue, session)
    values = [turn.text("{value}", value=answers.shown(turn, one, value)) for one, value in found]
    return Html.of("✔️ {}\n", joined(values, " · ")), after


def ask_singly(dialogue: Dialogue) -> None:
    """From here on each question by itself, with what the book says beside it."""
    dialogue.state = {**dialogue.state, ASKED: True}


def is_said(dialogue: Dialogue, question: Question, value: str) -> bool:
    """Whether a value is the book's: then she is not asked back, however far it is from what she said before."""
    known: Mapping[str, str] = dialogue.state.get(BOOK, {})
    return known.get(question.name) == value


def lines(turn: Turn, dialogue: Dialogue, question: Question) -> list[Html]:
    """What the book says to this question, as ready HTML."""
    value = _shown(dialogue).get(question.name)
    if value is None:
        return []
    if turn.programme.book.get(Figure.VOLUME) == question.name:
        return [turn.text(BOOK_SOLD, value=quantity_label(Decimal(value), dialogue.state[UNIT]))]
    return [turn.text(THE_BOOK, value=answers.shown(turn, question, value))]


def rows(turn: Turn, dialogue: Dialogue, question: Question) -> Rows:
    """Buttons that save typing: what the book says, or the numbers around what she said last."""
    value = _shown(dialogue).get(question.name)
    if value is not None:
        shown = turn.plain("{value}", value=answers.shown(turn, question, value))
        return [[Button(f"📒 {shown}", data(dialogue, question, "v", value))]]
    last = dialogue.state.get(LAST, {}).get(question.name)
    if last is None:
        return []
    near = range(max(last - 1, min(last, 1)), last + 2)
    return [[Button(turn.plain("{number}", number=one), data(dialogue, question, "v", str(one))) for one in near]]
