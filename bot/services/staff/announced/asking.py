"""What an announcement asks: its author says so while it is a draft. Each function asks anew for her role."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.people.roles import STAFF
from bot.domain.staff.announced import Announced, Question
from bot.packs import Pack
from bot.services import roles
from bot.services.forms import forms_in_use
from bot.services.work import Connection
from bot.store.staff.announced import questions

__all__ = ["forms", "languages", "put", "until"]

# So long may be asked at most.
LONGEST_OPEN = 90


def put(connection: Connection, person_id: int | None, pack: Pack, number: int, asked: Question | None) -> bool:
    """What a draft of hers asks; None: nothing. False: there is none. Raises NotAllowed."""
    one = _draft(connection, person_id, pack, number)
    if one is None or (asked is not None and asked.form is not None and asked.form not in forms(pack)):
        return False
    ends_on = one.question.ends_on if one.question is not None else None
    questions.put(connection, number, None if asked is None else replace(asked, ends_on=asked.ends_on or ends_on))
    return True


def until(connection: Connection, person_id: int | None, pack: Pack, number: int, days: int, now: datetime) -> bool:
    """Until when it can be answered: so many days from now; 0: until it is stopped. Raises NotAllowed."""
    one = _draft(connection, person_id, pack, number)
    if one is None or one.question is None or days > LONGEST_OPEN:
        return False
    today = now.astimezone(ZoneInfo(pack.programme.timezone)).date()
    ends_on: date | None = today + timedelta(days=days) if days else None
    questions.put(connection, number, replace(one.question, ends_on=ends_on))
    return True


def languages(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Sequence[str]:
    """The languages that a draft of hers has words in, its own first; empty: there is none. Raises NotAllowed."""
    one = _draft(connection, person_id, pack, number)
    if one is None:
        return ()
    return sorted(questions.languages(connection, number), key=lambda code: (code != one.fallback, code))


def forms(pack: Pack) -> list[str]:
    """The names of the forms that can be asked: those outside the calendar."""
    return sorted(name for name in pack.forms if forms_in_use.is_extra(name))


def _draft(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Announced | None:
    roles.require(connection, person_id, STAFF)
    one = questions.find(connection, number)
    mine = one is not None and one.author == person_id and one.programme == pack.programme.code
    return one if mine and questions.is_draft(connection, number) else None
