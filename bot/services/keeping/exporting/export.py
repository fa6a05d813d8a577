"""The export: producers, slots, submissions, answers, the books, and a codebook, as CSV files or as one workbook.

CSV is UTF-8 with a byte-order mark: without it Excel shows wrong letters where they are not Latin; readr, data.table
and pandas take it away (base R: `fileEncoding = "UTF-8-BOM"`). Moments are UTC, dates Gregorian, numbers plain. Chat
ids never leave. Which columns there are: export_columns.toml.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.programme import Purpose
from bot.forms.answering.instance import instance_name
from bot.i18n import Catalogues, load_catalogues
from bot.packs import Pack
from bot.services import programmes
from bot.services.keeping import unfinished
from bot.services.keeping.exporting import book_export, codebook
from bot.services.keeping.exporting.code_labels import CodeLabels
from bot.services.keeping.exporting.codebook import Answers, Codebook
from bot.services.keeping.exporting.csv_file import CsvFolder
from bot.services.keeping.exporting.export_columns import LABEL, Column, export_files
from bot.services.keeping.exporting.questions import Asked, Place, Questions, Version
from bot.services.keeping.exporting.tables import Record, Tables
from bot.services.keeping.exporting.values import Kind, typed
from bot.services.keeping.exporting.wishes import Progress, Wish, Written, announce, check, packs_of, scope_of
from bot.services.keeping.exporting.xlsx_file import XlsxFile
from bot.services.people.consents import agreed_versions
from bot.services.work import Connection
from bot.store.evaluation.follow_ups import points_of
from bot.store.forms.form_versions import FormVersion
from bot.store.keeping import announcement_answers
from bot.store.keeping import export as rows
from bot.store.keeping.export_pages import Page, Scope

__all__ = ["CSV", "XLSX", "Progress", "Wish", "Written", "announce", "check", "export"]

CSV, XLSX = "csv", "xlsx"
_Read = Callable[[Connection, Scope], Iterator[Page]]
# In front of what was answered at registration: "works", "people" …
REGISTERED = "registration-"
BOOKS = "Exporting books: producer"


def export(connection: Connection, folder: Path, wish: Wish, progress: Progress, file_format: str = CSV) -> Written:
    """Write the files into `folder`. They appear together at the end, or not at all."""
    packs = packs_of(connection, wish)
    folder.mkdir(parents=True, exist_ok=True)
    with unfinished.stage(folder, unfinished.EXPORT) as stage:
        with XlsxFile(stage) if file_format == XLSX else CsvFolder(stage) as sheets:
            left_out, held = _Export(connection, wish, packs, load_catalogues(), progress).write(sheets)
        for name in sheets.files:
            (stage / name).replace(folder / name)
    return Written(folder, sheets.rows, left_out, held)


@dataclass(slots=True)
class _Counter:
    """How far the export is."""

    total: int
    progress: Progress
    done: int = 0

    def pages(self, pages: Iterable[Page]) -> Iterator[Page]:
        for page in pages:
            yield page
            self.done += len(page)
            self.progress(self.done, self.total)


class _Export:
    """What is written of one database by one wish."""

    def __init__(
        self,
        connection: Connection,
        wish: Wish,
        packs: Mapping[str, Pack],
        catalogues: Catalogues,
        progress: Progress,
    ) -> None:
        self._connection, self._wish = connection, wish
        self._packs, self._catalogues = packs, catalogues
        self._scope = scope_of(wish, packs)
        self._counter = _Counter(rows.count(connection, self._scope), progress)
        answered = rows.forms_answered(connection, self._scope)
        versions = [_version(one, packs) for one in answered]
        taken = [column.name for column in export_files()["submissions"].columns]
        self._questions = Questions(versions, wish.with_names, {*taken, *(name + LABEL for name in taken)})
        titles = {one.name: version.form.title for one, version in zip(answered, versions, strict=True)}
        self._labels = CodeLabels(packs, catalogues, titles)
        self._told: dict[str, list[Asked]] = {}
        self._held = 0

    def write(self, sheets: CsvFolder | XlsxFile) -> tuple[int, int]:
        """All files, and last the codebook of what they have; gives how many rows could not be read, and how many
        answers are held.
        """
        tables = Tables(sheets, self._labels, self._wish.with_names, self._wish.labels)
        self._producers(tables)
        self._plain(tables, "slots", "slot_id", rows.slots)
        self._plain(tables, "openings", "opening_id", rows.openings)
        self._submissions(tables)
        self._corrections(tables)
        self._follow_ups(tables)
        self._books(tables)
        self._plain(tables, "tips", "tip_id", rows.tips)
        self._plain(tables, "announcement_answers", "answer_id", announcement_answers.pages)
        self._codebook(tables)
        return len(self._scope.left_out), self._held

    def _plain(self, tables: Tables, name: str, key: str, read: _Read) -> None:
        """A file whose rows are as they are kept."""
        table = tables.open(name)
        for page in self._counter.pages(read(self._connection, self._scope)):
            table.write({**row, key: row["id"]} for row in page)

    def _producers(self, tables: Tables) -> None:
        self._told = _registration(self._connection, self._scope, self._wish, self._packs)
        columns = [self._registered_column(name) for name in self._told]
        table = tables.open("producers", [one for column in columns for one in self._labelled(column)])
        for page in self._counter.pages(rows.producers(self._connection, self._scope)):
            agreed = self._agreed([row["id"] for row in page])
            known = (
                {**row, "producer_id": row["id"], "consent_version": agreed.get(row["id"]), **self._registered(row)}
                for row in page
            )
            table.write(self._with_people(list(known)) if self._wish.with_names else known)

    def _agreed(self, producers: Sequence[int]) -> Mapping[int, int]:
        """To which consent each has agreed, as far as it can be read."""
        what = "Exporting consents: producer"
        parts = self._scope.left_out.each(self._connection, what, producers, agreed_versions)
        return {number: version for part in parts for number, version in part.items()}

    def _with_people(self, page: Sequence[Record]) -> Iterator[Record]:
        people = rows.speakers(self._connection, [row["id"] for row in page], self._scope)
        for row in page:
            known = people.get(row["id"], [])
            told = {"names": [name for name, _ in known], "phones": [phone for _, phone in known]}
            yield {**row, **{column: "; ".join(values) for column, values in told.items()}}

    def _registered_column(self, name: str) -> Column:
        asked = self._told[name]
        kind = asked[-1].kind if asked else Kind.TEXT
        # one that no form has any more is known by its name alone
        return Column(REGISTERED + name, kind, "" if asked else f"What was answered to {name} at registration.")

    def _labelled(self, column: Column) -> list[Column]:
        """A column of answers, with that of its labels where they are wanted and it has codes."""
        if self._wish.labels is None or column.kind not in (Kind.CODE, Kind.CODES):
            return [column]
        means = f"What {column.name} stands for, in the language {self._wish.labels}."
        return [column, Column(f"{column.name}{LABEL}", Kind.TEXT, means)]

    def _registered(self, row: Record) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in (row["registered"] or {}).items():
            asked = _newest(self._told.get(name, ()), row["programme"], value)
            found[REGISTERED + name] = typed(value, asked.kind) if asked else value
            found[REGISTERED + name + LABEL] = self._said(asked, value)
        return found

    def _said(self, asked: Asked | None, value: str | None) -> str | None:
        """The label of an answer, where labels are wanted."""
        if asked is None or self._wish.labels is None:
            return None
        return asked.said(value, self._wish.labels)

    def _submissions(self, tables: Tables) -> None:
        questions = [one for path in self._questions.wide for one in self._labelled(self._question_column(path))]
        submissions = tables.open("submissions", questions)
        answers = tables.open("answers", answers=("value",))
        for page in self._counter.pages(rows.submissions(self._connection, self._scope)):
            given = rows.answers(self._connection, [row["id"] for row in page], self._scope)
            for row in page:
                meta = {**_submission(row), **self._name(row, given.get(row["id"], {}))}
                found = [(place, one) for path, one in given.get(row["id"], {}).items() if (place := self._place(path))]
                held = sum(one.held for _, one in found)
                self._held += held
                counted = [(place, one) for place, one in found if not one.held]
                submissions.write([meta | dict(self._wide(row["form"], counted)) | {"held": held}])
                answers.write(meta | self._answer(row["form"], place, one) for place, one in found)

    def _question_column(self, path: str) -> Column:
        newest = self._questions.asked(path)[-1]
        return Column(self._questions.headings[path], newest.kind, "")

    def _place(self, path: str) -> Place | None:
        return self._questions.place(path)

    def _name(self, row: Record, given: Mapping[str, rows.Given]) -> dict[str, Any]:
        """The submission's name, made of what leaves alone."""
        form = self._questions.form(row["form"])
        if form is None or form.instance_name is None:
            return {}
        kept = {path: one.value for path, one in given.items() if self._place(path)}
        return {"instance_name": next(iter(instance_name(form, kept, row["language"], row["sent_at"]).values()), None)}

    def _wide(self, version: str, found: Sequence[tuple[Place, rows.Given]]) -> Iterator[tuple[str, Any]]:
        for place, one in found:
            if place.is_wide:
                asked = self._questions.by_version(version, place)
                yield place.heading, typed(one.value, asked.kind) if asked else one.value
                yield place.heading + LABEL, self._said(asked, one.value)

    def _answer(self, version: str | None, place: Place, one: rows.Given) -> dict[str, Any]:
        return {
            "path": place.heading,
            "name": place.name,
            "held": one.held,
            **self._values(version, place, {"value": one.value, "book": one.book}),
        }

    def _values(self, version: str | None, place: Place, values: Mapping[str, str | None]) -> dict[str, Any]:
        """Several values of one question, each with its label."""
        asked = self._questions.by_version(version, place)
        if asked is None:
            return dict(values)
        labels = {name + LABEL: self._said(asked, value) for name, value in values.items()}
        return {name: typed(value, asked.kind) for name, value in values.items()} | labels

    def _corrections(self, tables: Tables) -> None:
        table = tables.open("corrections", answers=("first", "old", "new"))
        for page in self._counter.pages(rows.corrections(self._connection, self._scope)):
            table.write(self._corrected(page))

    def _corrected(self, page: Page) -> Iterator[Record]:
        for row in page:
            if place := self._place(row["path"]):
                values = self._values(row["form"], place, {name: row[name] for name in ("first", "old", "new")})
                about = {"correction_id": row["id"], "form": row["form_name"], "path": place.heading}
                yield {**row, **about, "name": place.name, **values}

    def _follow_ups(self, tables: Tables) -> None:
        table = tables.open("follow_ups", answers=("value", "beside"))
        for page in self._counter.pages(rows.follow_ups(self._connection, self._scope)):
            table.write(self._looked_at(page))

    def _looked_at(self, page: Page) -> Iterator[Record]:
        """A row for each answer that it is about; one without answers where it is about none, or about words alone."""
        for row in page:
            about = {**row, "follow_up_id": row["id"], "why": (row["detail"] or {}).get("why")}
            points = [(place, one) for one in points_of(row["detail"]) if (place := self._place(one.path))]
            for place, one in points:
                values = self._values(row["form"], place, {"value": one.value, "beside": one.beside})
                yield {**about, "path": place.heading, **values}
            if not points:
                yield about

    def _books(self, tables: Tables) -> None:
        book = tables.open("book", book_export.more_columns())
        for page in rows.producers(self._connection, self._scope):
            whose = {row["id"]: row["programme"] for row in page if row["confirmed"]}
            for part in self._scope.left_out.each(self._connection, BOOKS, list(whose), self._months(whose)):
                book.write(part)
        entries = tables.open("entries")
        for page in self._counter.pages(book_export.pages(self._connection, self._scope)):
            entries.write(book_export.entries(page))

    def _months(self, whose: Mapping[int, str]) -> Callable[[Connection, Sequence[int]], list[Record]]:
        """The months of some books: a book with a row that cannot be added up is left out, rather than a sum false."""
        return lambda connection, some: list(book_export.months(book_export.sums(connection, some, self._scope), whose))

    def _codebook(self, tables: Tables) -> None:
        languages = codebook.label_columns(self._labels.languages, self._catalogues)
        # its own labels are all of them
        own = Tables(tables.sheets, self._labels, with_names=False, language=None)
        table = own.open(codebook.FILE, languages)
        told = [Answers("producers", REGISTERED + name, asked) for name, asked in self._told.items()]
        questions = [*self._answers(), *told]
        table.write(Codebook(self._labels, self._packs).rows(tables.columns | own.columns, questions))

    def _answers(self) -> Iterator[Answers]:
        """Each question with a column, and those that are asked several times, which only the long form has."""
        wide = set(self._questions.wide)
        for path, heading in self._questions.headings.items():
            yield Answers("submissions" if path in wide else "answers", heading, self._questions.asked(path))


