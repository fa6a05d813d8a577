"""A code, a PIN or a password that somebody types: not kept, taken off the screen, and she is told so."""

from bot.domain.book import Reason
from bot.domain.book.wallets import tells_secret
from handlers.book.entering import entry_words as words
from handlers.forms import answering as forms
from handlers.wire import events
from handlers.wire.turn import Turn

TYPED = frozenset({events.Kind.TEXT, events.Kind.EDITED})


async def heard(turn: Turn) -> bool:
    """Before anything reads it, whatever is asked; a form then asks again. False where nothing of it is secret."""
    text = turn.event.said if turn.event.kind in TYPED else turn.event.caption
    if not text or not tells_secret(text, turn.locale, turn.day_sent):
        return False
    turn.take_off_screen()
    turn.say(words.UNREAD[Reason.SECRET])
    dialogue = turn.contact.dialogue
    if dialogue is not None and dialogue.form is not None:
        await forms.repeat(turn)
    return True
