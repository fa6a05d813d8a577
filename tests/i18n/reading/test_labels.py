"""Words that are said at any moment and what stands on buttons are kept apart: nobody is silenced by a label."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest

from bot import i18n
from bot.i18n.catalogues import LOCALES, read_messages
from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.reading.common_words import bare, fold
from tests.house import COUNTRIES, PACKS, pack
from tests.nightly import times

KINDS = ("stop", "start", "help", "menu", "skip", "back", "later", "thanks", "lost")
HEARD = {kind: getattr(i18n, f"is_{kind}") for kind in KINDS}
# What a label may be heard as, by its English: it does just that. All else on a button is none of these words.
SAME = {
    "stop": {"No more messages"},
    "help": {"❓ Help"},
    "skip": {"⏭ Skip"},
    "back": {"⬅️ Back"},
    "later": {"⏸ Later", "✖️ Not now"},
}
# In the list of commands, which shows the command itself; on no button.
OF_COMMANDS = {"What this is for"}


@cache
def said(language: str) -> tuple[tuple[str, str], ...]:
    """Every message in a language with its English: all that can stand on a button, or be sent back by mistake."""
    english = {one for code in languages() for one in read_messages(LOCALES, code)}
    if language == "en":
        return tuple((one, one) for one in sorted(english))
    found = read_messages(LOCALES, language)
    return tuple((one, form) for one, forms in sorted(found.items()) for form in forms)


@cache
def of_packs() -> frozenset[str]:
    """Choices of forms, products and places: they stand on buttons too."""
    labels: set[str] = set()
    for code in COUNTRIES:
        for row in (*pack(code).areas.rows, *pack(code).products.rows):
            labels |= {text for heading, text in row.items() if heading.startswith("label")}
        for form in (PACKS / code / "forms").glob("*.md"):
            labels |= {
                cell.strip() for line in form.read_text(encoding="utf-8").splitlines() for cell in line.split("|")
            }
    return frozenset(labels)


def ways(label: str, language: str) -> Iterator[str]:
    """How a label is typed: with its picture and without, loud, and with a polite word beside it."""
    for one in (label, bare(label), label.upper(), f" {label}! "):
        yield one
        for polite in language_table(language)["words"]["polite"]:
            yield from (f"{one} {polite}", f"{polite} {one}", f"{bare(one)}{polite}")


@pytest.mark.parametrize("language", languages())
def test_no_label_is_a_word_that_does_something_else(language: str) -> None:
    heard = set()
    for english, label in said(language):
        # what is longer stands on no button; it is looked at in the night
        typed = ways(label, language) if len(label) <= times(60, 4096) else (label,)
        # one text in every way before the next: it is folded once
        kinds = {kind for one in dict.fromkeys(typed) for kind, is_it in HEARD.items() if is_it(one)}
        heard |= {(kind, label) for kind in kinds} - excused(english, label)
    assert not heard


def excused(english: str, label: str) -> set[tuple[str, str]]:
    """What a label may be heard as."""
    return {(kind, label) for kind in KINDS if english in SAME.get(kind, set()) | OF_COMMANDS}


def test_no_choice_of_a_form_and_no_product_or_place_is_a_stop_word() -> None:
    assert len(of_packs()) > 1000
    assert not [one for one in of_packs() if i18n.is_stop(one)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_of_one_list_is_in_no_other(kind: str) -> None:
    lists = {
        (other, code): {
            spelling for word in language_table(code)["words"][other] for spelling in (fold(word), bare(word))
        }
        for other in (*KINDS, "yes", "no", "agree", "refuse")
        for code in languages()
    }
    for code in languages():
        for (other, of), words in lists.items():
            assert other == kind or not words & lists[kind, code], (kind, code, other, of)


@pytest.mark.parametrize(("one", "other"), list(combinations(("agree", "refuse", "wavers"), 2)))
def test_what_agrees_never_refuses_nor_wavers(one: str, other: str) -> None:
    def words(kind: str) -> set[str]:
        return {fold(word) for code in languages() for word in language_table(code)["words"][kind]}

    assert not words(one) & words(other)
    assert not words("agree") & words("no")
