"""What is usual for a producer: her earlier figures, and what of a submission staff are to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from bot.domain.evaluation.usual import again_and_again, far_from_usual
from bot.domain.programme import Purpose
from bot.forms import Form, Kind
from bot.packs import Pack
from bot.store import Connection
from bot.store.evaluation import follow_ups, submissions
from bot.store.evaluation.follow_ups import SAME_ANSWERS, UNUSUAL, Note, Point
from bot.store.evaluation.submissions import Kept

NUMBERS = (Kind.INTEGER, Kind.DECIMAL)


def far_off(
    connection: Connection,
    producer_id: int,
    name: str,
    value: str,
    pack: Pack,
    *,
    practice: bool,
    but: int | None,
    source: str | None = None,
) -> Decimal | None:
    """What is usually said for this producer to the question `name`, when `value` is far from it; else None.

    `but`: a submission that does not count, because it is being corrected; `source`: what others have said counts not.
    """
    figure = _figure(value)
    if figure is None:
        return None
    said = submissions.said_to(connection, producer_id, name, practice=practice, but=but, source=source)
    return far_from_usual(figure, _figures(said), pack.programme.unusual_factor)


def mark(connection: Connection, producer_id: int, submission_id: int, form: Form, pack: Pack, now: datetime) -> None:
    """Let staff know what is strange about a submission that was sent or corrected; practice is not looked at."""
    kept = submissions.of_producer(connection, producer_id)
    this = next(one for one in kept if one.id == submission_id)
    if this.practice:
        return
    earlier = [one for one in kept[: kept.index(this)] if not one.practice and Purpose.has(one.form_name)]
    names = _numbers(form)
    points = _far(_whole(this), earlier, names, pack.programme.unusual_factor)
    _set(connection, Note(submission_id, producer_id, UNUSUAL, points), bool(points), now)
    check_ins = [_by_name(_whole(one), names) for one in (*earlier, this) if one.form_name != Purpose.BASELINE]
    same = this.form_name != Purpose.BASELINE and again_and_again(check_ins)
    _set(connection, Note(submission_id, producer_id, SAME_ANSWERS), same, now)


def _whole(one: Kept) -> Kept:
    """With what is held: it is looked at all the same, and is never the usual."""
    return replace(one, answers={**one.answers, **one.held})


def _set(connection: Connection, note: Note, wanted: bool, now: datetime) -> None:
    if wanted:
        follow_ups.note(connection, note, now)
    else:
        follow_ups.settle(connection, note, now)


def _numbers(form: Form) -> Mapping[str, str]:
    """The questions that ask for a number, by path."""
    return {one.path: one.name for one in form.fields.values() if one.kind in NUMBERS}


def _by_name(kept: Kept, names: Mapping[str, str]) -> dict[str, Decimal]:
    """The figures of a submission; in a list of entries nothing is usual."""
    wanted = set(names.values())
    said = {path.rpartition("/")[2]: _figure(value) for path, value in kept.answers.items() if "[" not in path}
    return {name: figure for name, figure in said.items() if name in wanted and figure is not None}


def _far(this: Kept, earlier: Sequence[Kept], names: Mapping[str, str], factor: int) -> list[Point]:
    before = [_by_name(one, names) for one in earlier]
    points = []
    for path, value in sorted(this.answers.items()):
        name, figure = names.get(path), _figure(value)
        if name is None or figure is None:
            continue
        usual = far_from_usual(figure, [one[name] for one in before if name in one], factor)
        if usual is not None:
            points.append(Point(path, value, format(usual, "f")))
    return points


def _figures(said: Sequence[str]) -> list[Decimal]:
    return [figure for figure in map(_figure, said) if figure is not None]


def _figure(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None
