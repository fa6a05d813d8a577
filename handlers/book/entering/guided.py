"""The book step by step, by buttons: what happened, what it was, how much; the last step writes it down."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.book import About, Ask, Direction, Known, Line, Reading, Reason, Source, Unread, read_line
from bot.domain.book.ledger.labels import SIGNS
from bot.domain.book.ledger.other_direction import turned
from bot.domain.book.reading.read import FEW
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Text, is_skip, joined
from bot.i18n.reading.common_words import fold
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.entering import asking, lapse, lines
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.asking import Typed
from handlers.book.entering.open_questions import DIRECTION, ITEM, WHO, File, Origin, Step
from handlers.book.screen_words import data as book_data
from handlers.forms import questions
from handlers.people.book_owner import owner_of
from handlers.wire.turn import Turn

# In the state: how many of its steps are done.
AT = "at"
AMOUNT = "amount"
LEAVE, SKIP = "x", "s"
WAYS = {
    Direction.IN: (ITEM, AMOUNT),
    Direction.OUT: (ITEM, AMOUNT),
    Direction.CREDIT: (ITEM, WHO, AMOUNT),
    Direction.OWED: (ITEM, WHO, AMOUNT),
    Direction.PAID_BACK: (WHO, AMOUNT),
    Direction.REPAID: (WHO, AMOUNT),
    Direction.TAKEN_HOME: (AMOUNT,),
}
ITEMS_SHOWN, SHORTCUTS, LONGEST_NAME = 6, 3, 60
# A small number, then a thing: "12 soap".
HOW_MANY = re.compile(r"\d{1,2}\s+[^\d,]+")
# Letters, with the sign, of a button that is one of three in a row.
SHORT = 11

WHAT_HAPPENED = N_("📒 What happened?\nTap, or write it in a line: {example}")
EXAMPLE = N_("sold 12 soap 600")
WHAT, WHO_IS_IT = N_("What was it? Tap it, or write it."), N_("Who was it? Tap the name, or write it.")
HOW_MUCH = N_("How much money was it?\nYou can also write how many, then how much: 12 600")
HOW_MUCH_PAID = N_("How much money was it? Write the amount.")
HOW_MUCH_HOME = N_("How much money did you take home?\nFor goods, write them with what they are worth: soap 100")
CLOSE = N_("✖️ Close the book")
DEBTS, READ = N_("👥 Who owes"), N_("📖 Read my book")
NOTHING_WRITTEN = N_("All right. Nothing was written down.")


async def open_book(turn: Turn) -> None:
    """The menu's key: what happened? What waited for a book to be opened, a photo say, waits on."""
    owner = owner_of(turn)
    if owner is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    await begin(turn, owner, await state.close_all(turn, Step.OPEN, Step.GUIDE))


async def begin(turn: Turn, owner: Owner, files: Sequence[File] = ()) -> None:
    """Ask what happened; `files` go with the entry."""
    state.ask(turn, Step.OPEN, Origin(source=Source.TAPPED, files=tuple(files)))
    known = await turn.run(book.known, owner)
    turn.show(WHAT_HAPPENED, buttons=_home(known), example=Text(EXAMPLE))


def _home(known: Known) -> Rows:
    """What she sells and buys most is one tap less."""
    often = [one for one in known.items if one.direction is not None][:SHORTCUTS]
    shortcuts = [
        Button(f"{SIGNS[one.direction]} {one.name}", words.data("g", one.direction, words.mark(one.name)))
        for one in often
        if one.direction is not None
    ]
    pairs = ((Direction.IN, Direction.OUT), (Direction.CREDIT, Direction.PAID_BACK))
    ways = [[words.direction_button(one, words.data("g", one)) for one in pair] for pair in pairs]
    home = words.direction_button(Direction.TAKEN_HOME, words.data("g", Direction.TAKEN_HOME))
    last = [Button(Text(DEBTS), words.data("d")), Button(Text(CLOSE), words.data("l"))]
    read = Button(Text(READ), book_data("s"))
    return [*_in_rows(shortcuts), *ways, [home, read], last]


def _in_rows(shortcuts: Sequence[Button]) -> Rows:
    """All in one row where their names are short; long ones would be cut there until nobody could tell them apart."""
    each = SHORTCUTS if all(questions.width(str(one.text)) <= SHORT for one in shortcuts) else 2
    return [list(shortcuts[at : at + each]) for at in range(0, len(shortcuts), each)]


async def leave(turn: Turn) -> None:
    """The book is closed again."""
    await state.close_all(turn, Step.OPEN, Step.GUIDE)
    turn.show(NOTHING_WRITTEN)
    await state.go_on(turn)


