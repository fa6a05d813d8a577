"""Answers that have helped, as drafts of lessons for who may read the question."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.staff.asking import As
from bot.packs import Pack
from bot.services import roles
from bot.services.staff.asking.asking import note
from bot.services.work import Connection
from bot.store.people import people
from bot.store.staff.asking import inquiries, workers
from bot.store.staff.asking.inquiries import Said

LONGEST = 3000


def listed(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[int]:
    """The numbers of the questions whose answers may become lessons, the oldest first. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    return inquiries.drafts(connection, inquiries.readable(person_id or 0, pack.programme.code, within))


def text(connection: Connection, person_id: int | None, pack: Pack, number: int) -> str | None:
    """One as a lesson's file has it: what was asked, and the answer as its idea, without who has asked. None: it is
    gone, or for her there is none. Raises NotAllowed.
    """
    hers = listed(connection, person_id, pack)
    one = inquiries.find(connection, number)
    if one is None or number not in hers:
        return None
    said = inquiries.said(connection, number)
    name = people.name_of(connection, one.asker_id)
    asked = _words([each for each in said if not each.by_staff]).replace(name or "\n\n", "…")
    answered = _words([each for each in said if each.by_staff])
    language = workers.language_of(connection, one.asker_id)
    return f"## {language}\n\ntitle: {asked[: LONGEST // 2]}\nidea: {answered[: LONGEST // 2]}"


def _words(said: Sequence[Said]) -> str:
    """A part goes on over lines that are indented."""
    told = " ".join(each.words if each.said_as is As.TEXT else f"({each.said_as}) {each.words}" for each in said)
    return "\n  ".join(line for line in told.splitlines() if line.strip())


def drop(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """It becomes none. False: it is none. Raises NotAllowed."""
    hers = listed(connection, person_id, pack)
    one = inquiries.find(connection, number)
    if one is None or person_id is None or number not in hers:
        return False
    inquiries.drop_draft(connection, number)
    note(connection, person_id, "drop lesson draft", one, now)
    return True
