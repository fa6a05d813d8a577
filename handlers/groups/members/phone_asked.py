"""A leader says whether a phone is a member's, and takes it back for a day."""

from bot.domain.wire.button_data import Shapes, hex_number, one_of
from bot.i18n import N_
from bot.services.groups import leading
from bot.services.groups.members import confirming_phones, phone_messages
from bot.services.groups.members.confirming_phones import Came, Told
from handlers.groups.leaders import hand_over
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = phone_messages.LEADERS
YES, NO, BACK = phone_messages.YES, phone_messages.NO, phone_messages.BACK
SHAPES: Shapes = ((one_of(YES, NO, BACK), hex_number, hex_number),)

DOES = {YES: confirming_phones.confirm, NO: confirming_phones.refuse, BACK: confirming_phones.take_back}
IS_HER = N_("✅ {name} is asked on that phone whether she agrees. Then it is hers.")
IS_NOT = N_("✖️ That phone is not linked. {name} stays as she was.")
TAKEN_BACK = N_("↩️ That phone is linked no longer. {name} is without a phone again.")
OVER = N_("Nothing was linked: she has left the group, has a phone by now, or her card has ended.")
LATE = N_("More than a day has passed. Please ask programme staff.")
SAID = {YES: IS_HER, NO: IS_NOT, BACK: TAKEN_BACK}


async def tapped(turn: Turn, what: str, group: int, number: int) -> None:
    """Yes, no, or that it was not her; who leads the group no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        await hand_over.refused(turn, group)
        return
    told: Told = await turn.run(DOES[what], turn.contact.person_id, group, number, turn.loaded, turn.now)
    if told.came is Came.DONE:
        back = phone_messages.buttons_back(group, number) if what == YES else ()
        turn.show(SAID[what], buttons=back, name=told.name or "–")
        _forget_there(turn, told)
    elif told.came is Came.OVER:
        turn.show(OVER)
    elif told.came is Came.LATE:
        turn.whisper(LATE)
    else:
        turn.whisper(late_taps.ANSWERED if told.came is Came.ANSWERED else late_taps.NO_LONGER)


def _forget_there(turn: Turn, told: Told) -> None:
    """Where the phone that is hers no longer has written in the same moment, it goes on as a stranger."""
    chat, was = told.unlinked or (None, None)
    there = turn.beside.get(chat) if chat is not None else None
    if there is None or there.person_id != was:
        return
    if there.shared:
        there.part(turn.now)
    else:
        there.forget()
