"""A question of the book that words answer no more: she has said something else, or too long ago. She is told, once."""

from collections.abc import Sequence

from bot.domain.book import Ask, Direction, Line, Reading
from bot.domain.wire.contact import Dialogue
from bot.i18n import BLANK, N_, Html, escaped, joined
from bot.i18n.reading.common_words import fold
from handlers.book import box as book_box
from handlers.book.entering import asking
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering.open_questions import Step
from handlers.wire.turn import Turn

NOT_WRITTEN = N_("This is not written down. You can send it again.")
ONLY_ONCE = N_("This is in your book only once.\nIf there was one more, send it again.")
STAYS = N_("Your book stays as it was.")
NOT_KEPT = N_("📎 What you sent is not kept. You can send it again.")

# What waits with a line of hers, and steps that were begun.
OF_LINES = (Step.ASK, Step.AGAIN, Step.UNREAD, Step.GONE)
BEGUN = (Step.GUIDE, Step.CHANGE, Step.PART)


async def by_lines(turn: Turn, readings: Sequence[Reading]) -> None:
    """She has written something else; or the same in other words, as she was asked to: then it needs no answer."""
    for one in await _waiting(turn, *OF_LINES):
        if any(_is_written_anew(one, reading) for reading in readings):
            await state.close(turn, one)
    await _lapse(turn, await _waiting(turn, *OF_LINES))


async def aside(turn: Turn) -> None:
    """She wants something else than what the book has asked for; a photo waits on for what it belongs to."""
    await book_box.aside(turn)
    await _questions_aside(turn)


async def put_behind(turn: Turn, before: Dialogue | None, said: int) -> None:
    """The same where a button has put something of another kind in front of a question; what that asks comes last.

    `before`, `said`: what was in front, and how many messages there were, before it was tapped.
    """
    front, waits = turn.contact.dialogue, before is not None and before.id not in turn.contact.closed
    if before is not None and waits and before.kind == state.KIND and front is not None and front.kind != state.KIND:
        asked = turn.said[said:]
        del turn.said[said:]
        await _questions_aside(turn)
        turn.said += asked


async def _questions_aside(turn: Turn) -> None:
    begun = [one for one in await _waiting(turn, *BEGUN) if not state.origin_of(one).files]
    await _lapse(turn, [*await _waiting(turn, *OF_LINES), *begun])


async def by_time(turn: Turn) -> None:
    """Whatever was asked too long ago."""
    await _lapse(turn, [one for one in await _waiting(turn) if state.has_lapsed(turn, one)])


async def _waiting(turn: Turn, *steps: Step) -> list[Dialogue]:
    """What words can still answer, the oldest first."""
    found = (one for one in await state.waiting(turn) if not one.state.get(state.LAPSED))
    return sorted((one for one in found if not steps or one.state[state.STEP] in steps), key=_age)


def _age(dialogue: Dialogue) -> tuple[object, int]:
    return dialogue.began_at, dialogue.id


async def _lapse(turn: Turn, dialogues: Sequence[Dialogue]) -> None:
    told: dict[str, list[Html]] = {}
    for one in dialogues:
        await state.lapse(turn, one)
        sentence, line = _told(turn, one)
        if sentence:
            told.setdefault(sentence, []).append(line)
    for sentence, lines in told.items():
        turn.send_marked(joined([*filter(None, lines), turn.text(sentence)]))


def _told(turn: Turn, dialogue: Dialogue) -> tuple[str, Html]:
    """A sentence for what has become of it, and what it is about, as HTML; no sentence where nothing of hers waits."""
    step, kept = Step(dialogue.state[state.STEP]), dialogue.state
    if step in OF_LINES:
        line = escaped(kept[asking.TEXT]) if step is Step.GONE else words.quoted(turn, kept[asking.TEXT])
        if state.origin_of(dialogue).corrects:
            return STAYS, line
        return (ONLY_ONCE if step is Step.AGAIN else NOT_WRITTEN), line
    if state.origin_of(dialogue).files:
        return NOT_KEPT, BLANK
    if step is Step.GUIDE and any(said := words.so_far(turn, kept)):
        return NOT_WRITTEN, words.begun(turn, Direction(kept[state.DIRECTION]), *said)
    return "", BLANK


def _is_written_anew(dialogue: Dialogue, reading: Reading) -> bool:
    """Whether a line says what waits there: its item, and one of its amounts where there was one."""
    kept = dialogue.state
    text, amounts = fold(kept[asking.TEXT]), {one["amount"] for one in kept.get(asking.CHOICES, ())}
    lines = reading.choices if isinstance(reading, Ask) else (reading,) if isinstance(reading, Line) else ()
    same = (one for one in lines if not amounts or one.amount.minor in amounts)
    return kept[state.STEP] != Step.GONE and any(one.item and fold(one.item) in text for one in same)
