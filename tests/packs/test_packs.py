"""The packs that come with the bot: they load, hold the whole country, and each form can be answered to its end."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.domain.programme import Better, Retention, Standing
from bot.forms import Kind, Question, Session
from bot.i18n.locale import Calendar
from bot.packs import PROGRAMMES, Pack, find_packs, load_pack

from .walk import CONTEXT, walk

CODES = ("malawi-ovop", "nepal-odop", "thailand-otop")


@pytest.fixture(scope="module")
def packs() -> Mapping[str, Pack]:
    return {folder.name: load_pack(folder) for folder in find_packs()}


def test_three_packs_are_found_beside_the_code(packs):
    assert tuple(packs) == CODES
    assert all(folder.parent == PROGRAMMES for folder in find_packs())


def test_the_readme_explains_every_setting():
    readme = (PROGRAMMES / "README.md").read_text(encoding="utf-8")
    settings = tomllib.loads((PROGRAMMES / "nepal-odop" / "programme.toml").read_text(encoding="utf-8"))
    assert [name for name in settings.keys() - {"title"} if f"`{name}" not in readme] == []


def test_a_folder_without_a_manifest_is_no_pack(tmp_path):
    (tmp_path / "notes").mkdir()
    assert list(find_packs(tmp_path)) == []


@pytest.mark.parametrize(
    ("code", "country", "languages", "currency", "zone", "calendar"),
    [
        ("thailand-otop", "TH", ("th", "en"), "THB", "Asia/Bangkok", Calendar.BUDDHIST),
        ("nepal-odop", "NP", ("ne", "en"), "NPR", "Asia/Kathmandu", Calendar.BIKRAM_SAMBAT),
        ("malawi-ovop", "MW", ("ny", "en"), "MWK", "Africa/Blantyre", Calendar.GREGORIAN),
    ],
)
def test_what_a_programme_says_of_its_country(packs, code, country, languages, currency, zone, calendar):
    programme = packs[code].programme
    assert (programme.country, programme.phone_region) == (country, country)
    assert (programme.languages, programme.currency) == (languages, currency)
    assert (programme.timezone, programme.calendar) == (zone, calendar)


@pytest.mark.parametrize("code", CODES)
def test_the_calendar_is_the_studys(packs, code):
    schedule = packs[code].programme.schedule
    assert schedule.months == (1, 2, 3, 4, 5, 6, 8, 10, 12)
    assert schedule.intervals == {Standing.ON_TRACK: 6, Standing.MIXED: 3, Standing.AT_RISK: 1}
    assert packs[code].programme.nudges.days == (0, 3, 7)


def test_what_may_be_left_out_has_its_usual_value(packs):
    programme = packs["malawi-ovop"].programme
    assert (programme.unusual_factor, programme.correct_within_days) == (7, 30)
    assert programme.retention == Retention(30, 180, 90, 730, 730)
    assert (programme.groups.term_months, programme.groups.key_holders) == (0, 0)
    assert (programme.announcements.approve_above, programme.announcements.blackout) == (1000, ())


def test_blackout_days_are_read_one_by_one_and_from_first_to_last(folder: Path) -> None:
    told = '[announcements]\nblackout = ["2027-03-28", "2027-05-01 to 2027-05-09"]\n[nudges]'
    toml = folder / "programme.toml"
    toml.write_text(toml.read_text("utf-8").replace("[nudges]", told), "utf-8")
    found = load_pack(folder).programme.announcements
    first, last = date(2027, 5, 1), date(2027, 5, 9)
    assert found.blackout == ((date(2027, 3, 28), date(2027, 3, 28)), (first, last))
    assert found.approve_above == 1000


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("thailand-otop", {"province": 77, "district": 928}),
        ("nepal-odop", {"province": 7, "district": 77}),
        ("malawi-ovop", {"region": 3, "district": 28}),
    ],
)
def test_all_areas_of_the_country_are_there(packs, code, counts):
    pack = packs[code]
    assert Counter(row["level"] for row in pack.areas.rows) == counts
    assert [level.name for level in pack.programme.levels] == list(counts)


@pytest.mark.parametrize("code", CODES)
def test_products_are_counted_in_units_of_the_baseline(packs, code):
    pack = packs[code]
    unit = session(pack, "baseline", "en").question
    assert unit is not None
    units = {choice.name for choice in unit.choices}
    assert {row["unit"] for row in pack.products.rows if row["name"] != "other"} <= units
    assert len(pack.products.rows) >= 25


def session(pack: Pack, form: str, language: str, answers: Mapping[str, str] | None = None) -> Session:
    known = {f"{pack.forms[form].root}/{name}": value for name, value in (answers or {}).items()}
    return Session.start(pack.forms[form], CONTEXT, language, known)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", ["registration", "baseline", "checkin", "checkin_short"])
def test_every_form_can_be_answered_to_its_end_in_every_language(packs, code, form):
    for language in packs[code].programme.languages:
        asked, done = walk(session(packs[code], form, language))
        assert done.question is None
        for question in asked:
            assert question.label and "${" not in question.label
            assert all(choice.label for choice in question.choices)


# Who she is comes last in registration, and each of the three can be skipped: they are beside the eight.
WHO_SHE_IS = ["gender", "age_band", "disability"]
USUAL = {
    "registration": ["name", "phone", "{top}", "district", "product", "works", "people", *WHO_SHE_IS],
    "baseline": ["unit", "produced", "price", "sales", "costs", "people", "share", "have"],
    "checkin": ["operating", "produced", "price", "sales", "costs", "people", "share", "news"],
    "checkin_short": ["operating", "sales"],
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", USUAL)
def test_the_usual_way_is_eight_questions_or_fewer(packs, code, form):
    asked, _ = walk(session(packs[code], form, "en"))
    top = packs[code].programme.levels[0].name
    assert [question.name for question in asked] == [name.format(top=top) for name in USUAL[form]]
    assert len([question for question in asked if question.name not in WHO_SHE_IS]) <= 8


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", ["checkin", "checkin_short"])
def test_who_stopped_is_asked_why_and_let_go(packs, code, form):
    asked, done = walk(session(packs[code], form, "en"), {"operating": "no", "stopped": "season"})
    assert [question.name for question in asked] == ["operating", "stopped"]
    assert done.result()[f"{packs[code].forms[form].root}/stopped"] == "season"


@pytest.mark.parametrize(
    ("code", "answers", "more"),
    [
        ("thailand-otop", "loan stars", ["loan_left", "stars"]),
        ("nepal-odop", "loan label certificate", ["loan_left"]),
        ("malawi-ovop", "loan label", ["loan_got", "loan_left"]),
    ],
)
def test_what_applies_is_asked_for_more(packs, code, answers, more):
    asked, _ = walk(session(packs[code], "baseline", "en"), {"have": answers})
    assert [question.name for question in asked[8:]] == more


def test_something_else_has_to_be_named(packs):
    asked, _ = walk(session(packs["nepal-odop"], "registration", "ne"), {"product": "other"})
    assert "product_other" in [question.name for question in asked]


def test_districts_are_those_of_the_chosen_province(packs):
    asked, _ = walk(session(packs["nepal-odop"], "registration", "ne"), {"province": "NP-P4"})
    district = next(question for question in asked if question.name == "district")
    assert len(district.choices) == 11
    assert "कास्की" in {choice.label for choice in district.choices}


@pytest.mark.parametrize(
    ("language", "known", "words"),
    [
        ("th", {"unit": "kg"}, "กิโลกรัม"),
        ("en", {"unit": "kg"}, "Counted in: kilogram."),
        ("en", {}, "Counted in: your usual unit."),
    ],
)
def test_the_check_in_counts_as_the_baseline_did(packs, language, known, words):
    asked, _ = walk(session(packs["thailand-otop"], "checkin", language, known))
    assert words in hint_of(asked, "produced")


def hint_of(asked: list[Question], name: str) -> str:
    return next(question.hint for question in asked if question.name == name) or ""


@pytest.mark.parametrize("code", CODES)
def test_money_questions_say_who_sees_them(packs, code):
    for form in ("baseline", "checkin", "checkin_short"):
        asked, _ = walk(session(packs[code], form, "en"), {"have": "loan", "news": "loan"})
        money = [question for question in asked if question.appearance == "money"]
        assert money and all("Only you and programme staff see this." in (question.hint or "") for question in money)


@pytest.mark.parametrize("code", CODES)
def test_indicators_are_asked_as_numbers_in_both_forms(packs, code):
    pack = packs[code]
    assert {indicator.better for indicator in pack.programme.indicators} <= set(Better)
    for form in ("baseline", "checkin"):
        kinds = {field.name: field.kind for field in pack.forms[form].questions}
        assert all(kinds[one.name] in (Kind.INTEGER, Kind.DECIMAL) for one in pack.programme.indicators)
