"""The book step by step, by buttons: what happened, what it was, how much; the last step writes it down."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.book import (
    KINDS,
    About,
    Ask,
    Asked,
    Direction,
    Known,
    Line,
    Reading,
    Reason,
    Source,
    Unread,
    is_other_money,
    read_line,
)
from bot.domain.book.ledger.other_direction import turned
from bot.domain.book.reading.read import FEW
from bot.domain.book.reading.waiting import from_json, to_json
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import BLANK, Html, Text, is_skip, joined
from bot.i18n.reading.common_words import fold
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.entering import asking, lapse, lines, loan_steps, step_words
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.asking import Typed
from handlers.book.entering.open_questions import DIRECTION, ITEM, LINE, WHO, Origin, Step
from handlers.forms import questions
from handlers.wire.turn import Turn

# In the state: how many of its steps are done.
AT = "at"
LEAVE, SKIP = "x", "s"
# What is asked once the amount is known.
LAST = (Asked.COST, Asked.DUE)
ITEMS_SHOWN, LONGEST_NAME = 6, 60
# A small number, then a thing: "12 soap".
HOW_MANY = re.compile(r"\d{1,2}\s+[^\d,]+")


async def start(turn: Turn, owner: Owner, direction: Direction, of_item: str = "", *, who: str = "") -> None:
    """The first step of a way; `of_item`: the mark of an item whose button says the way too; `who`: who is known."""
    front = turn.contact.dialogue if state.is_open(turn, Step.OPEN) else None
    files = await state.close_all(turn, Step.OPEN, Step.GUIDE)
    known = await turn.run(book.known, owner)
    item = words.named((one.name for one in known.items), of_item) or ""
    origin, kept = Origin(source=Source.TAPPED, files=files), {}
    if front is not None and LINE in front.state:
        # it was typed, and only the kind of money was not clear
        line = turned(from_json(front.state[LINE]), direction)
        origin, kept = state.origin_of(front), {LINE: to_json(line)}
    begun = {DIRECTION: direction, AT: 1 if item or who else 0, ITEM: item, WHO: who, **kept}
    await _go(turn, owner, state.ask(turn, Step.GUIDE, origin, **begun))


async def _go(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """Ask the next that is to be known; once all is, write it down."""
    asks = _asks(dialogue)
    while dialogue.state[AT] < len(asks):
        needed = asks[dialogue.state[AT]]
        is_last = needed is Asked.DUE and await loan_steps.is_last(turn, owner, dialogue)
        if not is_last and not _is_known(dialogue, needed):
            await repeat(turn, owner, dialogue)
            return
        state.change(turn, dialogue, **{AT: dialogue.state[AT] + 1})
    item, who = dialogue.state[ITEM], dialogue.state[WHO]
    first, *costs = loan_steps.lines(dialogue)
    found = [replace(first, item=first.item or item, who=first.who or who), *costs]
    origin = state.origin_of(dialogue)
    await state.close(turn, dialogue)
    # only the first of them is what was typed
    origins = [origin, *(Origin(source=origin.source) for _ in found[1:])]
    written = await record.write(turn, owner, list(zip(found, origins, strict=True)))
    record.tell(turn, written, None, origin.files)
    await state.go_on(turn)


def _is_known(dialogue: Dialogue, needed: Asked) -> bool:
    """Whether a line that was typed has said it."""
    if LINE not in dialogue.state:
        return False
    line = from_json(dialogue.state[LINE])
    return {Asked.ITEM: bool(line.item), Asked.WHO: bool(line.who), Asked.AMOUNT: True}.get(needed, False)


async def repeat(turn: Turn, owner: Owner, dialogue: Dialogue, wrong: Html = BLANK) -> None:
    """Ask what is to be known next; `wrong`: ready HTML that says why what she wrote is no answer."""
    direction, needed = Direction(dialogue.state[DIRECTION]), needs(dialogue)
    head = words.begun(turn, direction, *words.so_far(turn, dialogue.state))
    # what was wrong says already what to write
    asked = BLANK if wrong else turn.text(step_words.asked(direction, needed))
    told = joined(filter(None, [wrong, head, asked]))
    known = await turn.run(book.known, owner)
    offered = _names(dialogue, step_words.offered(known, direction, needed))
    if needed in LAST:
        offered = await loan_steps.buttons(turn, owner, dialogue, needed)
    turn.show_marked(told, buttons=[*offered, _ways_out(dialogue, needed)])


def _asks(dialogue: Dialogue) -> tuple[Asked, ...]:
    return KINDS[Direction(dialogue.state[DIRECTION])].asks


def needs(dialogue: Dialogue) -> Asked:
    """What the step in front asks for."""
    at: int = dialogue.state[AT]
    return _asks(dialogue)[at]


def _names(dialogue: Dialogue, names: Sequence[str]) -> list[list[Button]]:
    shown = names[:ITEMS_SHOWN]
    buttons = [Button(name, _data(dialogue, words.mark(name))) for name in shown]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def _data(dialogue: Dialogue, answer: str) -> Meaning:
    return words.data("k", dialogue.id, answer)


def _ways_out(dialogue: Dialogue, needed: Asked) -> list[Button]:
    skip = [] if needed in (Asked.AMOUNT, Asked.COST) else [Button(Text(questions.SKIP), _data(dialogue, SKIP))]
    return [*skip, Button(Text(words.DROP), _data(dialogue, LEAVE))]


async def tapped(turn: Turn, owner: Owner, dialogue: Dialogue, answer: str) -> None:
    """A name, skip, or leave it, under a step."""
    state.bring(turn, dialogue)
    needed = needs(dialogue)
    if answer == LEAVE:
        await state.close(turn, dialogue)
        turn.show(asking.LEFT)
        await state.go_on(turn)
    elif answer == SKIP and needed != Asked.AMOUNT:
        await _next(turn, owner, dialogue)
    elif needed in LAST:
        await _next_of_loan(turn, owner, dialogue, await loan_steps.tapped(turn, owner, dialogue, needed, answer))
    else:
        known = await turn.run(book.known, owner)
        names: Iterable[str] = known.people if needed == WHO else (one.name for one in known.items)
        name = words.named([*names, *known.lenders, *known.borrowers], answer)
        if name is None or needed == Asked.AMOUNT:
            await repeat(turn, owner, dialogue)
        else:
            await _next(turn, owner, dialogue, **{needed: name})


async def _next(turn: Turn, owner: Owner, dialogue: Dialogue, **said: Any) -> None:
    state.change(turn, dialogue, **said, **{AT: dialogue.state[AT] + 1})
    await _go(turn, owner, dialogue)


async def _next_of_loan(turn: Turn, owner: Owner, dialogue: Dialogue, said: dict[str, int | str] | Text | None) -> None:
    """An answer to one of the last steps; a sentence: it was none."""
    if isinstance(said, dict):
        await _next(turn, owner, dialogue, **said)
    else:
        wrong = BLANK if said is None else Html.of("⚠️ {}", turn.text(said))
        await repeat(turn, owner, dialogue, wrong)


async def said(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """Something typed at a step: a name, an amount, or all of it at once."""
    text, needed = turn.event.said.strip(), needs(dialogue)
    known = await turn.run(book.known, owner)
    figures, line = any(letter.isdigit() for letter in text), await lines.read(turn, owner, text, known)
    # "village fund", "loan of 5000": where that is asked for, it is an answer
    expected = KINDS[Direction(dialogue.state[DIRECTION])].is_beside and lines.is_outside(line)
    done = lines.says_what_was_done(turn, line)
    asks_name = needed in (Asked.WHO, *LAST)
    reason = None if expected or asks_name else lines.refused(turn, owner, text, known)
    if reason is not None and not (done and reason is Reason.OUTSIDE):
        await _refuse(turn, dialogue, reason)
    elif not expected and done:
        await state.close(turn, dialogue)
        _tell_left(turn, dialogue, line.readings)
        await lines.take(turn, line, state.origin_of(dialogue).files)
        await state.go_on(turn)
    elif needed in LAST:
        await _next_of_loan(turn, owner, dialogue, loan_steps.typed(turn, owner, dialogue, needed))
    elif is_skip(text) and needed != Asked.AMOUNT:
        await _next(turn, owner, dialogue)
    elif needed != Asked.AMOUNT and not (figures and _says_amount(turn, owner, text, known)):
        await _next(turn, owner, dialogue, **{needed: text[:LONGEST_NAME]})
    else:
        await _settle(turn, owner, dialogue, _read(turn, owner, dialogue, known))


def _tell_left(turn: Turn, dialogue: Dialogue, readings: Sequence[Reading]) -> None:
    """She has written a line of its own: what she had begun is in no book, unless it is in that line."""
    item, who = dialogue.state[ITEM], dialogue.state[WHO]
    said = [one for reading in readings for one in lines.meant(reading)]
    if (not item and not who) or any(_is_same(one.item, item) or (who and one.who == who) for one in said):
        return
    head = words.begun(turn, Direction(dialogue.state[DIRECTION]), item, who)
    turn.send_marked(joined([head, turn.text(lapse.NOT_WRITTEN)]))


def _is_same(item: str, begun: str) -> bool:
    return bool(item and begun) and (fold(item) in fold(begun) or fold(begun) in fold(item))


async def _refuse(turn: Turn, dialogue: Dialogue, reason: Reason) -> None:
    """A loan is no sale, whichever button was tapped first."""
    typed = Typed(dialogue.state[ITEM] or turn.event.said.strip(), state.origin_of(dialogue))
    await state.close(turn, dialogue)
    asking.refuse(turn, typed, reason)
    await state.go_on(turn)


def _says_amount(turn: Turn, owner: Owner, text: str, known: Known) -> bool:
    """ "Soap 600"; "12 soap" and "soap 12" are how many, and the amount is still to come."""
    reading = read_line(text, turn.locale, owner.currency, turn.day_sent, known)
    of_item = [one for one in lines.meant(reading) if one.item]
    if of_item and (HOW_MANY.fullmatch(text) or all(one.amount.amount <= FEW for one in of_item)):
        return False
    return isinstance(reading, Line) or (isinstance(reading, Ask) and reading.about is not About.SURE)


def _read(turn: Turn, owner: Owner, dialogue: Dialogue, known: Known) -> Reading:
    """The amount; together with the item where that was written with a number: "12 soap", then "600"."""
    text, item = turn.event.said.strip(), dialogue.state[ITEM]
    if any(letter.isdigit() for letter in item):
        text = f"{item} {text}"
    reading = read_line(text, turn.locale, owner.currency, turn.day_sent, known)
    direction = Direction(dialogue.state[DIRECTION])
    if not isinstance(reading, Ask) or not KINDS[direction].is_beside or not is_other_money(reading):
        return reading
    # which kind it is was chosen; who it is, in an earlier step
    ways = tuple(
        Line(direction, money, turn.day_sent, place=place)
        for money, place in dict.fromkeys((one.amount, one.place) for one in reading.choices)
    )
    return ways[0] if len(ways) == 1 else Ask(About.AMOUNT, ways)


async def _settle(turn: Turn, owner: Owner, dialogue: Dialogue, reading: Reading) -> None:
    if isinstance(reading, Unread):
        await repeat(turn, owner, dialogue, Html.of("⚠️ {}", words.why_unread(turn, reading.reason, owner.currency)))
        return
    known = await turn.run(book.known, owner)
    item = dialogue.state[ITEM]
    if item and (reason := lines.refused(turn, owner, item, known)) is not None:
        await _refuse(turn, dialogue, reason)
        return
    found = (reading,) if isinstance(reading, Line) else reading.choices
    meant = _meant(dialogue, found)
    typed = Typed(turn.event.said.strip(), replace(state.origin_of(dialogue), message=turn.event.message_id))
    if len(meant) == 1 and needs(dialogue) is not _asks(dialogue)[-1]:
        await _next(turn, owner, dialogue, **{LINE: to_json(meant[0]), state.ORIGIN: typed.origin.to_json()})
        return
    await state.close(turn, dialogue)
    if len(meant) > 1:
        about = About.EACH if len({one.each for one in meant}) > 1 else About.AMOUNT
        asking.ask(turn, typed, Ask(about, meant))
        return
    before = await record.same_before(turn, owner, meant[0])
    if before is not None:
        asking.ask_again(turn, typed, meant[0], before)
        return
    record.tell(turn, await record.write(turn, owner, [(meant[0], typed.origin)]), None, typed.origin.files)
    await state.go_on(turn)


def _meant(dialogue: Dialogue, found: Sequence[Line]) -> tuple[Line, ...]:
    """The lines on the way that was chosen. "12 600" is how many and how much: that is what was asked for."""
    direction, item, who = Direction(dialogue.state[DIRECTION]), dialogue.state[ITEM], dialogue.state[WHO]
    if any(letter.isdigit() for letter in item):
        item = ""
    # "cloth 300", asked how much the soap was: one of them
    filled = (
        replace(one, item=of_item, who=of_who)
        for one in found
        for of_item in _either(one.item, item)
        for of_who in _either(one.who, who)
    )
    meant = tuple(dict.fromkeys(turned(one, direction) for one in filled))
    return tuple(one for one in meant if one.quantity is not None) or meant


def _either(typed: str, begun: str) -> tuple[str, ...]:
    """What was chosen in an earlier step, unless she names another now."""
    return (begun or typed,) if not typed or not begun or _is_same(typed, begun) else (typed, begun)
