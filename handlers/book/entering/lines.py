"""Typed lines of the cash book: read, written down, and what is not clear is asked; nothing of them is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.book import (
    KINDS,
    REFUSED,
    Ask,
    Known,
    Line,
    Reading,
    Reason,
    Unread,
    is_other_money,
    read_line,
    read_lines,
)
from bot.domain.book.reading.is_entry import has_verb, is_about_the_book
from bot.domain.book.reading.read import lines_of
from bot.domain.book.wallets import Notice, read_notice
from bot.i18n import N_
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book import box as book_box
from handlers.book import wallet_messages
from handlers.book.entering import asking, lapse
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.asking import Typed
from handlers.book.entering.open_questions import File, Origin, Step
from handlers.forms import answering as forms
from handlers.people.book_owner import owner_of
from handlers.wire import events
from handlers.wire.turn import Turn

MOST_LINES = 30
TOO_MANY = N_("These are more than {n} lines. Nothing is written down yet.\nPlease send them in smaller pieces.")


@dataclass(frozen=True, slots=True)
class Said:
    """A message of hers as lines: the owner of the book, the lines as read, and the words of each."""

    owner: Owner
    readings: Sequence[Reading]
    texts: Sequence[str]


async def read(turn: Turn, owner: Owner, text: str, known: Known | None = None) -> Said:
    """The lines of a text; "today" in it is the day on which she sent it."""
    if known is None:
        known = await turn.run(book.known, owner)
    notice = read_notice(text, turn.locale, owner.currency, turn.day_sent, known)
    if notice is not None:
        # of its words nothing is kept
        return Said(owner, [notice], [wallet_messages.shown(turn, notice) if isinstance(notice, Notice) else ""])
    readings = read_lines(text, turn.locale, owner.currency, turn.day_sent, known)
    return Said(owner, readings, words_of(text, len(readings)))


def words_of(text: str, count: int) -> list[str]:
    """Her words of each line; of all lines together where they were cut in another way."""
    lines = [line.strip() for line in lines_of(text) if line.strip()]
    # a day alone on the first line is no line of its own
    lines = lines[len(lines) - count :] if len(lines) > count else lines
    return lines if len(lines) == count else [text.strip()] * count


async def typed(turn: Turn) -> bool:
    """A text with nothing else open; False where it is not about the book."""
    if await book_box.heard(turn):
        return True
    owner = owner_of(turn) if turn.event.kind is events.Kind.TEXT else None
    if owner is None:
        return False
    known = await turn.run(book.known, owner)
    said = await read(turn, owner, turn.event.said, known)
    unread = all(isinstance(one, Unread) for one in said.readings)
    if unread and not is_about_the_book(turn.event.said, turn.locale, owner.currency, known):
        return False
    if _are_too_many(turn, said):
        return True
    await take(turn, said, await state.close_all(turn, Step.OPEN, Step.FILE))
    await state.go_on(turn)
    return True


def _are_too_many(turn: Turn, said: Said) -> bool:
    """More lines than can be shown in one message: they are sent back whole."""
    if len(said.readings) <= MOST_LINES:
        return False
    turn.say(TOO_MANY, n=MOST_LINES)
    return True


async def beside(turn: Turn) -> bool:
    """An entry typed while a form asks something else; False unless it is one without a doubt.

    It has to say what was done ("sold"): a bare number or name is an answer that the form could not read.
    """
    if await book_box.heard(turn):
        return await _form_again(turn)
    return await told_beside(turn, turn.event.said)


async def told_beside(turn: Turn, text: str, files: Sequence[File] = ()) -> bool:
    """The same for words wherever they stand."""
    owner = owner_of(turn)
    if owner is None:
        return False
    notice = read_notice(text, turn.locale, owner.currency, turn.day_sent, Known())
    if notice is None and not has_verb(text, turn.locale, owner.currency):
        return False
    said = await read(turn, owner, text)
    if notice is None and not all(isinstance(one, Line) for one in said.readings):
        return False
    await take(turn, said, files)
    return await _form_again(turn)


async def _form_again(turn: Turn) -> bool:
    if turn.contact.dialogue is not None and turn.contact.dialogue.form is not None:
        await forms.repeat(turn)
    return True


def says_what_was_done(turn: Turn, said: Said) -> bool:
    """Whether the words are an entry, whatever was asked: a verb and an amount, in figures or in words."""
    text = turn.event.said
    verb = has_verb(text, turn.locale, said.owner.currency)
    return verb and (any(map(str.isdigit, text)) or not all(map(_has_no_amount, said.readings)))


def is_outside(said: Said) -> bool:
    """Whether the words are of money that is neither a sale nor a cost, and of nothing else."""
    return all(map(is_other_money, said.readings))


def _has_no_amount(reading: Reading) -> bool:
    return isinstance(reading, Unread) and reading.reason in (Reason.NO_AMOUNT, Reason.EMPTY)


def refused(turn: Turn, owner: Owner, text: str, known: Known) -> Reason | None:
    """Why a text, or the name of an item, is no sale and no cost; None where it is not said to be so."""
    reading = read_line(text, turn.locale, owner.currency, turn.day_sent, known)
    if isinstance(reading, Unread) and reading.reason in REFUSED:
        return reading.reason
    return Reason.OUTSIDE if is_other_money(reading) else None


def is_refused(reading: Reading) -> bool:
    """Whether it is nothing that the book keeps: a secret number."""
    return isinstance(reading, Unread) and reading.reason in REFUSED


def meant(reading: Reading) -> Sequence[Line]:
    """All lines that words may be."""
    if isinstance(reading, Ask):
        return reading.choices
    return (reading,) if isinstance(reading, Line) else ()


def is_whole(readings: Sequence[Reading]) -> bool:
    """Whether words are an entry by themselves, though something of it may have to be asked: never an answer."""
    return any(
        isinstance(one, Line | Notice) or is_refused(one) or any(map(_says_enough, meant(one))) for one in readings
    )


def _says_enough(line: Line) -> bool:
    return bool(line.item or line.who) or KINDS[line.direction].is_beside


def have_amount(readings: Sequence[Reading]) -> bool:
    """Whether there is an amount in the words."""
    return any(map(meant, readings))


async def take(turn: Turn, said: Said, files: Sequence[File] = ()) -> None:
    """Write down what is clear, in one message; then ask for each of the others."""
    if _are_too_many(turn, said):
        return
    await lapse.by_lines(turn, said.readings)
    clear: list[tuple[Line, Origin]] = []
    unclear: list[tuple[Typed, Reading]] = []
    for place, (reading, text) in enumerate(zip(said.readings, said.texts, strict=True)):
        origin = Origin(turn.event.message_id, place)
        if isinstance(reading, Line) and await record.same_before(turn, said.owner, reading) is None:
            clear.append((reading, origin))
        else:
            unclear.append((Typed(text, origin), reading))
    await write(turn, said.owner, clear, unclear, files)


async def write(
    turn: Turn,
    owner: Owner,
    clear: Sequence[tuple[Line, Origin]],
    unclear: Sequence[tuple[Typed, Reading]],
    files: Sequence[File] = (),
) -> None:
    """The first of the lines, clear or not, has the files."""
    if clear and files:
        clear = [(clear[0][0], clear[0][1].with_files(files)), *clear[1:]]
    elif unclear and files:
        first = unclear[0][0]
        unclear = [(replace(first, origin=first.origin.with_files(files)), unclear[0][1]), *unclear[1:]]
    written = await record.write(turn, owner, clear)
    record.tell(turn, written, turn.event.message_id, files)
    for one, reading in unclear:
        await ask(turn, owner, one, reading)


async def ask(turn: Turn, owner: Owner, one: Typed, reading: Reading) -> None:
    """What is to be known before a line can be written down."""
    match reading:
        case Notice() if await wallet_messages.already(turn, owner, reading):
            return
        case Ask():
            asking.ask(turn, one, reading)
        case Unread(reason=reason) if reason in REFUSED:
            asking.refuse(turn, one, reason)
        case Unread(reason=reason):
            asking.ask_for_more(turn, one, Reason.NO_AMOUNT if reason is Reason.EMPTY else reason, owner)
        case Line():
            before = await record.same_before(turn, owner, reading)
            if before is not None:
                asking.ask_again(turn, one, reading, before)
