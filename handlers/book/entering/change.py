"""One entry: looked at, changed in one question, taken back and put back. What was written first stays in the book."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from bot.domain.book import KINDS, Direction, Entry, Place, Reason
from bot.domain.book.kinds import TRADE, instead_of
from bot.domain.book.ledger.changes import of_kind
from bot.domain.wire.button_data import Meaning, number, one_of
from bot.domain.wire.button_data import day as a_day
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Text, joined
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.entering import entry_words as words
from handlers.book.entering import lines, loan_steps, step_words
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.entry_fields import NOT_READ, QUESTIONS, Field, example, label, parts, question, typed
from handlers.book.entering.open_questions import Step
from handlers.forms import questions
from handlers.wire.turn import Turn

WHICH_DAY = N_("Which day was all of this?")
WHAT_TO_CHANGE = N_("What shall I change?")
TODAY, YESTERDAY = N_("Today"), N_("Yesterday")
NOBODY, NO_NAME = N_("Nobody"), "-"
FIELD, ID, SHOWN, LISTED = "field", "id", "shown", "listed"
SHOWN_NAMES, DAYS_SHOWN = 6, 4
OLDEST = timedelta(days=366)


def _one_of(values: Collection[Any]) -> Callable[[str], int | None]:
    """The place of one of several values."""

    def read(piece: str) -> int | None:
        at = number(piece)
        return at if at is not None and at < len(values) else None

    return read


def _name(piece: str) -> str | None:
    return piece if piece == NO_NAME else words.a_mark(piece)


# The shapes of buttons about a part: to choose it, with "x" to leave it; a new value; each also for one of a list.
CHOSEN = (words.an_entry, one_of(*Field, "x"))
SET = (
    (words.an_entry, Field.WAY, _one_of(TRADE)),
    (words.an_entry, Field.KIND, _one_of(tuple(Direction))),
    (words.an_entry, Field.PLACE, _one_of(tuple(Place))),
    *((words.an_entry, field, a_day) for field in (Field.DAY, Field.DUE)),
    *((words.an_entry, field, _name) for field in (Field.ITEM, Field.WHO)),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry that is changed. `listed`: the message it was typed in, where all of that is shown."""

    entry: Entry
    field: str
    listed: int | None = None

    def data(self, op: str, *more: str) -> Meaning:
        """What a button about this entry means."""
        return words.data(op, self.entry.id, *more, *words.of_list(self.listed))

    @property
    def leave(self) -> list[Button]:
        return [Button(Text(questions.LEAVE), self.data("f", "x"))]


async def ask_what(turn: Turn, owner: Owner, id: str, listed: int | None = None) -> None:
    """✏️: which part?"""
    kept = await turn.run(book.find, owner, id)
    if kept is None:
        turn.whisper(words.TAKEN_BACK_ALREADY)
        return
    part = Part(kept.entry, "", listed)
    buttons = [Button(Text(label(field, kept.entry)), part.data("f", field)) for field in parts(kept.entry)]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    if part.listed is not None:
        rows.append([Button(Text(words.UNDO), words.data("u", id))])
    marked = Html.of("{}\n{}", words.card(turn, kept.entry, "✏️"), turn.text(WHAT_TO_CHANGE))
    turn.show_marked(marked, buttons=[*rows, part.leave])


# Changed by buttons alone.
TAPPED = frozenset({Field.WAY, Field.KIND, Field.PLACE})


async def ask_part(turn: Turn, owner: Owner, id: str, field: str, listed: int | None = None) -> None:
    """A part was chosen: one question, with buttons where there are usual answers."""
    kept = await turn.run(book.find, owner, id)
    if kept is None:
        turn.whisper(words.TAKEN_BACK_ALREADY)
        return
    await _drop(turn)
    part = Part(kept.entry, field, listed)
    if field not in parts(kept.entry):
        marked, buttons = await _echo(turn, owner, part)
        turn.show_marked(marked, buttons=buttons)
        await state.go_on(turn)
        return
    if field not in TAPPED:
        about: dict[str, Any] = {ID: id, FIELD: field, SHOWN: turn.event.message_id, LISTED: part.listed}
        state.ask(turn, Step.CHANGE, **about)
    turn.show_marked(_question(turn, part), buttons=await _buttons(turn, owner, part))


