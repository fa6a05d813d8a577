"""The second yes: somebody else than the author looks at an announcement to many, and lets it go or not."""

from bot.i18n import N_
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import second, steering
from handlers.staff.announcing import under_way
from handlers.wire import late_taps
from handlers.wire.turn import Turn

DEEDS = (second.YES, second.NO)
LEAVES, DOES_NOT = N_("✅ It leaves. Thank you for looking."), N_("✖️ It does not leave. Whoever has made it is told.")


async def tapped(turn: Turn, deed: str, number: int) -> None:
    """Her yes or no; of what somebody else has decided, and of what is her own, it does nothing."""
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
