"""/start: a first meeting, a link of many kinds, or somebody who comes back."""

from collections.abc import Awaitable, Callable

from bot.domain.programme import Purpose
from bot.domain.wire.contact import ChatState
from bot.i18n import N_
from bot.services.forms import dialogues
from bot.services.people import preferences
from handlers.forms import answering as forms
from handlers.people import at_work, brought, in_group, producer_too, shared_phone, welcome
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

Linked = Callable[[Turn, str], Awaitable[bool]]
JOIN, GROUP = brought.JOIN, brought.GROUP


async def start(turn: Turn, opened_by_link: Linked) -> None:
    """/start, with or without a deep link: a first meeting, or she comes back.

    `opened_by_link`: opens what is no matter of meeting, and says whether it was that.
    """
    command, _, payload = turn.event.said.partition(" ")
    came_back = turn.contact.state is not ChatState.ACTIVE
    if came_back:
        await turn.run(preferences.come_back, turn.contact, turn.now)
    if await opened_by_link(turn, payload):
        return
    if payload.startswith(GROUP) and turn.acting_for is not None:
        await in_group.ask(turn, payload.strip().removeprefix(GROUP))
        return
    if turn.contact.person is not None and payload.startswith(JOIN):
        if await at_work.offered(turn, payload.strip().removeprefix(JOIN)):
            return
        await _for_members(turn, payload.strip())
        return
    if turn.contact.person is not None and payload.startswith(GROUP):
        await _for_members(turn, payload.strip())
        return
    if turn.contact.person is not None:
        await _welcome_back(turn, came_back)
        return
    if command == "/start" and payload.startswith((JOIN, GROUP)):
        await brought.take(turn, payload.strip())
    if await _go_on(turn):
        return
    if turn.contact.shared and turn.contact.joining is None:
        await shared_phone.ask(turn)
        return
    welcome.begin(turn)


async def _for_members(turn: Turn, payload: str) -> None:
    """A link for members, opened by somebody registered: who makes a product already has no use for it herself."""
    if turn.acting_for is None:
        await producer_too.opened(turn, payload)
        return
    turn.say(shared_phone.ONCE_MORE)
    await shared_phone.ask(turn)


async def too(turn: Turn) -> None:
    """The command of who only works here: she makes a product herself."""
    if turn.acting_for is None:
        producer_too.ask(turn)
    else:
        menu.offer(turn)


async def too_tapped(turn: Turn, answer: str) -> None:
    """She does: the programme's own text is read, then the questions begin; or the link is for somebody else."""
    if answer == producer_too.ELSE:
        await producer_too.for_somebody_else(turn)
    elif turn.acting_for is not None:
        turn.whisper(late_taps.ANSWERED)
    elif not await _go_on_registering(turn):
        welcome.open_step(turn, welcome.CONSENT)
        welcome.screen(turn, welcome.CONSENT, 0)


async def _go_on_registering(turn: Turn) -> bool:
    """Whether she has begun before, and goes on where she was."""
    begun = await turn.run(dialogues.of_contact, turn.contact)
    front = next((one for one in begun if one.kind == Purpose.REGISTRATION), None)
    if front is not None:
        await forms.resume(turn, front)
    return front is not None


async def _go_on(turn: Turn) -> bool:
    """A registration that was begun and laid aside goes on where it was."""
    front = turn.contact.dialogue
    if front is None and not turn.contact.is_new:
        begun = await turn.run(dialogues.of_contact, turn.contact)
        front = next((one for one in begun if one.form), None)
    if front is None or front.form is None:
        return False
    await forms.resume(turn, front)
    return True


async def _welcome_back(turn: Turn, came_back: bool) -> None:
    if turn.contact.dialogue is not None and turn.contact.dialogue.form:
        await forms.repeat(turn)
    elif came_back:
        turn.say(N_("Welcome back! I will write to you again when something is due."), keys=menu.of(turn))
    else:
        menu.offer(turn)