def _question(turn: Turn, part: Part, first: Html = BLANK) -> Html:
    asked = turn.text(question(part.field, part.entry), example=example(part.field))
    return joined(filter(None, [first, words.card(turn, part.entry, "✏️"), asked]))


async def _buttons(turn: Turn, owner: Owner, part: Part) -> Rows:
    leave = part.leave
    known = await turn.run(book.known, owner)
    match part.field:
        case Field.WAY:
            ways = [words.direction_button(one, _to(part, str(at))) for at, one in enumerate(TRADE)]
            return [*(ways[at : at + 2] for at in range(0, len(ways), 2)), leave]
        case Field.KIND:
            every = list(Direction)
            kinds = instead_of(part.entry.direction)
            return [*([words.direction_button(one, _to(part, str(every.index(one))))] for one in kinds), leave]
        case Field.PLACE:
            places = [Button(Text(words.PLACES[one]), _to(part, str(at))) for at, one in enumerate(Place)]
            return [*([one] for one in places), leave]
        case Field.DUE:
            return [[_day_button(turn, part, day) for day in loan_steps.usual_days(turn)], leave]
        case Field.DAY:
            return [*_days(turn, partial(_to, part)), leave]
        case Field.ITEM:
            return [*_names(part, [item.name for item in known.items]), leave]
        case Field.WHO:
            people = step_words.people(known, part.entry.direction)
            return [*_names(part, people), [Button(Text(NOBODY), _to(part, NO_NAME))], leave]
    return [leave]


def _to(part: Part, value: str) -> Meaning:
    return part.data("s", part.field, value)


def _day_button(turn: Turn, part: Part, day: date) -> Button:
    return Button(words.shown(turn, day), _to(part, f"{day.toordinal():x}"))


def _days(turn: Turn, to: Callable[[str], Meaning]) -> Rows:
    """Buttons for the last days; `to` makes a button's data of a day."""
    days = [turn.today - timedelta(days=back) for back in range(DAYS_SHOWN)]
    labels: list[Text | str] = [Text(TODAY), Text(YESTERDAY), *(words.shown(turn, day) for day in days[2:])]
    buttons = [Button(label, to(f"{day.toordinal():x}")) for label, day in zip(labels, days, strict=True)]
    return [buttons[:2], buttons[2:]]


def _is_near(turn: Turn, day: date) -> bool:
    """Whether a button can have been about this day: it may be an old one, of a year ago."""
    return turn.today - OLDEST <= day <= turn.today


async def day_of_all(turn: Turn, owner: Owner, number: int, day: date | str | None = None) -> None:
    """📅 under a list: one day for all that was typed in a message, asked and then set; "x" leaves it."""
    listed = await _listed_in(turn, owner, number)
    if not listed:
        turn.whisper(words.TAKEN_BACK_ALREADY)
        return
    if day is None:
        told, _ = words.echo(turn, listed, number)
        leave = [Button(Text(questions.LEAVE), words.data("y", str(number), "x"))]
        days = _days(turn, lambda value: words.data("y", str(number), value))
        turn.show_marked(Html.of("{}\n{}", told, turn.text(WHICH_DAY)), buttons=[*days, leave])
        return
    if isinstance(day, date) and _is_near(turn, day):
        listed = [await record.correct(turn, owner, one.id, day=day) or one for one in listed]
    record.tell(turn, listed, int(number))


async def _listed_in(turn: Turn, owner: Owner, number: int) -> list[Entry]:
    """What was typed in a message and stands in her book."""
    here = await turn.run(book.in_message, turn.contact.bot, turn.contact.chat, number)
    return [one.entry for one in here if await turn.run(book.find, owner, one.entry.id)]


def _names(part: Part, names: Sequence[str]) -> Rows:
    buttons = [Button(name, _to(part, words.mark(name))) for name in names[:SHOWN_NAMES]]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


async def _drop(turn: Turn) -> None:
    """A change that was begun before and left is over."""
    await state.close_all(turn, Step.CHANGE)


