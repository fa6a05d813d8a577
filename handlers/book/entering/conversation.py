"""The cash book in the chat: what is typed, tapped and sent goes to the conversation that it belongs to."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.book import Direction
from bot.domain.wire.button_data import (
    Shape,
    Shapes,
    day,
    hex_number,
    message_number,
    number,
    one_of,
    page,
    shapes,
    word,
)
from bot.domain.wire.contact import Dialogue
from bot.i18n import N_, is_help, is_later
from bot.services.book.entries import Owner
from handlers.book import debts
from handlers.book.entering import asking as cashbook_asking
from handlers.book.entering import change as cashbook_change
from handlers.book.entering import changed_lines, completing, lapse, open_questions, other_money
from handlers.book.entering import entry_words as words
from handlers.book.entering import guided as cashbook_guided
from handlers.book.entering import lines as cashbook_lines
from handlers.book.entering import one_entry as cashbook_view
from handlers.book.entering import open_book as cashbook_home
from handlers.book.entering import receipts as cashbook_files
from handlers.book.entering import undo as cashbook_undo
from handlers.book.entering.open_questions import Step
from handlers.forms import dialogue_stack
from handlers.people.book_owner import owner_of
from handlers.wire import events, late_taps, menu
from handlers.wire.turn import Turn

PREFIX = words.PREFIX
KIND = open_questions.KIND
YOU_PRACTISE = N_("This is about your real book, and you are practising. Tap it again when practice is over.")

open_book = cashbook_home.open_book
edited = changed_lines.edited
sent = cashbook_files.sent
aside = lapse.aside
put_behind = lapse.put_behind

Tap = Callable[..., Awaitable[None]]


async def beside(turn: Turn) -> bool:
    """An entry typed, or written under a photo, while something else is asked; False unless it is one without doubt."""
    return await (cashbook_lines.beside(turn) if turn.event.kind is events.Kind.TEXT else cashbook_files.beside(turn))


async def line(turn: Turn) -> bool:
    """A line typed where an amount alone is asked; False unless it says of what or of whom, or what was done."""
    owner = owner_of(turn) if turn.event.kind is events.Kind.TEXT else None
    if owner is None:
        return False
    said = await cashbook_lines.read(turn, owner, turn.event.said)
    return cashbook_lines.is_whole(said.readings) and await cashbook_lines.typed(turn)


async def heard(turn: Turn) -> bool:
    """Something typed or sent with nothing open; False where it is none of the book's business."""
    if turn.event.kind is not events.Kind.TEXT:
        return await sent(turn)
    return await cashbook_lines.typed(turn)


async def said(turn: Turn) -> None:
    """Something typed or sent while a question of the book is in front."""
    dialogue, owner = turn.contact.dialogue, owner_of(turn)
    if dialogue is None or owner is None:
        raise LookupError("the book asks nobody")
    text = turn.event.said.strip() if turn.event.kind is events.Kind.TEXT else ""
    if text and is_help(text):
        menu.help_text(turn)
    elif text and is_later(text):
        await lapse.aside(turn)
        turn.contact.lay_aside()
        menu.offer(turn)
    elif text and menu.is_menu_word(text):
        menu.offer(turn)
    elif open_questions.has_lapsed(turn, dialogue):
        await _too_late(turn, owner, dialogue, text)
    elif text:
        await _typed(turn, owner, dialogue)
    elif not await sent(turn):
        await _repeat(turn, owner, dialogue)
    _is_asked_still(turn, dialogue)


def _is_asked_still(turn: Turn, dialogue: Dialogue) -> None:
    """What she was just asked once more, or asked next, waits from now on."""
    front = turn.contact.dialogue
    if front is not None and front.id == dialogue.id:
        open_questions.ask_anew(turn, dialogue)


