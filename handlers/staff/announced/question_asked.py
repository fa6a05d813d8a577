"""What an announcement asks, as its sender says it: nothing, yes or no, choices that she types, or a short form.

A piece of /broadcast: it begins with `ask`, and goes on with what is handed in.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.domain.staff.announced import FEWEST, LONGEST, MOST, Amiss, Asks, Question, read_choices
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of, page
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Text, is_later, joined, plural
from bot.services.ids import new_id
from bot.services.roles import NotAllowed
from bot.services.staff.announced import asking
from handlers.wire import late_taps
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

# What follows, of the announcement with this number.
GoOn = Callable[[Turn, int], Awaitable[None]]

KIND = PREFIX = "asks"
NOTHING, YES_NO, CHOICES, FORMS, FORM, UNTIL = "n", "y", "c", "f", "w", "u"
SHAPES: Shapes = (
    (one_of(NOTHING, YES_NO, CHOICES, FORMS), hex_number),
    (one_of(FORM, UNTIL), hex_number, page),
)
# In the state: the announcement, the languages that are left to ask for, and what was typed, by language.
NUMBER, LEFT, TYPED = "number", "left", "typed"
DAYS = (3, 7, 14, 30)

ASK = N_("❓ What can they answer under it?")
NO_ANSWER, A_YES_NO = N_("✉️ Nothing: they only read it"), N_("👍 👎 Yes or no")
OWN_CHOICES, A_FORM = N_("🔘 Choices of mine"), N_("📝 A short form")
TYPE = N_("🔘 What is there to choose from? In {language}.\nWrite a line for each, {fewest} to {most} lines.")
AMISS = {
    Amiss.TOO_FEW: N_("Please write at least {fewest} lines."),
    Amiss.TOO_MANY: N_("Those are more than {most} lines."),
    Amiss.TOO_LONG: N_("One of the lines is longer than {longest} letters. It would not fit on a button."),
    Amiss.ALIKE: N_("Two of the lines are the same."),
    Amiss.NOT_AS_MANY: N_("In every language there must be as many lines: {n}."),
}
WHICH_FORM, NO_FORM = N_("📝 Which form?"), N_("There is no form to choose from.")
UNTIL_WHEN, NO_END = N_("📅 Until when can they answer?"), N_("Without an end")


async def ask(turn: Turn, number: int) -> None:
    """The question to the sender, after her words."""
    labels = ((NO_ANSWER, NOTHING), (A_YES_NO, YES_NO), (OWN_CHOICES, CHOICES), (A_FORM, FORMS))
    known = [one for one in labels if one[1] != FORMS or asking.forms(turn.pack)]
    turn.show(ASK, buttons=[[Button(Text(label), Meaning.of(PREFIX, what, number))] for label, what in known])


async def tapped(turn: Turn, go_on: GoOn, what: str, number: int, which: int = 0) -> None:
    """A button; where the announcement is no draft of hers any more, it does nothing."""
    try:
        if what == NOTHING:
            await _put(turn, number, None, go_on)
        elif what == YES_NO:
            await _put(turn, number, Question(Asks.YES_NO), go_on)
        elif what == CHOICES:
            await _begin(turn, number)
        elif what == FORMS:
            _which_form(turn, number)
        elif what == FORM:
            known = asking.forms(turn.pack)
            chosen = Question(Asks.FORM, form=known[which]) if which < len(known) else None
            await (_put(turn, number, chosen, go_on) if chosen else _too_late(turn))
        else:
            await _until(turn, number, which, go_on)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _too_late(turn: Turn) -> None:
    turn.whisper(late_taps.NO_LONGER)


async def _put(turn: Turn, number: int, asked: Question | None, go_on: GoOn) -> None:
    """Kept; what asks something is asked until when, all else goes on."""
    if not await turn.run(asking.put, turn.contact.person_id, turn.pack, number, asked):
        await _too_late(turn)
        return
    if asked is None:
        await go_on(turn, number)
        return
    days = [plural("{n} day", "{n} days", n) for n in DAYS]
    row = [Button(label, Meaning.of(PREFIX, UNTIL, number, str(n))) for n, label in zip(DAYS, days, strict=True)]
    turn.show(UNTIL_WHEN, buttons=[row, [Button(Text(NO_END), Meaning.of(PREFIX, UNTIL, number, "0"))]])


async def _until(turn: Turn, number: int, days: int, go_on: GoOn) -> None:
    known = days in (0, *DAYS)
    if known and await turn.run(asking.until, turn.contact.person_id, turn.pack, number, days, turn.now):
        await go_on(turn, number)
    else:
        await _too_late(turn)


def _which_form(turn: Turn, number: int) -> None:
    known = asking.forms(turn.pack)
    rows = [[Button(_title(turn, name), Meaning.of(PREFIX, FORM, number, str(at)))] for at, name in enumerate(known)]
    turn.show(WHICH_FORM if rows else NO_FORM, buttons=rows)


def _title(turn: Turn, name: str) -> str:
    return turn.pack.forms[name].title or name


async def _begin(turn: Turn, number: int) -> None:
    """The lines are typed, language by language, her own words' first."""
    left = list(await turn.run(asking.languages, turn.contact.person_id, turn.pack, number))
    if not left:
        await _too_late(turn)
        return
    if (front := turn.contact.dialogue) is not None and front.kind == KIND:
        turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, {NUMBER: number, LEFT: left, TYPED: {}}, turn.now))
    _type(turn, left)


def _type(turn: Turn, left: Sequence[str], amiss: Text | None = None) -> None:
    language = turn.loaded.catalogues.locale(left[0]).name
    told = [turn.text(TYPE, language=language, fewest=FEWEST, most=MOST)]
    turn.show_marked(joined([turn.text(amiss), *told] if amiss else told))


async def said(turn: Turn, go_on: GoOn) -> None:
    """The lines of one language; after the last all of them are kept."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    state: dict[str, Any] = dialogue.state
    left, typed = list(state[LEFT]), dict(state[TYPED])
    text = turn.event.said if turn.event.kind is Kind.TEXT else ""
    if is_later(text):
        turn.contact.close()
        await ask(turn, state[NUMBER])
        return
    as_many = len(next(iter(typed.values()))) if typed else None
    found = read_choices(text, as_many)
    if isinstance(found, Amiss):
        values = {"fewest": FEWEST, "most": MOST, "longest": LONGEST, "n": as_many or 0}
        _type(turn, left, Text(AMISS[found], values))
        return
    typed[left.pop(0)] = list(found)
    if left:
        dialogue.state = {**state, LEFT: left, TYPED: typed}
        turn.contact.touch()
        _type(turn, left)
        return
    turn.contact.close()
    choices = {language: tuple(words) for language, words in typed.items()}
    try:
        await _put(turn, state[NUMBER], Question(Asks.CHOICES, choices), go_on)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)
