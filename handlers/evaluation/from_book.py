"""What the cash book answers of a check-in, put into its dialogue; how it is shown: handlers/forms/prefilled.py."""

from collections.abc import Mapping
from typing import Any

from bot.domain.wire.contact import Dialogue
from bot.forms import Form, Kind
from bot.services.book import check_in_answers
from bot.services.book.entries import Owner
from bot.services.evaluation import submissions
from handlers.forms import readings
from handlers.forms.prefilled import BOOK, DAY, LAST, PRICED, SHUT, UNIT, begun_on
from handlers.people import pin
from handlers.wire.turn import Turn

MOST = 30  # above, people count roughly: three buttons would not hold what they say


async def known(turn: Turn, producer_id: int, form: Form, handed_on: Mapping[str, str]) -> dict[str, Any]:
    """What a check-in begins with, in its state. Behind a PIN the book says nothing."""
    person = turn.contact.person
    if person is None:
        return {}
    owner = Owner(producer_id, person.id, person.practice, turn.programme.currency)
    state: dict[str, Any] = {}
    if not await pin.is_shut(turn):
        unit = next((value for path, value in handed_on.items() if path.endswith("/unit")), "")
        told = await turn.run(check_in_answers.of_month, owner, turn.programme, form, unit, turn.today)
        if told.answers:
            state |= {BOOK: told.answers, DAY: turn.today.isoformat(), UNIT: unit, PRICED: told.priced}
    earlier = await turn.run(submissions.last_answers, producer_id)
    last = {one.name: int(earlier[one.name]) for one in form.questions if _is_small(one, earlier)}
    return state | ({LAST: last} if last else {})


def _is_small(one: Any, earlier: Mapping[str, str]) -> bool:
    said = earlier.get(one.name, "")
    return one.kind is Kind.INTEGER and one.appearance != readings.WHOLE_MONEY and said.isdigit() and int(said) <= MOST


async def look(turn: Turn, dialogue: Dialogue, *, anew: bool = False) -> None:
    """Before a form speaks: what a PIN guards by now is not shown. `anew`: more may be in the book than was before."""
    if BOOK in dialogue.state:
        if anew:
            await _tell_anew(turn, dialogue)
        dialogue.state = {**dialogue.state, SHUT: await pin.is_shut(turn)}
        turn.contact.touch()


async def _tell_anew(turn: Turn, dialogue: Dialogue) -> None:
    """Take what the book says now of the same month; beside an answer stays what it said then."""
    person, before = turn.contact.person, dialogue.state[BOOK]
    if person is None or dialogue.producer_id is None:
        return
    owner = Owner(dialogue.producer_id, person.id, person.practice, turn.programme.currency)
    form, unit = turn.loaded.form(dialogue.form), dialogue.state[UNIT]
    now = await turn.run(check_in_answers.of_month, owner, turn.programme, form, unit, begun_on(dialogue))
    answered = {path.rpartition("/")[2] for path in dialogue.state["session"]["answers"]}
    kept = {name: value for name, value in before.items() if name in answered}
    told = {name: value for name, value in now.answers.items() if name not in answered} | kept
    dialogue.state = {**dialogue.state, BOOK: told, PRICED: now.priced}
