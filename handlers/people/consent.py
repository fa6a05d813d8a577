"""Consent asked again where what she agreed to holds no more: whatever she does, the text comes first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.contact import ChatState, Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Read, Text, is_help, joined, read_consent
from bot.services.evaluation import reminders
from bot.services.ids import new_id
from bot.services.people import consents, preferences, working
from handlers.forms import aloud, dialogue_stack
from handlers.forms import answering as forms
from handlers.people import consent_screens
from handlers.people.consent_screens import SCREEN
from handlers.wire import late_taps, menu, saying
from handlers.wire.events import Kind
from handlers.wire.turn import Conversation, Turn

KIND, PREFIX = "consent", "agree"
YES, NO, GUARDIAN = "yes", "no", "guardian"
# In the dialogue's state: the form that was in front, the slot whose button she tapped, what she wrote meanwhile, and
# which version of the text she was shown.
BEFORE, SLOT, WAITING, VERSION = "before", "slot", "waiting", "version"
CHECK_IN, SPEAK = reminders.CHECK_IN_NOW, "speak"
SHAPES: Shapes = ((one_of(YES, NO, GUARDIAN),), consent_screens.SHAPE)

NEW_TEXT = N_("What we agreed on has changed. Please read it again:")
AGREE, DISAGREE = N_("✅ Yes, I agree"), N_("No")
OF_AGE, I_AGREE = N_("✅ Yes, I agree. I am {age} or older"), N_("✅ I am the guardian and I agree")
THANKS = N_("Thank you. Let us go on.")
# After a yes of which nobody knows whether it is hers or her guardian's.
WAITS = N_("What you wrote waits until you have answered.")
TAP_ONE = N_("I do not find that among the answers. Please tap one.")
REFUSED = N_(
    "I ask you nothing more. Your support does not depend on it.\n"
    "What you answered is kept; /forget erases it.\nTo read the text again: /start"
)


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What goes on after a yes: the words that had to wait, and the slot whose button was tapped."""

    words: Conversation
    slot: Callable[[Turn, int], Awaitable[None]]


def is_due(turn: Turn) -> bool:
    """Whether what she has agreed to holds no more."""
    person = turn.contact.person
    if person is not None and consent_screens.works_here(turn):
        return person.consent_version != working.TERMS
    return person is not None and not turn.programme.consent.holds(person.consent_version)


def version(turn: Turn) -> str:
    """Which text it is now: a yes to an earlier one is no yes to this. Who only works here has agreed to another."""
    if consent_screens.reads_own(turn):
        return working.TERMS
    return str(turn.programme.consent.version)


def buttons(prefix: str) -> Rows:
    """Yes and no, one below the other."""
    return [[Button(Text(AGREE), Meaning.of(prefix, YES))], [Button(Text(DISAGREE), Meaning.of(prefix, NO))]]


async def choices(turn: Turn) -> Rows:
    """For who was too young the guardian agrees again, or she herself, when she is old enough by now."""
    if not await by_guardian(turn):
        return buttons(PREFIX)
    of_age = Text(OF_AGE, {"age": turn.programme.consent.minimum_age})
    guardian = [Button(Text(I_AGREE), Meaning.of(PREFIX, GUARDIAN))]
    return [guardian, [Button(of_age, Meaning.of(PREFIX, YES))], [Button(Text(DISAGREE), Meaning.of(PREFIX, NO))]]


async def _rows(turn: Turn, asked: Dialogue) -> Rows:
    return consent_screens.rows(turn, PREFIX, shown(asked), await choices(turn))


def shown(asked: Dialogue) -> int:
    """The screen that she sees."""
    return int(asked.state.get(SCREEN, 0))


async def by_guardian(turn: Turn) -> bool:
    """Whether somebody else agreed for her last."""
    person = turn.contact.person
    return person is not None and await turn.run(consents.agreed_by_guardian, person.id)


async def first(turn: Turn, then: Afterwards) -> None:
    """She did something, and has not agreed yet: her yes or no is taken, else the text is shown.

    `then`: what goes on after a yes.
    """
    if turn.contact.state is not ChatState.ACTIVE:
        await turn.run(preferences.come_back, turn.contact, turn.now)
    event, asked = turn.event, _asked(turn)
    if asked is not None and asked.state.get(VERSION) != version(turn):
        asked = None
    meaning = turn.meaning
    if asked is not None and event.kind is Kind.TEXT:
        pressed = saying.pressed(event.said, await _rows(turn, asked), turn.label)
        meaning = pressed.meaning if pressed else None
    said = read_consent(event.said) if event.kind is Kind.TEXT else None
    if event.kind is Kind.TEXT and is_help(event.said):
        menu.help_text(turn)
    elif asked is not None and meaning is not None and meaning.about == PREFIX:
        await _tapped(turn, asked, then, *meaning.values)
    elif asked is not None and isinstance(said, Read):
        await _said(turn, asked, then, agreed=said.value)
    elif asked is not None and event.kind is Kind.TEXT and not event.said.startswith("/"):
        turn.say(consent_screens.please(turn, shown(asked)), buttons=await _rows(turn, asked))
    else:
        await ask(turn, meaning)


