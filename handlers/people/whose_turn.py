"""Who is writing? Somebody who uses the phone takes it, somebody new is met, or who had begun goes on."""

from dataclasses import replace

from bot.domain.wire.contact import ChatState
from bot.i18n import N_
from bot.services.people import shared_phone as services
from handlers.forms import answering as forms
from handlers.people import consent, shared_phone, welcome
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

SILENT = N_("I am silent, as you asked. To come back, write /start.")


async def tapped(turn: Turn, op: str, *arguments: int) -> None:
    """A button of the list, or one that offered the phone."""
    match op:
        case shared_phone.SWITCH:
            await _switch(turn, *arguments)
        case shared_phone.NEW:
            await _newcomer(turn)
        case shared_phone.BEGUN:
            await _go_on(turn, *arguments)
        case _:
            await shared_phone.ask(turn, *arguments)


async def _switch(turn: Turn, person_id: int) -> None:
    """Everything is hers from now on; what she was in the middle of is asked again."""
    meant = await shared_phone.find(turn, person_id)
    if meant is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    if person_id != turn.contact.person_id:
        await shared_phone.turn_to(turn, person_id)
    turn.say(shared_phone.HELLO, keys=menu.of(turn), name=meant.called)
    # what follows comes below, not in the place of the list
    turn.event = replace(turn.event, message_id=None)
    if turn.contact.state is ChatState.STOPPED:
        turn.say(SILENT)
    elif consent.is_due(turn):
        await consent.ask(turn)
    elif turn.contact.dialogue is not None and turn.contact.dialogue.form:
        await forms.repeat(turn)


async def _newcomer(turn: Turn) -> None:
    """Language, consent and registration for somebody new; the others keep what is theirs."""
    await shared_phone.give_away(turn)
    await turn.run(services.turn_to_nobody, turn.contact, turn.now)
    welcome.begin(turn)


async def _go_on(turn: Turn, number: int) -> None:
    """A registration that was begun goes on where it was."""
    await shared_phone.give_away(turn)
    form = await turn.run(services.go_on, turn.contact, number, turn.now)
    if form is None:
        turn.whisper(late_taps.ANSWERED)
    else:
        await forms.resume(turn, form)
