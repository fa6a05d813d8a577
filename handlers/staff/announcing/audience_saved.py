"""Audiences that have a name: given one, used again, called otherwise, deleted."""

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button
from bot.i18n import N_, Text, joined
from bot.services.staff.announcing import saved_audiences as service
from bot.services.staff.announcing.saved_audiences import CannotSave, Saved
from handlers.staff.announcing import audience_state as kept
from handlers.staff.announcing.audience_state import PREFIX, chosen
from handlers.wire import late_taps
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

ASK_NAME = N_("✏️ What is this audience called?\nWho works in your area can use it too.")
ASK_NEW_NAME = N_("✏️ What is it called from now on?")
NAME_IT = N_("Please write a short name that is not there yet.")
SAVED_ONES, NONE = N_("📂 Saved audiences"), N_("📂 No audience is saved yet.")
IS_CALLED = N_("📂 <b>{name}</b>")
BY, BY_NOBODY = N_("saved by {name} on {day}"), N_("saved on {day}")
USE_IT, RENAME_IT, DELETE_IT = N_("✅ Use it"), N_("✏️ Other name"), N_("🗑 Delete")
SURE, YES_DELETE = N_("Is “{name}” to be deleted?"), N_("🗑 Yes, delete it")


def ask_name(turn: Turn) -> None:
    """What it is to be called."""
    kept.keep(turn, chosen(turn), kept.SAVE)
    turn.show(ASK_NAME, buttons=[kept.back()])


async def named(turn: Turn) -> bool:
    """The name that was written, of one that is saved or called otherwise. False: it was none, which is said."""
    at, said = kept.state(turn)[kept.AT], turn.event.said if turn.event.kind is Kind.TEXT else ""
    her = (turn.contact.person_id, turn.pack)
    try:
        if at == kept.SAVE:
            await turn.run(service.save, *her, said, chosen(turn), turn.now)
        else:
            await turn.run(service.rename, *her, kept.state(turn)[kept.WHICH], said, turn.now)
    except CannotSave:
        turn.say(NAME_IT, buttons=[kept.back()])
        return False
    return True


async def use(turn: Turn, number: int) -> bool:
    """One of them is what is chosen now. False: it is there no more, which is said. Raises NotAllowed."""
    one = await turn.run(service.find, turn.contact.person_id, turn.pack, number)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
        return False
    kept.keep(turn, one.audience, kept.MAIN)
    return True


async def tapped(turn: Turn, what: str, number: int) -> None:
    """The list, or one of it and what is done with it. Raises NotAllowed."""
    if what == kept.LIST:
        await _list(turn, number)
        return
    one = await turn.run(service.find, turn.contact.person_id, turn.pack, number)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    elif what == kept.LOOK:
        await _look(turn, one)
    elif what == kept.RENAME:
        kept.keep(turn, chosen(turn), kept.RENAME, one.id)
        turn.show(ASK_NEW_NAME, buttons=[kept.back()])
    elif what == kept.DELETE:
        yes = Button(Text(YES_DELETE), Meaning.of(PREFIX, kept.REALLY, one.id))
        turn.show(SURE, buttons=[[yes], kept.back()], name=one.name)
    else:
        await turn.run(service.delete, turn.contact.person_id, turn.pack, one.id, turn.now)
        await _list(turn, 0)


async def _list(turn: Turn, page: int) -> None:
    kept.keep(turn, chosen(turn), kept.MAIN)
    found = await turn.run(service.listed, turn.contact.person_id, turn.pack)
    page = kept.held(page, len(found))
    shown = found[page * kept.PAGE_SIZE : (page + 1) * kept.PAGE_SIZE]
    rows = [[Button(one.name, Meaning.of(PREFIX, kept.LOOK, one.id))] for one in shown]
    below = [*kept.turning(page, len(found), kept.LIST), kept.back()]
    turn.show(SAVED_ONES if found else NONE, buttons=[*rows, *below])


async def _look(turn: Turn, one: Saved) -> None:
    day = one.since.astimezone(turn.zone).date()
    by = turn.text(BY, name=one.by, day=day) if one.by else turn.text(BY_NOBODY, day=day)
    lines = [turn.text(IS_CALLED, name=one.name), by]
    lines += [*await kept.limits(turn, one.audience), await kept.reaches(turn, one.audience)]
    deeds = ((USE_IT, kept.USE), (RENAME_IT, kept.RENAME), (DELETE_IT, kept.DELETE))
    rows = [[Button(Text(label), Meaning.of(PREFIX, what, one.id))] for label, what in deeds]
    turn.show_marked(joined(lines), buttons=[*rows, kept.back()])
