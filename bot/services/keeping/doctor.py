"""The doctor: is everything as it should be, in plain words; each finding says what to do when it is not."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from bot.domain.clock_trust import Reading, Trust, in_words, what_waits
from bot.i18n.calendars import ends
from bot.i18n.locale import Calendar
from bot.packs import Pack, PackError
from bot.services import programmes
from bot.services.keeping import advice, copies, nights_done, troubles
from bot.services.keeping.findings import SEE_LOG, Finding
from bot.services.keeping.place import MEDIA
from bot.services.people import silence
from bot.services.programmes import NoSuchPack
from bot.services.work import Connection, StoreTrouble
from bot.store.engine.migrate import SchemaProblem, require_current
from bot.store.engine.sync import CannotOpen, reading, require_writable, sqlite_file
from bot.store.engine.trouble import RESTORE, trouble_of
from bot.store.engine.whole import odd_rows
from bot.store.keeping import health

SILENCE = timedelta(minutes=10)
ROOM = 500_000_000
BIG_LOG = 500_000_000
MEGABYTE = 1_000_000
TO_ADD_A_YEAR = timedelta(days=183)
NAMES = {Calendar.BIKRAM_SAMBAT: "Bikram Sambat"}


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Findings for a script: whether all is well, the topics that are not, and each with its sentence."""
    wrong = list(dict.fromkeys(one.topic for one in findings if not one.ok))
    return {"ok": not wrong, "wrong": wrong, "findings": [asdict(one) for one in findings]}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the machine's clock is worth by Telegram's answers, and whether there was one."""

    reading: Reading
    answered: bool


def examine(url: str, data: Path, now: datetime, asked: Asked | None = None) -> Iterator[Finding]:
    """Look at the data folder, at the database with all that is in it, and at the clock if Telegram was asked."""
    last: datetime | None = None
    since: datetime | None = None
    yield room(data)
    try:
        copies.require_none_lost(url, data)
        require_writable(url)
        require_current(url)
        with reading(url) as connection:
            yield _engine(connection, url)
            yield from _odd(connection, data)
            packs: dict[str, Pack] = {}
            yield from _programmes(connection, packs, now.date())
            yield from _read(lambda: _traffic(health.traffic(connection, now), now))
            yield from _read(lambda: _silence(connection, packs, now))
            yield from _read(lambda: advice.admins(connection))
            yield from _read(lambda: [nights_done.left_undone(health.leftovers(connection), now)])
            yield from _read(lambda: [nights_done.too_much(health.uncommon(connection, now))])
            last, since = health.last_sign(connection), health.kept_since(connection)
    except (SchemaProblem, CannotOpen, copies.Lost) as problem:
        yield Finding("database", False, copies.advised(str(problem), data))
    except StoreTrouble as trouble:
        yield Finding("database", False, copies.advised(trouble.sentence, data))
    if sqlite_file(url) is not None:
        yield from nights_done.backups(copies.look(data, sqlite_file(url)), since, now)
    yield from nights_done.copied(data, now)
    yield from _log(troubles.lately(data, now))
    if asked is not None:
        yield _clock(asked, last, now)


def is_alive(url: str, now: datetime) -> bool:
    """Whether a bot has just given a sign of life on this database."""
    try:
        require_current(url)
        with reading(url) as connection:
            last = health.last_sign(connection)
    except (SchemaProblem, CannotOpen, StoreTrouble):
        return False
    return last is not None and abs(now - last) <= SILENCE


def room(data: Path) -> Finding:
    """Whether there is room on the disk, and whether it can be written to."""
    for folder in (data, data / MEDIA):
        if trouble := _not_writable(folder):
            sentence = f"Nothing can be written in {folder} ({trouble}), so what people send is not kept; mend it."
            return Finding("disk", False, sentence)
    there = _nearest(data)
    free = shutil.disk_usage(there).free
    if free < ROOM:
        return Finding("disk", False, f"Only {_megabytes(free)} are free for {data}; make room or move OVOP_DATA_DIR.")
    return Finding("disk", True, f"{_megabytes(free)} are free for {data}.")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    return next(one for one in (folder.resolve(), *folder.resolve().parents) if one.exists())


def _not_writable(folder: Path) -> str:
    """Why nothing can be written there; empty when it can. Nothing is left behind."""
    try:
        with TemporaryFile(dir=_nearest(folder)):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__


def _engine(connection: Connection, url: str) -> Finding:
    engine = health.engine(connection, url)
    if engine.wal > BIG_LOG:
        sentence = f"The database's log has {_megabytes(engine.wal)}; stop what reads for long, then restart the bot."
        return Finding("database", False, sentence)
    log = f", log {_megabytes(engine.wal)}" if engine.wal else ""
    return Finding("database", True, f"{engine.name}, sound, {_megabytes(engine.size)}{log}.")


def _odd(connection: Connection, data: Path) -> Iterator[Finding]:
    """Rows in which something stands that nobody has written: whom they belong to is left out of all that is done."""
    if odd := ", ".join(str(one) for one in odd_rows(connection)):
        told = f"In the database rows hold what nobody has written: {odd}. Put right what stands there, or {RESTORE}"
        yield Finding("database", False, copies.advised(told, data))


def _read(look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What can be found where some rows cannot be read: those are named already."""
    try:
        yield from look()
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None or not trouble.of_a_row:
            raise


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB" if size < 100 * MEGABYTE else f"{size / MEGABYTE:,.0f} MB"


