"""What can be read aloud in a programme, part by part: the first meeting, forms, tips, what is said to mistakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.programme import Purpose
from bot.forms import script
from bot.i18n import N_, Catalogues, Html, Text, Value, escaped, format_number
from bot.packs import Pack
from bot.services.lessons import tip_words
from bot.services.recordings import Recordings
from handlers.forms import aloud, answer_taken
from handlers.forms import readings as answers
from handlers.people import consent_screens, welcome
from handlers.wire.turn import Turn

START, LESSONS, MISTAKES = "start", "lessons", "mistakes"
LONGEST_WORDS = 3500
TITLES: Mapping[str, str] = {
    START: N_("The first meeting"),
    Purpose.REGISTRATION: N_("Registration"),
    Purpose.BASELINE: N_("How things are today"),
    Purpose.CHECK_IN: N_("Check-in"),
    Purpose.SHORT_CHECK: N_("Short check-in"),
    LESSONS: N_("Tips"),
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


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is to read: the language, and what writes its words. `today` is an example of a date."""

    catalogues: Catalogues
    language: str
    today: date


def parts(pack: Pack, reader: Reader) -> list[Part]:
    """All prompts of a programme in one language."""
    found = [Part(START, Text(TITLES[START]), _start(pack, reader))]
    tried = (reader.language, *pack.programme.languages)
    for name, form in pack.forms.items():
        title: Text | str = Text(TITLES[name]) if name in TITLES else form.title or name
        told = tuple(Prompt(one.name, "\n".join(one.lines)) for one in script(form, tried))
        found.append(Part(name, title, told))
    found.append(Part(LESSONS, Text(TITLES[LESSONS]), _lessons(pack, reader)))
    found.append(Part(MISTAKES, Text(TITLES[MISTAKES]), _mistakes(reader)))
    return [part for part in found if part.prompts]


def of_turn(turn: Turn, language: str) -> list[Part]:
    """All prompts of her programme in one language."""
    return parts(turn.pack, Reader(turn.loaded.catalogues, language, turn.today))


def _start(pack: Pack, reader: Reader) -> tuple[Prompt, ...]:
    locale = reader.catalogues.locale(reader.language)
    screens = pack.programme.consent.screens(reader.language, lambda number: format_number(number, locale))
    told = (Prompt(consent_screens.prompt(number, len(screens)), screen) for number, screen in enumerate(screens))
    return Prompt(aloud.LANGUAGE, reader.catalogues.text(welcome.CHOOSE, reader.language)), *told


def _lessons(pack: Pack, reader: Reader) -> tuple[Prompt, ...]:
    known = tip_words.Reader(reader.catalogues, reader.language, pack)
    return tuple(Prompt(tip_words.prompt(lesson), tip_words.aloud(known, lesson)) for lesson in pack.lessons)


def _mistakes(reader: Reader) -> tuple[Prompt, ...]:
    values: dict[str, Value] = {"example": 12, "day": reader.today}
    sentences = {aloud.error(reason): Text(said, values) for reason, said in answers.SENTENCES.items()}
    sentences |= {aloud.REFUSED: Text(answer_taken.REFUSED), aloud.NEEDED: Text(answer_taken.NEEDED)}
    return tuple(Prompt(name, reader.catalogues.render(said, reader.language)) for name, said in sentences.items())


def counted(pack: Pack, recordings: Recordings, reader: Reader) -> tuple[int, int]:
    """How many prompts have a recording in one language, of how many."""
    all_of_it = [prompt for part in parts(pack, reader) for prompt in part.prompts]
    return sum(recordings.voice(pack, reader.language, one.name) is not None for one in all_of_it), len(all_of_it)


def find(known: Sequence[Part], key: str) -> Part | None:
    """A part by its key; None when the pack has changed since."""
    return next((part for part in known if part.key == key), None)


def shown(prompt: Prompt) -> Html:
    """The words to read, as HTML; of a very long text as much as a message takes."""
    words = prompt.words
    return escaped(words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS] + "…")
