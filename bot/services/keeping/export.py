"""Exports as CSV files that open in Excel and in R as they are: producers, slots, submissions, answers, the books.

UTF-8 with a byte-order mark: without it Excel shows wrong letters where they are not Latin; readr, data.table and
pandas take it away (base R: `fileEncoding = "UTF-8-BOM"`). Moments are UTC, dates Gregorian, numbers plain. Chat ids
never leave.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.programme import Purpose
from bot.forms import form_from_xml
from bot.forms.xform.columns import Column, below_root, columns_of, heading
from bot.services.keeping import book_export, unfinished
from bot.services.keeping.csv_file import Sheet, cell
from bot.services.work import Connection
from bot.store.evaluation.follow_ups import points_of
from bot.store.keeping import export as rows
from bot.store.people import audit
from bot.store.people.audit import Deed

# Rows written so far, rows in all.
Progress = Callable[[int, int], None]
Record = Mapping[str, Any]

PRODUCER = ("id", "programme", "kind", "area", "product", "inception", "joined", "created_at", "confirmed")
SLOT = (
    "id", "producer_id", "programme", "number", "month", "due", "form", "state", "why", "interval_reason", "opens_at",
    "closes_at", "answered_at", "nudges_sent", "last_nudge_at", "confirmed",
)  # fmt: skip
# Our own columns have a hyphen in front of the name, as ODK's meta-instanceID, so that no question's name meets one.
META = {
    "id": "KEY",
    "sent_at": "SubmissionDate",
    "began_at": "meta-start",
    "form_name": "meta-form",
    "form": "meta-form_version",
    "programme": "meta-programme",
    "producer_id": "meta-producer",
    "person_id": "meta-person",
    "number": "meta-slot",
    "month": "meta-month",
    "due": "meta-due",
    "source": "meta-source",
    "language": "meta-language",
    "practice": "meta-practice",
    "confirmed": "meta-confirmed",
}
WHOSE_ANSWER = ("KEY", "meta-form", "meta-producer", "meta-practice", "meta-confirmed")
ANSWER = (*WHOSE_ANSWER, "path", "name", "value", "book")
# Answers are as they stand now: these say what they were. `first` is the answer as it was sent.
# In front of what was answered at registration: "works", "people" …
REGISTERED = "registration-"
CORRECTION = (*WHOSE_ANSWER, "path", "name", "first", "old", "new", "person", "reason", "at")
# A lesson that somebody had, why, and what she said to it; `answer`: the place in the lesson's file, from 0.
TIP = (
    "id", "person_id", "programme", "lesson", "reason", "month", "pushed", "at", "answer", "is_right", "answered_at",
    "verdict", "verdict_at", "more", "confirmed",
)  # fmt: skip
FOLLOW_UP = (
    "id", "producer_id", "slot_id", "KEY", "reason", "why", "path", "value", "beside", "created_at", "done_at",
)  # fmt: skip

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to leave: one programme or all (None), and whether names, phones, places and pictures go with it."""

    programme: str | None = None
    with_names: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The files of an export and how many rows each has, without the headings."""

    folder: Path
    files: Mapping[str, int]


def announce(connection: Connection, wish: Wish, actor: str, now: datetime) -> None:
    """Write in the audit log that this leaves; before the first row does."""
    audit.record(connection, Deed(actor, "export", wish.programme or "all", {"with_names": wish.with_names}), now)


def export(connection: Connection, folder: Path, wish: Wish, progress: Progress) -> Written:
    """Write the files into `folder`. They appear together at the end, or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    counter = _Counter(rows.count(connection, wish.programme), progress)
    with unfinished.stage(folder, unfinished.EXPORT) as stage:
        counts = _write_all(connection, stage, wish, counter)
        for name in counts:
            (stage / name).replace(folder / name)
    return Written(folder, counts)


@dataclass(slots=True)
class _Counter:
    """How far the export is."""

    total: int
    progress: Progress
    done: int = 0

    def pages(self, pages: Iterable[rows.Page]) -> Iterator[rows.Page]:
        for page in pages:
            yield page
            self.done += len(page)
            self.progress(self.done, self.total)


def _write_all(connection: Connection, stage: Path, wish: Wish, counter: _Counter) -> dict[str, int]:
    with ExitStack() as files:
        producers = _write_producers(connection, stage, wish, counter, files)
        slots = files.enter_context(Sheet(stage / "slots.csv", SLOT))
        for page in counter.pages(rows.slots(connection, wish.programme)):
            slots.write(page)
        columns = _columns(connection, wish)
        submissions = files.enter_context(Sheet(stage / "submissions.csv", _headings(columns)))
        answers = files.enter_context(Sheet(stage / "answers.csv", ANSWER))
        for page in counter.pages(rows.submissions(connection, wish.programme)):
            _write_submissions(connection, page, columns, submissions, answers)
        corrections = files.enter_context(Sheet(stage / "corrections.csv", CORRECTION))
        first: dict[tuple[int, str], str | None] = {}
        for page in counter.pages(rows.corrections(connection, wish.programme)):
            corrections.write(_corrections(page, columns, first))
        follow_ups = files.enter_context(Sheet(stage / "follow_ups.csv", FOLLOW_UP))
        for page in counter.pages(rows.follow_ups(connection, wish.programme)):
            follow_ups.write(_follow_ups(page, columns))
        book, entries = _write_books(connection, stage, wish, counter, files)
        tips = files.enter_context(Sheet(stage / "tips.csv", TIP))
        for page in counter.pages(rows.tips(connection, wish.programme)):
            tips.write(page)
        written = (producers, slots, submissions, answers, corrections, follow_ups, book, entries, tips)
        return {sheet.file.name: sheet.rows for sheet in written}


