"""Whom the lot has drawn: an officer asks each whether she agreed, says what came of it, and erases who did not."""

from collections.abc import Sequence

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, format_phone, joined
from bot.packs import places
from bot.services.groups.members import agreed_aloud
from bot.services.groups.members.adding import How
from bot.services.groups.members.agreed_aloud import PREFIX, Asked, Said
from bot.services.roles import NotAllowed
from handlers.groups.members.adding_questions import HOWS
from handlers.wire import late_taps
from handlers.wire.turn import Turn

__all__ = ["PREFIX", "SHAPES", "tapped"]

# A page of the list; one of it; did she really not agree; what she said; who did not agree is erased.
LIST, SHOW, SURE, ERASE = agreed_aloud.LIST, "p", "q", "e"
SAYS = {"a": Said.AGREED, "n": Said.NOT_AGREED, "u": Said.NOT_REACHED}
SHAPES: Shapes = ((LIST, page_number), (one_of(SHOW, SURE, ERASE, *SAYS), hex_number))
PAGE_SIZE = 8

TITLE = N_("🎲 By lot: please ask these members yourself whether they agreed.\nTap a name, and say what came of it.")
DONE = N_("🎲 All whom the lot has drawn are asked. Thank you.")
WRITTEN = N_("📝 It is written that she agreed on {day}, before {before}.")
WHO = N_("👤 {name}, {group}, {area}")
ASK = N_("Please ask her yourself: did she agree?")
LABELS = {"a": N_("✅ She agreed"), SURE: N_("✖️ She did not agree"), "u": N_("📵 I could not reach her")}
DID_SHE = N_(
    "If {name} did not agree, nothing is asked of her any more, nobody reports for her, and her leader hears of it.\n"
    "Did she say so herself?"
)
YES_NOT = N_("✖️ Yes, she did not agree")
NOT_AGREED = N_(
    "✖️ {name} did not agree. Nothing is asked of her any more, and nobody reports for her. Her leader knows.\n"
    "Shall I erase what was kept of her?"
)
ERASE_IT = N_("🗑 Erase what was kept")
ERASED = N_("🗑 What was kept of her is erased. Figures stay, without a name.")
CALL = N_("📱 {phone}")


async def tapped(turn: Turn, what: str, number: int) -> None:
    """A button; where she does not work any more it does nothing."""
    try:
        if what == LIST:
            await _list(turn, number)
        elif what in (SHOW, SURE):
            await _show(turn, number, sure=what == SURE)
        elif what == ERASE:
            await _erase(turn, number)
        else:
            await _say(turn, number, SAYS[what])
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _listed(turn: Turn) -> Sequence[Asked]:
    return await turn.run(agreed_aloud.listed, turn.contact.person_id, turn.pack, turn.now)


async def _list(turn: Turn, page: int) -> None:
    found = await _listed(turn)
    if not found:
        turn.show(DONE)
        return
    page = max(0, min(page, (len(found) - 1) // PAGE_SIZE))
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [turn.text(TITLE), *(_about(turn, one) for one in shown if one.drawn.said is None)]
    if all(one.drawn.said for one in found):
        lines = [turn.text(DONE)]
    rows = [[Button(f"{_mark(one)} {one.drawn.name}", Meaning.of(PREFIX, SHOW, one.drawn.id))] for one in shown]
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, str(page + 1)))] if len(found) > (page + 1) * PAGE_SIZE else []
    turn.show_marked(joined(lines, "\n\n"), buttons=[*rows, *([turns] if turns else [])])


def _mark(one: Asked) -> str:
    return "👤" if one.drawn.said is None else "🗑"


def _about(turn: Turn, one: Asked) -> Html:
    """Who she is and where, and what is written of her yes: how, when and before whom."""
    drawn, told = one.drawn, one.told
    who = turn.text(WHO, name=drawn.name, group=drawn.group, area=places.name(turn.pack, drawn.area, turn.language))
    lines = [who, turn.text(WRITTEN, day=told.on, before=told.before or "–")]
    lines += [turn.text(HOWS[How(told.how)])] if told.how in set(How) else []
    if drawn.phone:
        lines.append(turn.text(CALL, phone=format_phone(drawn.phone, turn.programme.phone_region)))
    return joined(lines)


async def _show(turn: Turn, number: int, *, sure: bool = False) -> None:
    """One of the list; or, before all of hers ends, whether it is so."""
    one = next((one for one in await _listed(turn) if one.drawn.id == number), None)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    elif one.drawn.said is Said.NOT_AGREED:
        turn.show(NOT_AGREED, buttons=_one_button(ERASE_IT, ERASE, number), name=one.drawn.name)
    elif sure:
        turn.show(DID_SHE, buttons=_one_button(YES_NOT, "n", number), name=one.drawn.name)
    else:
        labels = [[Button(Text(label), Meaning.of(PREFIX, said, number))] for said, label in LABELS.items()]
        turn.show_marked(joined([_about(turn, one), turn.text(ASK)], "\n\n"), buttons=[*labels, _back()])


def _one_button(label: str, deed: str, number: int) -> Rows:
    return [[Button(Text(label), Meaning.of(PREFIX, deed, number))], _back()]


def _back() -> list[Button]:
    return [Button("◀️", Meaning.of(PREFIX, LIST, "0"))]


async def _say(turn: Turn, number: int, said: Said) -> None:
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    if not await turn.run(agreed_aloud.say, her, turn.pack, number, said, catalogues, turn.now):
        turn.whisper(late_taps.ANSWERED)
    elif said is Said.NOT_AGREED:
        await _show(turn, number)
    else:
        await _list(turn, 0)


async def _erase(turn: Turn, number: int) -> None:
    if await turn.run(agreed_aloud.erase, turn.contact.person_id, turn.pack, number, turn.now):
        turn.show(ERASED, buttons=[_back()])
    else:
        turn.whisper(late_taps.NO_LONGER)
