"""What a leader has reported of a member, put into the database without a message of hers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sqlalchemy import insert, select, update

from bot.packs import Pack
from bot.store import Connection
from bot.store.engine.engine import insert_for
from bot.store.evaluation import corrections, submissions
from bot.store.evaluation.corrections import Change, Correction
from bot.store.evaluation.submissions import Sent
from bot.store.schema import report, report_row, slot

_DIALOGUES = count(900_000)


@dataclass(frozen=True)
class Said:
    """A leader's figures for a member, by the names of the questions. `slot_id` None: of the newest that is open."""

    group: int
    leader: int
    member: int
    month: date
    figures: Mapping[str, str]
    slot_id: int | None = None
    form: str = "checkin"


def reported(connection: Connection, pack: Pack, one: Said, now: datetime) -> int:
    """Gives the number of the submission."""
    form = pack.forms[one.form]
    answers = {f"{form.root}/{name}": value for name, value in one.figures.items()}
    sent = Sent(
        next(_DIALOGUES), one.member, one.leader, one.slot_id or _slot(connection, one), form.hash, one.form,
        "leader", "en", False, now, answers,
    )  # fmt: skip
    number = submissions.add(connection, sent, now)
    assert number is not None
    about = {"group_id": one.group, "month": one.month}
    new = insert_for(connection.dialect)(report).values(about | {"began_at": now}).on_conflict_do_nothing()
    connection.execute(new)
    here = (report.c.group_id == one.group, report.c.month == one.month)
    which = connection.execute(select(report.c.id).where(*here)).scalar_one()
    row = {"report_id": which, "member_id": one.member, "said": "figures", "person_id": one.leader, "at": now}
    connection.execute(insert(report_row).values(row | {"submission_id": number}))
    return number


def _slot(connection: Connection, one: Said) -> int | None:
    mine = (slot.c.producer_id == one.member, slot.c.state == "open", slot.c.form == one.form)
    return connection.scalar(select(slot.c.id).where(*mine).order_by(slot.c.due.desc()).limit(1))


def changed(
    connection: Connection, pack: Pack, number: int, leader: int, figures: Mapping[str, str], now: datetime
) -> None:
    """The leader has sent other figures: a correction, and the member is told anew."""
    root = pack.forms["checkin"].root
    before = corrections.answers(connection, number)
    paths = {f"{root}/{name}": value for name, value in figures.items()}
    different = [Change(path, before.get(path), value) for path, value in paths.items()]
    corrections.write(connection, Correction(number, leader, "edited", different), now)
    hers = report_row.c.submission_id == number
    connection.execute(update(report_row).where(hers).values(told_at=None, word=None, word_at=None))
