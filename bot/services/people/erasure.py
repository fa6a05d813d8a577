"""Erasure: a person is forgotten everywhere at once, and again after a restore; figures stay without a person."""

import glob
import json
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from bot.domain.evaluation.calendar import Facts
from bot.domain.wire.contact import Contact
from bot.forms.xform.anonymous_answers import figures_of
from bot.services.evaluation import calendar as evaluation
from bot.services.work import Connection
from bot.store import tips
from bot.store.book import erasing_words, statements
from bot.store.engine.sync import writing
from bot.store.groups import changes
from bot.store.groups.cash_book import group_books
from bot.store.groups.members import cards, members, pauses, phones
from bot.store.groups.report import sheet_photos, shown_months
from bot.store.people import erasure as rows
from bot.store.people import merges, parting, people, spoken_of, to_compare
from bot.store.people.erasure import Chat, Entry, Left, Progress, UnderWay, under_way
from bot.store.people.sweeping import Swept, is_small, sweep
from bot.store.staff.announcing import addressees, announcements, opt_outs
from bot.store.staff.asking import parting as questions

__all__ = [
    "HALF_FETCHED",
    "LIST",
    "Entry",
    "Progress",
    "Swept",
    "UnderWay",
    "advance",
    "empty",
    "erase",
    "erase_again",
    "erase_again_in",
    "erase_person",
    "is_small",
    "known_entries",
    "note",
    "read_list",
    "remove_files",
    "sweep",
    "under_way",
]

# What ends the name of a file that is still being written: <name>.<anything>.part
HALF_FETCHED = ".part"
# Beside the database, in the data folder: a restore puts an older database in place, and this list stays.
LIST = "erasures.jsonl"


def erase(connection: Connection, contact: Contact, now: datetime) -> str:
    """Forget who is in front in this chat, registered or not; gives the dedupe key of the last message to her.

    Others who use the phone stay, with all that is theirs. One transaction: it has happened, or it has not. What may be
    left in the files is cleared afterwards, by a job that finds what is due in the list (see `under_way`), also after
    a kill.
    """
    person_id, here = contact.person_id, (contact.bot, contact.chat)
    elsewhere: set[Chat] = set()
    left = Left()
    if person_id is not None:
        elsewhere = set(parting.chats_of(connection, person_id)) - {here}
        left = empty(connection, person_id, now)
    stay = parting.forget(connection, here, person_id, left)
    _forget(connection, sorted(elsewhere), person_id, left)
    if stay:
        contact.part(now)
    else:
        contact.forget()
    return rows.key_of(rows.record(connection, Entry(person_id, now), left))


def erase_person(connection: Connection, person_id: int, now: datetime) -> str:
    """Forget somebody who has not asked for it, in every chat of hers; gives the dedupe key of the last message."""
    left = empty(connection, person_id, now)
    _forget(connection, parting.chats_of(connection, person_id), person_id, left)
    return rows.key_of(rows.record(connection, Entry(person_id, now), left))


def _forget(connection: Connection, chats: Iterable[Chat], person_id: int | None, left: Left) -> Left:
    for chat in chats:
        parting.forget(connection, chat, person_id, left)
    return left


def empty(connection: Connection, person_id: int, now: datetime) -> Left:
    """Leave only the shell of a person, and of what she sent only figures; her chats are another matter. Gives what
    outlives the transaction: files of others that show her.
    """
    rows.leave_shared(connection, person_id)
    hers = people.producers_of(connection, person_id)
    left = Left(files=sheet_photos.drop_with(connection, person_id, hers))
    files, in_flight = questions.drop_with(connection, person_id)
    left.files += files
    left.messages += in_flight
    spoken_of.drop_name(connection, person_id, hers)
    spoken_of.drop_from_reports(connection, hers)
    for xml, given in rows.answers_by_form(connection, person_id, hers):
        figures = figures_of(xml)
        rows.drop_answers(connection, [one for one in given if not figures.has(one.path, one.value)])
    evaluation.end_all(connection, hers, Facts(erased=True))
    phones.drop_of(connection, hers)
    cards.drop_of(connection, hers)
    pauses.drop_of(connection, hers)
    shown_months.drop_of(connection, hers)
    group_books.drop_payers(connection, hers)
    members.leave_all(connection, hers, now)
    changes.part(connection, person_id, now)
    rows.drop_nicknames(connection, person_id, hers)
    rows.end_links(connection, hers, now)
    rows.drop_follow_ups(connection, person_id, hers, now)
    rows.drop_registration(connection, hers)
    rows.drop_begun(connection, hers)
    erasing_words.drop_words(connection, person_id, hers)
    statements.forget_of(connection, person_id)
    tips.drop_words(connection, person_id)
    addressees.forget(connection, person_id, now)
    announcements.drop_drafts(connection, person_id)
    opt_outs.opt_in(connection, person_id)
    rows.empty_person(connection, person_id, now)
    to_compare.forget(connection, hers)
    for other in merges.sealed(connection, person_id, now):
        # she was written down twice: the one is as much hers as the other
        rows.record(connection, Entry(other, now), empty(connection, other, now))
    return left