async def _tapped(turn: Turn, asked: Dialogue, then: Afterwards, answer: str, number: int = 0) -> None:
    if answer == SCREEN:
        await _show(turn, asked, number)
    else:
        await _settle(turn, asked, then, agreed=answer in (YES, GUARDIAN), guardian=answer == GUARDIAN)


async def _said(turn: Turn, asked: Dialogue, then: Afterwards, *, agreed: bool) -> None:
    """A no in words is one on any screen; a yes on one that is not the last goes on to the next."""
    if agreed and shown(asked) < consent_screens.last(turn):
        await _show(turn, asked, shown(asked) + 1)
    elif agreed and await by_guardian(turn):
        turn.say(TAP_ONE, buttons=await _rows(turn, asked))
    else:
        await _settle(turn, asked, then, agreed=agreed)


async def _show(turn: Turn, asked: Dialogue, number: int) -> None:
    number = min(number, consent_screens.last(turn))
    asked.state = {**asked.state, SCREEN: number}
    turn.contact.touch()
    marked = consent_screens.texts(turn)[number]
    aloud.show(turn, marked, consent_screens.voice(turn, number), buttons=await _rows(turn, asked))


def _asked(turn: Turn) -> Dialogue | None:
    front = turn.contact.dialogue
    return front if front is not None and front.kind == KIND else None


async def ask(turn: Turn, meaning: Meaning | None = None) -> None:
    """Show the text; a form that is open is laid aside until she has agreed. `meaning`: what she has tapped."""
    about, *told = (meaning.about, *meaning.values) if meaning else ("",)
    if about == SPEAK and told[0] in turn.loaded.languages:
        await turn.run(preferences.speak, turn.contact, told[0])
    asked, front = _asked(turn), turn.contact.dialogue
    if asked is None:
        state = {BEFORE: front.id if front is not None and front.form else None}
        asked = Dialogue(new_id(), KIND, state, turn.now)
        turn.contact.open(asked)
    asked.state = {**asked.state, VERSION: version(turn), SCREEN: 0}
    turn.contact.touch()
    if about == CHECK_IN:
        asked.state = {**asked.state, SLOT: format(told[0], "x")}
    lines = [turn.text(NEW_TEXT) + "\n", consent_screens.texts(turn)[0]]
    if _let_wait(turn, asked):
        lines.append(Html.of("\n{}", turn.text(WAITS)))
    aloud.send(turn, joined(lines), consent_screens.voice(turn, 0), buttons=await _rows(turn, asked))


def _let_wait(turn: Turn, asked: Dialogue) -> bool:
    """Keep what she wrote, an answer or a line of her book, until she has agreed; commands and keys she gives again."""
    event = turn.event
    if event.kind is not Kind.TEXT or event.said.startswith("/") or menu.key_pressed(turn):
        return False
    sent = event.sent_at.isoformat() if event.sent_at else None
    asked.state = {**asked.state, WAITING: [event.said, event.message_id, sent]}
    turn.contact.touch()
    return True


async def _settle(turn: Turn, asked: Dialogue, then: Afterwards, *, agreed: bool, guardian: bool = False) -> None:
    if not agreed:
        turn.contact.close()
        await turn.run(preferences.go_silent, turn.contact, ChatState.STOPPED, turn.now)
        turn.show(REFUSED)
        return
    await turn.run(consents.agree, turn.contact, turn.programme, turn.now, guardian=guardian)
    await go_on(turn, asked, then)


async def tapped(turn: Turn, then: Afterwards) -> None:
    """Yes or no under a text that is settled."""
    asked = _asked(turn)
    if asked is not None:
        await go_on(turn, asked, then)
    else:
        turn.whisper(late_taps.ANSWERED)


async def said(turn: Turn, then: Afterwards) -> None:
    """She writes where the text is still in front, and has agreed in another chat."""
    asked = _asked(turn)
    if asked is not None:
        if asked.state.get(WAITING) is None:
            _let_wait(turn, asked)
        await go_on(turn, asked, then)


async def go_on(turn: Turn, asked: Dialogue, then: Afterwards) -> None:
    """It is settled, here or in another chat of hers: what she wrote is taken, else what waited goes on."""
    turn.contact.close()
    before = await dialogue_stack.find(turn, asked.state.get(BEFORE))
    if asked.state.get(WAITING):
        turn.show(THANKS)
        if before is not None:
            turn.contact.open(before)
        await _take_what_waited(turn, asked, then)
    elif before is not None:
        await forms.resume(turn, before, turn.text(THANKS) + "\n")
    elif SLOT in asked.state:
        await then.slot(turn, int(asked.state[SLOT], 16))
    else:
        turn.say(THANKS, keys=menu.of(turn))


async def _take_what_waited(turn: Turn, asked: Dialogue, then: Afterwards) -> None:
    """As if she wrote it now, on the day that she wrote it."""
    words, number, sent = asked.state[WAITING]
    at = datetime.fromisoformat(sent) if sent else None
    turn.event = replace(turn.event, kind=Kind.TEXT, said=words, message_id=number, query_id=None, sent_at=at)
    await then.words(turn)
