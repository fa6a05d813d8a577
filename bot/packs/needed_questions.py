"""What the bot needs from a pack's forms beyond XLSForm: names it relies on, texts in every language, one wording."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from bot.domain.programme import Indicator, OfGroup, Programme, Purpose
from bot.forms.xpath.choice_tables import language_code
from bot.packs.csv_tables import label_columns
from bot.packs.markdown_sheets import Sheet, SheetRow
from bot.packs.problems import Report

UNSEEN = ("calculate", "hidden", "begin", "end", "start", "today", "deviceid", "username", "audit")
TRANSLATED = ("hint", "constraint_message", "required_message")
NUMBERS = ("integer", "decimal")
WORKS = ("alone", "group")

Sheets = Mapping[str, Sheet]


def check_texts(sheets: Sheets, languages: Sequence[str], report: Report) -> None:
    """Every question and choice has its texts in every language; a money question says who sees the answer."""
    survey, choices = sheets.get("survey", Sheet()), sheets.get("choices", Sheet())
    shown = [row for row in survey.rows if _shown(row)]
    _check_column(survey, shown, "label", languages, report)
    if choices.rows:
        _check_column(choices, choices.rows, "label", languages, report)
    for kind in TRANSLATED:
        asked = [row for row in shown if _texts(row, kind) or (kind == "hint" and "money" in row.get("appearance"))]
        if asked:
            _check_column(survey, asked, kind, languages, report)


def _check_column(sheet: Sheet, rows: Sequence[SheetRow], kind: str, languages: Sequence[str], report: Report) -> None:
    for column in label_columns(sheet.headings, kind, languages, sheet.row, report):
        for row in rows:
            if not row.get(column):
                who = "; a question about money says there who will see the answer" if kind == "hint" else ""
                report.add(f"The {kind} of “{row.get('name')}” is empty{who}; write it.", row.row, column)


def _shown(row: SheetRow) -> bool:
    kind = row.get("type").split(" ")[0]
    return bool(kind) and kind not in UNSEEN


def _texts(row: SheetRow, kind: str) -> dict[str, str]:
    """The row's texts of one kind, by language."""
    return {
        language_code(column.partition("::")[2]): text
        for column, text in row.cells.items()
        if text and column.partition("::")[0] == kind
    }


def check_registration(sheets: Sheets, programme: Programme, report: Report) -> None:
    """The names of registration are a contract: the bot reads these answers by name."""
    survey = sheets.get("survey", Sheet())
    levels = [level.name for level in programme.levels]
    for name in ("name", "phone", *levels, "product", "works", "people"):
        if survey.named(name) is None:
            report.add(f"There is no question “{name}”; registration has to ask it.", None, "name")
    for name in levels:
        row = survey.named(name)
        if row is not None and row.get("appearance") != "area":
            report.add(f"“{name}” asks for an area; its appearance has to be “area”.", row.row, "appearance")
    works = survey.named("works")
    if works is not None:
        _check_works(works, sheets, report)


def _check_works(works: SheetRow, sheets: Sheets, report: Report) -> None:
    kind, _, name = works.get("type").partition(" ")
    found = {row.get("name") for row in sheets.get("choices", Sheet()).rows if row.get("list_name") == name.strip()}
    if kind != "select_one" or found != set(WORKS):
        report.add("“works” has to be a select_one with the choices alone and group.", works.row, "type")


@cache
def people_codes() -> Mapping[str, tuple[str, ...]]:
    """What a form may ask of who a person is, and the codes of the answers; bands of age: unless a pack has its own."""
    text = resources.files("bot.packs").joinpath("people_codes.toml").read_text(encoding="utf-8")
    return {name: tuple(codes) for name, codes in tomllib.loads(text).items()}


