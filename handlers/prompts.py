"""What can be read aloud in a programme, part by part: the first meeting, each form, and what is said to mistakes."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from bot.forms import script
from bot.i18n import N_, Text, Value, format_number
from bot.packs import Pack
from handlers import aloud, answers, forms, welcome
from handlers.turn import Turn

START, MISTAKES = "start", "mistakes"
LONGEST_WORDS = 3500
TITLES = {
    START: N_("The first meeting"),
    "registration": N_("Registration"),
    "baseline": N_("How things are today"),
    "checkin": N_("Check-in"),
    "checkin_short": N_("Short check-in"),
    MISTAKES: N_("When an answer does not fit"),
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to read aloud: its name, which is the file's too, and the words, in plain text."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """Prompts that are recorded together; `title` is a message, or the form's own words."""

    key: str
    title: Text | str
    prompts: tuple[Prompt, ...]


def parts(turn: Turn, language: str) -> list[Part]:
    """All prompts of her programme in one language."""
    pack = turn.pack
    found = [Part(START, Text(TITLES[START]), _start(turn, pack, language))]
    tried = (language, *pack.programme.languages)
    for name, form in pack.forms.items():
        title: Text | str = Text(TITLES[name]) if name in TITLES else form.title or name
        told = tuple(Prompt(one.name, "\n".join(one.lines)) for one in script(form, tried))
        found.append(Part(name, title, told))
    found.append(Part(MISTAKES, Text(TITLES[MISTAKES]), _mistakes(turn, language)))
    return [part for part in found if part.prompts]


def _start(turn: Turn, pack: Pack, language: str) -> tuple[Prompt, ...]:
    locale = turn.desk.catalogues.locale(language)
    consent = pack.programme.consent.text(language, lambda number: format_number(number, locale))
    choose = turn.desk.catalogues.text(welcome.CHOOSE, language)
    return Prompt(aloud.LANGUAGE, choose), Prompt(aloud.CONSENT, consent)


def _mistakes(turn: Turn, language: str) -> tuple[Prompt, ...]:
    values: dict[str, Value] = {"example": 12, "day": turn.today}
    sentences = {aloud.error(reason): Text(said, values) for reason, said in answers.SENTENCES.items()}
    sentences |= {aloud.REFUSED: Text(forms.REFUSED), aloud.NEEDED: Text(forms.NEEDED)}
    return tuple(Prompt(name, turn.desk.catalogues.render(said, language)) for name, said in sentences.items())


def find(known: Sequence[Part], key: str) -> Part | None:
    """A part by its key; None when the pack has changed since."""
    return next((part for part in known if part.key == key), None)


def shown(prompt: Prompt) -> str:
    """The words to read, as HTML; of a very long text as much as a message takes."""
    words = prompt.words
    return html.escape(words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS] + "…")
