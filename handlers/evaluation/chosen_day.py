"""What she is told of a day that staff have chosen for her: that her officer has, and why, in plain words."""

from datetime import date

from bot.i18n import N_, Html
from bot.services.evaluation import calendar as evaluation
from bot.services.evaluation.calendar import Chosen
from handlers.wire.turn import Turn

NEXT = N_("The next check-in is on {day}.\nYour officer has chosen it: {why}.")
NEXT_OF_GROUP = N_("The next time is on {day}.\nYour officer has chosen it: {why}.")
WHY = {
    "asked_for": N_("you asked for it"),
    "season": N_("it fits the season of your work"),
    "closer": N_("to hear from each other more often"),
    "rarer": N_("it goes well, so less often is enough"),
}


def because(turn: Turn, reason: str, words: str | None) -> str:
    """The reason in her language; another one stands in the words of who has chosen."""
    return turn.plain(WHY[reason]) if reason in WHY else words or "–"


def sentence(turn: Turn, one: Chosen, *, of_group: bool = False) -> Html:
    """When she is asked next, and that it was chosen for her."""
    why = because(turn, one.reason, one.words)
    return turn.text(NEXT_OF_GROUP if of_group else NEXT, day=one.due, why=why)


async def of_person(turn: Turn, day: date | None) -> Html | None:
    """The sentence, where what comes next on this day was chosen; None: it was not."""
    person = turn.contact.person
    if day is None or person is None:
        return None
    found = await turn.run(evaluation.chosen_for, person.id, turn.now)
    return next((sentence(turn, one) for one in found if one.due == day), None)
