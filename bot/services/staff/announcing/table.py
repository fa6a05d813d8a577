"""Announcements as tables: a list of them, ten at a time, and the rows of one as a CSV of numbers, without a name."""

from collections.abc import Sequence

from bot.domain.staff.announcement import Announcement
from bot.packs import Pack
from bot.services.keeping.exporting import csv_file
from bot.services.staff.announcing import report
from bot.services.work import Connection

KIND = "announced"
# Older ones are in the export.
MOST = 100
HEADINGS = ("announcement", "person", "state", "reason", "language", "at", "tries", "changed")


def as_csv(connection: Connection, person_id: int | None, pack: Pack, number: int) -> bytes | None:
    """The rows of one; None: there is none where she works. Raises NotAllowed."""
    rows = report.rows(connection, person_id, pack, number)
    if rows is None:
        return None
    lines = [csv_file.line(HEADINGS)]
    for one in rows:
        cells = (number, one.person_id, str(one.fate), one.reason, one.language, one.at, one.tries)
        changed = str(one.changed) if one.changed else None
        lines.append(csv_file.line(map(csv_file.cell, (*cells, changed))))
    return "".join(lines).encode("utf-8-sig")


def listed(
    connection: Connection, person_id: int | None, pack: Pack, first: int, size: int
) -> tuple[int, Sequence[Announcement]]:
    """How many there are of those that she may see, and a page of them, the newest first. Raises NotAllowed."""
    found = report.recent(connection, person_id, pack, MOST)
    return len(found), found[first : first + size]
