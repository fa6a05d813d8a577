"""The words of a button, typed: they do what the button does that she still sees."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.wire import bot_api
from bot.domain.wire.button_data import head
from bot.domain.wire.button_owner import unmarked
from bot.i18n import Read, is_back, is_help, is_later, is_menu, is_skip, read_yes_no
from bot.i18n.reading.common_words import bare, plain
from bot.services.wire import outbox
from handlers.book.entering import entry_words as words
from handlers.forms.button_data import PREFIX as FORM
from handlers.wire import menu
from handlers.wire.events import Kind
from handlers.wire.saying import is_label
from handlers.wire.turn import Turn

# What she still sees: the last messages, if they are not old.
FRESH, MOST = timedelta(hours=3), 10
# Undo, undo all, put back, put all back, change.
UNDER_ENTRIES, ENTRIES = ("u", "a", "b", "A", "c"), "entries"
OF_ALL = {words.UNDO: words.UNDO_ALL, words.PUT_BACK: words.PUT_ALL_BACK}

Buttons = Sequence[tuple[str, str]]  # what each says, and its data


async def typed(turn: Turn) -> None:
    """Words that stand on a button become a tap on it; all else stays what it is."""
    said = turn.event.said
    if turn.event.kind is not Kind.TEXT or menu.key_pressed(turn) or not _may_be_one(turn, said):
        return
    data = _meant(turn, said, await _on_screen(turn))
    # a form reads what is typed itself, and keeps in which message that was
    if data is not None and head(data)[0] != FORM:
        data, whose = unmarked(data)
        turn.event = replace(turn.event, kind=Kind.TAP, said=data, whose=whose, message_id=None)


def _may_be_one(turn: Turn, said: str) -> bool:
    """Whether some button has these words. A word that answers any question is left to what is asked just now."""
    labels = turn.loaded.catalogues.labels
    if bare(said) not in labels and plain(said) not in labels:
        return False
    answers = any(is_it(said) for is_it in (is_back, is_help, is_later, is_menu, is_skip))
    return turn.contact.dialogue is None or not (answers or isinstance(read_yes_no(said, turn.locale), Read))


def _meant(turn: Turn, said: str, messages: Sequence[Buttons]) -> str | None:
    """The data of the button that was typed. Of each kind only the newest message counts: to undo twice does not take
    back the entry before. Of a list, where all have one button, that one is meant.
    """
    passed: set[str] = set()
    for shown in messages:
        here = [(label, data) for label, data in shown if _kind(data) not in passed]
        for wanted in (said, _of_all(turn, said)):
            for label, data in here:
                if wanted and is_label(label, wanted):
                    return data
        passed |= {_kind(data) for _, data in here}
    return None


def _kind(data: str) -> str:
    """What a button is about: its conversation; in the book, whether it is under entries, or what else it does."""
    conversation, deed = head(data)
    if conversation != words.PREFIX:
        return conversation
    return ENTRIES if deed in UNDER_ENTRIES else f"{conversation} {deed}"


def _of_all(turn: Turn, said: str) -> str:
    """ "Undo" of a list of entries is "Undo all"."""
    return next((turn.plain(of_all) for one, of_all in OF_ALL.items() if is_label(turn.plain(one), said)), "")


async def _on_screen(turn: Turn) -> list[Buttons]:
    """The buttons of the messages that she sees, the newest first."""
    here, since = turn.contact, turn.now - FRESH
    now = [one.payload for one in reversed(turn.earlier) if (one.bot, one.chat) == (here.bot, here.chat)]
    before = await turn.run(outbox.shown, here.bot, here.chat, since, MOST)
    return [bot_api.buttons_in(payload) for payload in [*now, *before][:MOST]]
