"""The box: what was in it when she began, what is in it when she counts; the difference is written down and said."""

from datetime import datetime
from functools import partial
from typing import Any

from bot.domain.book import Direction, Entry, Place, Source, read_count
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Ask, Html, Money, Read, Reading, Text, Unread, is_help, is_later, joined, read_money
from bot.services.book import box as book_box
from bot.services.book import entries as book
from bot.services.book.box import Counted
from bot.services.book.entries import Owner
from bot.services.ids import new_id
from handlers.book.entering import entry_words as words
from handlers.book.screen_words import PREFIX, data
from handlers.forms import dialogue_stack
from handlers.people import pin
from handlers.people.book_owner import owner_of
from handlers.wire import events, late_taps, menu
from handlers.wire.turn import Turn

KIND = PREFIX
STEP, BEFORE, ASKED = "step", "before", "asked"
# In the state of the question: the amounts that it has asked back about.
OFFERED = "offered"
COUNT, BEGIN, BANK, WALLET = "count", "begin", "bank", "wallet"
# What the book began with, by step: in the box, and elsewhere.
PLACES = {BEGIN: Place.BOX, BANK: Place.BANK, WALLET: Place.WALLET}
ASK = {
    COUNT: N_("🔢 Count the money in your box.\nHow much is there? Type the amount."),
    BEGIN: N_("📦 How much was in your box when you began this book?\nType the amount; if it was empty, type 0."),
    BANK: N_("🏦 How much was in the bank when you began this book?\nType the amount; if there was nothing, type 0."),
    WALLET: N_("📲 How much was in your phone wallet when you began this book?\nType the amount; if empty, type 0."),
}
AMOUNT_ONLY = N_("Please type the amount only, for example {example}.")
WHICH = N_("Which amount do you mean?")
NOTHING_CHANGED = N_("All right. Nothing was written down.")
AGREE = N_("✔️ Box and book agree: {held}.")
BEGINS = N_("✔️ Your book begins with {held} in the box.")
BEGINS_WITH = {
    BEGIN: BEGINS,
    BANK: N_("✔️ Your book begins with {held} in the bank."),
    WALLET: N_("✔️ Your book begins with {held} in the phone wallet."),
}
MORE = N_("✔️ Your box holds {held}. The book said {said}.\n{difference} more is there: I wrote that down.")
LESS = N_("✔️ Your box holds {held}. The book said {said}.\n{difference} is missing: I wrote that down.")
KNOW_WHY = N_("You know why? Undo this, then write what it was.")
BEHIND_PIN = N_("✔️ Written down: your box holds {held}.\nWhat the book says you see behind your PIN: /book")
NOT_NOW = N_("✖️ Not now")
WAS_THERE = N_("📦 It was there at the start")


async def ask_count(turn: Turn, _owner: Owner) -> None:
    await _ask(turn, COUNT)


async def ask_beginning(turn: Turn, _owner: Owner, step: str = BEGIN) -> None:
    await _ask(turn, step)


async def heard(turn: Turn) -> bool:
    """ "My box holds 1,850", typed with nothing asked; False where a text says something else."""
    if turn.event.kind is not events.Kind.TEXT or turn.contact.person is None or _is_asked(turn):
        return False
    reading = read_count(turn.event.said, turn.locale, turn.programme.currency)
    owner = owner_of(turn) if reading is not None else None
    if owner is None:
        return False
    if isinstance(reading, Ask):
        await _open(turn, COUNT)
        _ask_which(turn, COUNT, reading)
    elif isinstance(reading, Read) and reading.value.minor < 0:
        await _ask_below(turn)
    elif isinstance(reading, Read):
        await _take(turn, owner, COUNT, reading.value)
    return not isinstance(reading, Unread)


async def _ask_below(turn: Turn) -> None:
    """A box holds no less than nothing: how much, then."""
    await _open(turn, COUNT)
    turn.say(AMOUNT_ONLY, buttons=_leave(), example=1850)


def ask_again(turn: Turn) -> None:
    """What is asked, once more: something else was said in between. Not where a question of that is in front."""
    dialogue = turn.contact.dialogue
    if dialogue is not None and _is_asked(turn):
        dialogue.state = {**dialogue.state, ASKED: turn.now.isoformat()}
        turn.contact.touch()
        turn.say(ASK[dialogue.state[STEP]], buttons=_leave())


def says_amount(turn: Turn) -> bool:
    """Whether a text is what was asked for, and nothing else."""
    return isinstance(_read(turn, turn.programme.currency), Read)


async def aside(turn: Turn) -> None:
    """She wants something else than to count; what was asked has cost her nothing yet."""
    if _is_asked(turn):
        await _close(turn)


async def is_left(turn: Turn) -> bool:
    """Whether it was asked long ago, and something else is said now; then it is dropped."""
    if not _is_late(turn) or says_amount(turn):
        return False
    await _close(turn)
    return True


def _is_late(turn: Turn) -> bool:
    dialogue = turn.contact.dialogue
    if dialogue is None or not _is_asked(turn):
        return False
    asked = dialogue.state.get(ASKED)
    since = datetime.fromisoformat(asked) if asked else dialogue.began_at
    return turn.sent - since > dialogue_stack.LAPSES_AFTER


async def said(turn: Turn) -> None:
    """Something typed or sent while an amount is asked."""
    dialogue, owner = turn.contact.dialogue, owner_of(turn)
    if dialogue is None or owner is None:
        raise LookupError("the book asks nobody for an amount")
    text = turn.event.said if turn.event.kind is events.Kind.TEXT else ""
    if is_help(text):
        menu.help_text(turn)
    elif is_later(text):
        await _close(turn)
        turn.say(NOTHING_CHANGED, keys=menu.of(turn))
    elif menu.is_menu_word(text):
        menu.offer(turn)
    elif _is_late(turn):
        ask_again(turn)
    else:
        await _heard_amount(turn, owner, dialogue.state[STEP])


