"""Housekeeping forgets what is old and done, each kind of data after its programme's days, and nothing else."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.domain.programme import Programme, Retention
from bot.left_out import LeftOut
from bot.services import programmes
from bot.store import Store
from bot.store.groups.report import sheet_photos
from bot.store.groups.report.sheet_photos import Photo
from bot.store.people import people
from bot.store.schema import chat, dead_update, dialogue, metadata, seen_update, sheet_photo
from bot.store.schema import media as files
from bot.store.schema import outbox as messages
from bot.store.wire import received_files, updates
from jobs.housekeeping import housekeeping
from tests.house import pack

NOW = datetime(2026, 6, 1, tzinfo=UTC)
BOT = 1
# Chats by number: of a programme that keeps things for long, of one that does not, of a stranger, of nobody any more.
PATIENT, STRICT, STRANGER, GONE = 1, 2, 3, 4
CHATS = (PATIENT, STRICT, STRANGER, GONE)
CODES = {PATIENT: "malawi-ovop", STRICT: "thailand-otop", STRANGER: None}
KEPT = {"malawi-ovop": Retention(40, 200, 100, 800), "thailand-otop": Retention(10, 50, 20, 60)}


def known() -> list[Programme]:
    return [replace(pack(code).programme, retention=kept) for code, kept in KEPT.items()]


def before(days: float) -> datetime:
    return NOW - timedelta(days=days)


def prepare(connection: Connection) -> None:
    metadata.create_all(connection)
    for code in KEPT:
        programmes.record(connection, pack(code), NOW)
    for number, code in CODES.items():
        values = {"bot": BOT, "chat": number, "programme": code, "state": "active", "state_since": NOW, "seen_at": NOW}
        connection.execute(insert(chat).values(values))
    for days, number in ((4, 1), (2, 2)):
        updates.take(connection, BOT, [number], before(days))
    for number in CHATS:
        for place, days in enumerate((5, 30, 50)):
            _message(connection, number, days)
            _form(connection, number * 10 + place, number, days * 3)
            dead = updates.Dead(BOT, None, None if number == GONE else number, "{}", "")
            updates.bury(connection, dead, before(days * 2))


def _message(connection: Connection, number: int, days: int) -> None:
    """One that has arrived, and one that waits."""
    common = {"bot": BOT, "chat": number, "lane": 0, "method": "sendMessage", "payload": {}, "next_attempt": NOW}
    rows = [{**common, "created_at": before(days), "state": state} for state in ("sent", "waiting")]
    connection.execute(insert(messages), rows)


def _form(connection: Connection, one: int, number: int, days: int) -> None:
    times = {"began_at": before(900), "touched_at": before(days)}
    values = {"id": one, "bot": BOT, "chat": number, "kind": "checkin", "front": False, "state": {}, **times}
    connection.execute(insert(dialogue).values(values))


def left(connection: Connection) -> dict[str, list[tuple[int | None, int]]]:
    """What is left of each kind: (chat, days old)."""

    def aged(table: object, column: object) -> list[tuple[int | None, int]]:
        rows = connection.execute(select(table.c.chat, column))  # type: ignore[attr-defined]
        return sorted(((row[0], (NOW - row[1]).days) for row in rows), key=lambda one: (one[0] or GONE, one[1]))

    sent = connection.execute(select(messages.c.chat, messages.c.created_at).where(messages.c.state == "sent"))
    return {
        "messages": sorted((row[0], (NOW - row[1]).days) for row in sent),
        "forms": aged(dialogue, dialogue.c.touched_at),
        "dead": aged(dead_update, dead_update.c.died_at),
    }


def count(connection: Connection) -> tuple[int, int]:
    waiting = select(func.count()).where(messages.c.state == "waiting")
    keys = connection.scalar(select(func.count()).select_from(seen_update))
    return keys or 0, connection.scalar(waiting) or 0


@pytest.fixture
async def store(empty_database_url: str) -> AsyncIterator[Store]:
    store = Store(empty_database_url)
    yield store
    await store.close()


async def test_each_kind_is_forgotten_after_the_days_of_its_programme(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with store.transaction() as tx:
        await tx.run(prepare)
    with caplog.at_level(logging.INFO):
        await housekeeping(store.transaction, LeftOut(), known(), tmp_path, lambda: NOW)
    strict = (STRICT, STRANGER, GONE)
    async with store.transaction() as tx:
        found = await tx.run(left)
        assert await tx.run(count) == (1, 12)
    assert found["messages"] == [(PATIENT, 5), (PATIENT, 30), *((one, 5) for one in strict)]
    assert found["forms"] == [(PATIENT, 15), (PATIENT, 90), (PATIENT, 150), *((one, 15) for one in strict)]
    assert found["dead"] == [(PATIENT, 10), (PATIENT, 60), (PATIENT, 100), (STRICT, 10), (STRANGER, 10), (None, 10)]
    assert caplog.messages == [
        "forgotten: 1 keys of updates, 0 places of answers, 7 messages, 6 forms never sent, 6 updates set aside, "
        "0 statements, 0 files"
    ]


def receive(connection: Connection) -> None:
    for number in (PATIENT, STRICT):
        for days in (30, 90, 900):
            received_files.expect(connection, f"{number}-{days}.jpg", BOT, number, "file", before(days))
    received_files.expect(connection, "recorded", BOT, STRICT, "file", before(900), place="th/consent.ogg")


def names(connection: Connection) -> list[str]:
    return sorted(connection.scalars(select(files.c.name)))


async def test_old_files_of_answers_go_with_their_rows(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    async with store.transaction() as tx:
        await tx.run(prepare)
        await tx.run(receive)
        for name in await tx.run(names):
            (folder / name).write_bytes(b"x")
    # as if a kill had come between the files and their rows
    (folder / "1-900.jpg").unlink()
    await housekeeping(store.transaction, LeftOut(), known(), folder, lambda: NOW)
    kept = ["1-30.jpg", "1-90.jpg", "2-30.jpg", "recorded"]
    assert sorted(path.name for path in folder.iterdir()) == kept
    async with store.transaction() as tx:
        assert await tx.run(names) == kept


def photograph(connection: Connection) -> None:
    """A sheet of each programme's group, younger and older than what each keeps."""
    for number in (PATIENT, STRICT):
        one = {"programme": CODES[number], "created_at": before(900)}
        who = people.add_person(connection, {**one, "name": "Noi", "language": "en"})
        started = {"inception": before(900).date(), "joined": before(900).date(), "kind": "group", "registered": None}
        group = people.add_producer(connection, {**one, **started, "area": None, "product": None})
        for days in (15, 25, 80):
            name = f"sheet-{number}-{days}.jpg"
            received_files.expect(connection, name, BOT, number, "file", before(days), person=who)
            sheet_photos.add(connection, Photo(name, group, before(days).date(), who, before(days), "photo"))


