"""Somebody registered opens a group's link: after her yes she is in the group, once its leader has said so too."""

from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Read, Text, read_consent
from bot.services.groups import telling
from bot.services.ids import new_id
from bot.services.people import registration, working
from handlers.people import at_work, brought, consent_screens
from handlers.wire import late_taps, menu, saying
from handlers.wire.turn import Turn

KIND = PREFIX = "ingroup"
YES, NO = "yes", "no"
SHAPES: Shapes = ((one_of(YES, NO),),)
CODE = "code"

ASK = N_("This link is of the group {group}. Do you work in it?\nThen its leader sees your name, and when you answer.")
I_DO, I_DO_NOT = N_("✅ Yes, I am in this group"), N_("✖️ No, I am not in it")
DONE = N_("Thank you. The leader of {group} is asked too.")
NOTHING = N_("All right. Nothing was changed.")


async def ask(turn: Turn, code: str) -> None:
    """The link is opened: for whom it is, and what it means."""
    found = await turn.run(registration.of_group, code, turn.now)
    if found is None:
        await brought.no_good(turn, at_work.DONE_BY_OTHER)
    elif found["programme"] != turn.programme.code:
        await brought.no_good(turn, at_work.NOT_HERE)
    elif turn.acting_for is None:
        menu.offer(turn)
    else:
        turn.contact.open(Dialogue(new_id(), KIND, {CODE: code}, turn.now))
        turn.say(ASK, buttons=_choices(), group=await turn.run(working.group_name, int(found["group"])))


def _choices() -> Rows:
    return [[Button(Text(label), Meaning.of(PREFIX, answer))] for label, answer in ((I_DO, YES), (I_DO_NOT, NO))]


async def tapped(turn: Turn, answer: str) -> None:
    """Yes or no."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != KIND:
        turn.whisper(late_taps.ANSWERED)
        return
    turn.contact.close()
    found = await turn.run(registration.of_group, dialogue.state[CODE], turn.now)
    if answer == NO or turn.acting_for is None:
        turn.show(NOTHING)
    elif found is None:
        await brought.no_good(turn, at_work.DONE_BY_OTHER)
    else:
        group = int(found["group"])
        await turn.run(registration.join_group, turn.acting_for, group, turn.now)
        turn.show(DONE, group=await turn.run(working.group_name, group))
        await tell(turn, group)


async def joined(turn: Turn, group: int) -> None:
    """She has registered by the group's link: she hears which group it is, and its leaders are asked."""
    turn.say(DONE, group=await turn.run(working.group_name, group))
    await tell(turn, group)


async def tell(turn: Turn, group: int) -> None:
    """The leaders of the group are asked whether she who is in front is one of them."""
    person = turn.contact.person
    if person is not None and turn.acting_for is not None:
        who = turn.acting_for, await turn.run(working.name_of, person.id)
        await turn.run(telling.newcomer, turn.programme, group, who, turn.loaded.catalogues, turn.now)


async def said(turn: Turn) -> None:
    """Words where a button would do."""
    pressed, agreed = saying.pressed(turn.event.said, _choices(), turn.label), read_consent(turn.event.said)
    if pressed is not None:
        await tapped(turn, *pressed.meaning.values)
    elif isinstance(agreed, Read):
        await tapped(turn, YES if agreed.value else NO)
    else:
        turn.say(consent_screens.PLEASE, buttons=_choices())
