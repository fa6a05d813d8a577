"""A form sent as a file by staff: it is checked, they are told, and on their yes it is asked from now on."""

from pathlib import PurePath

from bot.domain.wire.button_data import Meaning, Shapes, one_of, word
from bot.forms import FormError, Kind
from bot.i18n import N_, Read, escaped, joined, read_yes_no
from bot.services.forms import form_files, form_uploads
from bot.services.forms.form_uploads import Upload
from bot.services.ids import new_id
from handlers.forms import answering as forms
from handlers.wire import events, late_taps
from handlers.wire.turn import Turn

PREFIX = form_uploads.PREFIX
SHAPES: Shapes = ((one_of(form_uploads.YES, form_uploads.NO), word),)

CHECKING = N_("I am looking at the form. It can take half a minute.")
USED = N_("✅ {name} is asked from now on.\nWho is in the middle of the old form goes on with that.")
DROPPED = N_("All right. Nothing was changed.")


def is_one(turn: Turn) -> bool:
    """Whether this may be a form, and is no answer to a question that wants a file."""
    event = turn.event
    if event.kind is not events.Kind.DOCUMENT or form_files.kind_of(event.file_name) is None:
        return False
    dialogue = turn.contact.dialogue
    if dialogue is not None and dialogue.form is not None:
        question = forms.session_of(turn, dialogue).question
        return question is None or question.kind is not Kind.FILE
    return True


async def sent(turn: Turn) -> None:
    """Write it down; the file is fetched and checked once that is on disk."""
    person, event = turn.contact.person, turn.event
    if person is None:
        raise LookupError("a form from nobody")
    media = f"form-{new_id():x}{PurePath(event.file_name).suffix.lower()}"
    name = form_uploads.name_of(event.file_name)
    upload = Upload(media, turn.contact.bot, turn.contact.chat, person.id, turn.programme.code, name)
    await turn.run(form_uploads.expect, upload, event.said, turn.now)
    turn.say(CHECKING)


async def tapped(turn: Turn, answer: str, of_button: str) -> None:
    """Yes or no, under what was said about the form."""
    await _answered(turn, answer == form_uploads.YES, of_button)


async def meant(turn: Turn) -> Meaning | None:
    """Which button of the newest form is meant by yes or no in words; None where that answers nothing."""
    said = read_yes_no(turn.event.said, turn.locale) if turn.event.kind is events.Kind.TEXT else None
    if not isinstance(said, Read) or turn.contact.person is None:
        return None
    found = await turn.run(form_uploads.ready, turn.contact)
    answer = form_uploads.YES if said.value else form_uploads.NO
    return Meaning.of(PREFIX, answer, found[0].media) if found else None


async def _answered(turn: Turn, agreed: bool, of_button: str) -> None:
    found = await turn.run(form_uploads.ready, turn.contact, of_button)
    if found is None:
        turn.whisper(late_taps.ANSWERED)
    elif not agreed:
        await turn.run(form_uploads.drop, found[0])
        turn.show(DROPPED)
    else:
        await _use(turn, *found)


async def _use(turn: Turn, upload: Upload, xml: str) -> None:
    try:
        await turn.run(form_uploads.use, turn.loaded, upload, xml, turn.now)
    except FormError as error:
        # the form beside it has changed since
        told = turn.text(form_uploads.WRONG, name=upload.name)
        turn.show_marked(joined([told, *(escaped(f"• {one}") for one in error.problems[:5])]))
        return
    turn.show(USED, name=upload.name)