def codes_of_people(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    """The same, with the bands of age of a programme."""
    return {**people_codes(), **({"age_band": programme.age_bands} if programme.age_bands else {})}


def check_people(sheets: Sheets, programme: Programme, report: Report) -> None:
    """Questions about who a person is have the codes that all packs share (bands of age: its own), can be skipped."""
    survey, choices = sheets.get("survey", Sheet()), sheets.get("choices", Sheet()).rows
    for name, codes in codes_of_people(programme).items():
        row = survey.named(name)
        if row is None:
            continue
        kind, _, listed = row.get("type").partition(" ")
        found = [one.get("name") for one in choices if one.get("list_name") == listed.strip()]
        if kind != "select_one" or sorted(found) != sorted(codes):
            report.add(f"“{name}” has to be a select_one with the choices {', '.join(codes)}.", row.row, "type")
        if row.get("required"):
            report.add(f"“{name}” is hers to say or not; leave this empty.", row.row, "required")


def check_indicators(programme: Programme, forms: Mapping[str, tuple[Sheets, Report]]) -> None:
    """What measures progress is a number, asked in both forms in the same words."""
    for indicator in programme.indicators:
        first, later = (_indicator_row(indicator, *forms[one]) for one in (Purpose.BASELINE, Purpose.CHECK_IN))
        if first and later and _texts(first, "label") != _texts(later, "label"):
            sentence = (
                f"“{indicator.name}” measures progress, but its label differs from the one in {Purpose.BASELINE}.md."
            )
            forms[Purpose.CHECK_IN][1].add(sentence + " Ask it in the same words.", later.row, "label")


def _indicator_row(indicator: Indicator, sheets: Sheets, report: Report) -> SheetRow | None:
    row = sheets.get("survey", Sheet()).named(indicator.name)
    if row is None:
        sentence = f"There is no question “{indicator.name}”, which programme.toml names as an indicator."
        report.add(sentence + " Add it here or take it out there.", None, "name")
    elif row.get("type") not in NUMBERS:
        report.add(f"“{indicator.name}” is an indicator: its type has to be integer or decimal.", row.row, "type")
    return row


def check_book(programme: Programme, sheets: Sheets, report: Report) -> None:
    """What the cash book is to answer has to be asked, as a number."""
    survey = sheets.get("survey", Sheet())
    for figure, name in programme.book.items():
        row = survey.named(name)
        if row is None:
            sentence = f"There is no question “{name}”, which programme.toml lets the book answer (book.{figure})."
            report.add(sentence + " Add it here or take it out there.", None, "name")
        elif row.get("type") not in NUMBERS:
            report.add(f"“{name}” is answered by the book: its type has to be integer or decimal.", row.row, "type")


def check_reported(programme: Programme, sheets: Sheets, report: Report) -> None:
    """What a leader reports of each member has to be asked of her too, as a number."""
    survey = sheets.get("survey", Sheet())
    for name in programme.report:
        row = survey.named(name)
        if row is None:
            sentence = f"There is no question “{name}”, which programme.toml lets leaders report (report.columns)."
            report.add(sentence + " Add it here or take it out there.", None, "name")
        elif row.get("type") not in NUMBERS:
            report.add(f"“{name}” is reported by leaders: its type has to be integer or decimal.", row.row, "type")


def check_of_group(reports: Mapping[str, Report]) -> None:
    """A group's own calendar needs both of its forms; a pack without them has no such calendar. `reports`: by form."""
    there = [name for name in OfGroup if name in reports]
    if len(there) == 1:
        other = next(name for name in OfGroup if name not in reports)
        reports[there[0]].add(f"A group's own calendar needs {other}.md beside it; add that, or take this out.")


def check_settings(sheets: Sheets, name: str, report: Report) -> None:
    """The form's id is the file's name: it is what submissions are stored under."""
    rows = sheets.get("settings", Sheet()).rows
    if not rows:
        report.add(f"There is no sheet “settings”; add one with form_id {name}.", None, "settings")
    elif rows[0].get("form_id") != name:
        sentence = f"form_id is “{rows[0].get('form_id')}”; write “{name}”, as the file is called."
        report.add(sentence, rows[0].row, "form_id")
