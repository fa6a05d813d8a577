"""What is to leave in an export, asked for in words that make sense, and written in the audit log before it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.packs import Pack
from bot.problems import AskedWrongly
from bot.services import programmes
from bot.services.work import Connection
from bot.store.keeping.export_pages import Scope
from bot.store.people import audit
from bot.store.people.audit import Deed

# Rows written so far, rows in all.
Progress = Callable[[int, int], None]
# Days before and after are a slip, or another calendar.
FIRST_YEAR, LAST_YEAR = 1990, 2199


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to leave: one programme or all (None), and whether names, phones, places and pictures go with it.

    labels: the language of labels beside codes; None: codes alone. first, last: the days, both included; None: no end.
    """

    programme: str | None = None
    with_names: bool = False
    labels: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The files of an export and how many rows each has, without the headings. `left_out`: rows that are in none of
    them, since they hold what nobody has written; `held`: answers that staff are checking, which are in no figure.
    """

    folder: Path
    files: Mapping[str, int]
    left_out: int = 0
    held: int = 0


def check(connection: Connection, wish: Wish) -> None:
    """Raise AskedWrongly, with one sentence, for what cannot be had."""
    known = [one.code for one in programmes.recorded(connection)]
    if wish.programme is not None and wish.programme not in known:
        raise AskedWrongly(f"There is no programme “{wish.programme}”; this database has: {', '.join(known)}.")
    for day in filter(None, (wish.first, wish.last)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise AskedWrongly(f"{day} is far off; days are of the Gregorian calendar, such as 2026-11-24.")
    if wish.first and wish.last and wish.first > wish.last:
        raise AskedWrongly(f"--from {wish.first} is after --to {wish.last}; turn them round.")
    if wish.labels is not None:
        _check_language(wish.labels, packs_of(connection, wish))


def _check_language(language: str, packs: Mapping[str, Pack]) -> None:
    spoken = dict.fromkeys(code for pack in packs.values() for code in pack.programme.languages)
    if language not in spoken:
        there = ", ".join(spoken) or "none"
        raise AskedWrongly(f"There are no labels in “{language}”; the programmes of this export speak: {there}.")


def packs_of(connection: Connection, wish: Wish) -> dict[str, Pack]:
    """The packs of what is asked for, by code."""
    packs = programmes.load_packs(connection)
    return {code: pack for code, pack in packs.items() if wish.programme in (None, code)}


def scope_of(wish: Wish, packs: Mapping[str, Pack]) -> Scope:
    """The wish as rows are chosen by it: days begin at midnight where each programme is."""
    moments = {code: _moments(wish, ZoneInfo(pack.programme.timezone)) for code, pack in packs.items()}
    return Scope(wish.programme, wish.first, wish.last, moments)


def _moments(wish: Wish, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    after = wish.last + timedelta(days=1) if wish.last is not None else None
    return _midnight(wish.first, zone), _midnight(after, zone)


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)


def announce(connection: Connection, wish: Wish, actor: str, now: datetime) -> None:
    """Write in the audit log that this leaves; before the first row does."""
    days = {name: day.isoformat() for name, day in (("from", wish.first), ("to", wish.last)) if day is not None}
    audit.record(
        connection, Deed(actor, "export", wish.programme or "all", {"with_names": wish.with_names} | days), now
    )
