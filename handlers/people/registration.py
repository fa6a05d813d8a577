"""Registration sent: the person is in the programme, and is asked whether to do the baseline now."""

from bot.domain.people.roles import Role
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.forms import Session
from bot.i18n import N_, Text
from bot.packs.needed_questions import people_codes
from bot.services.evaluation import reminders
from bot.services.people import registration
from handlers.forms import answer_taken
from handlers.people import at_work, in_group
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

LATER = "later"


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Write the person down, and offer the baseline now or later."""
    if turn.acting_for is not None:
        turn.contact.close()
        turn.whisper(late_taps.ANSWERED)
        return
    by_name = {path.rsplit("/", 1)[-1]: value for path, value in session.result().items()}
    own_phone = dialogue.state.get(answer_taken.OWN_PHONE) == by_name.get("phone")
    asked_who = any(one.name in people_codes() for one in session.form.fields.values())
    consent = dialogue.state["consent"]
    new = registration.Registration(by_name, consent, turn.programme, turn.today, own_phone, asked_who)
    registered = await turn.run(registration.register, turn.contact, new, turn.now)
    turn.contact.close()
    turn.contact.person = registered.person
    joining = turn.contact.joining or {}
    turn.contact.joining, turn.contact.changed = None, True
    turn.say(
        N_(
            "You are registered, {name}. Welcome!\nBelow is your menu. Write “stop” whenever you want no more messages."
        ),
        keys=menu.of(turn),
        name=by_name.get("name", ""),
    )
    if "group" in joining and joining["role"] == Role.MEMBER:
        await in_group.joined(turn, int(joining["group"]))
    turn.say(
        N_("First, a few questions about how things are today.\nLater I compare with them, to show how you grow."),
        buttons=[
            [Button(Text(N_("▶️ Now")), Meaning.of(reminders.CHECK_IN_NOW, registered.baseline_slot))],
            [Button(Text(N_("⏸ Later")), Meaning.of(LATER, ""))],
        ],
    )
    if joining and joining["role"] != Role.MEMBER:
        await at_work.offered(turn, joining["code"])
