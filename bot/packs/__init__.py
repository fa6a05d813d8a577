"""Packs: a programme's folder, read and checked as a whole, so that one run tells all that has to be put right."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.lessons.lessons import Lesson
from bot.domain.programme import OfGroup, Programme, Purpose
from bot.forms import Form, FormError, Table, form_from_xml, load_form
from bot.i18n.bikram_sambat import publish
from bot.packs import lessons
from bot.packs.csv_tables import check_areas, check_products
from bot.packs.manifest import read_programme
from bot.packs.markdown_sheets import read_sheets
from bot.packs.needed_questions import (
    Sheets,
    check_book,
    check_indicators,
    check_of_group,
    check_people,
    check_registration,
    check_reported,
    check_settings,
    check_texts,
)
from bot.packs.problems import PackError, Problem, Report

__all__ = ["COMMON_LESSONS", "PROGRAMMES", "Pack", "PackError", "Problem", "find_packs", "load_pack"]

PROGRAMMES = Path(__file__).resolve().parents[2] / "programmes"
"""The packs that come with the bot: beside the packages, in a clone as when installed."""
COMMON_LESSONS = PROGRAMMES / "common" / lessons.FOLDER
"""Lessons for every programme. One that is broken, or lacks a language or a currency, is left out where it is."""

MANIFEST = "programme.toml"
AREAS, PRODUCTS = "areas.csv", "products.csv"


@dataclass(frozen=True, slots=True)
class Pack:
    """A programme with its forms by name, its tables, and the course of its lessons by number."""

    programme: Programme
    forms: Mapping[str, Form]
    areas: Table
    products: Table
    folder: Path
    lessons: tuple[Lesson, ...] = ()

    def form_for(self, purpose: Purpose) -> Form:
        """The form that is asked for this now: every pack has one for each."""
        return self.forms[purpose]

    @property
    def asks_groups(self) -> bool:
        """Whether a group itself has a calendar here."""
        return all(name in self.forms for name in OfGroup)


def find_packs(root: Path = PROGRAMMES) -> Sequence[Path]:
    """The folders below `root` that hold a pack, by name."""
    return sorted(path.parent for path in root.glob(f"*/{MANIFEST}"))


def load_pack(folder: Path, converted: Mapping[str, str] | None = None) -> Pack:
    """The pack in `folder`. PackError has all problems of all its files, each with what to do.

    `converted`: the XForm XML of its forms by name, from a process that has read and checked the pack just now.
    """
    files = _Files(folder, [])
    programme = _programme(files)
    if programme is None:
        raise PackError(files.problems)
    tables = _tables(files, programme)
    if converted is None:
        forms = _forms(files, programme, tables)
    else:
        forms = {name: _as_checked(programme, xml, tables) for name, xml in converted.items()}
    course = _course(files, programme)
    if files.problems:
        raise PackError(files.problems)
    publish(programme.published_years)  # a fact of the world, so for every programme here
    return Pack(programme, forms, tables[AREAS], tables[PRODUCTS], folder, course)


@dataclass(frozen=True, slots=True)
class _Files:
    """The pack's files, and the problems of all of them."""

    folder: Path
    problems: list[Problem]

    def read(self, name: str) -> tuple[str | None, Report]:
        """The text of a file, or None with the reason reported."""
        report = Report(name, self.problems)
        try:
            return (self.folder / name).read_text(encoding="utf-8-sig"), report
        except FileNotFoundError:
            report.add("This file is missing; add it (programmes/README.md says what belongs in it).")
        except UnicodeDecodeError:
            report.add("This file is not in UTF-8; save it again with that encoding.")
        except OSError as error:
            report.add(f"This file cannot be read: {error.strerror}.")
        return None, report


def _programme(files: _Files) -> Programme | None:
    text, report = files.read(MANIFEST)
    return None if text is None else read_programme(text, files.folder.name, report)


def _tables(files: _Files, programme: Programme) -> Mapping[str, Table]:
    tables = {}
    for name, check in ((AREAS, check_areas), (PRODUCTS, check_products)):
        text, report = files.read(name)
        if text is not None:
            check(text, programme, report)
        tables[name] = Table.read_csv(text or "")
    return tables


def _course(files: _Files, programme: Programme) -> tuple[Lesson, ...]:
    """Its own lessons have to be whole; of the common ones those count that are."""
    need = {"languages": programme.languages, "currencies": (programme.currency,)}
    own = lessons.read_folder(files.folder / lessons.FOLDER, files.problems, f"{lessons.FOLDER}/")
    for lesson in own:
        report = Report(f"{lessons.FOLDER}/{lesson.number:02}-{lesson.slug}.md", files.problems)
        for sentence in lessons.lacking(lesson, **need):
            report.add(sentence)
    return lessons.course(own, lessons.read_folder(COMMON_LESSONS, []), **need)


def _forms(files: _Files, programme: Programme, tables: Mapping[str, Table]) -> Mapping[str, Form]:
    more = sorted(path.stem for path in (files.folder / "forms").glob("*.md"))
    sources = {name: files.read(f"forms/{name}.md") for name in dict.fromkeys((*Purpose, *more))}
    sheets = {name: (read_sheets(text), report) for name, (text, report) in sources.items() if text is not None}
    _check_forms(sheets, programme)
    forms = {}
    for name, (text, report) in sources.items():
        form = None if text is None else _form(name, text, tables, report)
        if form is not None:
            forms[name] = replace(form, hash=version_of(programme.code, form.xml))
    return forms


def _as_checked(programme: Programme, xml: str, tables: Mapping[str, Table]) -> Form:
    return replace(form_from_xml(xml, tables), hash=version_of(programme.code, xml))


def version_of(programme: str, xml: str) -> str:
    """The name of a form's version: two programmes may have the same questions over tables of their own."""
    return hashlib.sha256(f"{programme}\n{xml}".encode()).hexdigest()[:16]


def _check_forms(forms: Mapping[str, tuple[Sheets, Report]], programme: Programme) -> None:
    for name, (sheets, report) in forms.items():
        check_settings(sheets, name, report)
        check_texts(sheets, programme.languages, report)
        check_people(sheets, programme, report)
    if Purpose.REGISTRATION in forms:
        sheets, report = forms[Purpose.REGISTRATION]
        check_registration(sheets, programme, report)
    check_of_group({name: report for name, (_, report) in forms.items()})
    if Purpose.BASELINE in forms and Purpose.CHECK_IN in forms:
        check_indicators(programme, forms)
        check_book(programme, *forms[Purpose.CHECK_IN])
        check_reported(programme, *forms[Purpose.CHECK_IN])


def _form(name: str, text: str, tables: Mapping[str, Table], report: Report) -> Form | None:
    """The form, compiled; what the engine finds wrong is reported with the sheet before the column."""
    try:
        return load_form(text, "md", name, tables)
    except FormError as error:
        for problem in error.problems:
            column = " ".join(filter(None, (problem.sheet, problem.column)))
            report.add(problem.sentence, problem.row, column or None)
        return None
