"""One line for the group: asked by a button, read, asked back where it is not clear, and written down."""

from datetime import date
from typing import Any

from bot.domain.book import About, Ask, Line, Reading, Reason, Unread, entry_of, read_lines
from bot.domain.book.kinds import instead_of
from bot.domain.book.ledger.other_direction import turned
from bot.domain.book.reading.waiting import to_json
from bot.domain.groups.book_lines import for_group
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Text, escaped, joined
from bot.services.book import entries as book
from bot.services.book.entries import Message
from bot.services.groups.cash_book import keeping
from handlers.book import box
from handlers.book.entering import asking, lines, open_book, writing_down
from handlers.book.entering import entry_words as words
from handlers.book.entering.open_questions import STEP, Step
from handlers.groups.cash_book import book_words, payers
from handlers.groups.cash_book.book_words import GROUP, NAME
from handlers.wire.turn import Turn

# One line is asked; it came long after it was asked: for whom is it?
STEP_LINE, STEP_LATE = "line", "late"
# In the state: what she typed and waits, in which message and on which day; when the same was written before.
TEXT, MESSAGE, DAY, TIME = asking.TEXT, "message", "day", "time"
FOR_GROUP, OWN = "g", "o"
WRITE = N_("Write in one line what came in or went out. For example: {example}")
LATE = N_("I asked this long ago. For whom is it?")
MY_OWN = N_("📒 For my own book")
SAY_WHICH = N_("I cannot tell what money that is.\nPlease write it once more, with “received” or “paid”.")


def begin(turn: Turn, group: int, name: str) -> None:
    """One line, please."""
    dialogue = book_words.ask(turn, group, name, STEP_LINE)
    told = [book_words.above(turn, name), turn.text(WRITE, example=Text(open_book.EXAMPLE))]
    turn.send_marked(joined(told), buttons=[_leave(dialogue)])


def _leave(dialogue: Dialogue) -> list[Button]:
    waits = TEXT in dialogue.state
    return [book_words.answer(dialogue, words.DROP if waits else box.NOT_NOW, book_words.LEAVE)]


def ask_for_whom(turn: Turn, dialogue: Dialogue, text: str) -> None:
    """It came so late that it may be for her own book."""
    waiting = _waits(turn, dialogue, STEP_LATE, as_typed(turn, text))
    rows = [[book_words.answer(waiting, Text(book_words.FOR, {"group": dialogue.state[NAME]}), FOR_GROUP)]]
    if turn.acting_for is not None:
        rows.append([book_words.answer(waiting, MY_OWN, OWN)])
    told = joined([words.quoted(turn, text), turn.text(LATE)])
    turn.send_marked(told, buttons=[*rows, _leave(waiting)])


def as_typed(turn: Turn, text: str) -> dict[str, Any]:
    """What she typed, as it waits."""
    return {TEXT: text, MESSAGE: turn.event.message_id, DAY: turn.day_sent.isoformat()}


def _waits(turn: Turn, dialogue: Dialogue, step: str, typed: dict[str, Any], **more: Any) -> Dialogue:
    return book_words.ask(turn, dialogue.state[GROUP], dialogue.state[NAME], step, **typed, **more)


async def said(turn: Turn, dialogue: Dialogue, text: str) -> None:
    """A line, or an answer in words to what was asked about one."""
    group, currency = dialogue.state[GROUP], turn.programme.currency
    known = await turn.run(keeping.known, turn.contact.person_id, group, currency)
    readings = read_lines(text, turn.locale, currency, turn.day_sent, known)
    whole = lines.is_whole(readings)
    if dialogue.state[STEP] in (Step.ASK, Step.AGAIN):
        answer = asking.in_words(turn, dialogue, whole=whole)
        if answer is not None:
            await answered(turn, dialogue, answer)
            return
    waiting = dialogue.state.get(TEXT)
    if waiting and not whole and dialogue.state[STEP] == STEP_LINE:
        text = f"{waiting} {text}"
    await read(turn, dialogue, as_typed(turn, text))


async def read(turn: Turn, dialogue: Dialogue, typed: dict[str, Any]) -> None:
    """Write down what is clear, ask about what is not."""
    who, group, currency = turn.contact.person_id, dialogue.state[GROUP], turn.programme.currency
    known = await turn.run(keeping.known, who, group, currency)
    text, day = typed[TEXT], date.fromisoformat(typed[DAY])
    found = read_lines(text, turn.locale, currency, day, known)
    reading: Reading = found[0] if len(found) == 1 else Unread(Reason.SEVERAL)
    match for_group(reading, text, turn.locale):
        case Line() as line:
            await _write(turn, dialogue, typed, line)
        case Ask() as doubt:
            _ask(turn, dialogue, typed, doubt)
        case Unread(reason=reason):
            _ask_for_more(turn, dialogue, typed, reason)


