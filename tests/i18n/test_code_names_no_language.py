"""No code but that of the languages' own folders names a language or has letters or words of one.

The rule, over every Python file of the house and its doors, comments and docstrings too:
- no letter or sign of a script that a language has as its own (`letters` in its language.toml), written out or as an
  escape; signs of money are no letters;
- no text that is a language's code, and no name of a language, but for the source language: English may be named, as
  all texts are written in it, and its code stands in one place;
- of a language that is written in Latin letters, no word of four letters or more that English does not have as well.
"""

import ast
import io
import re
import tokenize
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.i18n.languages import SOURCE, language_file, language_names, languages

ROOT = Path(__file__).parents[2]
HOUSE = ("bot", "handlers", "jobs", "web")
OWN = ROOT / "bot" / "i18n" / "languages"
# file, what it has: why
EXCEPTIONS = {
    ("bot/i18n/languages/__init__.py", SOURCE): "the one place that says in which language the code speaks",
}
SHORTEST = 4
# English words that another language has too, and that stand in no list of English.
ENGLISH = frozenset({"wake"})


def paths() -> list[Path]:
    """All code but the hooks of languages."""
    found = [path for folder in HOUSE for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if OWN not in path.parents or path.parent == OWN]


def faults(text: str) -> Iterator[str]:
    """What the rule does not allow in a Python file."""
    constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    strings = [value for value in constants if isinstance(value, str)]
    comments = [
        one.string for one in tokenize.generate_tokens(io.StringIO(text).readline) if one.type == tokenize.COMMENT
    ]
    for letter in sorted(letters() & set("".join((text, *strings)))):
        yield unicodedata.name(letter)
    yield from (code for code in languages() if code in strings)
    names = [name for code in languages() if code != SOURCE for name in language_names(code)]
    yield from (name for name in names if re.search(rf"\b{re.escape(name)}\b", text))
    yield from sorted(
        latin_words() & {word.casefold() for value in (*strings, *comments) for word in re.findall(r"[^\W\d_]+", value)}
    )


@cache
def letters() -> frozenset[str]:
    own = "".join(language_file(code, "language")["script"]["letters"] for code in languages())
    return frozenset(one for one in map(chr, range(0x80, 0x20000)) if re.match(f"[{own}]", one) and is_letter(one))


def is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM"


@cache
def latin_words() -> frozenset[str]:
    """Those of languages in Latin letters that English does not have, in its lists or as the key of one."""
    others = [
        code for code in languages() if code != SOURCE and not language_file(code, "language")["script"]["letters"]
    ]
    found = {word for code in others for word in words_of(code, 1)}
    return frozenset(
        found - {word for code in (SOURCE, *others) for word in words_of(code, 0)} - words_of(SOURCE, 1) - ENGLISH
    )


@cache
def words_of(language: str, side: int) -> frozenset[str]:
    """The words of its files: of the keys (0) or the texts (1)."""
    files = [language_file(language, name) for name in ("words", "book", "secrets", "nouns", "groups", "members")]
    listed = (
        word for file in files for text in texts(file)[side] for word in re.findall(r"[^\W\d_]+", text.casefold())
    )
    return frozenset(word for word in listed if len(word) >= SHORTEST)


def texts(table: Any) -> tuple[set[str], set[str]]:
    """Every key and every text of a file."""
    if isinstance(table, str):
        return set(), {table}
    inner = table.values() if isinstance(table, dict) else table if isinstance(table, list) else ()
    both = [texts(one) for one in inner]
    keys = set(table) if isinstance(table, dict) else set()
    return keys.union(*(one for one, _ in both)), set().union(*(one for _, one in both))


def test_no_code_names_a_language_or_has_letters_of_one() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), fault) for path in paths() for fault in faults(path.read_text("utf-8"))
    }
    assert found == set(EXCEPTIONS)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("PRICE = 'ราคา'", "THAI CHARACTER RO RUA"),
        ("# ราคา", "THAI CHARACTER RO RUA"),
        ("PRICE = '\\u0930'", "DEVANAGARI LETTER RA"),
        ("PRICE = '\\N{DEVANAGARI LETTER RA}'", "DEVANAGARI LETTER RA"),
        ("edge = language == 'th'", "th"),
        ("def cut() -> None:\n    '''Thai has no spaces.'''", "Thai"),
        ("FROM = 'kuchokera kwa'", "kuchokera"),
        ("pass  # kuchokera kwa", "kuchokera"),
    ],
)
def test_the_rule_finds_each_kind(line: str, fault: str) -> None:
    assert fault in set(faults(line))


def test_signs_of_money_and_english_are_allowed() -> None:
    assert not set(faults("SIGN = '฿'  # English, where there is none: sold for 20 thousand"))
