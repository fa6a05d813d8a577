"""`ovop review-sheet`: writes the sheet for a native speaker of a language, and reads her answers in."""

import json
import re
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog

from bot.cli.reviewing import sheet
from bot.cli.reviewing.answers import Answers, take_up
from bot.cli.reviewing.places import read_chats
from bot.cli.speaking import OK, WRONG, Command, UsageProblem, complain, offer_json, tell
from bot.clock import wall_clock
from bot.i18n.catalogues import LOCALES
from bot.i18n.languages import SOURCE, folder_of, languages
from bot.i18n.locale import Locale, locales
from bot.i18n.po_files import po_path, read_catalogue, reader, written
from bot.problems import NotPossible
from bot.services.groups.importing.spreadsheet import Unreadable
from bot.settings import Settings

CHATS = LOCALES.parent / "tests" / "conversations"
QUESTIONS = "questions.toml"


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "Each text with where it is said, the English, the translation and a column to answer; and what nobody is sure"
        " of. Read in again, what is wrong is told by row and nothing is written; a text counts as read only as it was"
        " read, and the language as reviewed only when all of its texts are. Then: make catalogues"
    )
    parser.add_argument("language", metavar="LANGUAGE", help=f"one of: {', '.join(_translated())}")
    parser.add_argument("--to", metavar="FILE", type=Path, help="where to write it; review-LANGUAGE.xlsx if not said")
    parser.add_argument("--read", metavar="FILE", type=Path, help="a sheet that was answered")
    parser.add_argument("--by", metavar="NAME", default="", help="who read it; with --read")
    parser.add_argument("--check", action="store_true", help="with --read: only say what would change")
    offer_json(parser)


def run(given: Namespace, _settings: Settings) -> int:
    if given.language not in _translated():
        raise UsageProblem(f"“{given.language}” is no language with a translation; one of: {', '.join(_translated())}.")
    locale = locales(LOCALES)[given.language]
    catalogue = read_catalogue(po_path(LOCALES, locale.language), locale)
    if given.read is None:
        return _write(given, locale, catalogue)
    if not given.by.strip():
        raise UsageProblem("Say who read it: --by NAME")
    return _read(given, locale, catalogue)


def _translated() -> list[str]:
    return [code for code in languages() if code != SOURCE]


def _questions(language: str) -> Sequence[Mapping[str, str]]:
    file = folder_of(language) / QUESTIONS
    found: Sequence[Mapping[str, str]] = (
        tomllib.loads(file.read_text(encoding="utf-8")).get("questions", ()) if file.exists() else ()
    )
    return found


def _write(given: Namespace, locale: Locale, catalogue: Catalog) -> int:
    file = given.to or Path(f"review-{locale.language}.xlsx")
    if file.exists():
        raise UsageProblem(f"{file} is there already; choose another name, or delete it.")
    questions = _questions(locale.language)
    texts = sheet.write(file, catalogue, questions, read_chats(CHATS, locale.language))
    told = (
        f"{file}: {texts} texts and {len(questions)} questions in {locale.name}. When it is answered:"
        f" ovop review-sheet {locale.language} --read {file} --by NAME"
    )
    tell(given, {"file": file, "texts": texts, "questions": len(questions)}, told)
    return OK


def _read(given: Namespace, locale: Locale, catalogue: Catalog) -> int:
    day = wall_clock().date()
    try:
        found = take_up(given.read, catalogue, given.by, day)
    except Unreadable as problem:
        raise NotPossible(f"{given.read}: {problem}") from None
    asked = len(_questions(locale.language))
    found.wrong += [f"{sheet.QUESTIONS}: there is no question {n}." for n in found.questions if not 0 < n <= asked]
    left = sum(reader(message) is None for message in catalogue if message.id)
    if not found.wrong and not given.check:
        _keep(locale, catalogue, found, f"{given.by.strip()}, {day.isoformat()}", left)
    _told(given, found, left)
    return WRONG if found.wrong else OK


def _keep(locale: Locale, catalogue: Catalog, found: Answers, who: str, left: int) -> None:
    """The translation; the language's own mark when nothing of it is left to read; the answers to the questions."""
    file = LOCALES / "meta.toml"
    mark = "no" if left else who if locale.reviewed == "no" else locale.reviewed
    meta = _with_mark(file.read_text(encoding="utf-8"), locale.language, mark)
    file.write_text(meta, encoding="utf-8")
    po_path(LOCALES, locale.language).write_text(
        written(locales(LOCALES)[locale.language], catalogue), encoding="utf-8"
    )
    if found.questions:
        questions = [dict(one) for one in _questions(locale.language)]
        for number, answer in found.questions.items():
            questions[number - 1] |= {"answer": answer, "by": who}
        _write_questions(folder_of(locale.language) / QUESTIONS, questions)


def _with_mark(meta: str, language: str, mark: str) -> str:
    begin, head, rest = meta.partition(f"\n[{language}]\n")
    return begin + head + re.sub(r"^reviewed = .*$", lambda _: f"reviewed = {_quoted(mark)}", rest, count=1, flags=re.M)


def _write_questions(file: Path, questions: Sequence[Mapping[str, str]]) -> None:
    """As it was: the comments above the first question, then the questions."""
    begin, _, _ = file.read_text(encoding="utf-8").partition("[[questions]]")
    blocks = ("[[questions]]\n" + "".join(f"{name} = {_quoted(one[name])}\n" for name in one) for one in questions)
    file.write_text(begin + "\n".join(blocks), encoding="utf-8")


def _quoted(text: str) -> str:
    """A text of TOML; its escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False)


def _told(given: Namespace, found: Answers, left: int) -> None:
    result = {
        "problems": found.wrong, "left_out": found.left_out, "changes": found.changes, "right": found.right,
        "answers": len(found.questions), "to_read": left,
    }  # fmt: skip
    if given.json:
        tell(given, result)
        return
    for line in found.wrong:
        complain(line)
    if found.wrong:
        complain(f"{given.read}: nothing was written.")
        return
    would = "would be " if given.check else ""
    counted = f"{would}changed {len(found.changes)}, right as they are {found.right}, questions answered"
    last = f"{given.read}: {counted} {len(found.questions)}, texts still to read {left}."
    tell(given, result, *found.changes, *found.left_out, last)


COMMAND = Command(arguments, run)
