"""What was missing in a line that waits, typed alone: "sold" where it said nothing, the amount of one that had none.

Two messages are never made one in silence. Words that are an entry by themselves, or name a thing of their own, are a
line of their own; what says more than was asked is shown, and asked.
"""

from dataclasses import dataclass

from bot.domain.book import About, Ask, Known, Line, Reading, Reason, Unread, read_line
from bot.domain.book.reading.is_entry import has_verb
from bot.domain.book.wallets import read_notice
from bot.domain.wire.contact import Dialogue
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.entering import asking, lines
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.asking import Typed
from handlers.book.entering.open_questions import Step
from handlers.wire.turn import Turn

# With an amount behind them the reader says what words are about.
SOME_AMOUNT = "1000"


@dataclass(frozen=True, slots=True)
class _Two:
    """A line that waits, and the words that may be what it lacks."""

    turn: Turn
    owner: Owner
    known: Known
    waits: Dialogue

    @property
    def line(self) -> str:
        text: str = self.waits.state[asking.TEXT]
        return text

    @property
    def words(self) -> str:
        return self.turn.event.said.strip()

    def read(self, text: str) -> Reading:
        return read_line(text, self.turn.locale, self.owner.currency, self.turn.day_sent, self.known)


def _together(two: _Two) -> Reading | None:
    """What the two come to; None where the words are no answer. What says more than was asked is to be confirmed."""
    kept = two.waits.state
    if read_notice(two.words, two.turn.locale, two.owner.currency, two.turn.day_sent, two.known) is not None:
        return None  # a wallet's message is a line of its own
    verb = has_verb(two.words, two.turn.locale, two.owner.currency)
    if kept[state.STEP] == Step.UNREAD and kept[asking.REASON] == Reason.NO_AMOUNT and not verb:
        alone, ways = two.read(two.words), [f"{two.line} {two.words}"]
    elif kept[state.STEP] == Step.ASK and kept[asking.ABOUT] == About.DIRECTION and verb:
        if not isinstance(two.read(two.words), Unread):
            return None  # with an amount it is an entry by itself
        alone, ways = two.read(f"{two.words} {SOME_AMOUNT}"), [f"{two.words} {two.line}", f"{two.line} {two.words}"]
    else:
        return None
    if lines.is_refused(alone):
        return alone
    said = lines.meant(alone)
    # a thing of its own, or no amount at all
    if not said or any(line.item for line in said):
        return None
    readings = [two.read(way) for way in ways]
    found = next((one for one in readings if isinstance(one, Line)), readings[0])
    if isinstance(found, Unread):
        return found if lines.is_refused(found) else None
    says_more = any(line.who or line.day != two.turn.day_sent for line in said)
    return Ask(About.SURE, (found,)) if says_more and isinstance(found, Line) else found


async def completed(turn: Turn, owner: Owner, dialogue: Dialogue) -> bool:
    """Take what was missing; False where what was typed is none of it."""
    two = _Two(turn, owner, await turn.run(book.known, owner), dialogue)
    reading = _together(two)
    if reading is None:
        return False
    await state.close(turn, dialogue)
    origin = state.origin_of(dialogue)
    if isinstance(reading, Line) and await record.same_before(turn, owner, reading) is None:
        record.tell(turn, await record.write(turn, owner, [(reading, origin)]), origin.message, origin.files)
    else:
        # what she wrote, as she wrote it: two lines
        await lines.ask(turn, owner, Typed(f"{two.line}\n{two.words}", origin), reading)
    await state.go_on(turn)
    return True


async def completes(turn: Turn, owner: Owner, dialogue: Dialogue) -> bool:
    """Whether what was typed is what a line lacks."""
    return _together(_Two(turn, owner, await turn.run(book.known, owner), dialogue)) is not None
