"""What a person sets for herself: language, the hour of the nudge, stop and start."""

from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button
from bot.i18n import N_, Text
from bot.services.people import preferences
from handlers.forms import answering as forms
from handlers.people import consent, shared_phone, welcome
from handlers.wire import menu
from handlers.wire.turn import Turn

VOICE, ON, OFF = "voice", "on", "off"
SPEAK, HOUR = consent.SPEAK, "hour"
VOICES: Shapes = ((one_of(ON, OFF),),)
STOPPED = N_("I am silent from now on. What you answered is kept.\nTo come back, write /start.")
STOPPED_FOR = N_(
    "{name}, I am silent for you from now on. What you answered is kept.\n"
    "To come back, write /start. Who else uses this phone still hears from me."
)
WITH_VOICE = N_("From now on I also send voice and pictures, where there are any.")


def ask_language(turn: Turn) -> None:
    """Every language of her programme, in its own script."""
    languages = turn.programme.languages if turn.contact.programme else turn.loaded.languages
    locales = [turn.loaded.catalogues.locale(language) for language in languages]
    buttons = [[Button(locale.name, Meaning.of(SPEAK, locale.language))] for locale in locales]
    if turn.loaded.recordings.any(turn.pack):
        buttons.append([_other_way(turn)])
    turn.say(N_("Please choose your language."), buttons=buttons)


def _other_way(turn: Turn) -> Button:
    if turn.contact.text_only:
        return Button(Text(N_("🔊 With voice")), Meaning.of(VOICE, ON))
    return Button(Text(N_("🔇 Text only")), Meaning.of(VOICE, OFF))


async def turn_voice(turn: Turn, wanted: str = "") -> None:
    """Text only, or with recorded voice and pictures; without `wanted`, the other of the two."""
    words_only = wanted == OFF if wanted else not turn.contact.text_only
    await turn.run(preferences.want_words_only, turn.contact, words_only)
    message = N_("From now on I only write: no voice, no pictures.") if words_only else WITH_VOICE
    turn.show(message, buttons=[[_other_way(turn)]])


async def speak(turn: Turn, language: str) -> None:
    """Her language from now on; an open form goes on in it, and in a first meeting consent is asked in it."""
    if turn.contact.person is None and welcome.is_meeting(turn):
        await welcome.language_chosen(turn, language)
        return
    if language in turn.loaded.languages:
        await turn.run(preferences.speak, turn.contact, language)
    if turn.contact.dialogue is not None and turn.contact.dialogue.form:
        await forms.repeat(turn)
    else:
        turn.say(N_("From now on I speak English with you."), keys=menu.of(turn) if turn.contact.person else None)


def ask_hour(turn: Turn) -> None:
    """The hours that the programme offers, as buttons."""
    buttons = [Button(clock(hour), Meaning.of(HOUR, str(hour))) for hour in turn.programme.nudges.hours]
    turn.say(
        N_("At what hour shall I write to you?"),
        buttons=[buttons[i : i + 3] for i in range(0, len(buttons), 3)],
    )


PARTS_OF_DAY = (
    (range(0, 12), N_("{hour} in the morning")),
    (range(12, 13), N_("{hour} noon")),
    (range(13, 17), N_("{hour} in the afternoon")),
    (range(17, 24), N_("{hour} in the evening")),
)


def clock(hour: int) -> Text:
    """An hour of the day as people say it: whole messages, since languages part the day in their own ways."""
    words = next(message for hours, message in PARTS_OF_DAY if hour in hours)
    return Text(words, {"hour": hour % 12 or 12})


async def choose_hour(turn: Turn, hour: int) -> None:
    """The hour is hers."""
    if turn.contact.person is None:
        await menu.not_understood(turn)
        return
    if hour not in turn.programme.nudges.hours:
        ask_hour(turn)
        return
    await turn.run(preferences.remind_at, turn.contact, hour, turn.programme, turn.now)
    turn.show(N_("Good. I will write to you at {time}."), time=clock(hour))


async def stop(turn: Turn) -> None:
    """At any moment, at once, for who is writing. What was answered is kept; /start brings her back."""
    await turn.run(preferences.go_silent, turn.contact, ChatState.STOPPED, turn.now)
    name = await shared_phone.name(turn)
    await (shared_phone.with_others(turn, STOPPED_FOR, name=name) if name else shared_phone.with_others(turn, STOPPED))


async def gone(turn: Turn) -> None:
    """She blocked the bot; there is nobody to answer."""
    await turn.run(preferences.go_silent, turn.contact, ChatState.BLOCKED, turn.now)


async def back(turn: Turn) -> None:
    """The phone does not block the bot any more: nothing is said until somebody writes, or something is due."""
    await turn.run(preferences.unblocked, turn.contact, turn.now)
