"""The last steps of a loan: what of a payment was interest or a fee, and when the next payment is due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.book import Asked, Direction, Line
from bot.domain.book.reading.waiting import from_json
from bot.domain.evaluation.calendar import add_months
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Ask, Money, Read, Text, is_skip, read_date, read_money, read_yes_no
from bot.i18n.reading.common_words import fold
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.entering import entry_words as words
from handlers.book.entering.open_questions import COST, DUE, LINE, WHO
from handlers.wire.turn import Turn

NOTHING, OVER, IN_A_WEEK, IN_A_MONTH = "0", "o", "w", "m"
NO_COST = N_("Nothing, or I do not know")
OVER_THE_LOAN = N_("{money}: more than I still owed")
TOO_MUCH = N_("That is more than you paid: {money}. Please write the amount once more.")
NO_DAY = N_("I need a day here that is still to come. For example: {day}")
WEEK = timedelta(days=7)
# Nobody lends for longer.
LONGEST = timedelta(days=366 * 40)


async def buttons(turn: Turn, owner: Owner, dialogue: Dialogue, needed: Asked) -> list[list[Button]]:
    """The usual answers to a step; where more was paid than is owed, that is sooner what it cost."""
    if needed == Asked.COST:
        over = Money(await _over(turn, owner, dialogue), owner.currency)
        more = [[Button(Text(OVER_THE_LOAN, {"money": over}), words.data("k", dialogue.id, OVER))]]
        return [*(more if over.minor else []), [Button(Text(NO_COST), words.data("k", dialogue.id, NOTHING))]]
    days = _days(turn).items()
    return [[Button(words.shown(turn, day), words.data("k", dialogue.id, answer)) for answer, day in days]]


def _days(turn: Turn) -> dict[str, date]:
    return {IN_A_WEEK: turn.today + WEEK, IN_A_MONTH: add_months(turn.today, 1)}


def usual_days(turn: Turn) -> Sequence[date]:
    """When a payment is mostly due."""
    return list(_days(turn).values())


async def tapped(
    turn: Turn, owner: Owner, dialogue: Dialogue, needed: Asked, answer: str
) -> dict[str, int | str] | None:
    """What a button of these means, as the state keeps it; None where it is no button of this step."""
    if needed == Asked.COST:
        over = await _over(turn, owner, dialogue) if answer == OVER else 0
        return {COST: over} if over or answer == NOTHING else None
    days = _days(turn)
    return {DUE: days[answer].isoformat()} if answer in days else None


def typed(turn: Turn, owner: Owner, dialogue: Dialogue, needed: Asked) -> dict[str, int | str] | Text:
    """The same of typed words; a sentence where they are no answer."""
    said = turn.event.said.strip()
    if needed == Asked.COST:
        return _cost(turn, owner, dialogue, said)
    if is_skip(said):
        return {}
    day = read_due(turn, said)
    return Text(NO_DAY, {"day": add_months(turn.today, 1)}) if day is None else {DUE: day.isoformat()}


def read_due(turn: Turn, said: str) -> date | None:
    """The day of a next payment, as it was typed; None where it cannot be one."""
    day = read_date(said, turn.locale, turn.day_sent, earliest=turn.day_sent, latest=turn.day_sent + LONGEST)
    if isinstance(day, Read):
        return day.value
    # "the 10th": she is shown of which month
    return day.choices[0] if isinstance(day, Ask) and len(day.choices) == 1 else None


def _cost(turn: Turn, owner: Owner, dialogue: Dialogue, said: str) -> dict[str, int | str] | Text:
    agreed = read_yes_no(said, turn.locale)
    if is_skip(said) or (isinstance(agreed, Read) and not agreed.value):
        return {COST: 0}
    money, paid = read_money(said, turn.locale, owner.currency), from_json(dialogue.state[LINE]).amount
    if not isinstance(money, Read) or money.value.minor < 0:
        return Text(words.AMOUNT_NEEDED, {"example": 600})
    return {COST: money.value.minor} if money.value.minor <= paid.minor else Text(TOO_MUCH, {"money": paid})


async def is_last(turn: Turn, owner: Owner, dialogue: Dialogue) -> bool:
    """Whether a payment pays all that is left of the loan: then no other one is due."""
    line = from_json(dialogue.state[LINE])
    if line.direction is not Direction.LOAN_PAID:
        return False
    cost: int = dialogue.state.get(COST, 0)
    return await _owed(turn, owner, dialogue) - (line.amount.minor - cost) <= 0


async def _owed(turn: Turn, owner: Owner, dialogue: Dialogue) -> int:
    """What is still to be paid back to whom a payment goes, in minor units."""
    who = fold(dialogue.state[WHO] or from_json(dialogue.state[LINE]).who)
    return sum(one.open for one in await turn.run(book.loans, owner) if fold(one.who) == who)


async def _over(turn: Turn, owner: Owner, dialogue: Dialogue) -> int:
    """How much more was paid than is owed; 0 where nothing is, or no such loan is known."""
    owed = await _owed(turn, owner, dialogue)
    return max(0, from_json(dialogue.state[LINE]).amount.minor - owed) if owed > 0 else 0


def lines(dialogue: Dialogue) -> Sequence[Line]:
    """What the steps came to: the loan without what it costs, and that as a cost of its own."""
    line, cost, due = from_json(dialogue.state[LINE]), dialogue.state.get(COST, 0), dialogue.state.get(DUE)
    paid = replace(line, due=date.fromisoformat(due) if due else None)
    currency = line.amount.currency
    if not cost:
        return (paid,)
    interest = Line(Direction.OUT, Money(cost, currency), line.day, category="interest")
    left = line.amount.minor - cost
    return (replace(paid, amount=Money(left, currency)), interest) if left else (interest,)