def _write_producers(connection: Connection, stage: Path, wish: Wish, counter: _Counter, files: ExitStack) -> Sheet:
    people = ("names", "phones") if wish.with_names else ()
    told = _registration(connection, wish)
    headings = (*PRODUCER, *(f"{REGISTERED}{name}" for name in told), *people)
    sheet = files.enter_context(Sheet(stage / "producers.csv", headings))
    for page in counter.pages(rows.producers(connection, wish.programme)):
        known = (_with_registered(row) for row in page)
        sheet.write(_with_people(connection, list(known)) if wish.with_names else known)
    return sheet


def _registration(connection: Connection, wish: Wish) -> list[str]:
    """The questions of registration that have a column: in the forms' order, and personal ones with the names only."""
    personal: dict[str, bool] = {}
    for xml in rows.forms_named(connection, Purpose.REGISTRATION, wish.programme):
        for column in columns_of(form_from_xml(xml)):
            name = column.path.rpartition("/")[2]
            personal[name] = column.personal or personal.get(name, False)
    answered = rows.registered_names(connection, wish.programme)
    unknown = sorted(answered - personal.keys()) if wish.with_names else []
    return [name for name, hers in personal.items() if name in answered and (wish.with_names or not hers)] + unknown


def _with_registered(row: Record) -> Record:
    return {**row, **{f"{REGISTERED}{name}": value for name, value in (row["registered"] or {}).items()}}


def _write_books(
    connection: Connection, stage: Path, wish: Wish, counter: _Counter, files: ExitStack
) -> tuple[Sheet, Sheet]:
    book = files.enter_context(Sheet(stage / "book.csv", book_export.BOOK))
    for page in rows.producers(connection, wish.programme):
        whose = {row["id"]: row["programme"] for row in page if row["confirmed"]}
        book.write(book_export.months(book_export.sums(connection, list(whose)), whose))
    named = book_export.NAMED if wish.with_names else ()
    entries = files.enter_context(Sheet(stage / "entries.csv", (*book_export.ENTRY, *named)))
    for page in counter.pages(book_export.pages(connection, wish.programme)):
        entries.write(book_export.entries(page))
    return book, entries


def _with_people(connection: Connection, page: rows.Page) -> Iterator[Record]:
    people = rows.speakers(connection, [row["id"] for row in page])
    for row in page:
        known = people.get(row["id"], [])
        yield {**row, "names": "; ".join(name for name, _ in known), "phones": "; ".join(phone for _, phone in known)}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the answers of one path go: the heading, the question's name, and whether they have a column."""

    heading: str
    name: str
    is_wide: bool


@dataclass(frozen=True, slots=True)
class _Columns:
    """Headings of the questions by path, in the forms' order, and the paths that may leave at all."""

    wide: Mapping[str, str]
    allowed: frozenset[str]
    _places: dict[str, _Place | None] = field(default_factory=dict)

    def place(self, path: str) -> _Place | None:
        """Where a stored path goes; None for what stays. Millions of answers share a few paths, worked out once."""
        if path not in self._places:
            self._places[path] = self._work_out(below_root(path))
        return self._places[path]

    def _work_out(self, path: str) -> _Place | None:
        if _INDEX.sub("", path) not in self.allowed:
            return None
        return _Place(heading(path), path.rpartition("/")[2], path in self.wide)


def _columns(connection: Connection, wish: Wish) -> _Columns:
    """The columns of all forms together: a question asked in baseline and check-in is one column, to be compared."""
    found: dict[str, list[Column]] = {}
    for xml in rows.forms_answered(connection, wish.programme):
        for column in columns_of(form_from_xml(xml)):
            found.setdefault(column.path, []).append(column)
    allowed = {path for path, ones in found.items() if wish.with_names or not any(one.personal for one in ones)}
    wide = {path: heading(path) for path, ones in found.items() if path in allowed and not ones[-1].repeated}
    return _Columns(wide, frozenset(allowed))


def _headings(columns: _Columns) -> tuple[str, ...]:
    return (*META.values(), *columns.wide.values())


def _write_submissions(
    connection: Connection, page: rows.Page, columns: _Columns, submissions: Sheet, answers: Sheet
) -> None:
    found = rows.answers(connection, [row["id"] for row in page])
    for row in page:
        meta = {name: row[key] for key, name in META.items()}
        given = {place: one for path, one in found.get(row["id"], {}).items() if (place := columns.place(path))}
        submissions.write([meta | {place.heading: one.value for place, one in given.items() if place.is_wide}])
        who = [cell(meta[name]) for name in WHOSE_ANSWER]
        answers.write_cells(
            [*who, place.heading, place.name, cell(one.value), cell(one.book)] for place, one in given.items()
        )


def _corrections(page: rows.Page, columns: _Columns, first: dict[tuple[int, str], str | None]) -> Iterator[Record]:
    """`first`: what each answer was when it was sent, as far as pages have told."""
    for row in page:
        was = first.setdefault((row["submission_id"], row["path"]), row["old"])
        if place := columns.place(row["path"]):
            meta = {META[key]: row[key] for key in ("form_name", "producer_id", "practice", "confirmed")}
            where = {"KEY": row["submission_id"], "path": place.heading, "name": place.name}
            yield {**row, **meta, **where, "first": was, "person": row["person_id"]}


def _follow_ups(page: rows.Page, columns: _Columns) -> Iterator[Record]:
    """A row for each answer that it is about; one without answers where it is about none, or about words alone."""
    for row in page:
        about = {**row, "KEY": row["submission_id"], "why": (row["detail"] or {}).get("why")}
        points = [(place, one) for one in points_of(row["detail"]) if (place := columns.place(one.path))]
        for place, one in points:
            yield {**about, "path": place.heading, "value": one.value, "beside": one.beside}
        if not points:
            yield about
