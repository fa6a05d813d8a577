"""Finding one of many members: a part of her name is typed, or her number; who is found stands on buttons."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bot.domain.groups.search import is_search
from bot.domain.wire.button_data import Meaning, Shapes, hex_number
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Text, is_help, joined
from bot.services.groups import leading
from bot.services.groups.leading import Place
from bot.services.groups.members import finding
from bot.services.ids import new_id
from handlers.groups import turning
from handlers.groups.members import member
from handlers.people import pin
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Conversation, Turn

KIND = PREFIX = member.FIND
ASK_FOR, PAGE = "f", member.FOUND_PAGE
SHAPES: Shapes = ((ASK_FOR, hex_number), (PAGE, hex_number, page_number))
GROUP, SAID = member.GROUP, member.SAID
# What was asked so long ago she has left.
LEFT = timedelta(hours=12)

FIND = N_("🔎 Find a member")
ASK = N_("🔎 Whom? Write a part of the name, or the number.")
FOUND = N_("🔎 {typed}: {n}")
NOBODY = N_("I find nobody for “{typed}”.\nWrite it in another way, or tap 🤝.")


def button(group: int) -> Button:
    """What begins it, below a list of several pages."""
    return Button(Text(FIND), Meaning.of(PREFIX, ASK_FOR, group))


async def tapped(turn: Turn, what: str, group: int, *page: int) -> None:
    """She looks for somebody, or turns the pages of who was found."""
    dialogue = turn.contact.dialogue
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
    elif what == ASK_FOR:
        turn.contact.open(Dialogue(new_id(), KIND, {GROUP: group}, turn.now))
        turn.say(ASK)
    elif dialogue is None or dialogue.kind != KIND or dialogue.state.get(GROUP) != group or SAID not in dialogue.state:
        turn.whisper(late_taps.NO_LONGER)
    else:
        typed = str(dialogue.state[SAID])
        _show(turn, group, typed, await _found(turn, group, typed), *page)


async def said(turn: Turn, otherwise: Conversation) -> None:
    """What she types while it is asked; what is no name and no number is something else, and ends it."""
    dialogue, words = turn.contact.dialogue, turn.event.said
    if dialogue is None or not _is_hers(turn, dialogue, words):
        turn.contact.close()
        await otherwise(turn)
        return
    group = int(dialogue.state[GROUP])
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.contact.close()
        await otherwise(turn)
    elif await pin.is_shut(turn):
        await pin.ask(turn, Meaning.of(PREFIX, ASK_FOR, group))
    else:
        dialogue.state = {**dialogue.state, SAID: words}
        turn.contact.touch()
        _show(turn, group, words, await _found(turn, group, words), 0)


def _is_hers(turn: Turn, dialogue: Dialogue, words: str) -> bool:
    if turn.event.kind is not Kind.TEXT or turn.now - dialogue.began_at >= LEFT:
        return False
    return is_search(words) and not is_help(words) and not menu.is_menu_word(words)


async def _found(turn: Turn, group: int, typed: str) -> list[Place]:
    return await turn.run(finding.find, turn.programme, turn.contact.person_id, group, turn.today, typed)


def _show(turn: Turn, group: int, typed: str, found: Sequence[Place], page: int) -> None:
    if not found:
        turn.say(NOBODY, typed=typed)
        return
    page, size = turning.held(page, len(found)), turning.PAGE_SIZE
    rows = [[member.button(group, one, page, found=True)] for one in found[page * size :][:size]]
    rows += turning.row(page, len(found), partial(Meaning.of, PREFIX, PAGE, group))
    lines = [turn.text(FOUND, typed=typed, n=len(found)), *turning.where(turn, page, len(found))]
    turn.show_marked(joined(lines), buttons=rows)
