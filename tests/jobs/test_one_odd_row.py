"""One odd value, in whichever table and column: it is the trouble of whom its row belongs to, and of nobody else.

Three pairs of neighbours: two who are in the programme, two who are silent, two whom the night forgets. The first of
each pair has something in her rows that nobody can have written; the other must not notice anything of it.
"""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Integer, insert, update

from bot.domain.clock_trust import Reading, Trust
from bot.domain.wire.outgoing import OutState, Settled
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services.keeping import troubles
from bot.services.loaded_packs import LoadedPacks
from bot.services.people.silence import NOTICE
from bot.services.wire import outbox as wire
from bot.services.wire.outbox import Offer, Order
from bot.store import Store
from bot.store.engine.sync import reading
from bot.store.engine.types import Day, Json, Utc
from bot.store.engine.whole import odd_rows
from bot.store.forms import form_uploads
from bot.store.people.erasure import Entry, Left, record
from bot.store.schema import chat_person, form_in_use, metadata, outage, person
from bot.store.schema import outbox as messages
from bot.store.wire import received_files
from jobs.erasing import Traces, clear
from jobs.housekeeping import housekeeping
from jobs.silence import silence
from jobs.tick import tick
from tests.nightly import times
from tests.patience import PATIENCE
from tests.services.town import BOT, Member, Town, pack, town
from tests.system.databases import Templates

CODE = "malawi-ovop"
START = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)
LONG_AGO = START - timedelta(days=5 * 365)

NO_TEXT = "CAST(x'ff' AS TEXT)"
# What nobody can have written, by the kind of column.
ODD: dict[type, tuple[str, ...]] = {
    Utc: ("'soon'", "7.5", "x'0000'", "'9999-12-31 23:59:59.999999'", "'0001-01-01 00:00:00.000000'", NO_TEXT),
    Day: ("'someday'", "7.5", "'2026-02-30'", "'9999-12-31'", "'0001-01-01'", NO_TEXT),
    Json: ("'{'", "'7'", "x'00'", NO_TEXT),
    Boolean: ("'perhaps'", "7", NO_TEXT),
    Integer: ("'many'", "7.5", "9223372036854775807", NO_TEXT),
}
TEXTS = ("'nonsense'", "x'ff'", "''", NO_TEXT)
# What its column could hold; only who uses it finds out.
WELL_FORMED = ("'nonsense'", "''", "'7'", "9223372036854775807")
# Of all, not of one: what is lost with them is theirs, and everybody is looked after all the same.
OF_ALL = ("form_in_use", "form_version", "heartbeat", "holder", "outage", "programme")


@dataclass
class Pairs:
    """Whose rows are broken, and who must not notice."""

    odd: list[Member]
    even: list[Member]


def live(place: Town) -> Pairs:
    """A database in which every job has something to do for each of the pairs."""
    version = str(place.programme(CODE).consent.version)
    six = [place.join(CODE, name=f"Person {number}", consent_version=version) for number in range(6)]
    pairs = Pairs(six[::2], six[1::2])
    for silent in six[2:]:
        place.rows_changed(update(person).where(person.c.id == silent.person).values(created_at=LONG_AGO))
        hers = chat_person.c.person_id == silent.person
        place.rows_changed(update(chat_person).where(hers).values(seen_at=LONG_AGO, since=LONG_AGO))
    for told in six[4:]:
        values = {"silence_told_at": START - NOTICE - timedelta(days=40)}
        place.rows_changed(update(person).where(person.c.id == told.person).values(values))
    for member in six[:2]:
        place.answer(member, sales="100")
        place.begin_form(member, place.slots(member)[1].id)
        files(place, member)
    for number in (1, 2):
        place.run(record, Entry(900 + number, START), Left([f"{number}.jpg"], []))
    later = timedelta(days=1)
    place.rows_changed(insert(outage).values(began_at=START - 2 * later, ended_at=START + 30 * later))
    form = place.loaded.pack(CODE).forms["checkin"].hash
    place.rows_changed(
        insert(form_in_use).values(programme=CODE, name="checkin", hash=form, since=START, by="somebody")
    )
    return pairs


