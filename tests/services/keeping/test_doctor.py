"""The doctor says in plain words what is wrong, and what to do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.clock_trust import Reading, Trust
from bot.domain.wire.outgoing import OutState
from bot.services.keeping.backup import Place
from bot.services.keeping.doctor import Asked, examine
from bot.services.keeping.findings import Finding
from bot.services.keeping.nightly import make_nightly
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.schema import dead_update, erasure, form_version, heartbeat, outbox, programme, seen_update, slot
from tests.services.village import NOW, SITA, found, settle


def findings(url: str, tmp_path: Path) -> dict[str, Finding]:
    return {one.topic: one for one in examine(url, tmp_path, NOW)}


@pytest.mark.parametrize("days", [1, 1500])
def test_a_sign_of_life_from_a_time_to_come_is_none(sqlite_url: str, tmp_path: Path, days: int) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        connection.execute(heartbeat.insert().values(name="alive", at=NOW + timedelta(days=days)))
    seen = findings(sqlite_url, tmp_path)["bot"]
    assert not seen.ok
    assert "which is still to come; start the bot: ovop run" in seen.sentence


AGREES = Reading(NOW, Trust.AGREES, timedelta(seconds=2), timedelta())
APART = Reading(NOW, Trust.APART, timedelta(days=1500), timedelta())
UNTOLD = Reading(NOW, Trust.UNSEEN)


@pytest.mark.parametrize(
    ("asked", "last", "ok", "begins"),
    [
        (Asked(AGREES, True), None, True, "The machine's clock agrees with Telegram's."),
        (Asked(APART, True), NOW, False, "The machine's clock is 1500 days ahead of Telegram's."),
        (Asked(UNTOLD, True), NOW, True, "Telegram's answers tell no time here; the bot knows it"),
        (Asked(UNTOLD, True), None, False, "Telegram has not told the time"),
        (Asked(UNTOLD, True), NOW - timedelta(hours=1), False, "Telegram has not told the time"),
        (Asked(UNTOLD, False), NOW, False, "Telegram has not told the time"),
    ],
)
def test_the_clock(sqlite_url: str, tmp_path: Path, asked: Asked, last: datetime | None, ok: bool, begins: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        if last is not None:
            connection.execute(heartbeat.insert().values(name="alive", at=last))
    (seen,) = (one for one in examine(sqlite_url, tmp_path, NOW, asked) if one.topic == "clock")
    assert (seen.ok, seen.sentence.startswith(begins)) == (ok, True), seen.sentence


def test_with_answers_that_tell_no_time_a_clock_that_is_off_is_said_to_be_set(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        connection.execute(heartbeat.insert().values(name="alive", at=NOW - timedelta(minutes=11)))
    (seen,) = (one for one in examine(sqlite_url, tmp_path, NOW, Asked(UNTOLD, True)) if one.topic == "clock")
    assert not seen.ok
    assert seen.sentence.endswith(
        "last sign of life is 11 minutes away from the machine's clock: where the bot is running, set the clock."
    )


def test_the_clock_also_where_there_is_no_database(empty_database_url: str, tmp_path: Path) -> None:
    assert [one.topic for one in examine(empty_database_url, tmp_path, NOW, Asked(APART, True))] == [
        "disk",
        "database",
        "log",
        "clock",
    ]


def message(connection: Connection, state: OutState, hours_ago: int, reason: str | None = None) -> None:
    moment = NOW - timedelta(hours=hours_ago)
    connection.execute(
        outbox.insert().values(
            bot=1,
            chat=1,
            lane=0,
            method="sendMessage",
            payload={},
            state=state,
            reason=reason,
            next_attempt=moment,
            created_at=moment,
        )
    )


def test_all_is_well(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        found(connection)
        connection.execute(heartbeat.insert().values(name="1", at=NOW))
    seen = findings(database_url, tmp_path)
    assert [one.topic for one in seen.values() if not one.ok] == ["calendar"], (
        "its table ends within half a year of NOW"
    )
    assert list(seen) == [
        "disk",
        "database",
        "programmes",
        "calendar",
        "updates",
        "messages",
        "bot",
        "nights",
        "unusual",
        "log",
    ]
    assert "sound" in seen["database"].sentence


@pytest.mark.parametrize(
    ("made", "days", "ok", "sentence"),
    [
        ((), 0, None, ""),
        ((), 1, None, ""),
        ((), 3, False, "There is no nightly backup, in 3 days."),
        (("2026-11-26",), 3, True, "The last nightly backup is of 2026-11-26."),
        (("2026-11-20", "2026-11-22"), 3, False, "The last good nightly backup is of 2026-11-22, 5 days ago."),
        (("2026-11-20", "2026-11-26 cut"), 3, False, "The last good nightly backup is of 2026-11-20, 7 days ago."),
    ],
)
def test_the_days_since_the_last_good_backup(
    sqlite_url: str, tmp_path: Path, made: tuple[str, ...], days: int, ok: bool | None, sentence: str
) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        settle(connection, SITA)
    for one in made:
        day, _, cut = one.partition(" ")
        make_nightly(Place(sqlite_url, tmp_path), timedelta(days=30), datetime.fromisoformat(f"{day}T19:45:00+00:00"))
        if cut:
            (tmp_path / "backups" / f"ovop-{day}.tar.gz").write_bytes(b"")
    seen = {one.topic: one for one in examine(sqlite_url, tmp_path, NOW + timedelta(days=days))}.get("backups")
    assert (seen and seen.ok, seen.sentence.startswith(sentence) if seen else True) == (ok, True), seen
    assert ok is not False or (seen and "no backup tonight" in seen.sentence)


def test_what_a_kill_has_left_is_named(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
    remnant = tmp_path / "backups" / ".backup-7x"
    remnant.mkdir(parents=True)
    seen = findings(sqlite_url, tmp_path)["backups"]
    assert (seen.ok, str(remnant) in seen.sentence, "restart the bot" in seen.sentence) == (False, True, True)


def test_a_database_that_is_not_there(empty_database_url: str, tmp_path: Path) -> None:
    assert findings(empty_database_url, tmp_path)["database"] == Finding(
        "database", False, "The database has no tables yet; run: ovop migrate"
    )


def test_a_database_that_cannot_be_opened(tmp_path: Path) -> None:
    file = tmp_path / "ovop.db"
    file.write_bytes(b"this is a letter, not a database, and long enough to be read as one. " * 20)
    seen = findings(f"sqlite+aiosqlite:///{file}", tmp_path)["database"]
    assert (seen.ok, seen.sentence.startswith("The database cannot be opened: file is not a database.")) == (
        False,
        True,
    )
    seen = findings("postgresql+psycopg://me:secret@127.0.0.1:1/x", tmp_path)["database"]
    assert not seen.ok
    assert "onnection" in seen.sentence
    assert "secret" not in seen.sentence


def test_a_damaged_database(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "ovop.db"
    content = bytearray(file.read_bytes())
    content[-4096:] = b"\xff" * 4096
    file.write_bytes(content)
    seen = findings(sqlite_url, tmp_path)["database"]
    assert not seen.ok
    assert "damaged" in seen.sentence
    assert "ovop restore FILE" in seen.sentence


def test_stuck_messages_dead_updates_and_silence(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        found(connection)
        message(connection, OutState.WAITING, hours_ago=2)
        message(connection, OutState.WAITING, hours_ago=0)
        message(connection, OutState.UNSURE, hours_ago=5)
        message(connection, OutState.FAILED, hours_ago=5, reason="Bad Request")
        message(connection, OutState.FAILED, hours_ago=5, reason="blocked")
        connection.execute(dead_update.insert().values(bot=1, raw="{}", traceback="", died_at=NOW))
        connection.execute(heartbeat.insert().values(name="1", at=NOW - timedelta(days=1)))
    seen = findings(database_url, tmp_path)
    assert seen["messages"].sentence == (
        "1 messages wait for more than an hour; is the bot running?"
        " (1 unsure, 1 failed, 1 to people who blocked the bot)"
    )
    assert seen["updates"].sentence.startswith("1 updates could not be handled")
    assert seen["bot"].sentence == "The last sign of life was at 2026-11-23 04:00 UTC; start the bot: ovop run"
    assert not any(seen[topic].ok for topic in ("messages", "updates", "bot"))


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("atlantis", "nepal-odop: There is no pack “atlantis”"),
        ("malawi-ovop", "changed on disk; run: ovop init malawi-ovop"),
    ],
)
def test_packs_that_are_not_as_recorded(sqlite_url: str, tmp_path: Path, folder: str, sentence: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        connection.execute(programme.update().values(folder=folder))
    seen = findings(sqlite_url, tmp_path)["programmes"]
    assert not seen.ok
    assert sentence in seen.sentence


@pytest.mark.parametrize(
    ("day", "ok", "sentence"),
    [
        (date(2026, 10, 11), True, "goes to 2027-04-13"),
        (date(2026, 10, 12), False, "ends on 2027-04-13; days after it are computed"),
        (date(2027, 4, 14), False, "days since then are computed"),
    ],
)
def test_a_calendar_that_ends_is_said_half_a_year_before(
    sqlite_url: str, tmp_path: Path, day: date, ok: bool, sentence: str
) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
    seen = {one.topic: one for one in examine(sqlite_url, tmp_path, datetime(day.year, day.month, day.day, tzinfo=UTC))}
    assert seen["calendar"].ok == ok and sentence in seen["calendar"].sentence
    assert ok or "programmes/README.md" in seen["calendar"].sentence


def test_no_programme(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        connection.execute(form_version.delete())
    assert findings(sqlite_url, tmp_path)["programmes"].sentence == "No programme yet; run: ovop init PACK"


def key(days_ago: float) -> Callable[[Connection], object]:
    row = seen_update.insert().values(bot=1, update_id=1, seen_at=NOW - timedelta(days=days_ago))
    return lambda connection: connection.execute(row)


def being_erased(days_ago: float, state: str) -> Callable[[Connection], object]:
    moment = NOW - timedelta(days=days_ago)
    row = erasure.insert().values(person_id=7, at=moment, state=state, files=[], messages=[])
    return lambda connection: connection.execute(row)


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (key(4), None),
        (key(6), "The nightly housekeeping was not done for 6 days. Is the bot running at night, at 02:30 where"),
        (being_erased(1, "due"), None),
        (being_erased(3, "due"), "An erasure that somebody has asked for is not done for 3 days."),
        (being_erased(3, "swept"), "An erasure that somebody has asked for is not done for 3 days."),
        (being_erased(300, "done"), None),
    ],
)
def test_what_a_night_should_have_done(
    database_url: str, tmp_path: Path, left: Callable[[Connection], object], told: str | None
) -> None:
    with writing(database_url) as connection:
        found(connection)
        left(connection)
    seen = findings(database_url, tmp_path)["nights"]
    assert seen.ok is (told is None)
    assert told is None or seen.sentence.startswith(told), seen.sentence


def erased(connection: Connection, number: int, at: datetime) -> None:
    """So many people, erased at that moment."""
    one = {"at": at, "state": "done", "files": [], "messages": []}
    connection.execute(erasure.insert(), [one for _ in range(number)])


@pytest.mark.parametrize(
    ("number", "ahead", "sentence"),
    [
        (20, timedelta(hours=-30), None),
        (21, timedelta(hours=-30), "On 2026-11-22 21 people were erased, of 1 that are here now."),
        (21, timedelta(days=-40), None),
        (1, timedelta(days=1500), "0 check-ins were closed and 1 people erased at a time still to come"),
    ],
)
def test_a_night_that_erased_more_than_is_usual(
    database_url: str, tmp_path: Path, number: int, ahead: timedelta, sentence: str | None
) -> None:
    with writing(database_url) as connection:
        found(connection)
        settle(connection, SITA)
        erased(connection, number, NOW + ahead)
    seen = findings(database_url, tmp_path)["unusual"]
    assert seen.ok == (sentence is None) and seen.sentence.startswith(sentence or "No night")


@pytest.mark.parametrize(("why", "noticed"), [("outage", True), ("no_answer", True), ("erased", False)])
def test_check_ins_that_were_closed_before_their_time(
    database_url: str, tmp_path: Path, why: str, noticed: bool
) -> None:
    with writing(database_url) as connection:
        found(connection)
        settle(connection, SITA)
        connection.execute(slot.update().values(state="missed", why=why, closes_at=NOW + timedelta(days=300)))
    seen = findings(database_url, tmp_path)["unusual"]
    assert seen.ok != noticed and seen.sentence.startswith("1 check-ins were closed" if noticed else "No night")