def advance(connection: Connection, todo: Iterable[UnderWay], swept: Swept) -> int:
    """Write down how far erasures have come by a sweep; gives how many are done now."""
    done = 0
    for one in todo:
        clean = swept is Swept.WHOLE or (swept is Swept.LOG and one.progress is Progress.SWEPT)
        if clean:
            rows.move_on(connection, one.id, Progress.DONE if one.parted else Progress.SWEPT)
            done += one.parted
    return done


# After a restore


def erase_again(connection: Connection, listed: Iterable[Entry], now: datetime) -> list[str]:
    """Erase everybody on a list whom this database does not know as erased; gives the names of their files.

    A number that was given to somebody else since means nobody. Who registered after the backup was made is in it as
    a stranger, whom nothing tells from other strangers of that time: all of those are forgotten, and may begin anew.
    """
    files: list[str] = []
    known = set(rows.entries(connection))
    for entry in listed:
        if entry not in known:
            known.add(entry)
            left = _erase_entry(connection, entry, now)
            rows.record(connection, entry, left)
            files += left.files
    return files


def _erase_entry(connection: Connection, entry: Entry, now: datetime) -> Left:
    began = None if entry.person_id is None else rows.created_at(connection, entry.person_id)
    if entry.person_id is None or began is None or began > entry.at:
        return _forget(connection, parting.strangers(connection, entry.at), None, Left())
    left = empty(connection, entry.person_id, now)
    return _forget(connection, parting.chats_of(connection, entry.person_id), entry.person_id, left)


def erase_again_in(url: str, listed: Sequence[Entry], media: Path, now: datetime) -> int:
    """The same in a database that nobody uses, files included; gives how many were erased."""
    with writing(url) as connection:
        before = len(rows.entries(connection))
        files = erase_again(connection, listed, now)
        erased = len(rows.entries(connection)) - before
    remove_files(media, files)
    if erased:
        sweep(url, whole=True)
    return erased


def remove_files(media: Path, names: Iterable[str]) -> None:
    """Delete files of the media folder, also those half fetched."""
    for name in names:
        for path in (media / name, *media.glob(f"{glob.escape(name)}.*{HALF_FETCHED}")):
            path.unlink(missing_ok=True)


def read_list(file: Path) -> list[Entry]:
    """The list beside the database. A line that a kill has cut off is written again, so it is no loss here; one that a
    bad disk has spoilt takes no other with it.
    """
    if not file.exists():
        return []
    return [entry for line in file.read_text("utf-8", "replace").splitlines() if (entry := _entry(line)) is not None]


def _entry(line: str) -> Entry | None:
    try:
        found = json.loads(line)
        return Entry(found["person"], datetime.fromisoformat(found["at"]))
    except (json.JSONDecodeError, KeyError, TypeError, ValueError):
        return None


def note(file: Path, listed: Iterable[Entry]) -> None:
    """Put on the list beside the database what is not there yet: numbers and moments only. On the disk on return."""
    known = set(read_list(file))
    new = [one for one in dict.fromkeys(listed) if one not in known]
    if not new:
        return
    lines = (json.dumps({"person": one.person_id, "at": one.at.isoformat()}) for one in new)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        # a line cut off by a kill ends here
        out.write("".join(f"\n{line}" for line in lines) + "\n")
        out.flush()
        os.fsync(out.fileno())


def known_entries(url: str, file: Path) -> list[Entry]:
    """Everybody who was erased, by the list beside the database and by the database itself, where it can be read."""
    return list(dict.fromkeys([*read_list(file), *rows.entries_in(url)]))
