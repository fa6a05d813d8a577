"""Answers as ODK keeps them: one instance XML a submission, the form's XForm, and tables as Central writes them.

In the folder odk: a folder a form, with programme-form-version.xform.xml, uuid….xml, and a CSV table for the form and
for each of its repeats. Practice is left out, and so is an answer that staff are checking. Nothing says who a person is
unless names were asked for.
"""

import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.forms import Form, form_from_xml
from bot.forms.answering.instance import AnswerTable, answer_tables, instance_name, instance_xml
from bot.forms.xform.columns import below_root, columns_of
from bot.forms.xpath.env import template
from bot.packs import Pack
from bot.services import programmes
from bot.services.keeping import unfinished
from bot.services.keeping.exporting.csv_file import CsvSheet
from bot.services.keeping.exporting.questions import kind_of
from bot.services.keeping.exporting.values import Kind, typed
from bot.services.keeping.exporting.wishes import Progress, Wish, Written, packs_of, scope_of
from bot.services.work import Connection
from bot.store.keeping import odk as rows
from bot.store.keeping.export_pages import Scope
from bot.store.keeping.odk import Filled, Version

FOLDER = "odk"
# What every bot of ours says that it is: never whose phone.
DEVICE = "ovop:telegram"
START, END, DEVICE_ID = "start", "end", "deviceid"


def export(connection: Connection, folder: Path, wish: Wish, split: bool, progress: Progress) -> Written:
    """Write the folder odk into `folder`; it appears at the end, whole, in the place of one that was there.

    split: each choice of a select_multiple gets a column of its own too.
    """
    packs = packs_of(connection, wish)
    scope = scope_of(wish, packs)
    found = rows.versions(connection, scope)
    counts: dict[str, int] = {}
    held = 0
    folder.mkdir(parents=True, exist_ok=True)
    with unfinished.stage(folder, unfinished.EXPORT) as stage:
        made = stage / FOLDER
        made.mkdir()
        for done, version in enumerate(found):
            progress(done, len(found))
            writer = _Writer(made, version, packs[version.programme], wish, split)
            counts |= writer.write(connection, scope)
            held += writer.held
        _put(made, folder / FOLDER, stage)
    return Written(folder / FOLDER, counts, len(scope.left_out), held)


def _put(made: Path, place: Path, stage: Path) -> None:
    if place.exists():
        place.rename(stage / "before")
    made.rename(place)
    shutil.rmtree(stage / "before", ignore_errors=True)


class _Writer:
    """Writes one form version with its submissions, a page at a time."""

    def __init__(self, folder: Path, version: Version, pack: Pack, wish: Wish, split: bool) -> None:
        self._version, self._split, self.held = version, split, 0
        self._folder = folder / version.form_name
        self._folder.mkdir(exist_ok=True)
        self._form = form_from_xml(version.xml, programmes.tables(pack))
        self._hidden = frozenset() if wish.with_names else _personal(self._form)
        self._moments = {one.preload: path for path, one in self._form.fields.items() if one.preload}

    def write(self, connection: Connection, scope: Scope) -> dict[str, int]:
        """Give the rows of each file, by its path in the folder; of the instances together."""
        name = f"{self._version.programme}-{self._version.form_name}-{self._version.hash}"
        (self._folder / f"{name}.xform.xml").write_text(self._version.xml, "utf-8")
        counts = {f"{self._folder.name}/uuid….xml": 0}
        with ExitStack() as files:
            tables: dict[str, CsvSheet] = {}
            for page in rows.filled(connection, self._version, scope):
                results = dict(self._result(one) for one in page)
                self.held += sum(one.held for one in page)
                for key, result in results.items():
                    self._write_instance(key, result)
                counts[f"{self._folder.name}/uuid….xml"] += len(results)
                for table, content in answer_tables(self._form, results, self._split).items():
                    file = f"{self._folder.name}/{name}{table.removeprefix(self._form.name)}.csv"
                    if file not in tables:
                        tables[file] = self._open(files, file, content.headings)
                    tables[file].write(_typed(content))
            return counts | {file: sheet.rows for file, sheet in tables.items()}

    def _open(self, files: ExitStack, file: str, headings: Sequence[str]) -> CsvSheet:
        return files.enter_context(CsvSheet(self._folder.parent / file, headings))

    def _result(self, one: Filled) -> tuple[str, Mapping[str, str]]:
        kept = {path: value for path, value in one.answers.items() if below_root(template(path)) not in self._hidden}
        result = {**dict(self._outside(one)), **kept}
        # of what leaves alone: no name comes out in it
        return self._key(one), result | instance_name(self._form, result, one.language, one.sent_at)

    def _key(self, one: Filled) -> str:
        """The same at every export. A dialogue's first submission keeps the key of when each had only one."""
        name = f"{self._version.programme} {one.dialogue_id}"
        whole = name if one.is_first else f"{name} {one.producer_id} {one.entry}"
        return f"uuid:{uuid.uuid5(uuid.NAMESPACE_OID, whole)}"

    def _outside(self, one: Filled) -> Iterator[tuple[str, str]]:
        """What the form wants to know besides the answers, where it is not among them."""
        told = {DEVICE_ID: DEVICE, START: _iso(one.began_at), END: _iso(one.sent_at)}
        for wanted, path in self._moments.items():
            if value := told.get(wanted):
                yield path, value

    def _write_instance(self, key: str, result: Mapping[str, str]) -> None:
        (self._folder / f"{key.replace(':', '')}.xml").write_text(instance_xml(self._form, result, key), "utf-8")


def _typed(table: AnswerTable) -> Iterator[list[Any]]:
    """Each answer as what it is; the other columns have keys, names, and 1 or 0."""
    kinds = [Kind.CALCULATED if one is None else kind_of(one) for one in table.fields]
    return ([typed(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows)


def _personal(form: Form) -> frozenset[str]:
    return frozenset(column.path for column in columns_of(form) if column.personal)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
