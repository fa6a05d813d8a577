"""What outlives a person: numbers and choices, and nothing that she wrote in words."""

import pytest

from bot.forms import load_form
from bot.forms.xform.anonymous_answers import figures_of
from tests.services.town import pack

CODES = ("malawi-ovop", "nepal-odop", "thailand-otop")

FORM = """
| survey |
| | type | name | label | calculation | appearance |
| | start | start | | | |
| | phonenumber | device | | | |
| | text | word | Say a word | | |
| | integer | age | How old? | | |
| | integer | phone | Your number? | | |
| | decimal | weight | How heavy? | | |
| | date | day | When? | | |
| | geopoint | spot | Where? | | |
| | image | photo | Show it | | |
| | select_one kinds or_other | kind | Which? | | |
| | select_multiple kinds | kinds | Which ones? | | |
| | acknowledge | seen | Seen | | |
| | range | stars | How good? | | |
| | calculate | twice | | ${age} * 2 | |
| | calculate | greeting | | concat('Dear ', ${word}) | |
| | calculate | shouted | | concat(${greeting}, '!') | |
| | calculate | said | | jr:choice-name(${kind}, '${kind}') | |
| | hidden | unit | | | |
| | begin_repeat | members | Members | | |
| | text | member_word | A word | | |
| | integer | member_age | How old? | | |
| | end_repeat | | | | |

| choices |
| | list_name | name | label |
| | kinds | tea | Tea |
| | kinds | word | Word |
"""

FIGURES = {
    "age": "70", "weight": "1.5", "kind": "tea", "kinds": "tea word", "seen": "OK", "stars": "4", "twice": "140",
    "said": "Tea", "unit": "tea", "members[2]/member_age": "7",
}  # fmt: skip
WORDS = {
    "start": "2026-01-01T00:00:00", "device": "+265991234567", "word": "Zaphira", "phone": "991234567",
    "day": "1950-01-01", "spot": "1 2", "photo": "a.jpg", "kind_other": "cordial", "greeting": "Dear Zaphira",
    "shouted": "Dear Zaphira!", "unit": "a jar of hers", "members[2]/member_word": "Zaphira", "of_another_form": "1",
}  # fmt: skip


@pytest.fixture(scope="module")
def xml() -> str:
    return load_form(FORM, "md", "words", {}).xml


@pytest.mark.parametrize(("name", "value"), FIGURES.items(), ids=str)
def test_a_figure_stays(xml: str, name: str, value: str) -> None:
    assert figures_of(xml).has(f"/words/{name}", value)


@pytest.mark.parametrize(("name", "value"), WORDS.items(), ids=str)
def test_words_do_not(xml: str, name: str, value: str) -> None:
    assert not figures_of(xml).has(f"/words/{name}", value)


@pytest.mark.parametrize("code", CODES)
def test_of_the_packs_forms_only_who_she_is_goes_with_her(code: str) -> None:
    """Words, and what few others in a village are too (docs/decisions/0008-erasure.md)."""
    who = {"gender", "age_band", "disability"}
    goes = {"registration": {"name", "phone", "product_other", *who}, "about_you": who}
    for name, form in pack(code).forms.items():
        figures = figures_of(form.xml)
        lost = {one.name for one in form.questions if not figures.has(one.path, "1")}
        assert lost == goes.get(name, set())


@pytest.mark.parametrize("code", CODES)
def test_the_unit_of_a_check_in_stays_with_its_figures(code: str) -> None:
    form = pack(code).forms["checkin"]
    assert figures_of(form.xml).has(f"{form.root}/unit", "kg")
    assert not figures_of(form.xml).has(f"{form.root}/unit", "Zaphira's jar")
