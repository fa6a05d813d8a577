"""Answering a person: who waits, one question as a whole, and the answer of the officer who has claimed it."""

from contextlib import suppress
from datetime import datetime

from bot.domain.staff.asking import CLAIMED_FOR
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Text, is_later, plural
from bot.packs import places
from bot.services.ids import new_id
from bot.services.roles import NotAllowed
from bot.services.staff.asking import answering, telling, waiting
from bot.services.staff.asking.answering import Fate
from handlers.staff import to_work
from handlers.staff.asking import drafts, one_question, sendable
from handlers.wire import late_taps, saying
from handlers.wire.turn import Turn

KIND = PREFIX = telling.ANSWER
COMMAND = "questions"
CLAIM, LOOK = telling.CLAIM, telling.LOOK
# Not now; to her; one level up.
NOT_NOW, TO, UP = "x", "p", "u"
OTHERWISE, HAND, CHANGE, LIST = one_question.OTHERWISE, one_question.HAND, one_question.CHANGE, one_question.LIST
SHAPES: Shapes = (
    (one_of(CLAIM, LOOK, NOT_NOW, OTHERWISE, HAND, UP, CHANGE), hex_number),
    (TO, hex_number, hex_number),
    (one_of(LIST, drafts.DRAFTS), page_number),
    (drafts.DROP, hex_number),
)
# In the state: which question, since when she had waited, and which answer is said anew.
INQUIRY, ASKED, ANEW = "inquiry", "asked", "anew"
PAGE_SIZE = 10

NONE = N_("❓ No question waits for you.")
ONE_WAITS = N_("{sign} {name}, {hours} h")
ONE_UP = N_("⏫ One level up")
NOT_NOW_LABEL = N_("✖️ Not now")
WRITE = N_(
    "✍️ Your answer to {name}: write it, say it or send a photo.\nFor half an hour others see that you are answering."
)
WRITE_ANEW = N_("✏️ The answer as it should be: write it, say it or send a photo.\nThe old one is kept.")
SENT, NOT_REACHED = N_("✅ Your answer is sent."), N_("⚠️ Kept, but it does not reach: no messages are wanted there.")
MEANWHILE = N_("It was answered meanwhile. Yours was not sent.")
TOO_LATE = N_("Half an hour is over. This was not sent.\nTap “✍️ Answer” once more, please.")
TO_WHOM, NOBODY_ELSE = N_("↪️ To whom?"), N_("Nobody else works here who could answer it.")
WITH_NOW, IS_UP = N_("↪️ {name} is told. It is with {name} now."), N_("⏫ It is one level up now, and they are told.")
COLLEAGUE = N_("👤 {name}, {area}")
LET_GO = N_("All right. Others can answer it.")


async def show(turn: Turn) -> None:
    """The command: who waits for an answer."""
    await _list(turn, 0)


async def tapped(turn: Turn, what: str, which: int, other: int = 0) -> None:
    """A button; where she does not work any more, or what goes past her, it does nothing and says no more."""
    try:
        if what == LIST:
            await _list(turn, which)
        elif what == drafts.DRAFTS:
            await drafts.show(turn, which)
        elif what == drafts.DROP:
            await drafts.drop(turn, which)
        elif what == TO:
            await _hand_to(turn, which, other)
        else:
            await DOES[what](turn, which)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _list(turn: Turn, page: int) -> None:
    her, first = turn.contact.person_id, page * PAGE_SIZE
    total, found = await turn.run(answering.page, her, turn.pack, first, PAGE_SIZE)
    below = await drafts.button(turn)
    if not found:
        turn.show(NONE, buttons=[*below, [to_work.button()]])
        return
    rows = []
    for one, name in found:
        hours = waiting.waited(turn.pack, one, turn.now) // one_question.AN_HOUR
        label = Text(ONE_WAITS, {"sign": one_question.sign(one.is_question), "name": name or "–", "hours": hours})
        rows.append([Button(label, Meaning.of(PREFIX, LOOK, one.id))])
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, str(page + 1)))] if total > first + PAGE_SIZE else []
    told = plural(
        "❓ {n} question waits. Tap it to see it.",
        "❓ {n} questions wait. Who has waited longest stands first.",
        total,
    )
    turn.show(told, buttons=[*rows, *([turns] if turns else []), *below, [to_work.button()]])


async def _look(turn: Turn, number: int) -> None:
    """One of them; in the place of the buttons who is answering it."""
    seen = await turn.run(answering.look, turn.contact.person_id, turn.pack, number, turn.now)
    turn.show_marked(one_question.told(turn, seen), buttons=one_question.buttons(turn, seen))
    last = answering.last_of_asker(seen.said)
    file = None if last is None else await turn.run(telling.file_for, last, turn.contact.bot)
    if file is not None:
        turn.send_file(file, buttons=[[one_question.button(telling.SEE_ALL, LOOK, number)]])


# Claimed, and answered


async def _claim(turn: Turn, number: int) -> None:
    her = turn.contact.person_id
    if not await turn.run(answering.claim, her, turn.pack, number, turn.now):
        await _look(turn, number)
        return
    seen = await turn.run(answering.look, her, turn.pack, number, turn.now)
    asked = seen.inquiry.waits_since
    _open(turn, {INQUIRY: number, ASKED: asked.isoformat() if asked else None, ANEW: None})
    turn.say(WRITE, buttons=_leave(number), name=seen.name or "–")


def _open(turn: Turn, state: dict[str, object]) -> None:
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND:
        turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, state, turn.now))