async def set_part(
    turn: Turn, owner: Owner, id: str, field: str, value: date | int | str, listed: int | None = None
) -> None:
    """A button with the new value."""
    known = await turn.run(book.known, owner)
    kept = await turn.run(book.find, owner, id)
    if kept is None:
        turn.whisper(words.TAKEN_BACK_ALREADY)
        return
    people = [*known.people, *known.lenders, *known.borrowers]
    names = people if field == Field.WHO else [item.name for item in known.items]
    name = "" if value == NO_NAME else words.named(names, str(value))
    changes: dict[str, Any] = {}
    match field:
        case _ if field not in parts(kept.entry):
            pass
        case Field.WAY if isinstance(value, int):
            changes = of_kind(kept.entry, TRADE[value])
        case Field.KIND if isinstance(value, int):
            kind = list(Direction)[value]
            changes = of_kind(kept.entry, kind) if kind in instead_of(kept.entry.direction) else {}
        case Field.PLACE if isinstance(value, int):
            changes = {"place": list(Place)[value]}
        case Field.DAY if isinstance(value, date) and _is_near(turn, value):
            changes = {"day": value}
        case Field.DUE if isinstance(value, date) and turn.today <= value <= turn.today + loan_steps.LONGEST:
            changes = {"due": value}
        case Field.ITEM if name:
            changes = {"item": name}
        case Field.WHO if name is not None:
            changes = {"counterparty": name}
    await _drop(turn)
    entry = await record.correct(turn, owner, id, **changes)
    if entry is not None and field == Field.KIND and KINDS[entry.direction].has_due and not entry.counterparty:
        # it is a loan from now on, or lent; whose it is, is one more question
        await ask_part(turn, owner, entry.id, Field.WHO, listed)
        return
    if entry is not None:
        marked, buttons = await _echo(turn, owner, Part(entry, field, listed))
        turn.show_marked(marked, buttons=buttons)
    await state.go_on(turn)


async def _echo(turn: Turn, owner: Owner, part: Part) -> tuple[Html, Rows]:
    """She just sees it fixed, as she saw it before: alone, or in its list."""
    if part.listed is not None:
        listed = await _listed_in(turn, owner, part.listed)
        if len(listed) > 1:
            return words.echo(turn, listed, part.listed)
    return words.echo(turn, [part.entry])


async def said(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """The new value, typed."""
    id, field = dialogue.state[ID], dialogue.state[FIELD]
    kept = await turn.run(book.find, owner, id)
    if kept is None:
        await state.close(turn, dialogue)
        turn.say(words.TAKEN_BACK_ALREADY)
        return
    line = await lines.read(turn, owner, turn.event.said)
    # "loan" is no line of its own where a name is asked for, nor is "village fund"
    names_it = lines.is_outside(line) and not any(map(str.isdigit, turn.event.said))
    is_line = lines.says_what_was_done(turn, line) and not names_it
    known = await turn.run(book.known, owner)
    refused = lines.refused(turn, owner, turn.event.said, known) if field == Field.ITEM else None
    changes = None if is_line or refused else typed(turn, owner, field)
    if changes is not None:
        await state.close(turn, dialogue)
        entry = await record.correct(turn, owner, id, **changes) or kept.entry
        told, buttons = await _echo(turn, owner, Part(entry, field, dialogue.state[LISTED]))
        if (shown := dialogue.state[SHOWN]) is not None:
            turn.rewrite(shown, told, buttons=buttons)
        else:
            turn.send_marked(told, buttons=buttons)
        await state.go_on(turn)
    elif is_line and await lines.typed(turn):
        await state.close(turn, dialogue)  # she has gone on: the next words are no new value
    else:
        wrong = turn.text(NOT_READ.get(field, QUESTIONS[field]), example=example(field), day=turn.today)
        if refused:
            wrong = words.why_unread(turn, refused, owner.currency)
        await repeat(turn, owner, dialogue, Html.of("⚠️ {}", wrong), no_sale=refused is Reason.OUTSIDE)


async def repeat(turn: Turn, owner: Owner, dialogue: Dialogue, first: Html = BLANK, *, no_sale: bool = False) -> None:
    """Ask once more; `first`: ready HTML above it; `no_sale`: offer to say that it was none."""
    kept = await turn.run(book.find, owner, dialogue.state[ID])
    if kept is not None:
        part = Part(kept.entry, dialogue.state[FIELD], dialogue.state[LISTED])
        # the message that was tapped lies above by now: what is fixed is told below
        state.change(turn, dialogue, **{SHOWN: None})
        buttons = await _buttons(turn, owner, part)
        if no_sale and instead_of(kept.entry.direction):
            buttons = [[Button(Text(label(Field.KIND, kept.entry)), part.data("f", Field.KIND))], *buttons]
        turn.send_marked(_question(turn, part, first), buttons=buttons)
