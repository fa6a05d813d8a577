"""Lessons: read from files and checked, so that a mistake is named with its file, its line and what to do."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.domain.lessons.lessons import Lesson, LessonText, Signal
from bot.i18n import Money
from bot.packs.lesson_file import Written, split
from bot.packs.problems import Problem, Report
from bot.packs.settings_file import Section, read_settings
from bot.packs.worked_examples import NoSum, holds

FOLDER = "lessons"
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST_SLUG = 32
HIGHEST_NUMBER = 999
NAME = r"[A-Za-z_][A-Za-z0-9_]*"
CURRENCY = r"[A-Z]{3}"
# (the most lines, the longest line, the most characters in all)
SIZES = {
    "title": (1, 40, 40),
    "idea": (3, 60, 180),
    "example": (5, 60, 300),
    "question": (1, 100, 100),
    "right": (3, 200, 200),
    "wrong": (3, 200, 200),
}
ANSWERS = (2, 3)
LONGEST_ANSWER = 36
# As long as an amount usually is: ฿12,345
AMOUNT = "0" * 7
# Marks that take no room of their own, as over and under the letters of some scripts.
NO_ROOM = ("Mn", "Me", "Cf")


def read_folder(folder: Path, problems: list[Problem], prefix: str = "") -> list[Lesson]:
    """The lessons of a folder that are right in themselves, by number; all others are reported."""
    lessons: list[Lesson] = []
    for path in sorted(folder.glob("*.md")):
        report = Report(f"{prefix}{path.name}", [])
        lesson = _read(path, report)
        if lesson is not None and not report.problems:
            _check_unique(lesson, lessons, report)
        problems += report.problems
        if lesson is not None and not report.problems:
            lessons.append(lesson)
    return sorted(lessons, key=lambda one: (one.number, one.slug))


def _read(path: Path, report: Report) -> Lesson | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        report.add("This file is not in UTF-8; save it again with that encoding.")
        return None
    return read_lesson(text, path.stem, report)


def _check_unique(lesson: Lesson, lessons: Sequence[Lesson], report: Report) -> None:
    for other in lessons:
        if other.number == lesson.number or other.slug == lesson.slug:
            which = f"{other.number:02}-{other.slug}.md"
            report.add(f"{which} has this number or slug already; each may be used once.", None, "number")


def read_lesson(text: str, stem: str, report: Report) -> Lesson | None:
    """One lesson; `stem`: its file's name. After a problem its values serve further checks only."""
    parts = split(text, report)
    top = read_settings(parts[0], report) if parts else None
    if parts is None or top is None:
        return None
    number, slug = top.whole("number", 1, HIGHEST_NUMBER), top.matching("slug", SLUG, "small letters, digits, hyphens")
    if slug and stem != f"{number:02}-{slug}":
        top.wrong("slug", f"is “{slug}” and “number” is {number}: name the file {number:02}-{slug}.md")
    if len(slug) > LONGEST_SLUG:
        top.wrong("slug", f"is longer than {LONGEST_SLUG} letters")
    known = _signals(top)
    amounts = _amounts(top)
    _check_sums(top, amounts)
    texts = _texts(parts[1], amounts, report)
    reviewed = top.any_texts("reviewed")
    for language in reviewed:
        if language not in texts:
            top.wrong("reviewed", f"names “{language}”, of which there is no text here")
    top.close()
    return Lesson(number, slug, known, texts, amounts, reviewed)


def _signals(top: Section) -> tuple[Signal, ...]:
    named = top.any_texts("signals")
    for name in named:
        if name not in tuple(Signal):
            top.wrong("signals", f"names “{name}”, which is none; use: {', '.join(sorted(Signal))}")
    return tuple(Signal(name) for name in named if name in tuple(Signal))


# Amounts


def _amounts(top: Section) -> Mapping[str, Mapping[str, Money]]:
    section = top.optional("amounts")
    if section is None:
        return {}
    found = {}
    for currency in section.values:
        if re.fullmatch(CURRENCY, currency):
            found[currency] = _in_currency(section.section(currency), currency)
    names = {name for amounts in found.values() for name in amounts}
    for currency, amounts in found.items():
        for name in sorted(names - amounts.keys()):
            section.wrong(currency, f"has no “{name}”, which other currencies have; add it")
    section.close()
    return found


def _in_currency(section: Section, currency: str) -> Mapping[str, Money]:
    found = {}
    for name, value in section.values.items():
        if (amount := _amount(section.number(name), currency)) is not None:
            found[name] = amount
        elif isinstance(value, int | float):
            section.wrong(name, f"is {value}; {currency} has no such amount above zero")
        if not re.fullmatch(NAME, name):
            section.wrong(name, "is no name; use letters, digits and underscores")
    return found


