"""What is asked of a leader's next words for her group: they are for it right then, and at no other time."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.wire.button_data import Shapes, hex_number, word
from bot.domain.wire.contact import Dialogue
from bot.i18n import N_, is_help, is_later, joined
from bot.services.book.entries import Message
from bot.services.groups.cash_book import keeping
from bot.services.roles import NotAllowed
from handlers.book.entering import asking
from handlers.book.entering.open_questions import STEP
from handlers.groups.cash_book import book_words, line, payers, the_box
from handlers.groups.cash_book.book_words import GROUP, KIND, NAME
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Conversation, Turn

PREFIX = KIND
SHAPES: Shapes = ((book_words.ANSWER, hex_number, word),)
WORDS_ONLY = N_("Here I need words and figures, no picture and no voice.")
STAYS = N_("This line stays in the group's book as it is.\nTake it back there, and write it anew.")


async def said(turn: Turn, otherwise: Conversation) -> None:
    """What she types or sends right after it was asked; `otherwise` hears what is for something else."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        raise LookupError("nothing is asked for a group")
    text = turn.event.said.strip() if turn.event.kind is Kind.TEXT else ""
    asks_who = dialogue.state[STEP] == payers.STEP_PAYER
    if text and is_later(text):
        await left(turn)
        turn.say(asking.LEFT, keys=menu.of(turn))
    elif (text and (is_help(text) or menu.is_menu_word(text))) or (
        not text and dialogue.state[STEP] == payers.STEP_PAYER
    ):
        await left(turn)
        await otherwise(turn)
    elif not text:
        turn.send_marked(joined([book_words.above(turn, dialogue.state[NAME]), turn.text(WORDS_ONLY)]))
    elif asks_who and not await payers.is_hers(turn, dialogue, text):
        turn.contact.close()
        await otherwise(turn)
    else:
        does = payers.said if asks_who else _heard
        await _if_she_leads(turn, does, dialogue, text)


async def left(turn: Turn) -> None:
    """She does something else: what she types from now on is not for the group."""
    if turn.contact.dialogue is not None and book_words.is_asked(turn):
        told = line.not_written(turn, turn.contact.dialogue)
        if told:
            turn.send_marked(told)


async def _heard(turn: Turn, dialogue: Dialogue, text: str) -> bool:
    late = dialogue.state[STEP] == line.STEP_LATE or book_words.is_late(turn, dialogue)
    if dialogue.state[STEP] == the_box.STEP_BOX:
        await (_box_again(turn, dialogue) if late else the_box.said(turn, dialogue, text))
    elif late:
        line.ask_for_whom(turn, dialogue, text)
    else:
        await line.said(turn, dialogue, text)
    return True


async def _box_again(turn: Turn, dialogue: Dialogue) -> None:
    the_box.ask(turn, dialogue.state[GROUP], dialogue.state[NAME])


async def _if_she_leads(
    turn: Turn, does: Callable[[Turn, Dialogue, str], Awaitable[bool]], dialogue: Dialogue, said: str
) -> bool:
    """Do it, unless she leads the group no longer: then it ends, and nothing is kept."""
    try:
        return await does(turn, dialogue, said)
    except NotAllowed:
        turn.contact.close()
        turn.show(book_words.NO_LONGER)
        return True


async def tapped(turn: Turn, number: int, answer: str, otherwise: Conversation) -> None:
    """A button below what was asked. `otherwise` hears what was for her own book."""
    dialogue = turn.contact.dialogue
    if dialogue is None or not book_words.is_asked(turn) or dialogue.id != number:
        turn.whisper(late_taps.ANSWERED)
        return
    step = dialogue.state[STEP]
    if answer == book_words.LEAVE:
        turn.show_marked(line.not_written(turn, dialogue) or turn.text(asking.LEFT))
    elif step == line.STEP_LATE and answer == line.OWN and turn.acting_for is not None:
        turn.contact.close()
        typed = {"said": dialogue.state[line.TEXT], "message_id": dialogue.state[line.MESSAGE]}
        turn.event = replace(turn.event, kind=Kind.TEXT, query_id=None, **typed)
        await otherwise(turn)
    else:
        does = the_box.answered if step == the_box.STEP_BOX else line.answered
        if not await _if_she_leads(turn, does, dialogue, answer):
            turn.whisper(late_taps.NO_LONGER)


async def edited(turn: Turn) -> bool:
    """A message that she has changed: False where it was none for a group.

    A line that is written stays: who paid it in was told of it. One that is asked about is read anew.
    """
    number, dialogue, text = turn.event.message_id, turn.contact.dialogue, turn.event.said.strip()
    if number is None or not text:
        return False
    found = await turn.run(keeping.typed_in, Message(turn.contact.bot, turn.contact.chat, number))
    if found is not None:
        turn.say(STAYS, buttons=[[book_words.line(*found)]])
        return True
    if dialogue is None or not book_words.is_asked(turn) or dialogue.state.get(line.MESSAGE) != number:
        return False
    await _if_she_leads(turn, _anew, dialogue, text)
    return True


async def _anew(turn: Turn, dialogue: Dialogue, text: str) -> bool:
    await line.read(turn, dialogue, line.as_typed(turn, text))
    return True
