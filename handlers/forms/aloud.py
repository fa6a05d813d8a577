"""What goes with words: recorded voices and pictures, once a step, unless she wants text only."""

import zlib
from dataclasses import dataclass
from pathlib import Path

from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import LONGEST_CAPTION, File, FileKind, Keys, Rows, visible_length
from bot.forms import Question, spoken_name
from bot.i18n import Html, Reason
from handlers.wire.file_sender import PACK
from handlers.wire.turn import Turn

LANGUAGE, CONSENT = "language", "consent"
REFUSED, NEEDED = "error.refused", "error.needed"
HEARD = "heard"
# Said in the same words.
ALIKE = {Reason.TOO_FINE: Reason.NOT_WHOLE}


@dataclass(frozen=True, slots=True)
class Aloud:
    """The files of one prompt; without any there is nothing but words."""

    voice: Path | None = None
    picture: Path | None = None

    def __bool__(self) -> bool:
        return bool(self.voice or self.picture)


def error(reason: Reason) -> str:
    """The prompt of an answer that could not be read."""
    return f"error.{ALIKE.get(reason, reason).name.lower()}"


def of_prompt(turn: Turn, prompt: str) -> Aloud:
    """What is recorded and drawn for a prompt; before she has a programme, what any has in her language."""
    if turn.contact.text_only:
        return Aloud()
    loaded, language, hers = turn.loaded, turn.language, turn.contact.programme
    for code in (hers,) if hers in loaded.packs else loaded.programmes_in(language):
        pack = loaded.pack(code)
        found = Aloud(
            loaded.recordings.voice(pack, language, prompt), loaded.recordings.picture(pack, language, prompt)
        )
        if found:
            return found
    return Aloud()


def of_question(turn: Turn, dialogue: Dialogue, question: Question, wrong: str = "") -> Aloud:
    """What goes with a question, or with what was wrong about an answer to it (a prompt); once in this dialogue."""
    prompt = wrong or spoken_name(question.path)
    found = of_prompt(turn, prompt)
    if not wrong and not turn.contact.text_only:
        found = Aloud(found.voice or _in_form(turn, question.audio), found.picture or _in_form(turn, question.image))
    return found if found and _first_time(turn, dialogue, f"{question.path} {prompt}") else Aloud()


def _in_form(turn: Turn, name: str | None) -> Path | None:
    """A file that the form itself names; None where it has not been made yet."""
    path = turn.pack.folder / "media" / name if name else None
    return path if path is not None and path.is_file() else None


def _first_time(turn: Turn, dialogue: Dialogue, what: str) -> bool:
    key = format(zlib.crc32(f"{turn.language} {what}".encode()), "x")
    heard: list[str] = dialogue.state.get(HEARD, [])
    if key in heard:
        return False
    dialogue.state = {**dialogue.state, HEARD: [*heard, key]}
    turn.contact.touch()
    return True


def show(turn: Turn, marked: Html, aloud: Aloud, *, buttons: Rows = ()) -> None:
    """Ready HTML with what goes with it, else in place of the message whose button was tapped."""
    if aloud:
        send(turn, marked, aloud, buttons=buttons)
    else:
        turn.show_marked(marked, buttons=buttons)


def send(turn: Turn, marked: Html, aloud: Aloud, *, buttons: Rows = (), keys: Keys | None = None) -> None:
    """As one new message, the words under the voice note; a picture besides that, or a long text, is one of its own."""
    files = ((FileKind.PICTURE, aloud.picture), (FileKind.VOICE, aloud.voice))
    there = [File(kind, {"kind": PACK, "path": str(path)}) for kind, path in files if path]
    if not there or visible_length(marked) > LONGEST_CAPTION:
        for file in there:
            turn.send_file(file)
        turn.send_marked(marked, buttons=buttons, keys=keys)
        return
    for file in there[:-1]:
        turn.send_file(file)
    turn.send_file(there[-1], marked, buttons, keys)