def _leave(number: int) -> Rows:
    return [[one_question.button(NOT_NOW_LABEL, NOT_NOW, number)]]


async def _not_now(turn: Turn, number: int) -> None:
    let_go = await turn.run(answering.let_go, turn.contact.person_id, turn.pack, number, turn.now)
    dialogue = turn.contact.dialogue
    mine = dialogue is not None and dialogue.kind == KIND and dialogue.state[INQUIRY] == number
    if mine:
        turn.contact.close()
    if let_go or mine:
        turn.show(LET_GO, buttons=[[one_question.button(telling.SEE_ALL, LOOK, number)]])
    else:
        turn.whisper(late_taps.ANSWERED)


async def _change(turn: Turn, which: int) -> None:
    number = await turn.run(answering.may_change, turn.contact.person_id, turn.pack, which)
    if number is None:
        turn.whisper(late_taps.ANSWERED)
        return
    _open(turn, {INQUIRY: number, ASKED: None, ANEW: which})
    turn.say(WRITE_ANEW, buttons=_leave(number))


async def left(turn: Turn) -> None:
    """She does something else first: what she writes later is no answer, and others can give one."""
    dialogue = turn.contact.dialogue
    turn.contact.close()
    if dialogue is not None:
        with suppress(NotAllowed):
            number = dialogue.state[INQUIRY]
            await turn.run(answering.let_go, turn.contact.person_id, turn.pack, number, turn.now)


async def said(turn: Turn) -> None:
    """The answer, in whatever way."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    number, text = dialogue.state[INQUIRY], turn.event.said.strip()
    try:
        if is_later(text) or saying.pressed(text, _leave(number), turn.label):
            await _not_now(turn, number)
        elif turn.now - dialogue.began_at >= CLAIMED_FOR:
            turn.contact.close()
            turn.say(TOO_LATE, buttons=[[one_question.button(telling.ANSWER_IT, CLAIM, number)]])
        elif isinstance(ready := sendable.read(turn, by_staff=True), Text):
            turn.say(ready, buttons=_leave(number))
        else:
            await _leaves(turn, dialogue, ready)
    except NotAllowed:
        turn.contact.close()
        turn.say(late_taps.NO_LONGER)


async def _leaves(turn: Turn, dialogue: Dialogue, ready: sendable.Ready) -> None:
    her, number, anew = turn.contact.person_id, dialogue.state[INQUIRY], dialogue.state[ANEW]
    asked = datetime.fromisoformat(dialogue.state[ASKED]) if dialogue.state[ASKED] else None
    to = turn.loaded.catalogues
    if anew is not None:
        fate = await turn.run(answering.change, her, turn.pack, anew, ready.sent, to, turn.now)
    else:
        fate = await turn.run(answering.answer, her, turn.pack, number, ready.sent, asked, to, turn.now)
    turn.contact.close()
    await became(turn, number, fate)


async def became(turn: Turn, number: int, fate: Fate | None) -> None:
    """What became of an answer, in words."""
    if fate is Fate.TAKEN:
        await _look(turn, number)
    elif fate is None or fate is Fate.MEANWHILE:
        turn.show(MEANWHILE, buttons=[[one_question.button(telling.SEE_ALL, LOOK, number)]])
    else:
        rows = [[one_question.button(telling.SEE_ALL, LOOK, number)], one_question.to_all()]
        turn.show(SENT if fate is Fate.SENT else NOT_REACHED, buttons=rows)


async def _otherwise(turn: Turn, number: int) -> None:
    her, to = turn.contact.person_id, turn.loaded.catalogues
    fate = await turn.run(answering.answered_otherwise, her, turn.pack, number, to, turn.now)
    if fate is Fate.MEANWHILE:
        turn.whisper(late_taps.ANSWERED)
    else:
        await _look(turn, number)


# Handed over


async def _hand(turn: Turn, number: int) -> None:
    found = await turn.run(answering.colleagues, turn.contact.person_id, turn.pack, number)
    seen = await turn.run(answering.look, turn.contact.person_id, turn.pack, number, turn.now)
    rows: list[list[Button]] = []
    for one in found:
        label = Text(COLLEAGUE, {"name": one.name, "area": places.name(turn.pack, one.area, turn.language)})
        rows.append([Button(label, Meaning.of(PREFIX, TO, number, one.person_id))])
    if await turn.run(answering.higher, turn.pack, seen.inquiry) is not None:
        rows.append([one_question.button(ONE_UP, UP, number)])
    back = [Button("◀️", Meaning.of(PREFIX, LOOK, number))]
    turn.show(TO_WHOM if rows else NOBODY_ELSE, buttons=[*rows, back])


async def _hand_to(turn: Turn, number: int, to: int) -> None:
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    found = await turn.run(answering.hand_over, her, turn.pack, number, to, catalogues, turn.now)
    if found is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        turn.show(WITH_NOW, buttons=[[one_question.button(telling.SEE_ALL, LOOK, number)]], name=found.name)


async def _up(turn: Turn, number: int) -> None:
    if await turn.run(answering.hand_up, turn.contact.person_id, turn.pack, number, turn.loaded.catalogues, turn.now):
        turn.show(IS_UP, buttons=[[one_question.button(telling.SEE_ALL, LOOK, number)]])
    else:
        turn.whisper(late_taps.NO_LONGER)


DOES = {
    CLAIM: _claim,
    LOOK: _look,
    NOT_NOW: _not_now,
    OTHERWISE: _otherwise,
    HAND: _hand,
    UP: _up,
    CHANGE: _change,
}
