"""What our texts say, walked whole: words that turn a fact round, who is spoken to and who does something, length."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.i18n.catalogues import LOCALES, read_messages
from bot.i18n.languages import languages
from tests.house import COUNTRIES, PACKS

NOT_SAID = Path(__file__).with_name("not_said.tsv")
LESSONS = PACKS / "common" / "lessons"
# How somebody is spoken to by name: in English between a comma or a greeting and the end of it.
SPOKEN_TO = re.compile(r"^\{(name|who)\}, |^Hello \{(name|who)\}|, \{(name|who)\}[.!]")
ADDRESS = {
    "en": r"\{0\},|Hello \{0\}|, \{0\}[.!]",
    "th": r"คุณ\{0\}|สวัสดี(ค่ะ)? (คุณ)?\{0\}|ยินดีต้อนรับ(กลับมาค่ะ)? \{0\}",
    "ne": r"\{0\} जी",
    "ny": r"\b[aA] \{0\}",
}
# What a name stands for, where no person is meant.
A_FORM = ("📄 {name}", "✅ {name} is asked", "{name}: {number}", "▶️ {name}")
MOST_LINES, MOST_LETTERS = 3, 200
# Longer, and known to be: what the bot is for, and what is asked before somebody on a shared phone is erased.
LONG = ("I ask you about your work from time to time", "{name}, I erase your name")


@cache
def catalogue(language: str) -> tuple[tuple[str, str], ...]:
    """Every message of the catalogues in a language, with its English."""
    english = {one: (one,) for code in languages() for one in read_messages(LOCALES, code)}
    found = english if language == "en" else read_messages(LOCALES, language)
    return tuple((one, form) for one, forms in sorted(found.items()) for form in forms)


def of_packs(language: str) -> Iterator[tuple[str, str]]:
    """Every text of the packs' forms and of the lessons in a language, with where it stands.

    Consent is not among them: what people have agreed to is not reworded without asking them again.
    """
    for form in (form for code in COUNTRIES for form in sorted((PACKS / code / "forms").glob("*.md"))):
        yield from ((f"{form.parent.parent.name}/{form.name}", text) for text in of_form(form, language))
    for lesson in sorted(LESSONS.glob("*.md")):
        _, _, after = lesson.read_text(encoding="utf-8").partition(f"## {language}\n")
        yield lesson.name, after.partition("\n## ")[0]


def of_form(form: Path, language: str) -> Iterator[str]:
    heads: list[str] = []
    for line in form.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if any("label::" in cell for cell in cells):
            heads = cells
        elif len(cells) > 2:
            yield from (cell for head, cell in zip(heads, cells, strict=False) if head.endswith(f"({language})"))


def not_said() -> list[tuple[str, str, str]]:
    lines = NOT_SAID.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(language, words, instead) for language, words, instead in rows]


@pytest.mark.parametrize(("language", "words", "instead"), not_said())
def test_what_turns_a_fact_round_is_not_said(language: str, words: str, instead: str) -> None:
    texts = [*catalogue(language), *of_packs(language)]
    assert not [(where, text) for where, text in texts if re.search(words, text)], instead


def test_every_language_has_its_words_and_every_text_is_walked() -> None:
    assert {language for language, _, _ in not_said()} == set(languages())
    assert all(len(list(of_packs(language))) > 100 for language in languages())


@pytest.mark.parametrize("language", languages())
def test_who_is_spoken_to_by_name_is_not_made_the_doer(language: str) -> None:
    wrong, walked = [], 0
    for english, said in catalogue(language):
        if spoken_to := SPOKEN_TO.search(english):
            walked += 1
            name = next(group for group in spoken_to.groups() if group)
            if not re.search(ADDRESS[language].replace("{0\\}", f"{{{name}\\}}"), said):
                wrong.append(said)
        elif re.match(r"\{(name|who)\} ", said) and not english.startswith(("{name} ", "{who} ", *A_FORM)):
            wrong.append(said)
    assert walked >= 7
    assert not wrong


@pytest.mark.parametrize("language", languages())
def test_a_message_has_three_short_lines(language: str) -> None:
    long = {
        english for english, said in catalogue(language) if said.count("\n") >= MOST_LINES or len(said) > MOST_LETTERS
    }
    assert not [english for english in long if not english.startswith(LONG)]