def files(place: Town, member: Member) -> None:
    """A photo to be fetched, an old one, a form to be checked, and a message that waits."""
    for name, sent in (("new", START), ("old", LONG_AGO), ("form", START)):
        place.run(received_files.expect, f"{name}{member.chat}", BOT, member.chat, name, sent, person=member.person)
    place.run(received_files.keep, f"old{member.chat}")
    place.run(received_files.keep, f"form{member.chat}")
    upload = form_uploads.Upload(f"form{member.chat}", BOT, member.chat, member.person, CODE, "visit")
    place.run(form_uploads.add, upload, START)
    place.rows_changed(
        insert(messages).values(
            bot=BOT, chat=member.chat, person_id=member.person, lane=0, method="sendMessage", state="waiting",
            payload={"chat_id": member.chat, "text": "hello"}, next_attempt=START, created_at=START,
        )
    )  # fmt: skip


@cache
def loaded_packs() -> LoadedPacks:
    return LoadedPacks({CODE: pack(CODE)}, load_catalogues())


async def work(file: Path, start: datetime) -> tuple[list[Any], list[Any], list[Any]]:
    """Everything that is done for many, over five weeks; gives what was claimed to be sent, fetched and checked."""
    url = f"sqlite+aiosqlite:///{file}"
    store, left_out = Store(url), LeftOut()
    loaded = loaded_packs()
    here = [pack(CODE).programme]
    traces = Traces(url, file.parent / "media", file.parent / "erasures.jsonl")
    moment = start
    sent: list[Any] = []
    try:
        async with store.transaction() as tx:
            held = await tx.run(wire.take_over, BOT, moment)
        for hours in (1, 3 * 24, 27 * 24, 12, 12, 12, 12):
            moment += timedelta(hours=hours)
            reading = Reading(moment, Trust.AGREES, timedelta(), timedelta())
            await tick(store.transaction, loaded, left_out, lambda reading=reading: reading, lambda: None)
            async with store.transaction() as tx:
                offer = Offer(BOT, held.number, [Settled(one, OutState.SENT, 1, moment, moment) for one in sent])
                sent += [one.id for one in (await tx.run(wire.exchange, offer, Order(400, 400, 400), moment)).claimed]
        async with store.transaction() as tx:
            fetched = await tx.run(received_files.awaited, left_out, BOT, moment, 9)
            checked = await tx.run(form_uploads.arrived, left_out, 9)
        now = start + timedelta(days=2)
        await housekeeping(store.transaction, left_out, here, traces.media, lambda: now)
        await silence(store.transaction, loaded, left_out, here, lambda: now)
        await clear(store.transaction, left_out, traces)
        await clear(store.transaction, left_out, traces)
    finally:
        await store.close()
    return sent, [one.name for one in fetched], [one.media for one, _ in checked]


def outcome(file: Path, pairs: Pairs) -> dict[str, list[Any]]:
    """What has become of those who must not notice: everything that is kept of it."""
    people, producers, chats = (
        ",".join(str(getattr(one, name)) for one in pairs.even) for name in ("person", "producer", "chat")
    )
    asked = {
        "messages": f"SELECT chat, lane, state, json_extract(payload, '$.text') FROM outbox WHERE chat IN ({chats})",
        "slots": f"SELECT producer_id, number, state, nudges_sent FROM slot WHERE producer_id IN ({producers})",
        "tips": f"SELECT person_id, slug FROM tip WHERE person_id IN ({people})",
        "names": f"SELECT id, name, silence_told_at IS NULL FROM person WHERE id IN ({people})",
        "files": "SELECT name FROM media WHERE name IN ('new2', 'old2', 'form2')",
        "erasures": "SELECT state FROM erasure WHERE person_id = 902",
    }
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        return {name: sorted(map(repr, connection.execute(query))) for name, query in asked.items()}


def whose(table: str, pairs: Pairs) -> str:
    """The rows of the first of each pair, as a condition; of a table that is everybody's, all rows."""
    columns = metadata.tables[table].c
    own = {"person": ("id", "person"), "producer": ("id", "producer")}.get(table)
    for name, of in filter(None, (own, ("person_id", "person"), ("producer_id", "producer"), ("chat", "chat"))):
        if name in columns and table != "erasure":
            return f"{name} IN ({','.join(str(getattr(one, of)) for one in pairs.odd)})"
    if "submission_id" in columns:
        return f"submission_id IN (SELECT id FROM submission WHERE {whose('submission', pairs)})"
    return "person_id = 901" if table == "erasure" else "1"