async def _heard_amount(turn: Turn, owner: Owner, step: str) -> None:
    match _read(turn, owner.currency):
        case Read(value=held) if held.minor >= 0:
            await _close(turn)
            await _take(turn, owner, step, held)
        case Ask() as doubt:
            _ask_which(turn, step, doubt)
        case _:
            turn.say(AMOUNT_ONLY, buttons=_leave(), example=1850)


def _read(turn: Turn, currency: str) -> Reading[Money] | None:
    if turn.event.kind is not events.Kind.TEXT:
        return None
    told = turn.event.said
    return read_count(told, turn.locale, currency) or read_money(told, turn.locale, currency)


def _ask_which(turn: Turn, step: str, doubt: Ask[Money]) -> None:
    if turn.contact.dialogue is not None:
        state = turn.contact.dialogue.state
        amounts_so_far = [*state.get(OFFERED, ()), *(one.minor for one in doubt.choices)]
        turn.contact.dialogue.state = {**state, OFFERED: amounts_so_far}
        turn.contact.touch()
    amounts = [Button(Text("{money}", {"money": one}), data("n", None, step, str(one.minor))) for one in doubt.choices]
    turn.say(WHICH, buttons=[*([one] for one in amounts), *_leave()])


async def chosen(turn: Turn, owner: Owner, step: str, minor: int) -> None:
    """One of several amounts that it may have been."""
    dialogue = turn.contact.dialogue
    if dialogue is None or not _is_asked(turn, step) or minor not in dialogue.state.get(OFFERED, ()):
        turn.whisper(late_taps.NO_LONGER)
        return
    await _close(turn)
    await _take(turn, owner, step, Money(minor, owner.currency))


async def leave(turn: Turn, _owner: Owner) -> None:
    if not _is_asked(turn):
        turn.whisper(late_taps.NO_LONGER)
        return
    await _close(turn)
    turn.show(NOTHING_CHANGED)


async def was_there(turn: Turn, owner: Owner, found: str) -> None:
    """What was found was in the box when she began."""
    new = partial(book.new_id, turn.now)
    entry = await turn.run(book_box.was_there, owner, found, turn.now, new)
    if entry is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        _show(turn, turn.text(BEGINS, held=entry.money), [_undo(entry)])


async def _take(turn: Turn, owner: Owner, step: str, held: Money) -> None:
    new = partial(book.new_id, turn.now)
    if step in PLACES:
        entry = await turn.run(book_box.begin_with, owner, held, turn.today, turn.now, new, PLACES[step])
        _show(turn, turn.text(BEGINS_WITH[step], held=held), [_undo(entry)])
        return
    counted = await turn.run(book_box.count, owner, held, turn.today, turn.now, new)
    if await pin.is_shut(turn):
        _show(turn, turn.text(BEHIND_PIN, held=held), [])
    else:
        _show(turn, _told(turn, counted), await _under(turn, owner, counted.entry))


def _told(turn: Turn, counted: Counted) -> Html:
    entry = counted.entry
    if entry is None:
        return turn.text(AGREE, held=counted.held)
    if entry.source is Source.OPENING:
        return turn.text(BEGINS, held=counted.held)
    message = MORE if entry.direction is Direction.IN else LESS
    told = turn.text(message, held=counted.held, said=counted.book, difference=entry.money)
    # without undoing, what she writes then would be missing twice
    return Html.of("{}\n{}", told, turn.text(KNOW_WHY))


async def _under(turn: Turn, owner: Owner, entry: Entry | None) -> list[Button]:
    if entry is None:
        return []
    more = entry.source is Source.COUNT and entry.direction is Direction.IN
    if more and await turn.run(book_box.opened, owner) is None:
        return [Button(Text(WAS_THERE), data("f", None, entry.id)), _undo(entry)]
    return [_undo(entry)]


def _undo(entry: Entry) -> Button:
    return Button(Text(words.UNDO), words.data("u", entry.id))


def _show(turn: Turn, told: Html, buttons: list[Button]) -> None:
    rows: Rows = [[one] for one in buttons]
    turn.show_marked(joined([*words.practice_line(turn), told]), buttons=rows)


# The question


async def _ask(turn: Turn, step: str) -> None:
    await _open(turn, step)
    turn.say(ASK[step], buttons=_leave())


def _leave() -> Rows:
    return [[Button(Text(NOT_NOW), data("x"))]]


def _is_asked(turn: Turn, step: str = "") -> bool:
    dialogue = turn.contact.dialogue
    return dialogue is not None and dialogue.kind == KIND and (not step or dialogue.state[STEP] == step)


async def _open(turn: Turn, step: str) -> None:
    """In front of what was there; one that was asked before is dropped."""
    contact = turn.contact
    before: Any = contact.dialogue.id if contact.dialogue else None
    if contact.dialogue is not None and contact.dialogue.kind == KIND:
        before = contact.dialogue.state[BEFORE]
        contact.close()
    contact.open(Dialogue(new_id(), KIND, {STEP: step, BEFORE: before}, turn.now))


async def _close(turn: Turn) -> None:
    """Done: what was in front before is there again."""
    contact = turn.contact
    number = contact.dialogue.state[BEFORE] if contact.dialogue else None
    contact.close()
    await dialogue_stack.bring_back(turn, number)
