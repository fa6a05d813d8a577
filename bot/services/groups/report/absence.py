"""A member who stands as absent in her leader's report is told of it like others, and has the last word on it too."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.domain.wire.button_data import Meaning
from bot.i18n import Catalogues
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.groups import telling
from bot.services.groups.report import last_word
from bot.services.groups.report.last_word import AT_ONCE, TOLD_WITHIN, Round, Word
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.follow_ups import Note
from bot.store.groups.report import absences as rows
from bot.store.groups.report.absences import Absence, Key
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.wire import outbox

__all__ = ["Absence", "find", "say", "tell"]

TELLING = "Telling of an absence: report and member"
# Buttons about an absence; what they do: handlers/groups/report/absence.py.
PREFIX, SEE = "absent", "s"


def tell(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime, limit: int = AT_ONCE) -> Round:
    """Tell up to `limit` members of each programme where it is day that their leader has reported, and not what; each
    once a report.
    """
    counts = [_tell(connection, loaded, pack, left_out, now, limit) for pack in loaded.packs.values()]
    return Round(sum(counts), limit in counts)


def _tell(connection: Connection, loaded: LoadedPacks, pack: Pack, left_out: LeftOut, now: datetime, limit: int) -> int:
    versions = last_word.versions_told(pack, now)
    if not versions:
        return 0
    since, most = now - TOLD_WITHIN, limit + len(left_out)
    waiting = left_out.others(TELLING, rows.to_tell(connection, pack.programme.code, versions, since, most), limit)
    return sum(left_out.each(connection, TELLING, waiting, partial(_round, loaded=loaded, now=now)))


def _round(connection: Connection, keys: Sequence[Key], *, loaded: LoadedPacks, now: datetime) -> int:
    absent = rows.claim(connection, keys)
    speakers = recipients.speakers(connection, [one.member_id for one in absent])
    people = recipients.load(connection, set(speakers.values()))
    told = [
        last_word.notice(loaded, one, Meaning.of(PREFIX, SEE, *one.key), people[speakers[one.member_id]])
        for one in absent
    ]
    rows.told(connection, [one.key for one in absent], now)
    outbox.add(connection, [one for one in told if one is not None], now)
    return len(told)


def find(connection: Connection, person_id: int | None, report_id: int, member_id: int) -> Absence | None:
    """What stands there now; None: nothing of the kind is hers."""
    return None if person_id is None else rows.find(connection, person_id, (report_id, member_id))


def say(
    connection: Connection,
    person_id: int | None,
    key: Key,
    word: Word,
    pack: Pack,
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """What she says of it. That it is not right, staff are told, and the leader, unless it is for their ears alone.
    What was reported stays. Raises NotAllowed.
    """
    one = find(connection, person_id, *key)
    if one is None:
        raise NotAllowed(f"person {person_id} has no say about report {key[0]}")
    if one.word is word:
        return
    rows.say(connection, key, word, now)
    about = Note(None, one.member_id, "", report_id=one.report_id)
    last_word.note_word(connection, about, word, now)
    if word is Word.WRONG and person_id is not None:
        telling.disputed(connection, pack.programme, one, person_id, catalogues, now)
    what = f"report {one.report_id}"
    audit.record(connection, Deed(f"person {person_id}", "last word", what, {"word": word}, one.member_id), now)
