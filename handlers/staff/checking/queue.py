"""The queue of figures: ten a screen, each opens; accept, correct, hold, with a reason; all that are alike; undo."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.staff.checking import PAGE_SIZE, READY, Alike, Deed, Refused, Why
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Text, joined, plural
from bot.packs import places
from bot.services.roles import NotAllowed
from bot.services.staff.checking import deciding, looking
from bot.services.staff.checking.deciding import Because, Outcome
from bot.services.staff.checking.looking import Page, Shown
from handlers.staff import to_work
from handlers.staff.checking import typing, words
from handlers.wire import late_taps
from handlers.wire.turn import Turn

COMMAND, PREFIX = "figures", typing.PREFIX
# The list; one; those that are like it; why; done; in words; undone; another value, of which figure; why that one.
LIST, OPEN, MORE, WHY, DO, WORDS, UNDO = "l", "o", "m", "w", "d", "t", "u"
CORRECT, OF, VALUE_WHY, LEAVE_IT = typing.CORRECT, typing.OF, typing.VALUE_WHY, typing.LEAVE_IT
# It alone, else those of its group or of its form.
ALONE = "1"
_DEEDS, _SCOPES = one_of(Deed.ACCEPT, Deed.HOLD, Deed.LEAVE), one_of(ALONE, *Alike)
SHAPES: Shapes = (
    (LIST, page_number),
    (one_of(OPEN, MORE, UNDO), hex_number),
    (one_of(WHY, WORDS), _DEEDS, _SCOPES, hex_number, hex_number),
    (DO, _DEEDS, _SCOPES, hex_number, hex_number, one_of(*Why)),
    (CORRECT, hex_number, hex_number),
    (OF, hex_number, hex_number, hex_number),
    (VALUE_WHY, one_of(*Why)),
    (LEAVE_IT, ""),
)

NONE = N_("🔎 There is no figure to look at: {where}.")
ALL_ALIKE = N_("👥 All that are like this")
WHAT_FOR_ALL = N_("What is to be done with all that are like this?")
GROUP_ACCEPT, GROUP_HOLD = N_("✅ Accept all {n} of her group"), N_("⏸ Hold all {n} of her group")
FORM_ACCEPT, FORM_HOLD = N_("✅ Accept all {n} of this form"), N_("⏸ Hold all {n} of this form")
LABELS = {
    (Alike.GROUP, Deed.ACCEPT): GROUP_ACCEPT,
    (Alike.GROUP, Deed.HOLD): GROUP_HOLD,
    (Alike.FORM, Deed.ACCEPT): FORM_ACCEPT,
    (Alike.FORM, Deed.HOLD): FORM_HOLD,
}
NO_OTHERS = N_("No others are like this.")
BECAUSE = N_("Why?")
IN_WORDS = N_("✏️ In my own words")
UNDO_IT, NEXT, BACK = N_("↩️ Undo (10 minutes)"), N_("▶️ Next"), N_("⬅️ Back")
UNDONE = N_("↩️ Undone: it is as it was before.")
STAYS_HELD = N_("What is far from the usual, another officer lets in.")


async def show(turn: Turn) -> None:
    """The command: the oldest ten."""
    await _list(turn, 0)


async def tapped(turn: Turn, what: str, *values: Any) -> None:
    """A button; where she does not work any more it does nothing."""
    if what not in (VALUE_WHY, DO):
        typing.close(turn)
    try:
        await TAPS[what](turn, *values)
    except NotAllowed:
        typing.close(turn)
        turn.whisper(late_taps.NO_LONGER)


async def _list(turn: Turn, number: int) -> None:
    page = await turn.run(looking.listed, turn.contact.person_id, turn.pack, turn.loaded, number)
    where = ", ".join(places.name(turn.pack, area, turn.language) for area in page.areas)
    if not page.total:
        turn.show(NONE, buttons=[[to_work.button()]], where=where)
        return
    title = plural("🔎 {n} figure to look at: {where}", "🔎 {n} figures to look at: {where}", page.total, where=where)
    first = page.number * PAGE_SIZE + 1
    lines = [turn.text(title), *(words.line(turn, one, at) for at, one in enumerate(page.shown, first))]
    turn.show_marked(joined(lines, "\n\n"), buttons=[*_numbers(turn, page, first), *_turning(page), [to_work.button()]])


def _numbers(turn: Turn, page: Page, first: int) -> Rows:
    """A button for each, five a row."""
    every = [
        Button(turn.plain("{number}", number=at), Meaning.of(PREFIX, OPEN, one.item.id))
        for at, one in enumerate(page.shown, first)
    ]
    return [every[at : at + 5] for at in range(0, len(every), 5)]


def _turning(page: Page) -> Rows:
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, str(page.number - 1)))] if page.number else []
    turns += [] if page.is_last else [Button("▶️", Meaning.of(PREFIX, LIST, str(page.number + 1)))]
    return [turns] if turns else []


async def _found(turn: Turn, number: int) -> Shown | None:
    """One of hers; else she is told that it is settled."""
    shown = await turn.run(looking.one, turn.contact.person_id, turn.pack, turn.loaded, number)
    if shown is None:
        turn.whisper(late_taps.ANSWERED)
    return shown


async def _open(turn: Turn, number: int, first: Html = BLANK) -> None:
    shown = await _found(turn, number)
    if shown is None:
        return
    mark = deciding.mark_of([shown.item])
    labels = {Deed.ACCEPT: words.accept(shown), Deed.LEAVE: Text(words.LEAVE), Deed.HOLD: Text(words.HOLD)}
    rows = [
        [Button(Text(words.CORRECT), Meaning.of(PREFIX, CORRECT, number, mark))]
        if deed is Deed.CORRECT
        else [Button(labels[deed], Meaning.of(PREFIX, WHY, deed, ALONE, number, mark))]
        for deed in shown.deeds
    ]
    if not shown.item.is_wish:
        rows.append([Button(Text(ALL_ALIKE), Meaning.of(PREFIX, MORE, number))])
    rows.append([Button(Text(BACK), Meaning.of(PREFIX, LIST, "0"))])
    told = words.whole(turn, shown)
    turn.show_marked(joined([first, told], "\n\n") if first else told, buttons=rows)


async def _alike(turn: Turn, number: int) -> None:
    """How many are like it, and what can be done with them."""
    if await _found(turn, number) is None:
        return
    rows: list[list[Button]] = []
    for (how, deed), label in LABELS.items():
        these = await turn.run(deciding.meant, turn.contact.person_id, turn.pack, number, how)
        if len(these) > 1 and not (deed is Deed.HOLD and these[0].held):
            mark = deciding.mark_of(these)
            rows.append([Button(Text(label, {"n": len(these)}), Meaning.of(PREFIX, WHY, deed, how, number, mark))])
    back = [Button(Text(BACK), Meaning.of(PREFIX, OPEN, number))]
    turn.show(WHAT_FOR_ALL if rows else NO_OTHERS, buttons=[*rows, back])


async def _why(turn: Turn, deed: str, scope: str, number: int, mark: int) -> None:
    if await _found(turn, number) is None:
        return
    rows = [
        [Button(Text(words.WHYS[why]), Meaning.of(PREFIX, DO, deed, scope, number, mark, why))]
        for why in READY[Deed(deed)]
    ]
    rows.append([Button(Text(IN_WORDS), Meaning.of(PREFIX, WORDS, deed, scope, number, mark))])
    rows.append([Button(Text(BACK), Meaning.of(PREFIX, OPEN, number))])
    turn.show(BECAUSE, buttons=rows)


async def _words(turn: Turn, deed: str, scope: str, number: int, mark: int) -> None:
    if await _found(turn, number) is not None:
        typing.ask_why(turn, deed, scope, number, mark)


async def _do(turn: Turn, deed: str, scope: str, number: int, mark: int, why: str) -> None:
    await do(turn, Deed(deed), scope, number, mark, Because(Why(why)))


async def do(turn: Turn, deed: Deed, scope: str, number: int, mark: int, because: Because) -> None:
    """Do it, and say what was done; or why not, with what there is now."""
    typing.close(turn)
    how = None if scope == ALONE else Alike(scope)
    her, loaded, pack = turn.contact.person_id, turn.loaded, turn.pack
    done = await turn.run(deciding.decide, her, loaded, pack, number, mark, deed, because, how, turn.now)
    if isinstance(done, Refused):
        await refused(turn, number, done)
        return
    rows = [[Button(Text(UNDO_IT), Meaning.of(PREFIX, UNDO, done.deed_id))]] if done.can_undo else []
    rows.append([Button(Text(NEXT), Meaning.of(PREFIX, LIST, "0"))])
    lines = [turn.text(_told(done))]
    lines += [turn.text(STAYS_HELD)] if done.deed is Deed.HOLD and not done.can_undo else []
    turn.show_marked(joined(lines), buttons=rows)


def _told(done: Outcome) -> Text:
    n = done.n
    if done.deed is Deed.ACCEPT:
        return plural("✅ {n} accepted.", "✅ {n} accepted.", n)
    if done.deed is Deed.LEAVE:
        return plural("✖️ {n} left as it is.", "✖️ {n} left as they are.", n)
    return plural("⏸ {n} held: it is in no figure now.", "⏸ {n} held: they are in no figure now.", n)


async def refused(turn: Turn, number: int, why: Refused) -> None:
    """Nothing was done: why, and how it stands."""
    if why is Refused.GONE:
        turn.whisper(late_taps.ANSWERED)
    else:
        await _open(turn, number, turn.text(words.REFUSED[why]))


async def _undo(turn: Turn, deed: int) -> None:
    done = await turn.run(deciding.undo, turn.contact.person_id, turn.pack, deed, turn.now)
    if isinstance(done, Refused):
        turn.whisper(words.REFUSED[done])
    else:
        turn.show(UNDONE, buttons=[[Button(Text(NEXT), Meaning.of(PREFIX, LIST, "0"))]])


async def _correct(turn: Turn, number: int, mark: int, which: int | None = None) -> None:
    shown = await _found(turn, number)
    if shown is not None:
        await typing.correct(turn, shown, mark, which)


async def _leave(turn: Turn, _nothing: str) -> None:
    await _list(turn, 0)


async def _value_why(turn: Turn, why: str) -> None:
    await propose(turn, Because(Why(why)))


async def propose(turn: Turn, because: Because) -> None:
    """The value that she has written is asked of whom it is about."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != typing.KIND or typing.VALUE not in dialogue.state:
        turn.whisper(late_taps.ANSWERED)
        return
    number = dialogue.state[typing.NUMBER]
    why = await typing.propose(turn, dialogue, because)
    typing.close(turn)
    if why is not None:
        await refused(turn, number, why)
    else:
        turn.show(typing.IS_ASKED, buttons=[[Button(Text(NEXT), Meaning.of(PREFIX, LIST, "0"))]])


async def said(turn: Turn) -> None:
    """What is written: a reason, or another value."""
    try:
        read = await typing.said(turn)
        if isinstance(read, typing.Reason):
            await do(turn, Deed(read.deed), read.scope, read.number, read.mark, Because(Why.TYPED, read.words))
        elif isinstance(read, typing.ValueReason):
            await propose(turn, Because(Why.TYPED, read.words))
    except NotAllowed:
        typing.close(turn)
        turn.say(late_taps.NO_LONGER)


TAPS: dict[str, Callable[..., Awaitable[None]]] = {
    LIST: _list,
    OPEN: _open,
    MORE: _alike,
    WHY: _why,
    DO: _do,
    WORDS: _words,
    UNDO: _undo,
    CORRECT: _correct,
    OF: _correct,
    VALUE_WHY: _value_why,
    LEAVE_IT: _leave,
}