async def start(turn: Turn, owner: Owner, direction: Direction, of_item: str = "") -> None:
    """The first step of a way; `of_item`: the mark of an item whose button says the way too."""
    files = await state.close_all(turn, Step.OPEN, Step.GUIDE)
    known = await turn.run(book.known, owner)
    item = words.named((one.name for one in known.items), of_item) or ""
    origin = Origin(source=Source.TAPPED, files=files)
    at = 1 if item else 0
    dialogue = state.ask(turn, Step.GUIDE, origin, **{DIRECTION: direction, AT: at, ITEM: item, WHO: ""})
    await repeat(turn, owner, dialogue)


async def repeat(turn: Turn, owner: Owner, dialogue: Dialogue, wrong: Html = BLANK) -> None:
    """Ask what is to be known next; `wrong`: ready HTML that says why what she wrote is no answer."""
    direction, needed = Direction(dialogue.state[DIRECTION]), needs(dialogue)
    head = words.begun(turn, direction, dialogue.state[ITEM], dialogue.state[WHO])
    # what was wrong says already what to write
    asked = BLANK if wrong else turn.text(_asked(direction, needed))
    told = joined(filter(None, [wrong, head, asked]))
    known = await turn.run(book.known, owner)
    turn.show_marked(told, buttons=[*_names(dialogue, _offered(known, direction, needed)), _ways_out(dialogue, needed)])


def _asked(direction: Direction, needed: str) -> str:
    if needed != AMOUNT:
        return WHAT if needed == ITEM else WHO_IS_IT
    if direction is Direction.TAKEN_HOME:
        return HOW_MUCH_HOME
    return HOW_MUCH_PAID if direction in (Direction.PAID_BACK, Direction.REPAID) else HOW_MUCH


def needs(dialogue: Dialogue) -> str:
    """What the step in front asks for."""
    needed: str = WAYS[Direction(dialogue.state[DIRECTION])][dialogue.state[AT]]
    return needed


def _offered(known: Known, direction: Direction, needed: str) -> Sequence[str]:
    if needed == WHO:
        owing = [name for name in known.people if name in known.owing]
        others = [name for name in known.people if name not in known.owing]
        return [*owing, *others] if direction in (Direction.PAID_BACK, Direction.CREDIT) else known.people
    if needed != ITEM:
        return ()
    way = Direction.IN if direction in (Direction.IN, Direction.CREDIT) else Direction.OUT
    return [one.name for one in known.items if one.direction in (way, None)]


def _names(dialogue: Dialogue, names: Sequence[str]) -> list[list[Button]]:
    shown = names[:ITEMS_SHOWN]
    buttons = [Button(name, _data(dialogue, words.mark(name))) for name in shown]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def _data(dialogue: Dialogue, answer: str) -> Meaning:
    return words.data("k", dialogue.id, answer)


def _ways_out(dialogue: Dialogue, needed: str) -> list[Button]:
    skip = [] if needed == AMOUNT else [Button(Text(questions.SKIP), _data(dialogue, SKIP))]
    return [*skip, Button(Text(words.DROP), _data(dialogue, LEAVE))]


async def tapped(turn: Turn, owner: Owner, dialogue: Dialogue, answer: str) -> None:
    """A name, skip, or leave it, under a step."""
    state.bring(turn, dialogue)
    needed = needs(dialogue)
    if answer == LEAVE:
        await state.close(turn, dialogue)
        turn.show(NOTHING_WRITTEN)
        await state.go_on(turn)
    elif answer == SKIP and needed != AMOUNT:
        await _next(turn, owner, dialogue)
    else:
        known = await turn.run(book.known, owner)
        names: Iterable[str] = known.people if needed == WHO else (one.name for one in known.items)
        name = words.named(names, answer)
        if name is None or needed == AMOUNT:
            await repeat(turn, owner, dialogue)
        else:
            await _next(turn, owner, dialogue, **{needed: name})


async def _next(turn: Turn, owner: Owner, dialogue: Dialogue, **said: str) -> None:
    state.change(turn, dialogue, **said, **{AT: dialogue.state[AT] + 1})
    await repeat(turn, owner, dialogue)


async def said(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """Something typed at a step: a name, an amount, or all of it at once."""
    text, needed = turn.event.said.strip(), needs(dialogue)
    known = await turn.run(book.known, owner)
    figures, line = any(letter.isdigit() for letter in text), await lines.read(turn, owner, text, known)
    reason = lines.refused(turn, owner, text, known) if needed != WHO else None
    if reason is not None:
        await _refuse(turn, dialogue, reason)
    elif lines.says_what_was_done(turn, line):
        await state.close(turn, dialogue)
        _tell_left(turn, dialogue, line.readings)
        await lines.take(turn, line, state.origin_of(dialogue).files)
        await state.go_on(turn)
    elif is_skip(text) and needed != AMOUNT:
        await _next(turn, owner, dialogue)
    elif needed != AMOUNT and not (figures and _says_amount(turn, owner, text, known)):
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
    return read_line(text, turn.locale, owner.currency, turn.day_sent, known)


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