async def _too_late(turn: Turn, owner: Owner, dialogue: Dialogue, text: str) -> None:
    """An answer to what was asked long ago is asked for once more; anything else is heard as if nothing were open."""
    told = bool(dialogue.state.get(open_questions.LAPSED))
    if text and not told and await _answers(turn, owner, dialogue):
        await _repeat(turn, owner, dialogue)
        return
    if told:
        await open_questions.lapse(turn, dialogue)
    await lapse.by_time(turn)
    if open_questions.is_open(turn):
        await said(turn)
    elif turn.contact.dialogue is not None:
        if not await beside(turn):
            await open_questions.go_on(turn)
    elif not await heard(turn):
        await menu.not_understood(turn)


async def _answers(turn: Turn, owner: Owner, dialogue: Dialogue) -> bool:
    """Whether it would have been an answer in time. Of steps only an amount can be told from all else."""
    readings = (await cashbook_lines.read(turn, owner, turn.event.said)).readings
    whole, step = cashbook_lines.is_whole(readings), Step(dialogue.state[open_questions.STEP])
    if step in lapse.BEGUN:
        return not whole and cashbook_lines.have_amount(readings)
    if cashbook_asking.in_words(turn, dialogue, whole=whole) is not None:
        return True
    return await completing.completes(turn, owner, dialogue)


