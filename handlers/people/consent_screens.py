"""The consent, one idea a screen: the text, the buttons that turn to the next and back, and which one she sees."""

from bot.domain.wire.button_data import Meaning, Written, hex_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, escaped, format_number
from handlers.forms import aloud
from handlers.forms.questions import BACK
from handlers.wire.turn import Turn

# The first meeting, a dialogue of this kind.
MEETING = "welcome"
# A button's deed, and in a dialogue's state the screen that she sees.
SCREEN = "screen"
SHAPE = (SCREEN, hex_number)

NEXT = N_("▶️ Next")
READ_ON = N_("Please tap “▶️ Next” to read on.")
TERMS_AT_WORK = N_(
    "I keep your name, your language, and what you do here with its day.\n"
    "Programme staff can see it. If you lead a group, its members see your name.\n"
    "You may say no. /forget erases your name."
)
PLEASE = N_("Please tap a button, or write “yes” or “no”.")


def works_here(turn: Turn) -> bool:
    """Whether she is here to work, and answers for no producer."""
    return turn.contact.person is not None and turn.acting_for is None


def reads_own(turn: Turn) -> bool:
    """Whether the text is that of who works here. Who registers with a product too reads the programme's."""
    dialogue = turn.contact.dialogue
    return works_here(turn) and (dialogue is None or dialogue.kind != MEETING)


def texts(turn: Turn) -> list[Html]:
    """The programme's screens in her language and digits, escaped; who only works here has a text of her own."""
    if reads_own(turn):
        return [turn.text(TERMS_AT_WORK)]
    told = turn.programme.consent.screens(turn.language, lambda number: format_number(number, turn.locale))
    return [escaped(screen) for screen in told]


def last(turn: Turn) -> int:
    """The number of the last screen, which has the answers under it."""
    return len(texts(turn)) - 1


def rows(turn: Turn, prefix: str, number: int, answers: Rows, *more: Written) -> Rows:
    """Under a screen: back, next, and under the last one the answers. `more`: what else a button's data says."""
    is_last = number >= last(turn)
    turning = [(BACK, number - 1)] if number > 0 else []
    turning += [] if is_last else [(NEXT, number + 1)]
    row = [Button(Text(label), Meaning.of(prefix, SCREEN, to, *more)) for label, to in turning]
    return [*(answers if is_last else ()), *([row] if row else ())]


def please(turn: Turn, number: int) -> str:
    """What is said to words that answer nothing."""
    return PLEASE if number >= last(turn) else READ_ON


def voice(turn: Turn, number: int) -> aloud.Aloud:
    """What is recorded of a screen."""
    if reads_own(turn):
        return aloud.Aloud()
    return aloud.of_prompt(turn, prompt(number, last(turn) + 1))


def prompt(number: int, count: int) -> str:
    """What a screen's recording is called. A text that is all on one screen has the name that it always had."""
    return aloud.CONSENT if count == 1 else f"{aloud.CONSENT}.{number + 1}"
