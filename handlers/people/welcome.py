"""The first meeting: language, programme where there are several, consent; then registration begins."""

from typing import Any

from bot.domain.programme import Purpose
from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Locale, Read, read_choice, read_consent
from bot.i18n.languages import language_names
from bot.services.ids import new_id
from bot.services.people import consents, working
from bot.services.people import shared_phone as services
from handlers.forms import aloud
from handlers.forms import answering as forms
from handlers.people import at_work, brought, consent, consent_screens, guardian, in_group, shared_phone
from handlers.people.consent_screens import SCREEN
from handlers.wire import late_taps, saying
from handlers.wire.turn import Turn

KIND = consent_screens.MEETING
LANGUAGE, PROGRAMME, CONSENT = "lang", "prog", "consent"
CONSENTS: Shapes = (
    (one_of(consent.YES, consent.NO, guardian.YOUNGER, guardian.AGREES),),
    consent_screens.SHAPE,
)
# What a button of each step can say; one of an earlier step comes late.
ANSWERS = {
    "consent": (consent.YES, guardian.YOUNGER, consent.NO),
    guardian.ASKED: (guardian.AGREES, consent.NO),
}
CHOOSE = N_("Please choose your language.")
NOTHING_KEPT = N_(
    "Thank you. I keep nothing about you.\nYour support does not depend on it.\nIf you change your mind: /start"
)


def is_meeting(turn: Turn) -> bool:
    """Whether the first meeting is still under way: taps on its old messages come late."""
    return turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND


def begin(turn: Turn) -> None:
    """Somebody is here for the first time."""
    turn.contact.close()
    _ask_language(turn)


def _ask_language(turn: Turn, *, again: bool = False) -> None:
    """Every language in its own script; the phone's own comes first, and decides nothing."""
    guess = turn.loaded.guess_language(turn.event.language_code)
    joining = turn.contact.joining
    offered = turn.loaded.pack(joining["programme"]).programme.languages if joining else turn.loaded.languages
    order = sorted(offered, key=lambda language: language != guess)
    open_step(turn, "language", order=order)
    lines = [turn.loaded.catalogues.text(CHOOSE, language) for language in order]
    buttons = [
        [Button(turn.loaded.catalogues.locale(language).name, Meaning.of(LANGUAGE, language))] for language in order
    ]
    marked = Html.of("🌐 {}", "\n".join(dict.fromkeys(lines)))
    goes_with = aloud.Aloud() if again else aloud.of_prompt(turn, aloud.LANGUAGE)
    aloud.send(turn, marked, goes_with, buttons=buttons)


def open_step(turn: Turn, step: str, **more: Any) -> None:
    """This step of the meeting is what she is asked now."""
    turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, {"step": step, **more}, turn.now))


async def said(turn: Turn) -> None:
    """A typed answer where a button would do."""
    dialogue = turn.contact.dialogue
    step = dialogue.state["step"] if dialogue else ""
    if step == "language":
        locales = [turn.loaded.catalogues.locale(language) for language in turn.loaded.languages]
        await _typed_language(turn, locales)
    elif step == "programme":
        options = [(code, brought.programme_title(turn, code)) for code in turn.loaded.programmes_in(turn.language)]
        reading = read_choice(turn.event.said, options, turn.locale)
        if isinstance(reading, Read):
            await programme_chosen(turn, reading.value)
        else:
            _ask_programme(turn)
    elif step == guardian.NAMING:
        _guardian_named(turn)
    else:
        await _agreed_in_words(turn, step)


async def _agreed_in_words(turn: Turn, step: str) -> None:
    """The words of a button, a clear yes or a no; all else is asked again."""
    number = _seen(turn)
    rows = _rows(turn, step, number)
    pressed, agreed = saying.pressed(turn.event.said, rows, turn.label), read_consent(turn.event.said)
    if pressed is not None:
        await consented(turn, *pressed.meaning.values)
    elif isinstance(agreed, Read) and agreed.value and number < consent_screens.last(turn):
        screen(turn, step, number + 1)
    elif isinstance(agreed, Read):
        yes = guardian.AGREES if step == guardian.ASKED else consent.YES
        await consented(turn, yes if agreed.value else consent.NO)
    else:
        turn.say(consent_screens.please(turn, number), buttons=rows)


def _guardian_named(turn: Turn) -> None:
    name = guardian.name_said(turn)
    if name is None:
        guardian.ask_name(turn)
    else:
        _register(turn, turn.text(guardian.GIVE_BACK) + "\n", how=consents.GUARDIAN, guardian=name)


async def _typed_language(turn: Turn, locales: list[Locale]) -> None:
    dialogue = turn.contact.dialogue
    order: list[str] = dialogue.state["order"] if dialogue else list(turn.loaded.languages)
    names = {locale.language: locale.name for locale in locales}
    options = [(language, names[language]) for language in order]
    also = {language: [name for name in language_names(language) if name != names[language]] for language in order}
    reading = read_choice(turn.event.said, options, turn.locale, also=also)
    if isinstance(reading, Read):
        await language_chosen(turn, reading.value)
    else:
        _ask_language(turn, again=True)