async def _typed(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    match Step(dialogue.state[open_questions.STEP]):
        case Step.GUIDE:
            await cashbook_guided.said(turn, owner, dialogue)
        case Step.CHANGE:
            await cashbook_change.said(turn, owner, dialogue)
        case Step.PART:
            await debts.said(turn, owner, dialogue)
        case _:
            whole = cashbook_lines.is_whole((await cashbook_lines.read(turn, owner, turn.event.said)).readings)
            answer = cashbook_asking.in_words(turn, dialogue, whole=whole)
            if not await completing.completed(turn, owner, dialogue):
                if answer is not None:
                    await _answered(turn, owner, dialogue, answer)
                elif not await heard(turn):
                    await _unread_again(turn, owner, dialogue)


async def ask_again(turn: Turn) -> None:
    """What is in front, once more: words answer it from now on."""
    dialogue, owner = turn.contact.dialogue, owner_of(turn)
    if dialogue is not None and owner is not None and open_questions.is_of_this_book(turn, dialogue):
        open_questions.bring(turn, dialogue)
        await _repeat(turn, owner, dialogue)
    else:
        turn.whisper(YOU_PRACTISE)


async def _unread_again(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """What she wrote to what could not be read is none that can be read either: a person may."""
    if Step(dialogue.state[open_questions.STEP]) is Step.UNREAD:
        cashbook_asking.repeat(turn, dialogue, await turn.offer_person(turn, dialogue.state[cashbook_asking.TEXT]))
    else:
        await _repeat(turn, owner, dialogue)


async def _repeat(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    match Step(dialogue.state[open_questions.STEP]):
        case Step.OPEN:
            await cashbook_home.begin(turn, owner, await open_questions.close_all(turn, Step.OPEN))
        case Step.GUIDE:
            await cashbook_guided.repeat(turn, owner, dialogue)
        case Step.FILE:
            await cashbook_files.repeat(turn, owner, dialogue)
        case Step.CHANGE:
            await cashbook_change.repeat(turn, owner, dialogue)
        case Step.PART:
            await debts.repeat(turn, owner, dialogue)
        case _:
            cashbook_asking.repeat(turn, dialogue)


# Taps


async def tapped(turn: Turn, op: str, *arguments: Any) -> None:
    """A button of the book."""
    owner = owner_of(turn)
    if owner is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        await TAPS[op](turn, owner, *arguments)


async def _answered(turn: Turn, owner: Owner, dialogue: Dialogue, answer: str) -> None:
    step = dialogue.state[open_questions.STEP]
    if step == Step.FILE:
        await cashbook_files.answered(turn, owner, dialogue, answer)
    elif step == Step.UNREAD and answer == cashbook_asking.BY_STEPS:
        await open_questions.close(turn, dialogue)
        await cashbook_home.begin(turn, owner, open_questions.origin_of(dialogue).files)
    elif step == Step.ASK and answer == cashbook_asking.BEYOND:
        await other_money.begin(turn, owner, dialogue)
    else:
        await cashbook_asking.answered(turn, owner, dialogue, answer)


def _is_answer(dialogue: Dialogue, answer: str) -> bool:
    """Whether a question has a button that answers this. What steps offer changes with what she writes."""
    match dialogue.state[open_questions.STEP]:
        case Step.GUIDE:
            return True
        case Step.FILE:
            return answer in cashbook_files.answers(dialogue)
    return answer in cashbook_asking.answers(dialogue)


async def _question(turn: Turn, owner: Owner, number: int, answer: str) -> None:
    """An answer to a question that waits, whichever is in front."""
    dialogue = await dialogue_stack.find(turn, number)
    if dialogue is None:
        turn.whisper(late_taps.ANSWERED)
    elif dialogue.kind != KIND or not _is_answer(dialogue, answer):
        turn.whisper(late_taps.NO_LONGER)
    elif not open_questions.is_of_this_book(turn, dialogue):
        turn.whisper(YOU_PRACTISE)
    elif turn.event.query_id is None and open_questions.has_lapsed(turn, dialogue):
        # what stands on a button, typed: words like others
        open_questions.bring(turn, dialogue)
        await _repeat(turn, owner, dialogue)
    elif dialogue.state[open_questions.STEP] == Step.GUIDE:
        await cashbook_guided.tapped(turn, owner, dialogue, answer)
    else:
        await _answered(turn, owner, dialogue, answer)


async def _leave(turn: Turn, _owner: Owner) -> None:
    await cashbook_home.leave(turn)


async def _other_money(turn: Turn, owner: Owner, screen: str) -> None:
    if screen == other_money.HOME:
        await cashbook_home.begin(turn, owner, await open_questions.close_all(turn, Step.OPEN))
    else:
        await other_money.show(turn, owner, screen)


async def _debts(turn: Turn, _owner: Owner, page: int = 0) -> None:
    await debts.show(turn, page)


def _debt(op: str) -> Tap:
    async def tap(turn: Turn, owner: Owner, side: str, mark: str, amount: int | None = None) -> None:
        await debts.tapped(turn, owner, op, side, mark, amount)

    return tap


def _also_listed(*known: Shape) -> list[Shape]:
    """Each also of one entry of a list: with the message that all of it was typed in."""
    return [longer for shape in known for longer in (shape, (*shape, message_number))]


TAPS: dict[str, Tap] = {
    "g": cashbook_guided.start,
    "o": _other_money,
    "l": _leave,
    "k": _question,
    "c": cashbook_change.ask_what,
    "f": cashbook_change.ask_part,
    "s": cashbook_change.set_part,
    "y": cashbook_change.day_of_all,
    "u": cashbook_undo.undo,
    "a": cashbook_undo.undo_all,
    "b": cashbook_undo.put_back,
    "A": cashbook_undo.put_all_back,
    "v": cashbook_view.show,
    "p": cashbook_view.show_files,
    "d": _debts,
    **{op: _debt(op) for op in "wreqm"},
}
_SIDE = one_of(*debts.TITLES)
SHAPES: Shapes = shapes({
    "g": [(one_of(*Direction),), (one_of(*Direction), words.a_mark)],
    "o": [(one_of(*other_money.SHOWN, other_money.HOME),)],
    "l": [()],
    "k": [(hex_number, word)],
    "c": _also_listed((words.an_entry,)),
    "f": _also_listed(cashbook_change.CHOSEN),
    "s": _also_listed(*cashbook_change.SET),
    "y": [(number,), (number, "x"), (number, day)],
    **{op: [(words.an_entry,)] for op in "ubvp"},
    "a": [(number,)],
    "A": [(number, words.an_entry)],
    "d": [(), (page,)],
    **{op: [(_SIDE, words.a_mark)] for op in "wqm"},
    "r": [(_SIDE, words.a_mark, number)],
    "e": [(one_of(debts.LOAN), words.a_mark, number)],
})  # fmt: skip