def _amount(value: Decimal | None, currency: str) -> Money | None:
    if value is None or value <= 0:
        return None
    try:
        return Money.of(value, currency)
    except ValueError:
        return None


def _check_sums(top: Section, amounts: Mapping[str, Mapping[str, Money]]) -> None:
    for written in top.any_texts("sums"):
        for currency, known in amounts.items():
            try:
                if not holds(written, {name: money.amount for name, money in known.items()}):
                    top.wrong("sums", f"says “{written}”, which is not so in {currency}; put the amounts right")
            except NoSum as error:
                top.wrong("sums", f"has “{written}”: {error}")
                break


# Texts


def _texts(
    written: Mapping[str, Written], amounts: Mapping[str, Mapping[str, Money]], report: Report
) -> Mapping[str, LessonText]:
    places = {name for known in amounts.values() for name in known}
    if not written:
        report.add("There is no text; begin a section such as ## en.", None, None)
    return {language: _text(language, one, places, report) for language, one in written.items()}


def _text(language: str, written: Written, places: Collection[str], report: Report) -> LessonText:
    parts = {name: _part(language, name, written, places, report) for name in SIZES}
    answers = tuple(answer.text for answer in written.answers)
    right = [number for number, answer in enumerate(written.answers) if answer.is_right]
    column = f"{language} answers"
    if not ANSWERS[0] <= len(answers) <= ANSWERS[1]:
        report.add(f"There are {len(answers)} answers; write two or three.", written.row, column)
    if len(right) != 1:
        report.add(f"{len(right)} answers are right; begin exactly one with *, the others with -.", written.row, column)
    if len(set(answers)) != len(answers):
        report.add("Two answers are the same; change one.", written.row, column)
    for answer in written.answers:
        _check_places(answer.text, places, report, answer.row, column)
        if (long := room(answer.text)) > LONGEST_ANSWER or not answer.text:
            report.add(f"This answer has {long} characters; write 1 to {LONGEST_ANSWER}.", answer.row, column)
    return LessonText(**parts, answers=answers, right_answer=right[0] if right else 0)


def _part(language: str, name: str, written: Written, places: Collection[str], report: Report) -> str:
    row, text = written.parts.get(name, (written.row, ""))
    column = f"{language} {name}"
    if not text:
        report.add(f"There is no {name}; write it.", row, column)
        return ""
    _check_places(text, () if name == "title" else places, report, row, column)
    most_lines, longest, most = SIZES[name]
    lines = text.split("\n")
    if len(lines) > most_lines:
        report.add(f"There are {len(lines)} lines; write {most_lines} at most.", row, column)
    for line in lines:
        if (long := room(line)) > longest:
            report.add(f"A line has {long} characters; write {longest} at most: “{line[:20]}…”", row, column)
    if (whole := sum(map(room, lines))) > most and most > longest:
        report.add(f"There are {whole} characters; write {most} at most.", row, column)
    return text


def _check_places(text: str, places: Collection[str], report: Report, row: int, column: str) -> None:
    try:
        found = list(string.Formatter().parse(text))
    except ValueError:
        report.add("There is a { or } too many; each amount is written {like_this}.", row, column)
        return
    for _, name, spec, conversion in found:
        if name is not None and (name not in places or spec or conversion):
            known = f"use: {', '.join(sorted(places))}" if places else "there are none"
            report.add(f"{{{name}}} is no amount of this lesson; {known}.", row, column)


def room(text: str) -> int:
    """How many characters of a line take room of their own, an amount counted as long as it usually is."""
    shown = re.sub(r"\{\w*\}", AMOUNT, text)
    return sum(unicodedata.category(letter) not in NO_ROOM for letter in shown)


# What a programme needs


def lacking(lesson: Lesson, languages: Collection[str], currencies: Collection[str]) -> Iterator[str]:
    """What a lesson would need to be used in these languages and currencies: a sentence each."""
    for language in languages:
        if language not in lesson.texts:
            yield f"There is no text in {language}; add a section ## {language}."
    if lesson.has_places:
        for currency in currencies:
            if currency not in lesson.amounts:
                yield f"There are no amounts in {currency}; add [amounts.{currency}]."


def course(own: Sequence[Lesson], common: Sequence[Lesson], **need: Any) -> tuple[Lesson, ...]:
    """The lessons of a programme: its own, and those of the common ones that have what it needs and no own instead."""
    mine = {lesson.slug for lesson in own}
    others = [lesson for lesson in common if lesson.slug not in mine and not [*lacking(lesson, **need)]]
    return tuple(sorted([*own, *others], key=lambda lesson: (lesson.number, lesson.slug)))
