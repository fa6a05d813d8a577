"""The second yes: somebody else than the author looks at an announcement to many, and lets it go or not."""

from dataclasses import replace

from bot.i18n import N_
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import second, steering
from handlers.staff import to_work
from handlers.staff.announcing import under_way
from handlers.wire import late_taps
from handlers.wire.turn import Turn

DEEDS = (second.YES, second.NO, second.LOOK)
LEAVES, DOES_NOT = N_("✅ It leaves. Thank you for looking."), N_("✖️ It does not leave. Whoever has made it is told.")


async def tapped(turn: Turn, deed: str, number: int) -> None:
    """Her yes or no, or what it is about; of what another has decided, and of what is her own, it does nothing."""
    if deed == second.LOOK:
        await _look(turn, number)
        return
    does = steering.approve if deed == second.YES else steering.refuse
    try:
        done = await turn.run(does, turn.contact.person_id, turn.pack, number, turn.now)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)
        return
    if not done:
        turn.whisper(late_taps.ANSWERED)
    else:
        turn.whisper(LEAVES if deed == second.YES else DOES_NOT)
        if deed == second.NO:
            await turn.run(second.refused, turn.loaded, turn.pack, turn.contact.person_id, number, turn.now)
    await under_way.show(turn, number)


async def _look(turn: Turn, number: int) -> None:
    """All that people would get, and below it what is asked."""
    her = (turn.contact.person_id, turn.pack)
    try:
        messages = await turn.run(second.look, turn.loaded, *her, number, turn.contact.bot)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)
        return
    if not messages:
        turn.whisper(late_taps.ANSWERED)
        return
    *versions, (_, asked) = messages
    for language, message in versions:
        turn.send_message(message, language or turn.language)
    turn.send_message(replace(asked, buttons=[*asked.buttons, [to_work.button()]]), turn.language)
