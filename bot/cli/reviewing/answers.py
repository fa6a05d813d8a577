"""What a native speaker answered in the sheet: which texts are right as they are, and which are said in other words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot.cli.reviewing.sheet import ANSWER, KEY, QUESTIONS, TEXTS, key
from bot.i18n.po_files import as_forms, mark_read, problems, singular
from bot.services.groups.importing.spreadsheet import Cell, Sheet, Wrong, read

RIGHT = frozenset({"ok", "okay", "yes", "right", "✓", "✔", "✔️", "✅"})


@dataclass(slots=True)
class Answers:
    """By the row of the sheet; nothing is changed while anything is wrong."""

    wrong: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    right: int = 0
    # by its number from 1
    questions: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Text:
    """One message with the rows that were answered: each form and what it is from now on."""

    message: Message
    said: dict[int, str] = field(default_factory=dict)
    row: int = 0


def take_up(file: Path, catalogue: Catalog, name: str, day: date) -> Answers:
    """Into the catalogue, which is not written here. Raises spreadsheet.Unreadable."""
    found = Answers()
    sheets = {sheet.name: sheet for sheet in read(file, lambda heading: heading if heading in (KEY, ANSWER) else None)}
    known = {key(one, form): (one, form) for one in catalogue if one.id for form in range(len(as_forms(one.string)))}
    ours = {one.rpartition("-")[0] for one in known}
    texts: dict[str, _Text] = {}
    for row, asked, answer in _answered(sheets.get(TEXTS), found):
        if asked not in known:
            why = "its translation was changed meanwhile" if asked.rpartition("-")[0] in ours else "it is said no more"
            found.left_out.append(f"{TEXTS}, row {row}: left out, as {why}.")
            continue
        message, form = known[asked]
        text = texts.setdefault(singular(message), _Text(message))
        text.said[form], text.row = answer, row
    for text in texts.values():
        _settle(text, found, name, day)
    for row, asked, answer in _answered(sheets.get(QUESTIONS), found):
        if asked.isdecimal():
            found.questions[int(asked)] = answer
        else:
            found.wrong.append(f"{QUESTIONS}, row {row}: “{asked}” is no number of a question.")
    return found


def _settle(text: _Text, found: Answers, name: str, day: date) -> None:
    """A text is read when all of its forms are answered; other words are taken in any case."""
    message = text.message
    old = as_forms(message.string)
    new = tuple(_words(text.said.get(form, ""), said) for form, said in enumerate(old))
    if new != old:
        changed = message.clone()
        changed.string = new if message.pluralizable else new[0]
        broken = list(problems(message, changed))
        found.wrong += [f"{TEXTS}, row {text.row}: {why}. “{' / '.join(new)}”" for why in broken]
        if broken:
            return
        message.string = changed.string
        pairs = zip(old, new, strict=True)
        found.changes += [f"{TEXTS}, row {text.row}: “{a}” → “{b}”" for a, b in pairs if a != b]
    else:
        found.right += 1
    if len(text.said) == len(old):
        mark_read(message, name, day)


def _words(answer: str, said: str) -> str:
    return said if not answer or answer.casefold().rstrip(".!") in RIGHT else answer


def _answered(sheet: Sheet | None, found: Answers) -> Iterator[tuple[int, str, str]]:
    """The row as the spreadsheet counts, its key and its answer, where there is one."""
    if sheet is None or not sheet.rows:
        return
    headings = list(sheet.rows[0])
    if KEY not in headings or ANSWER not in headings:
        found.wrong.append(f"{sheet.name}: the columns {KEY} and {ANSWER} are not in the first row.")
        return
    for at, row in enumerate(sheet.rows[1:], 2):
        asked, answer = (_cell(row, headings.index(name)) for name in (KEY, ANSWER))
        if isinstance(answer, Wrong):
            found.wrong.append(f"{sheet.name}, row {at}: the answer {answer.sentence}")
        elif answer is not None and asked is not None and not isinstance(asked, Wrong):
            yield at, str(asked).strip(), "\n".join(line.strip() for line in str(answer).strip().splitlines())


def _cell(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None