def _version(one: FormVersion, packs: Mapping[str, Pack]) -> Version:
    return Version(one.hash, one.programme, programmes.form_of(one, packs[one.programme]))


def _submission(row: Record) -> dict[str, Any]:
    return {**row, "submission_id": row["id"], "form": row["form_name"], "form_version": row["form"]}


def _registration(
    connection: Connection, scope: Scope, wish: Wish, packs: Mapping[str, Pack]
) -> dict[str, list[Asked]]:
    """The questions of registration that have a column, in all versions: in the forms' order, and personal ones with
    the names only.
    """
    versions = [_version(one, packs) for one in rows.forms_named(connection, Purpose.REGISTRATION, scope)]
    everything, leaving = Questions(versions, True), Questions(versions, wish.with_names)
    answered = rows.registered_names(connection, scope)
    names = {path.rpartition("/")[2]: path for path in leaving.columns}
    known = {path.rpartition("/")[2] for path in everything.columns}
    unknown = sorted(answered - known) if wish.with_names else []
    found = {name: leaving.asked(path) for name, path in names.items() if name in answered}
    return found | {name: [] for name in unknown}


def _newest(versions: Sequence[Asked], programme: str, value: str) -> Asked | None:
    """The newest version that knows the value; the newest of all where none does."""
    hers = [asked for asked in reversed(versions) if asked.programme == programme]
    return next((asked for asked in hers if asked.has(value)), hers[0] if hers else None)
