"""What people agree to: three short screens in every language of every pack, and the same points on each."""

import re
from pathlib import Path

import pytest

from bot.i18n.languages import languages
from bot.packs import Pack, load_pack
from tests.house import COUNTRIES, PACKS

POINTS = Path(__file__).with_name("consent_points.tsv")
SCREENS, MOST_LINES, MOST_LETTERS = 3, 3, 200


def points() -> list[dict[str, str]]:
    """A row a point, by the names of the columns."""
    lines = POINTS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    heads = next(line for line in lines if line.startswith("# screen"))[2:].split("\t")
    return [dict(zip(heads, row, strict=True)) for row in rows]


PACKS_AND_LANGUAGES = [
    (pack, language)
    for pack in (load_pack(PACKS / code) for code in COUNTRIES)
    for language in pack.programme.languages
]
BY_NAME = [f"{pack.programme.code} {language}" for pack, language in PACKS_AND_LANGUAGES]


def told(pack: Pack, language: str) -> tuple[str, ...]:
    return pack.programme.consent.screens(language, lambda number: f"<{number}>")


@pytest.mark.parametrize(("pack", "language"), PACKS_AND_LANGUAGES, ids=BY_NAME)
def test_three_short_screens(pack: Pack, language: str) -> None:
    screens = told(pack, language)
    assert len(screens) == SCREENS
    assert not [one for one in screens if len(one.splitlines()) > MOST_LINES or len(one) > MOST_LETTERS]


@pytest.mark.parametrize(("pack", "language"), PACKS_AND_LANGUAGES, ids=BY_NAME)
def test_each_screen_says_its_points(pack: Pack, language: str) -> None:
    screens = told(pack, language)
    unsaid = [
        point["point"] for point in points() if not re.search(point[language], screens[int(point["screen"]) - 1], re.S)
    ]
    assert not unsaid


def test_every_language_has_words_for_every_point() -> None:
    assert all(point[language] for point in points() for language in languages())
    assert {int(point["screen"]) for point in points()} == set(range(1, SCREENS + 1))


def test_a_text_says_the_same_in_every_pack_that_has_it() -> None:
    said: dict[str, set[tuple[str, ...]]] = {}
    for pack, language in PACKS_AND_LANGUAGES:
        said.setdefault(language, set()).add(told(pack, language))
    assert {language: len(found) for language, found in said.items()} == dict.fromkeys(said, 1)


@pytest.mark.parametrize("code", COUNTRIES)
def test_who_agreed_to_the_first_text_is_still_served_and_shows_a_leader_nothing(code: str) -> None:
    consent = load_pack(PACKS / code).programme.consent
    assert consent.holds("1") and not consent.is_newest("1")
    assert not consent.names_leader(1) and consent.names_leader(2)