def _ask(turn: Turn, dialogue: Dialogue, typed: dict[str, Any], doubt: Ask) -> None:
    """Which of these lines is it?"""
    kept = {asking.CHOICES: [to_json(one) for one in doubt.choices], asking.ABOUT: doubt.about.value}
    if doubt.outside:
        kept[asking.OUTSIDE] = doubt.outside.value
    waiting = _waits(turn, dialogue, Step.ASK, typed, **kept)
    head = [book_words.above(turn, dialogue.state[NAME]), words.quoted(turn, typed[TEXT])]
    if doubt.about is About.SURE:
        told: list[Html] = [turn.text(asking.UNDERSTOOD), escaped(words.row(turn, entry_of(doubt.choices[0], "")))]
        rows: Rows = [[book_words.answer(waiting, words.YES, "0")]]
    else:
        told = [turn.text(words.WHICH if doubt.outside else asking.question(doubt.choices, doubt.about),
                          item=doubt.choices[0].item)]  # fmt: skip
        shown = asking.labels(turn, doubt.choices, doubt.about)
        rows = [[Button(one, book_words.means(waiting, str(at)))] for at, one in enumerate(shown)]
    if doubt.outside:
        rows = [*rows, [book_words.answer(waiting, words.OUTSIDE, asking.BEYOND)]]
    turn.show_marked(joined([*head, *told]), buttons=[*rows, _leave(waiting)])


def _ask_for_more(turn: Turn, dialogue: Dialogue, typed: dict[str, Any], reason: Reason) -> None:
    """It was no line: why; what she wrote waits for what is missing, if that is the amount alone."""
    name, missing = dialogue.state[NAME], reason in (Reason.EMPTY, Reason.NO_AMOUNT)
    waiting = _waits(turn, dialogue, STEP_LINE, typed if missing else {})
    why = SAY_WHICH if reason is Reason.OUTSIDE else None
    told = turn.text(why) if why else words.why_unread(turn, reason, turn.programme.currency)
    lines = [book_words.above(turn, name), words.quoted(turn, typed[TEXT]), told]
    turn.show_marked(joined(lines), buttons=[_leave(waiting)])


async def answered(turn: Turn, dialogue: Dialogue, answer: str) -> bool:
    """A button below a line, or words that say the same; False: there is no such button."""
    step, choices = dialogue.state[STEP], dialogue.state.get(asking.CHOICES, ())
    typed = {name: dialogue.state[name] for name in (TEXT, MESSAGE, DAY) if name in dialogue.state}
    if step == STEP_LATE and answer == FOR_GROUP:
        await read(turn, dialogue, typed)
    elif step == Step.AGAIN and answer == asking.YES:
        await _keep(turn, dialogue, typed, asking.lines_of(dialogue)[0])
    elif step == Step.AGAIN and answer == asking.NO:
        turn.show_marked(not_written(turn, dialogue))
    elif step == Step.ASK and answer == asking.BEYOND and asking.OUTSIDE in dialogue.state:
        first = asking.lines_of(dialogue)[0]
        others = tuple(turned(first, one) for one in instead_of(first.direction))
        _ask(turn, dialogue, typed, Ask(About.DIRECTION, others))
    elif step == Step.ASK and answer.isdecimal() and int(answer) < len(choices):
        await _write(turn, dialogue, typed, asking.lines_of(dialogue)[int(answer)])
    else:
        return False
    return True


async def _write(turn: Turn, dialogue: Dialogue, typed: dict[str, Any], line: Line) -> None:
    """Write it down; the same line as a while ago is asked about."""
    who, group, since = turn.contact.person_id, dialogue.state[GROUP], turn.now - writing_down.AGAIN
    before = await turn.run(keeping.same_before, who, group, turn.programme.currency, entry_of(line, ""), since)
    if before is None:
        await _keep(turn, dialogue, typed, line)
        return
    kept = {asking.CHOICES: [to_json(line)], TIME: words.clock(turn, before.at)}
    waiting = _waits(turn, dialogue, Step.AGAIN, typed, **kept)
    told = [book_words.above(turn, dialogue.state[NAME]), escaped(words.row(turn, entry_of(line, "")))]
    told.append(turn.text(asking.AGAIN, time=kept[TIME]))
    yes = [book_words.answer(waiting, asking.ONCE_MORE, asking.YES)]
    turn.show_marked(joined(told), buttons=[yes, [book_words.answer(waiting, words.ONLY_ONCE, asking.NO)]])


async def _keep(turn: Turn, dialogue: Dialogue, typed: dict[str, Any], line: Line) -> None:
    group, number = dialogue.state[GROUP], typed[MESSAGE]
    entry = entry_of(line, book.new_id(turn.now))
    here = Message(turn.contact.bot, turn.contact.chat, number) if number is not None else None
    await turn.run(keeping.write, turn.contact.person_id, group, entry, here, turn.now)
    turn.contact.close()
    await payers.ask(turn, group, dialogue.state[NAME], entry)


def not_written(turn: Turn, dialogue: Dialogue) -> Html:
    """It is asked no more; blank, or that a line which waited is not written down."""
    turn.contact.close()
    text = dialogue.state.get(TEXT)
    if not text:
        return BLANK
    told = Html.of("{} {}", turn.text(asking.NOT_WRITTEN), words.struck(text))
    return joined([book_words.above(turn, dialogue.state[NAME]), told])
