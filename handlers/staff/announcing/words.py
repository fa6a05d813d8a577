"""What somebody has sent to be announced: a text, a photo, a voice note or a file; or why it cannot be."""

from pathlib import PurePath

from bot.domain.staff.announcement import Attached, Words
from bot.domain.wire.button_data import word
from bot.domain.wire.message import FileKind, visible_length
from bot.i18n import N_, Text, escaped
from bot.services.ids import new_id
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

KINDS = {Kind.PHOTO: FileKind.PICTURE, Kind.VOICE: FileKind.VOICE, Kind.DOCUMENT: FileKind.DOCUMENT}
ENDINGS = {Kind.PHOTO: ".jpg", Kind.VOICE: ".ogg"}
LONGEST_ENDING = 8

OTHER = N_("I can send on a text, a photo, a voice note or a file.\nPlease send one of these.")
TOO_LONG = N_("There is room for {most} letters, and these are {n}.\nPlease send it shorter, or as two announcements.")
TOO_LONG_UNDER = N_(
    "Under a photo, a voice note or a file there is room for {most} letters, and these are {n}.\n"
    "Please send it again with fewer words, or the words as an announcement of their own."
)


def sent(turn: Turn, before: Words | None = None) -> Words | Text:
    """What she has sent, or what is wrong with it. `before`: words alone go with the file that was there."""
    event = turn.event
    if event.kind is Kind.TEXT:
        found = Words(event.said.strip(), before.file if before else None)
    elif event.kind in KINDS and not (event.kind is Kind.VOICE and event.mime):
        found = Words(event.caption.strip(), _attached(turn))
    else:
        return Text(OTHER)
    return wrong(found) or found


def wrong(words: Words) -> Text | None:
    """Why words cannot be sent; None: they can."""
    n = visible_length(escaped(words.text))
    if n > words.longest:
        return Text(TOO_LONG_UNDER if words.file else TOO_LONG, {"n": n, "most": words.longest})
    return None if words.file or words.text else Text(OTHER)


def _attached(turn: Turn) -> Attached:
    event = turn.event
    ending = ENDINGS.get(event.kind) or PurePath(event.file_name).suffix.lower()
    known = word(ending) is not None and len(ending) <= LONGEST_ENDING
    name = f"announced-{new_id():x}{ending if known else ''}"
    return Attached(KINDS[event.kind], turn.contact.bot, event.said, name)