async def language_chosen(turn: Turn, language: str) -> None:
    """The language is hers from now on; in a first meeting the next step follows."""
    if not is_meeting(turn):
        turn.whisper(late_taps.ANSWERED)
        return
    if language not in turn.loaded.languages:
        _ask_language(turn)
        return
    turn.contact.language = language
    turn.contact.changed = True
    codes = turn.loaded.programmes_in(language)
    if turn.contact.joining and turn.contact.joining["programme"] in codes:
        await programme_chosen(turn, turn.contact.joining["programme"])
    elif len(codes) == 1:
        await programme_chosen(turn, codes[0])
    else:
        _ask_programme(turn)


def _ask_programme(turn: Turn) -> None:
    codes = turn.loaded.programmes_in(turn.language)
    open_step(turn, "programme")
    buttons = [
        [Button(f"{brought.flag(turn, code)} {brought.programme_title(turn, code)}", Meaning.of(PROGRAMME, code))]
        for code in codes
    ]
    turn.show(N_("Which programme are you in?"), buttons=buttons)


async def programme_chosen(turn: Turn, code: str) -> None:
    """The programme is known: ask for consent before anything is kept."""
    if not is_meeting(turn):
        turn.whisper(late_taps.ANSWERED)
        return
    if code not in turn.loaded.programmes_in(turn.language):
        _ask_programme(turn)
        return
    turn.contact.programme = code
    turn.contact.changed = True
    if turn.contact.joining and turn.contact.joining["programme"] != code:
        # a link is for its own programme: its area and its role mean nothing in another
        turn.contact.joining = None
    if await at_work.meet(turn):
        return
    screen(turn, CONSENT, 0)


def screen(turn: Turn, step: str, number: int) -> None:
    """One screen of the text, for her or for her guardian; from the first on, where it has changed meanwhile."""
    number = min(number, consent_screens.last(turn))
    if number and _read(turn) != consent.version(turn):
        number = 0
    open_step(turn, step, **{consent.VERSION: consent.version(turn), SCREEN: number})
    marked = consent_screens.texts(turn)[number]
    if step == guardian.ASKED and not number:
        marked = Html.of("{}\n\n{}", turn.text(guardian.GIVE_PHONE), marked)
    aloud.show(turn, marked, consent_screens.voice(turn, number), buttons=_rows(turn, step, number))


def _rows(turn: Turn, step: str, number: int) -> Rows:
    return consent_screens.rows(turn, CONSENT, number, guardian.choices_at(turn, step, CONSENT))


def _seen(turn: Turn) -> int:
    """The screen that she sees. Who was shown a text before there were several saw all of it."""
    dialogue = turn.contact.dialogue
    return int(dialogue.state.get(SCREEN, consent_screens.last(turn))) if dialogue is not None else 0


async def consented(turn: Turn, answer: str, number: int = 0) -> None:
    """Yes begins registration, also a guardian's; no ends kindly, and nothing of her is kept."""
    dialogue = turn.contact.dialogue
    step = dialogue.state["step"] if dialogue is not None and is_meeting(turn) else ""
    if answer == SCREEN and step in ANSWERS:
        screen(turn, step, number)
    elif answer not in ANSWERS.get(step, ()):
        turn.whisper(late_taps.ANSWERED)
    elif answer == consent.YES:
        person = turn.contact.person
        _register(turn, name=await turn.run(working.name_of, person.id) if person else "")
    elif answer == guardian.YOUNGER:
        screen(turn, guardian.ASKED, 0)
    elif answer == guardian.AGREES:
        open_step(turn, guardian.NAMING, **{consent.VERSION: _read(turn)})
        guardian.ask_name(turn)
    else:
        turn.contact.close()
        turn.contact.joining, turn.contact.changed = None, True
        told = NOTHING_KEPT if turn.contact.person is None else in_group.NOTHING
        await shared_phone.with_others(turn, told, in_place=True)


def _register(turn: Turn, first: Html = BLANK, name: str = "", **how: str) -> None:
    """The questions begin; `how`: by whom and in which way consent was given. `name`: known already."""
    form = turn.pack.form_for(Purpose.REGISTRATION)
    given = {"version": _read(turn), "language": turn.language, **how}
    # where others use the phone too, she may go on another time
    state = {"consent": given, services.PROGRAMME: turn.programme.code, services.JOINING: turn.contact.joining}
    turn.contact.close()
    forms.begin(turn, Purpose.REGISTRATION, form, state=state, first=first, known=brought.known(turn, form, name))


def _read(turn: Turn) -> str:
    """The version of the text that was shown, which may be an earlier one by now; the new one is asked then."""
    dialogue = turn.contact.dialogue
    return dialogue.state.get(consent.VERSION, "") if dialogue is not None else ""