async def test_photos_of_sheets_go_after_the_days_of_their_programme(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    async with store.transaction() as tx:
        await tx.run(prepare)
        await tx.run(photograph)
        for name in await tx.run(names):
            (folder / name).write_bytes(b"x")
    kept = {"malawi-ovop": Retention(), "thailand-otop": Retention(sheets_days=20)}
    programmes_now = [replace(pack(code).programme, retention=one) for code, one in kept.items()]
    await housekeeping(store.transaction, LeftOut(), programmes_now, folder, lambda: NOW)
    left = ["sheet-1-15.jpg", "sheet-1-25.jpg", "sheet-2-15.jpg"]
    assert sorted(path.name for path in folder.iterdir()) == left
    async with store.transaction() as tx:
        assert await tx.run(names) == left
        pages = select(sheet_photo.c.media).order_by(sheet_photo.c.media)
        assert await tx.run(lambda connection: list(connection.scalars(pages))) == left


async def test_names_of_who_has_not_agreed_yet_go_after_two_days(store: Store, tmp_path: Path) -> None:
    def draft(connection: Connection) -> None:
        for one, days in ((901, 1), (902, 3)):
            _form(connection, one, PATIENT, days)
            connection.execute(update(dialogue).where(dialogue.c.id == one).values(kind="add"))

    async with store.transaction() as tx:
        await tx.run(prepare)
        await tx.run(draft)
    await housekeeping(store.transaction, LeftOut(), known(), tmp_path, lambda: NOW)
    async with store.transaction() as tx:
        drafts = select(dialogue.c.id).where(dialogue.c.kind == "add")
        assert await tx.run(lambda connection: list(connection.scalars(drafts))) == [901]
