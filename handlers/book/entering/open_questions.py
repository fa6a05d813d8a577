"""What waits in the cash book: each open question is a dialogue of its own, so they can be answered in any order.

Words answer a question only for a while (`has_lapsed`); its buttons say which it is, and answer it as long as it waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.book import Source
from bot.domain.wire.contact import Dialogue
from bot.services.forms import dialogues
from bot.services.ids import new_id
from handlers.book import box as book_box
from handlers.forms import answering as forms
from handlers.forms import dialogue_stack, questions
from handlers.wire.turn import Turn

KIND = "cashbook"
# In the state: what is asked, the dialogue that it came in front of, where the line came from.
STEP, BEFORE, ORIGIN = "step", "before", "origin"
# When it was asked last; that typed words go by it.
ASKED, LAPSED = "asked", "lapsed"
# In that of steps: which way it goes, and what was said of item and customer.
DIRECTION, ITEM, WHO = "direction", "item", "who"
# The line whose amount is known, while more of it is asked; what of that is interest; the day of the next payment.
LINE, COST, DUE = "line", "cost", "due"


class Step(StrEnum):
    """What is asked. Values are stored."""

    OPEN = "open"  # the book lies open: what happened?
    ASK = "ask"  # which of several lines is meant
    AGAIN = "again"  # the same once more?
    UNREAD = "unread"  # it was no line; what is missing?
    GONE = "gone"  # a line was taken out of a message: take the entry back?
    GUIDE = "guide"  # step by step
    CHANGE = "change"  # a new value for a part of an entry
    PART = "part"  # how much of a debt was paid
    FILE = "file"  # which entry a photo goes with


@dataclass(frozen=True, slots=True)
class File:
    """A photo or a voice note as Telegram knows it, until it is known which entry it goes with."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line comes from. `place`: its line in the message; `corrects`: the id of the entry that it replaces."""

    message: int | None = None
    place: int = 0
    corrects: str | None = None
    source: Source = Source.TYPED
    files: tuple[File, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Origin":
        files = tuple(File(**one) for one in kept["files"])
        return cls(kept["message"], kept["place"], kept["corrects"], Source(kept["source"]), files)

    def with_files(self, files: Iterable[File]) -> "Origin":
        return replace(self, files=(*self.files, *files))


def origin_of(dialogue: Dialogue) -> Origin:
    """Where the line comes from that a dialogue is about."""
    return Origin.from_json(dialogue.state[ORIGIN])


def is_open(turn: Turn, *steps: Step) -> bool:
    """Whether a question of the book is in front: one of these, or any."""
    dialogue = turn.contact.dialogue
    return dialogue is not None and dialogue.kind == KIND and (not steps or dialogue.state[STEP] in steps)


def ask(turn: Turn, step: Step, origin: Origin | None = None, **more: Any) -> Dialogue:
    """Put a question in front; what was there stays open behind it."""
    front = turn.contact.dialogue
    state = {STEP: step, BEFORE: front.id if front else None, ORIGIN: (origin or Origin()).to_json(), **more}
    state[ASKED] = turn.now.isoformat()
    if practises(turn):
        state[questions.PRACTICE] = True  # the end of practice drops it
    dialogue = Dialogue(new_id(), KIND, state, turn.now)
    turn.contact.open(dialogue)
    return dialogue


def bring(turn: Turn, dialogue: Dialogue) -> None:
    """Somebody has gone on with a question that lay behind another: what she types now is about it."""
    front = turn.contact.dialogue
    if front is None or front.id != dialogue.id:
        dialogue.state = {**dialogue.state, BEFORE: front.id if front else None}
        turn.contact.open(dialogue)
    ask_anew(turn, dialogue)


def ask_anew(turn: Turn, dialogue: Dialogue) -> None:
    """It is asked once more in this turn: words answer it again."""
    change(turn, dialogue, **{ASKED: turn.now.isoformat(), LAPSED: False})


def change(turn: Turn, dialogue: Dialogue, **more: Any) -> None:
    """A question has a new state."""
    if not more.keys() <= {ASKED, LAPSED}:
        # something new is asked
        more.setdefault(dialogue_stack.OFFERED, False)
    dialogue.state = {**dialogue.state, **more}
    turn.contact.touched[dialogue.id] = dialogue


async def waiting(turn: Turn) -> list[Dialogue]:
    """All questions of the book that she has not answered yet."""
    contact = turn.contact
    kept = await turn.run(dialogues.of_contact, contact)
    known = {one.id: one for one in kept if one.id not in contact.closed} | contact.touched
    if contact.dialogue is not None:
        known[contact.dialogue.id] = contact.dialogue
    hers = (one for one in known.values() if one.kind == KIND and one.person_id == contact.person_id)
    return [one for one in hers if is_of_this_book(turn, one)]


def practises(turn: Turn) -> bool:
    """Whether what she writes counts for nothing."""
    return turn.contact.person is not None and turn.contact.person.practice


def is_of_this_book(turn: Turn, dialogue: Dialogue) -> bool:
    """Whether a question is about the book that she is at: the real one, or that of practice."""
    return questions.is_practice(dialogue) is practises(turn)


async def close(turn: Turn, dialogue: Dialogue) -> None:
    """It is answered: what was in front before is there again. Say what is to be said, then `go_on`."""
    contact, before = turn.contact, await _unlink(turn, dialogue)
    if contact.dialogue is None or contact.dialogue.id != dialogue.id:
        contact.touched.pop(dialogue.id, None)
        contact.closed.append(dialogue.id)
        return
    contact.close()
    await dialogue_stack.bring_back(turn, before)


async def lapse(turn: Turn, dialogue: Dialogue) -> None:
    """Words answer it no more. It waits on for its buttons, and what was in front before is there again."""
    contact, before = turn.contact, await _unlink(turn, dialogue)
    change(turn, dialogue, **{LAPSED: True, BEFORE: None})
    if contact.dialogue is not None and contact.dialogue.id == dialogue.id:
        # it may have been brought back to the front since, as it was
        contact.dialogue.state = dialogue.state
        contact.lay_aside()
        await dialogue_stack.bring_back(turn, before)


async def _unlink(turn: Turn, dialogue: Dialogue) -> int | None:
    """What came in front of it comes in front of what lay behind it; gives that."""
    before: int | None = dialogue.state[BEFORE]
    for other in await waiting(turn):
        if other.state[BEFORE] == dialogue.id:
            change(turn, other, **{BEFORE: before})
    return before


async def go_on(turn: Turn) -> None:
    """A form, or the count of the box, that has come back to the front in this turn asks again."""
    dialogue, event = turn.contact.dialogue, turn.event
    if dialogue is None or dialogue.id not in turn.contact.touched:
        return
    # in a message of its own: the one that was tapped says what became of it
    turn.event = replace(event, query_id=None)
    if dialogue.form is not None:
        await forms.repeat(turn)
    elif dialogue.kind == book_box.KIND:
        book_box.ask_again(turn)
    turn.event = event


def has_lapsed(turn: Turn, dialogue: Dialogue) -> bool:
    """Whether typed words, by the time when she sent them, are no answer to it any more."""
    asked = dialogue.state.get(ASKED)
    since = datetime.fromisoformat(asked) if asked else dialogue.began_at
    return bool(dialogue.state.get(LAPSED)) or turn.sent - since > dialogue_stack.LAPSES_AFTER


async def close_all(turn: Turn, *steps: Step) -> tuple[File, ...]:
    """The book that was left open, and steps that were begun, are dropped; gives the files that waited there.

    Files of a question that has lapsed go with nothing that is typed: they wait on for its buttons.
    """
    files: list[File] = []
    for one in await waiting(turn):
        kept = origin_of(one).files
        if one.state[STEP] in steps and not (kept and not turn.event.query_id and has_lapsed(turn, one)):
            files += kept
            await close(turn, one)
    return tuple(files)
