"""Who is younger than the programme's age takes part only with a guardian, who agrees on the same phone."""

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Read, Text, is_question, read_consent, read_yes_no
from handlers.people import consent
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

# Steps of the first meeting, and what the buttons say.
ASKED, NAMING = "guardian", "guardian_name"
YOUNGER, AGREES = "younger", consent.GUARDIAN
LONGEST_NAME = 100

TOO_YOUNG = N_("I am younger than {age}")
GIVE_PHONE = N_("Then a parent or guardian has to agree.\nPlease give them the phone.")
WHAT_NAME = N_("What is the guardian's name?\nFirst name and family name.")
GIVE_BACK = N_("Thank you. Please give the phone back.")


def choices(turn: Turn, prefix: str) -> Rows:
    """Under the consent text: old enough and yes, too young, no."""
    age = turn.programme.consent.minimum_age
    if not age:
        return consent.buttons(prefix)
    return [
        [Button(Text(consent.OF_AGE, {"age": age}), Meaning.of(prefix, consent.YES))],
        [Button(Text(TOO_YOUNG, {"age": age}), Meaning.of(prefix, YOUNGER))],
        [Button(Text(consent.DISAGREE), Meaning.of(prefix, consent.NO))],
    ]


def _yes_or_no(prefix: str) -> Rows:
    return [
        [Button(Text(consent.I_AGREE), Meaning.of(prefix, AGREES))],
        [Button(Text(consent.DISAGREE), Meaning.of(prefix, consent.NO))],
    ]


def choices_at(turn: Turn, step: str, prefix: str) -> Rows:
    """What can be answered at a step of the first meeting."""
    return _yes_or_no(prefix) if step == ASKED else choices(turn, prefix)


def ask_name(turn: Turn) -> None:
    """The guardian has agreed; only now anything of them is asked."""
    turn.show(WHAT_NAME)


def name_said(turn: Turn) -> str | None:
    """The name that was typed; None: it is none."""
    said = " ".join(turn.event.said.split()) if turn.event.kind is Kind.TEXT else ""
    is_name = any(letter.isalpha() for letter in said) and len(said) <= LONGEST_NAME and not said.startswith("/")
    answers = is_question(said) or any(
        isinstance(one, Read) for one in (read_yes_no(said, turn.locale), read_consent(said))
    )
    return said if is_name and not answers else None
