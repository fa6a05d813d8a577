"""What the nights have left: backups, what should be gone, and whether one of them did far more than is usual."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.services.keeping import copies
from bot.services.keeping.findings import SEE_LOG, Finding
from bot.store.keeping import health

# Keys of updates are forgotten after three days, people within minutes, in a large database at night.
KEYS_STAY, ERASING_TAKES = timedelta(days=5), timedelta(days=2)
# Its date says when copies of backups were made last (deploy/ovop-copy.service).
COPIED, COPIES_STAY = "backups-copied", timedelta(days=2)
# So many in one night, or one in so many of all: as where people are forgotten for their silence.
MANY, SHARE = 20, 100
AT_NIGHT = "Is the bot running at night, at 02:30 where its people live?"
LOOK_WHY = f"{AT_NIGHT} Look in its log for: no backup tonight"


def backups(found: copies.Copies, since: datetime | None, now: datetime) -> Iterator[Finding]:
    """Is there a backup of last night? PostgreSQL has its own ways."""
    if found.remnants:
        where = ", ".join(str(path) for path in found.remnants)
        sentence = f"A kill has left {where}, which may hold names and phones; restart the bot, or delete it."
        yield Finding("backups", False, sentence)
    if found.last is None:
        if since is not None and now - since > copies.A_NIGHT_MISSED:
            yield Finding("backups", False, f"There is no nightly backup, in {(now - since).days} days. {LOOK_WHY}")
    elif now - found.last > copies.A_NIGHT_MISSED:
        days = (now - found.last).days
        sentence = f"The last good nightly backup is of {found.last:%Y-%m-%d}, {days} days ago. {LOOK_WHY}"
        yield Finding("backups", False, sentence)
    else:
        yield Finding("backups", True, f"The last nightly backup is of {found.last:%Y-%m-%d}.")


def left_undone(left: health.Leftovers, now: datetime) -> Finding:
    """Has been done what is done every night? What it should have taken away tells."""
    for since, patience, what in (
        (left.oldest_key, KEYS_STAY, "The nightly housekeeping was not done"),
        (left.oldest_erasure, ERASING_TAKES, "An erasure that somebody has asked for is not done"),
    ):
        if since is not None and now - since > patience:
            sentence = f"{what} for {(now - since).days} days. {AT_NIGHT} {SEE_LOG}"
            return Finding("nights", False, sentence)
    return Finding("nights", True, "What is done at night is done.")


def copied(data: Path, now: datetime) -> Iterator[Finding]:
    """Do backups go to another machine still? Where they never did, that is nobody's promise."""
    try:
        last = datetime.fromtimestamp((data / COPIED).stat().st_mtime, UTC)
    except OSError:
        return
    if now - last > COPIES_STAY:
        days = (now - last).days
        sentence = f"No backup has gone to another machine for {days} days; see why: journalctl -u ovop-copy"
        yield Finding("backups", False, sentence)
    else:
        yield Finding("backups", True, f"Backups went to another machine at {last:%Y-%m-%d %H:%M} UTC.")


def too_much(found: health.Uncommon) -> Finding:
    """A clock that ran ahead, or a wrong setting, closes and erases what nobody meant: that shows afterwards."""
    if found.closed_early or found.erased_ahead:
        what = f"{found.closed_early} check-ins were closed and {found.erased_ahead} people erased"
        sentence = (
            f"{what} at a time still to come: the machine's clock was wrong. Set it; a backup from before that day has "
            "what was there."
        )
        return Finding("unusual", False, sentence)
    if found.most_erased > max(MANY, found.people // SHARE):
        sentence = (
            f"On {found.erased_on} {found.most_erased} people were erased, of {found.people} that are here now. If "
            "nobody meant that, put the backup from before it back beside this one and look."
        )
        return Finding("unusual", False, sentence)
    return Finding("unusual", True, "No night has erased or closed more than is usual.")
