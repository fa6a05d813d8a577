"""A newer text of the consent, offered once when it fits; until she agrees, what she agreed to before holds."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Read, Text, is_question, read_consent
from bot.services.ids import new_id
from bot.services.people import consents
from handlers.forms import aloud
from handlers.forms.questions import LATER as LATER_LABEL
from handlers.people import consent, consent_screens
from handlers.people.consent_screens import SCREEN
from handlers.wire import late_taps, saying
from handlers.wire.events import Kind
from handlers.wire.turn import Conversation, Turn

KIND, PREFIX = "newer_consent", "newer"
LATER = "later"
# In the dialogue's state: what she wanted to do, and whether she may put it off.
WAITING, MAY_WAIT = "waiting", "may_wait"
# The screen before the first: it says why she is asked.
BEFORE = -1
# A button says of which version it is: it outlives the dialogue.
SHAPES: Shapes = (
    (one_of(consent.YES, consent.NO, consent.GUARDIAN, LATER), hex_number),
    (*consent_screens.SHAPE, hex_number),
)

# What was begun so long ago, and is still in front, she has left.
LEFT = timedelta(hours=12)

NEW_TEXT = N_(
    "What we keep and who sees it is written anew.\n"
    "Please read it, it is short.\nUntil you say yes, all stays as agreed before."
)
REFUSED = N_("All right. All stays as agreed before.\nNobody new sees anything of you.")
PUT_OFF = N_("All right. I ask you once more in some days.")


def fits(turn: Turn) -> bool:
    """Whether there is a newer text that she was not asked about, or put off long enough, and she is in nothing."""
    person, front = turn.contact.person, turn.contact.dialogue
    if person is None or (front is not None and turn.now - front.began_at < LEFT):
        return False
    if consent_screens.works_here(turn) or turn.programme.consent.is_newest(person.consent_version):
        return False
    again = person.consent_ask_again
    return person.consent_asked != consent.version(turn) or (again is not None and again <= turn.now)


async def offer(turn: Turn) -> None:
    """Show it before what she wanted to do, which comes after her answer."""
    may_wait = await turn.run(consents.offered, turn.contact, turn.programme, turn.now)
    _open(turn, {WAITING: turn.event.said, MAY_WAIT: may_wait})
    turn.say(NEW_TEXT, buttons=await _rows(turn, BEFORE))


def _open(turn: Turn, state: dict[str, object]) -> None:
    turn.contact.open(
        Dialogue(new_id(), KIND, {consent.VERSION: consent.version(turn), SCREEN: BEFORE, **state}, turn.now)
    )


def _asked(turn: Turn) -> Dialogue | None:
    front = turn.contact.dialogue
    return front if front is not None and front.kind == KIND else None


def put_away(turn: Turn) -> None:
    """She does something else: it stays unanswered, its buttons go on, and what is typed is no answer to it."""
    if _asked(turn) is not None:
        turn.contact.close()


async def _show(turn: Turn, number: int) -> None:
    asked = _asked(turn)
    number = min(number, consent_screens.last(turn))
    if asked is not None:
        asked.state = {**asked.state, SCREEN: number}
        turn.contact.touch()
    marked = consent_screens.texts(turn)[number]
    aloud.show(turn, marked, consent_screens.voice(turn, number), buttons=await _rows(turn, number))


async def _rows(turn: Turn, number: int) -> Rows:
    """Of this version, so that an old button agrees to no newer text. What can be put off can be so from the start."""
    version, asked = turn.programme.consent.version, _asked(turn)
    answers = [
        [Button(one.text, Meaning.of(PREFIX, *one.meaning.values, version)) for one in row]
        for row in await consent.choices(turn)
    ]
    found = list(consent_screens.rows(turn, PREFIX, number, answers, version))
    if asked is not None and asked.state.get(MAY_WAIT):
        found.append([Button(Text(LATER_LABEL), Meaning.of(PREFIX, LATER, version))])
    return found


async def tapped(turn: Turn, then: Conversation, answer: str, *told: int) -> None:
    """A button under the text, also long after. `then`: what does what she had wanted."""
    person, (*number, version) = turn.contact.person, told
    text = turn.programme.consent
    if person is None or text.is_newest(person.consent_version):
        turn.whisper(late_taps.ANSWERED)
    elif answer == SCREEN or version != text.version:
        if _asked(turn) is None:
            _open(turn, {})
        await _show(turn, number[0] if number and version == text.version else 0)
    else:
        await _settle(turn, then, answer)


async def _settle(turn: Turn, then: Conversation, answer: str) -> None:
    asked = _asked(turn)
    waiting = asked.state.get(WAITING) if asked is not None else None
    if asked is not None:
        turn.contact.close()
    if answer == LATER:
        told = PUT_OFF
    elif answer == consent.NO:
        await turn.run(consents.refuse, turn.contact, turn.programme, turn.now)
        told = REFUSED
    else:
        by_guardian = answer == consent.GUARDIAN
        await turn.run(consents.agree, turn.contact, turn.programme, turn.now, guardian=by_guardian)
        told = consent.THANKS
    turn.show(told)
    if waiting is None:
        return
    turn.event = replace(turn.event, kind=Kind.TEXT, said=waiting, message_id=None, query_id=None)
    turn.meaning = None
    await then(turn)


async def said(turn: Turn, then: Conversation, otherwise: Conversation) -> None:
    """Words while it is shown: the words of a button, a clear yes or no; a question is asked again.

    All else is something new: `otherwise` hears it.
    """
    asked, words = _asked(turn), turn.event.said
    if asked is None or asked.state.get(consent.VERSION) != consent.version(turn) or turn.event.kind is not Kind.TEXT:
        put_away(turn)
        await otherwise(turn)
        return
    number = int(asked.state[SCREEN])
    rows = await _rows(turn, number)
    pressed, agreed = saying.pressed(words, rows, turn.label), read_consent(words)
    if pressed is not None:
        await tapped(turn, then, *pressed.meaning.values)
    elif isinstance(agreed, Read) and not agreed.value:
        await _settle(turn, then, consent.NO)
    elif isinstance(agreed, Read) and number < consent_screens.last(turn):
        await _show(turn, number + 1)
    elif isinstance(agreed, Read) and not await consent.by_guardian(turn):
        await _settle(turn, then, consent.YES)
    elif isinstance(agreed, Read) or is_question(words):
        turn.say(consent_screens.please(turn, number), buttons=rows)
    else:
        put_away(turn)
        await otherwise(turn)
