"""A language is a folder: each has the same files with the same tables, and what a folder has more is there too."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot import i18n
from bot.domain.wire.button_owner import first_name
from bot.i18n import scripts
from bot.i18n.languages import SOURCE, language_file, languages, look_in

FILES = ("language", "words", "book", "nouns", "secrets", "groups", "members", "import", "codes", "wallets")
FOLDERS = Path(i18n.__file__).parent / "languages"
# What only some languages need; absent means no.
OPTIONAL = {
    ("words", "months"),
    ("book", "verbs"),
    ("book", "units"),
    ("book", "costs"),
}


def shape(table: Mapping[str, Any], file: str, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The keys of a file, with those inside them where every language must have the same."""
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict) and (file, key) not in OPTIONAL and not path:
            yield from shape(value, file, (*path, key))


def test_the_languages_are_the_folders_that_there_are() -> None:
    assert set(languages()) == {file.parent.name for file in FOLDERS.glob("*/language.toml")}


def test_the_order_of_languages_is_the_one_that_readings_were_tried_in() -> None:
    """Not that of the alphabet: where a word means two things, it decides."""
    assert [code for code in languages() if code in ("en", "ne", "ny", "th")] == ["en", "th", "ne", "ny"]
    assert languages()[0] == SOURCE


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_file_with_the_tables_of_the_source_language(language: str, file: str) -> None:
    wanted = set(shape(language_file(SOURCE, file), file))
    found = set(shape(language_file(language, file), file))
    assert wanted <= found, sorted(wanted - found)


def test_a_language_that_we_do_not_have_is_read_as_the_source_language() -> None:
    assert language_file("xx", "words") == language_file(SOURCE, "words")


def test_a_folder_that_is_named_too_late_is_refused(tmp_path: Path) -> None:
    languages()
    with pytest.raises(RuntimeError, match="earlier"):
        look_in(tmp_path)


@pytest.mark.parametrize("language", languages())
def test_a_title_is_no_first_name(language: str) -> None:
    titles = language_file(language, "words")["names"]["titles"]
    assert titles and {first_name(f"{title.upper()} Mary Phiri") for title in titles} == {"Mary"}


def test_letters_of_a_script_are_told_by_its_language() -> None:
    assert scripts.is_spaceless("\N{THAI CHARACTER KO KAI}") and not scripts.is_spaceless("a")
    assert not scripts.is_spaceless("\N{DEVANAGARI LETTER KA}") and not scripts.is_spaceless("")
    assert "\N{DEVANAGARI LETTER KA}" in scripts.joining() and "a" not in scripts.joining()
    assert scripts.has_spaces("ne") and not scripts.has_spaces("th")


def test_where_k_is_the_money_that_is_meant_five_k_is_asked() -> None:
    """In a language of such a country; elsewhere it is a thousand."""
    known = i18n.load_catalogues()
    assert i18n.read_number("5k", known.locale("ny")) == i18n.Ask((Decimal(5000), Decimal(5)))
    assert i18n.read_number("5k", known.locale("en")) == i18n.Read(Decimal(5000))
