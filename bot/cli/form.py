"""`ovop form`: check a form file, see it as the chat would show it, put it in use."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.cli import moments, showing
from bot.cli.people.invite import ACTOR, pack_of
from bot.cli.speaking import OK, WRONG, Command, UsageProblem, complain, offer_json, tell
from bot.clock import wall_clock
from bot.forms import Form, FormError, Problem, form_from_xml
from bot.forms.xlsform.check import FILLINGS, Length, Report
from bot.packs import Pack
from bot.services import programmes
from bot.services.forms import form_files, forms_in_use
from bot.services.forms.form_files import Examined, FormFile
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import writing

MOST_LINES = 40
TOLD = (
    ("repairs", "Put right"),
    ("warnings", "Left out or missing"),
    ("lacking", "Not in every language"),
    ("unreachable", "Choices that nobody can reach"),
    ("never_asked", "Questions that nobody was asked"),
    ("stuck", "Questions where no answer was found that is taken"),
)


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "check: what was put right, what is not supported, missing translations, choices nobody can reach, how long"
        " a filling is. show: the form as the chat would show it. add: ask it from now on, in the place of the form of"
        " that name or, under another name, as one of its own."
    )
    parser.add_argument("task", metavar="TASK", choices=("check", "show", "add"), help="check, show or add")
    parser.add_argument("file", metavar="FILE", type=Path, help="an XLSForm: .xlsx, .xls, or Markdown tables in .md")
    parser.add_argument("--programme", metavar="CODE", help="the programme that the form is for")
    parser.add_argument("--language", metavar="CODE", default="", help="show: in which of the form's languages")
    parser.add_argument("--name", metavar="NAME", help="add: what the form is called (default: as the file is)")
    parser.add_argument("--all", action="store_true", help="check: every line, however many there are")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    if form_files.kind_of(given.file.name) is None:
        raise UsageProblem(f"{given.file} is no form: give a file that ends in .xlsx, .xls or .md.")
    try:
        return TASKS[given.task](given, settings)
    except FormError as error:
        return _refused(given, error)


def _refused(given: Namespace, error: FormError) -> int:
    if given.json:
        tell(given, {"ok": False, "problems": [asdict(one) for one in error.problems]})
        return WRONG
    complain(f"{given.file} cannot be used as it is:")
    for line in _few(error.problems, MOST_LINES - 2 if not given.all else None):
        complain(line)
    return WRONG


def _pack(given: Namespace, settings: Settings) -> Pack | None:
    """The pack that was named: one that this database serves, or a built-in one."""
    return None if given.programme is None else programmes.load_named(given.programme)


def _examined(given: Namespace, pack: Pack | None, name: str = "") -> Examined:
    file = FormFile(given.file.name, given.file.read_bytes())
    tables = None if pack is None else programmes.tables(pack)
    return form_files.examine(file, name or form_files.name_for(given.file.name), tables, wall_clock())


def _check(given: Namespace, settings: Settings) -> int:
    pack = _pack(given, settings)
    examined = _examined(given, pack)
    if pack is not None:
        form = examined.form(pack.programme.code, programmes.tables(pack))
        forms_in_use.check(form, examined.name, pack)
    report = examined.report
    tell(given, {"ok": True, "name": examined.name, **asdict(report)}, *_told(report, every=given.all))
    return OK


def _told(report: Report, *, every: bool) -> Iterator[str]:
    known = ", ".join(filter(None, report.languages)) or "not named"
    yield f"{report.title or 'The form'} can be used: {report.questions} questions; languages: {known}."
    if report.usual and report.shortest and report.longest:
        yield f"A usual filling: {_long(report.usual)}."
        yield f"The shortest: {_long(report.shortest)}. The longest: {_long(report.longest)}."
    else:
        yield "How long a filling is could not be found out: none that was tried came to the end."
    if report.fillings < FILLINGS:
        yield f"Time ran short: {report.fillings} fillings were tried."
    told = [(title, getattr(report, key)) for key, title in TOLD if getattr(report, key)]
    if every:
        told = [(title, report.missing if key == "lacking" else getattr(report, key)) for key, title in TOLD]
    for title, problems in told:
        if problems:
            yield f"{title}:"
            yield from _few(problems, None if every else (MOST_LINES - 5) // len(told) - 2)


def _few(problems: Sequence[Problem], most: int | None) -> Iterator[str]:
    """A line each, `most` of them, and how many more there are."""
    yield from (f"  {problem}" for problem in problems[:most])
    if most is not None and len(problems) > most:
        yield f"  … and {len(problems) - most} more; --all shows them."


def _long(length: Length) -> str:
    return f"{length.messages} messages, {length.taps} taps, {length.typed} answers typed or sent"


def _show(given: Namespace, settings: Settings) -> int:
    pack = _pack(given, settings)
    examined = _examined(given, pack)
    form = form_from_xml(examined.xml, programmes.tables(pack) if pack else None)
    if given.language and given.language not in form.languages:
        known = ", ".join(filter(None, form.languages)) or "none by name"
        raise UsageProblem(f"The form does not speak {given.language}; its languages: {known}.")
    shown = list(showing.lines(form, given.language or form.default_language, wall_clock()))
    tell(given, {"ok": True, "lines": shown}, *shown)
    return OK


def _add(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    name = _name(given)
    with writing(settings.database) as connection:
        pack = pack_of(connection, given.programme)
    examined = _examined(given, pack, name)
    form = examined.form(pack.programme.code, programmes.tables(pack))
    now = moments.moment(settings)
    with writing(settings.database) as connection:
        added = forms_in_use.add(connection, pack, name, form, ACTOR, now)
    tell(given, _result(added, pack, form), *_said(added, pack, examined.report))
    return OK


def _name(given: Namespace) -> str:
    name: str = given.name or form_files.name_for(given.file.name)
    if name != form_files.name_for(f"{name}.md"):
        raise UsageProblem(f"“{name}” is no name for a form; use small letters, digits and _, for example tree_survey.")
    return name


def _result(added: forms_in_use.Added, pack: Pack, form: Form) -> Mapping[str, Any]:
    link = forms_in_use.payload(added.name) if forms_in_use.is_extra(added.name) else None
    return {
        "ok": True,
        "programme": pack.programme.code,
        **asdict(added),
        "questions": len(form.questions),
        "start": link,
    }


def _said(added: forms_in_use.Added, pack: Pack, report: Report) -> Iterator[str]:
    code, version = pack.programme.code, added.hash
    place = "takes the place of the one before" if added.replaces else "is new"
    yield f"{code}: {added.name} {place} (version {version}, {report.questions} questions)."
    yield "A running bot asks it within a minute; who is in the middle of the old one goes on with that."
    if forms_in_use.is_extra(added.name):
        start = forms_in_use.payload(added.name)
        yield f"To open it: /{added.name} in the chat, or https://t.me/YOUR_BOT?start={start}"


TASKS: Mapping[str, Callable[[Namespace, Settings], int]] = {"check": _check, "show": _show, "add": _add}
COMMAND = Command(arguments, run)
