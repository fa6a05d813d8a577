"""Extra forms: asked when somebody opens one by a link or its name; what is sent answers no slot of the calendar."""

from collections.abc import Mapping
from typing import Any

from bot.domain.wire.contact import Dialogue
from bot.forms import Session
from bot.i18n import N_, Html
from bot.services.evaluation.submissions import Outcome
from bot.services.forms import dialogues, forms_in_use
from bot.services.people import who_she_is
from handlers.evaluation import checkin, corrections
from handlers.forms import answering as forms
from handlers.forms import questions
from handlers.wire import menu
from handlers.wire.turn import Turn

KIND = "form"
LINK = forms_in_use.LINK
# In a dialogue's state: what the form is called.
NAME = "form_name"

UNKNOWN = N_("I do not know this form. It may have been replaced.")


async def is_one(turn: Turn, name: str) -> bool:
    """Whether her programme has an extra form of this name, also one put in use since the last tick."""
    if not forms_in_use.is_extra(name):
        return False
    return name in turn.pack.forms or (await turn.run(forms_in_use.take_up, turn.loaded) and name in turn.pack.forms)


async def start(turn: Turn, name: str, more: Mapping[str, Any] | None = None) -> None:
    """Open an extra form, or go on with it where she stopped; `more`: what else its dialogue keeps from now on."""
    person = turn.contact.person
    if person is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    if not await is_one(turn, name) or turn.acting_for is None:
        turn.say(UNKNOWN, keys=menu.of(turn))
        return
    begun = await _begun(turn, name, practised=person.practice)
    if begun is not None:
        begun.state.update(more or {})
        await forms.resume(turn, begun, turn.text(checkin.GO_ON) + "\n")
    else:
        state = {NAME: name, **(more or {})} | ({questions.PRACTICE: True} if person.practice else {})
        forms.begin(turn, KIND, turn.pack.forms[name], state=state, producer=turn.acting_for)


async def about_you(turn: Turn) -> None:
    """Who she is: what she wants to say of it; it need not be offered any more."""
    if turn.contact.person is not None:
        await turn.run(who_she_is.asked, turn.contact.person.id, turn.now)
    await start(turn, who_she_is.FORM)


async def _begun(turn: Turn, name: str, *, practised: bool) -> Dialogue | None:
    """The same form, begun and not sent: in front or laid aside."""
    front = turn.contact.dialogue
    known = await turn.run(dialogues.of_contact, turn.contact)
    found = [one for one in known if front is None or one.id != front.id]
    if front is not None:
        found.insert(0, front)
    same = (one for one in found if one.kind == KIND and one.state.get(NAME) == name)
    return next((one for one in same if questions.is_practice(one) is practised), None)


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> Outcome | None:
    """Keep the answers, exactly once; None: it was practice."""
    outcome = await checkin.keep(turn, dialogue, session, dialogue.state[NAME])
    if outcome is not None:
        turn.show_marked(
            Html.of("✅ {}", turn.text(checkin.SENT)), buttons=[[corrections.button(outcome.submission_id)]]
        )
    return outcome