def named(file: Path, table: str, column: str) -> bool:
    """Whether the doctor says which row and column it is."""
    with reading(f"sqlite+aiosqlite:///{file}") as connection:
        told = ", ".join(str(one) for one in odd_rows(connection))
    return re.search(rf"\b\d+ of {table} \(row \d+: {column}\b", told) is not None


def odd_in(table: str) -> list[tuple[str, str]]:
    """Every column with each odd value of its kind; by day every third column with one of them."""
    columns = list(metadata.tables[table].columns)
    every = [(column.name, _of_its_kind(column)) for column in columns]
    some = [(name, (odd[place % len(odd)],)) for place, (name, odd) in enumerate(every, len(table))][
        len(table) % 3 :: 3
    ]
    return [(name, one) for name, odd in (times(1, 0) and some) or every for one in odd]


def _of_its_kind(column: Column[Any]) -> tuple[str, ...]:
    return next((odd for kind, odd in ODD.items() if isinstance(column.type, kind)), TEXTS)


@pytest.fixture(scope="module")
def made(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Pairs, datetime]]:
    folder = tmp_path_factory.mktemp("village")
    with town(templates.copy("sqlite", folder), START, [pack(CODE)]) as place:
        pairs = live(place)
        file = Path(str(place.connection.engine.url.database))
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield file, pairs, START


@contextmanager
def copied(file: Path, folder: Path) -> Iterator[Path]:
    copy = folder / "ovop.db"
    for left in folder.glob("ovop.db*"):
        left.unlink()
    copy.write_bytes(file.read_bytes())
    yield copy


def broken(file: Path, table: str, column: str, odd: str, where: str) -> bool:
    """False where SQLite itself refuses it."""
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        try:
            changed = connection.execute(f'UPDATE {table} SET "{column}" = {odd} WHERE {where}').rowcount
        except sqlite3.Error:
            return False
        connection.commit()
    return changed > 0


async def lived(file: Path, pairs: Pairs, start: datetime) -> dict[str, list[Any]]:
    _, fetched, checked = await work(file, start)
    hers = {f"{name}{pairs.even[0].chat}" for name in ("new", "form")}
    return outcome(file, pairs) | {"fetched": sorted(hers & {*fetched}), "checked": sorted(hers & {*checked})}


async def test_where_nothing_is_odd_everybody_has_something(
    made: tuple[Path, Pairs, datetime], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, pairs, start = made
    with copied(file, tmp_path) as copy:
        kept = await lived(copy, pairs, start)
    said = " ".join(kept["messages"])
    for words in ("hello", "I was away", "You have begun to answer", "It is time for your", "Tip 1 of", "In a month"):
        assert words in said
    assert "(4, 0, 'missed', 0)" in kept["slots"]
    assert kept["names"] == ["(2, 'Person 1', 1)", "(4, 'Person 3', 0)", "(6, None, 1)"]
    assert (kept["files"], kept["fetched"], kept["checked"]) == (["('form2',)", "('new2',)"], ["new2"], ["form2"])
    assert (kept["erasures"], kept["tips"][0]) == (["('done',)"], "(4, 'write-it-down')")
    assert caplog.messages == []


# by day every third
@pytest.mark.parametrize("table", sorted(metadata.tables)[:: times(3, 1)])
async def test_one_odd_value_is_one_persons_trouble(
    made: tuple[Path, Pairs, datetime], tmp_path: Path, caplog: pytest.LogCaptureFixture, table: str
) -> None:
    file, pairs, start = made
    # whatever a command that was run before has set
    caplog.set_level(logging.WARNING)
    with copied(file, tmp_path) as copy:
        usual = await lived(copy, pairs, start)
    wrong: list[object] = []
    for column, odd in odd_in(table):
        with copied(file, tmp_path) as copy:
            if not broken(copy, table, column, odd, whose(table, pairs)):
                continue
            if not (named(copy, table, column) or odd in WELL_FORMED):
                wrong.append((column, odd, "the doctor does not name it"))
            caplog.clear()
            try:
                kept = await lived(copy, pairs, start)
            except Exception as error:  # noqa: BLE001 - each that is wrong is named
                wrong.append((column, odd, repr(error)[:200]))
                continue
            if table not in OF_ALL:
                wrong += [(column, odd, name) for name in kept if kept[name] != usual[name]]
            wrong += [(column, odd, one) for one in caplog.messages if troubles.advice(one) == troubles.UNKNOWN]
            wrong += [(column, odd, one) for one in caplog.messages if caplog.messages.count(one) > 1]
    assert wrong == []
