"""A leader's message as a table: a row for each member, the most doubtful first, and what was not understood."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.evaluation.usual import far_from_usual
from bot.domain.groups.report.entry import About
from bot.domain.groups.report.hearing import hear
from bot.domain.groups.report.mentions import Mention, is_numbering, understood
from bot.domain.groups.report.names import Names, names_of
from bot.domain.groups.report.roster import Member, Sheet
from bot.domain.groups.report.table import ORDER, Figures, Head, Row, Said, State, Table

T = TypeVar("T")


def read_report(text: str, roster: Sequence[Member], sheet: Sheet) -> Table:
    """The table of one message. What is doubtful is asked, never guessed; what belongs to nobody is among its words."""
    names = names_of(tuple(roster))
    heard = hear(text, names, sheet)
    numbering = is_numbering(heard.entries)
    mentions = [understood(entry, names, sheet, numbering=numbering) for entry in heard.entries]
    rows = _rows([one for one in mentions if one.entry.about is About.MEMBER and not one.is_words], names)
    others = [one.said for one in mentions if one.entry.about is About.OTHERS and not one.is_words]
    month, months = _only(heard.months)
    column, _ = _only(heard.columns)
    words = (*heard.words, *_words(mentions, rows), *map(str, months))
    return Table(_finished(rows, names), Head(month, column), others[0] if others else None, words)


def _only(found: Sequence[T]) -> tuple[T | None, Sequence[T]]:
    """The one thing that was said; or none, and all that were."""
    different = tuple(dict.fromkeys(found))
    return (different[0], ()) if len(different) == 1 else (None, different)


def _words(mentions: Sequence[Mention], rows: Sequence[Row]) -> Iterator[str]:
    """What says nothing of anybody, and what is left before a name, where no row shows it as typed."""
    shown = {line for row in rows for line in row.typed}
    for one in mentions:
        if one.is_words:
            yield one.entry.typed
        elif one.left and one.entry.typed not in shown:
            yield one.left


def _rows(mentions: Sequence[Mention], names: Names) -> list[Row]:
    """Rows with members as places on the roster."""
    exact = {one.members[0] for one in mentions if one.is_of_one and one.known and not one.near}
    of_one: dict[int, list[Mention]] = defaultdict(list)
    doubtful: list[Mention] = []
    for one in mentions:
        if one.is_of_one and not (one.near and one.members[0] in exact):
            of_one[one.members[0]].append(one)
        else:
            doubtful.append(one)
    rows = [_doubtful(one, set(of_one)) for one in doubtful]
    return rows + [_of_one(place, said, names) for place, said in of_one.items()]


def _doubtful(one: Mention, mentioned: set[int]) -> Row:
    """Of nobody for certain; who is not mentioned elsewhere is likelier."""
    members = tuple(sorted(one.members, key=lambda place: place in mentioned))
    several = one.known and not (one.near and len(members) == 1)
    state = State.WHICH if several else State.UNKNOWN
    return Row(state, members, *one.content, name=one.entry.name, typed=(one.entry.typed,))


def _of_one(place: int, said: Sequence[Mention], names: Names) -> Row:
    """The row of a member from all that was said of her."""
    corrected = [at for at, one in enumerate(said) if one.entry.counts]
    counting = said[corrected[-1] :] if corrected else said
    row = Row(State.CLEAR, (place,), *counting[0].content)
    for one in counting[1:]:
        row = _both(row, one)
    doubtful = row.state is not State.CLEAR or row.said is None
    if doubtful:
        typed = tuple(dict.fromkeys(one.entry.typed for one in counting))
        return replace(row, state=row.state if row.state is State.TWICE else State.UNREADABLE, typed=typed)
    if row.said is Said.DASH:
        return replace(row, state=State.DASH)
    return replace(row, state=State.FAR) if is_far(row.figures, names.roster[place]) else row


def _both(row: Row, one: Mention) -> Row:
    """Said twice: the same, of other columns, or two figures of which one counts."""
    if (row.said, row.figures, row.choices) == one.content:
        return row
    pairs = list(zip(row.figures, one.figures, strict=False))
    if row.said is one.said is Said.FIGURES and row.state is State.CLEAR and all(None in pair for pair in pairs):
        return replace(row, figures=tuple(first if second is None else second for first, second in pairs))
    choices = dict.fromkeys(figures for figures in (row.figures, *row.choices, one.figures, *one.choices) if figures)
    return Row(State.TWICE, row.members, None, (), tuple(choices))


def is_far(figures: Figures, member: Member) -> bool:
    """Whether one of the figures is far from what she usually says."""
    usual = ((figure, member.usual_of(column)) for column, figure in enumerate(figures))
    return any(figure is not None and known is not None and far_from_usual(figure, [known]) for figure, known in usual)


def _finished(rows: Sequence[Row], names: Names) -> tuple[Row, ...]:
    """With those who are not mentioned, in order, and members by their ids."""
    named = {place for row in rows if row.state is not State.UNKNOWN for place in row.members}
    missing = [Row(State.MISSING, (place,)) for place in range(len(names.roster)) if place not in named]
    ordered = sorted([*rows, *missing], key=lambda row: (ORDER[row.state], row.members[:1], row.typed))
    ids = [member.id for member in names.roster]
    return tuple(replace(row, members=tuple(ids[place] for place in row.members)) for row in ordered)
