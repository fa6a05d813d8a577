"""Corrections: what was sent can be changed for a while; the first version stays, with who, when and why.

After the window that the pack sets, a change is a wish that staff look at. Slots keep their state whatever is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.forms import Context, Form, Kind, Refused, Session
from bot.forms.xpath.env import template
from bot.packs import Pack
from bot.services import roles
from bot.services.evaluation import usual
from bot.store import Connection
from bot.store.evaluation import corrections as rows
from bot.store.evaluation import follow_ups
from bot.store.evaluation.corrections import (
    Change,
    Correction,
    Message,
    Own,
    answers,
    of_person,
    typed_in,
    writer_of,
)
from bot.store.evaluation.follow_ups import WANTED, Note, Point

__all__ = [
    "Change",
    "Message",
    "Own",
    "Result",
    "Why",
    "Wish",
    "agreed",
    "answers",
    "as_sent",
    "can_change",
    "changes",
    "find",
    "of_person",
    "remember",
    "send",
    "typed_in",
    "writer_of",
]

# A form of a hundred questions with three hundred entries of a repeat is walked in fewer steps.
MOST_STEPS = 40_000


class Why(StrEnum):
    """Her reason for a correction. `edited`: she changed her message in the chat; `agreed`: staff have proposed it, and
    she has said yes.
    """

    MISTYPED = "mistyped"
    CHANGED = "changed"
    OTHER = "other"
    EDITED = "edited"
    AGREED = "agreed"


class Result(StrEnum):
    """What became of a correction: kept, passed on to staff because it came late, or there was nothing to change."""

    KEPT = "kept"
    WANTED = "wanted"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Wish:
    """A submission as she wants it to be. `answers`: all of it, by path."""

    own: Own
    person_id: int
    answers: Mapping[str, str]
    why: Why


def find(connection: Connection, person_id: int, submission_id: int) -> Own | None:
    """One submission, if it is hers, or what a group says of itself that she leads now."""
    own = rows.find(connection, person_id, submission_id)
    if own is not None:
        return own
    of_group = rows.of_group(connection, submission_id)
    leads = of_group is not None and roles.leads(connection, person_id, of_group.producer_id)
    return of_group if leads else None


def can_change(own: Own, pack: Pack, now: datetime) -> bool:
    """Whether she can still change it herself."""
    return now < _until(own.sent_at, pack)


def _until(sent_at: datetime, pack: Pack) -> datetime:
    return sent_at + timedelta(days=pack.programme.correct_within_days)


def as_sent(form: Form, given: Mapping[str, str], context: Context, language: str) -> Session:
    """The session as it was when she sent it: what was left out is left out, and entries are as many as there were.

    Calculations are worked out anew, with `context` as it was then. A question that has to be answered and was not is
    in front.
    """
    session = Session.start(form, context, language, {path: one for path, one in given.items() if _said(form, path)})
    for _ in range(MOST_STEPS):
        question = session.question
        if question is None:
            break
        try:
            if question.kind is Kind.REPEAT:
                session = session.answer("yes" if _has_entry(given, question.path) else "no")
            else:
                session = session.skip()
        except Refused:
            break
    return session


def _said(form: Form, path: str) -> bool:
    field = form.fields.get(template(path))
    return field is not None and field.calculate is None


def _has_entry(given: Mapping[str, str], entry: str) -> bool:
    return any(path.startswith(f"{entry}/") for path in given)


def changes(form: Form, before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """What is different, by path. Where no answer is, there is nothing: what the form adds by itself does not count."""
    paths = sorted(path for path in before.keys() | after.keys() if not _is_meta(form, path))
    different = [Change(path, before.get(path), after.get(path)) for path in paths]
    different = [one for one in different if one.old != one.new]
    return different if any(_said(form, one.path) for one in different) else []


def _is_meta(form: Form, path: str) -> bool:
    field = form.fields.get(template(path))
    return field is None or bool(field.preload)


def send(connection: Connection, wish: Wish, form: Form, pack: Pack, now: datetime) -> Result:
    """Keep a correction, or pass it on to staff when it comes late. Sent twice it is one: then nothing is different."""
    different = changes(form, rows.answers(connection, wish.own.id), wish.answers)
    if not different:
        return Result.NOTHING
    if not can_change(wish.own, pack, now):
        _pass_on(connection, wish, different, form, now)
        return Result.WANTED
    rows.write(connection, Correction(wish.own.id, wish.person_id, wish.why, different), now)
    usual.mark(connection, wish.own.producer_id, wish.own.id, form, pack, now)
    return Result.KEPT


def agreed(
    connection: Connection,
    own: Own,
    person_id: int,
    new: Mapping[str, str | None],
    why: str,
    form: Form,
    pack: Pack,
    now: datetime,
) -> bool:
    """What she wants, or has said yes to, is so, however long ago she sent it; None: left out. False: it is so already.
    What follows from it is worked out anew where all of the form was answered.
    """
    before = rows.answers(connection, own.id)
    whole = {path: value for path, value in {**before, **new}.items() if value is not None}
    local = own.sent_at.astimezone(ZoneInfo(pack.programme.timezone))
    context = Context(today=local.date(), now=local, fallbacks=tuple(pack.programme.languages))
    session = as_sent(form, whole, context, pack.programme.languages[0])
    different = changes(form, before, session.result() if session.question is None else whole)
    if not different:
        return False
    rows.write(connection, Correction(own.id, person_id, why, different), now)
    usual.mark(connection, own.producer_id, own.id, form, pack, now)
    return True


def _pass_on(connection: Connection, wish: Wish, different: list[Change], form: Form, now: datetime) -> None:
    """What she asked for before and staff have not looked at yet stays with it; calculations follow by themselves."""
    points = {one.path: one for one in follow_ups.waiting(connection, wish.own.id, WANTED)}
    points |= {one.path: Point(one.path, one.new, one.old) for one in different if _said(form, one.path)}
    wanted = [points[path] for path in sorted(points)]
    follow_ups.note(connection, Note(wish.own.id, wish.own.producer_id, WANTED, wanted, wish.why), now)


def remember(
    connection: Connection, submission_id: int, said: Mapping[Message, str], sent_at: datetime, pack: Pack
) -> None:
    """Keep in which message each answer was typed, as long as it can be corrected by changing the message."""
    rows.remember(connection, submission_id, said, _until(sent_at, pack))