def _programmes(connection: Connection, packs: dict[str, Pack], today: date) -> Iterator[Finding]:
    """`packs` takes up those that could be loaded."""
    recorded = programmes.recorded(connection)
    if not recorded:
        yield Finding("programmes", False, "No programme yet; run: ovop init PACK")
    calendars = set()
    for one in recorded:
        try:
            pack = programmes.load(one)
        except NoSuchPack as missing:
            yield Finding("programmes", False, f"{one.code}: {missing}")
        except PackError as error:
            count, again = len(error.problems), f"ovop init --check {one.folder}"
            yield Finding("programmes", False, f"{one.code}: its pack has {count} problems; see them with: {again}")
        else:
            packs[one.code] = pack
            yield _pack(connection, one, pack)
            calendars |= {pack.programme.calendar}
    for calendar in sorted(calendars):
        yield from _calendar(calendar, today)


def _pack(connection: Connection, one: programmes.Recorded, pack: Pack) -> Finding:
    changed = programmes.changed_forms(connection, {one.code: pack}).get(one.code, ())
    if changed:
        names = ", ".join(changed)
        return Finding("programmes", False, f"{one.code}: {names} changed on disk; run: ovop init {one.folder}")
    return Finding("programmes", True, f"{one.code}: its pack is as recorded.")


def _calendar(calendar: Calendar, today: date) -> Iterator[Finding]:
    """A calendar that is published year by year needs the next one in time."""
    last = ends(calendar)
    if last is None:
        return
    if last - today > TO_ADD_A_YEAR:
        yield Finding("calendar", True, f"The table of {NAMES[calendar]} goes to {last}.")
        return
    shown = "days after it are" if today <= last else "days since then are"
    sentence = (
        f"The table of {NAMES[calendar]} ends on {last}; {shown} computed and shown as “about”. Add the next year "
        "to [bikram_sambat] in programme.toml as soon as it is published (programmes/README.md), and restart the bot."
    )
    yield Finding("calendar", False, sentence)


def _traffic(traffic: health.Traffic, now: datetime) -> Iterator[Finding]:
    if traffic.dead_updates:
        sentence = (
            f"{traffic.dead_updates} updates could not be handled; look at the table dead_update, then delete them."
        )
        yield Finding("updates", False, sentence)
    else:
        yield Finding("updates", True, "Every update was handled.")
    rest = f"{traffic.unsure} unsure, {traffic.failed} failed, {traffic.blocked} to people who blocked the bot"
    if traffic.waiting_too_long:
        sentence = f"{traffic.waiting_too_long} messages wait for more than an hour; is the bot running? ({rest})"
        yield Finding("messages", False, sentence)
    else:
        yield Finding("messages", True, f"No message waits for long ({rest}).")
    yield _sign_of_life(traffic.last_sign, now)


def _silence(connection: Connection, packs: Mapping[str, Pack], now: datetime) -> Iterator[Finding]:
    """More people than a night forgets by itself wait for somebody's word."""
    found = silence.due(connection, [pack.programme for pack in packs.values()], now)
    if found.waits:
        yield Finding(
            "silence",
            False,
            f"{len(found.everybody)} people are to be forgotten after a long silence, more than {found.at_most} in a"
            " night: they wait for you. Look, then agree: ovop forget-silent --confirm",
        )


def _sign_of_life(last: datetime | None, now: datetime) -> Finding:
    if last is None:
        return Finding("bot", True, "The bot has not run on this database yet; start it with: ovop run")
    moment = f"{last.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if last - now > SILENCE:
        return Finding(
            "bot", False, f"The last sign of life is of {moment}, which is still to come; start the bot: ovop run"
        )
    if now - last > SILENCE:
        return Finding("bot", False, f"The last sign of life was at {moment}; start the bot: ovop run")
    return Finding("bot", True, f"The last sign of life was at {moment}.")


def _log(lately: troubles.Lately) -> Iterator[Finding]:
    """What the log said: errors are to be looked at, warnings told."""
    if lately.starts >= troubles.TOO_MANY_STARTS:
        sentence = f"It has started {lately.starts} times in the last hour: something ends it. {SEE_LOG}"
        yield Finding("bot", False, sentence)
    yield from (Finding("log", False, one.sentence) for one in lately.errors)
    yield from (Finding("log", True, one.sentence) for one in lately.warnings)
    if not lately.errors and not lately.warnings:
        yield Finding("log", True, "The log has called nothing an error or a warning lately.")


def _clock(asked: Asked, last: datetime | None, now: datetime) -> Finding:
    """Is the machine's clock believed? A bot whom Telegram has never told the time gives no sign of life."""
    reading = asked.reading
    if reading.trust is Trust.AGREES:
        return Finding("clock", True, "The machine's clock agrees with Telegram's.")
    alive = last is not None and abs(now - last) <= SILENCE
    if reading.trust is Trust.UNSEEN and asked.answered and alive:
        return Finding("clock", True, "Telegram's answers tell no time here; the bot knows it from what it sends.")
    if asked.answered and reading.since is None and last is not None:
        apart = f"The bot's last sign of life is {in_words(now - last)} away from the machine's clock"
        return Finding("clock", False, f"{what_waits(reading)} {apart}: where the bot is running, set the clock.")
    return Finding("clock", False, what_waits(reading))
