"""Who is new in a group is read as the written cases say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.groups.new_members import age_called, ages_in, read_new_members
from bot.domain.groups.report.names import may_be_one
from tests.domain.groups.new_member_cases import Case, as_written, cases, goods
from tests.domain.groups.report_cases import LOCALES
from tests.nightly import times

LANGUAGES = ("en", "th", "ne", "ny")


@pytest.mark.parametrize("case", [case for language in LANGUAGES for case in cases(language)], ids=str)
def test_it_is_read_as_it_is_meant(case: Case) -> None:
    assert as_written(case.read()) == case.meant


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sixty_cases_of_each_language(language: str) -> None:
    assert len(list(cases(language))) >= 60


# Written after the reader.
AFTERWARDS = {
    "en": [
        ("Name: Malee, Gender: F, Age: 54, Product: mats", "Malee f o baskets"),
        ("We have a new member called Ruth Phiri. She is 63 years old. She makes soap.", "Ruth_Phiri f o soap"),
        ("Malee Srisai (54, f), Noi Kham (61, m)", "Malee_Srisai f o - | Noi_Kham m o -"),
        ("Malee/F/54/mats", "Malee f o baskets"),
        ("Mary f in her 40s", "Mary f ? -"),
        ("Mary f 54 mats\nf 33 Jane beans", "Mary f o baskets | Jane f y beans"),
        ("Grace, Honey", "Grace - - - | Honey! - - -"),
    ],
    "th": [
        ("ชาญ ชาย 44 ชา", "ชาญ m b tea"),
        ("ตาล หญิง 20", "ตาล f y -"),
        ("คุณสมศรี อายุ 45 เพศหญิง สินค้า สบู่", "สมศรี f b soap"),
        ("มาลี(หญิง)54", "มาลี f o -"),
        ("นางมาลี ศรีใส อายุ 54 ปี ทำจักสาน", "มาลี_ศรีใส f o basketry"),
    ],
    "ne": [
        ("माया राई, ५४ वर्षीया महिला, मह", "माया_राई f o honey"),
        ("नाम: माया राई लिङ्ग: महिला उमेर: ५४", "माया_राई f o -"),
    ],
    "ny": [
        ("Mayi Banda ndi Bambo Phiri", "Banda f - - | Phiri m - -"),
        ("Agogo Malita 70 mphasa", "Malita - o baskets"),
    ],
}


@pytest.mark.parametrize(
    ("language", "typed", "meant"), [(language, *one) for language, found in AFTERWARDS.items() for one in found]
)
def test_so_are_lines_of_afterwards(language: str, typed: str, meant: str) -> None:
    assert " | ".join(as_written(Case(language, typed, ()).read())) == meant


@settings(max_examples=times(100, 5000))
@given(st.lists(st.sampled_from([case for case in cases("en") if not as_written(case.read())[-1].startswith("words")])))
def test_the_order_of_lines_changes_nothing(chosen: list[Case]) -> None:
    one_each = list({case.typed: case for case in chosen}.values())
    there = Case("en", "\n".join(case.typed for case in one_each), ()).read()
    back = Case("en", "\n".join(case.typed for case in reversed(one_each)), ()).read()
    assert sorted(as_written(there)) == sorted(as_written(back))


@settings(max_examples=times(200, 5000))
@given(st.sampled_from(LANGUAGES), st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(language: str, typed: str) -> None:
    for one in Case(language, typed, ()).read().people:
        assert one.name


@pytest.mark.parametrize(
    ("name", "other", "near"),
    [
        ("Malee Srisai", "malee srisai", True),
        ("Malee", "Malee Srisai", True),
        ("Mali Srisai", "Malee Srisai", False),
        ("Maleee Srisai", "Malee Srisai", True),
        ("Srisai Malee", "Malee Srisai", True),
        ("Malee Kham", "Malee Srisai", False),
        ("Noi", "Noy", False),
        ("มาลี", "มาลี ศรีใส", True),
        ("माया राई", "माया राइ", True),
        ("", "Malee", False),
        ("Malita Phiri", "Chikondi Phiri", False),
    ],
)
def test_two_names_may_be_one_persons(name: str, other: str, near: bool) -> None:
    assert may_be_one(name, other) is near
    assert may_be_one(other, name) is near


def test_ages_are_in_the_bands_of_the_pack() -> None:
    bands = ("under_18", "from_18_to_25", "from_26_to_50", "over_50")
    heard = read_new_members("Malee 30, Noi 25, Lek 18-35", goods("malawi-ovop", "en"), bands, LOCALES["en"])
    malee, noi, lek = heard.people
    assert (malee.age_band, malee.age, noi.age_band) == ("from_26_to_50", 30, "from_18_to_25")
    assert lek.age_band is None and lek.doubts[0].choices == ("from_18_to_25", "from_26_to_50")
    assert [ages_in(band) for band in bands] == [(0, 17), (18, 25), (26, 50), (51, 110)]
    assert [age_called(band, "en") for band in bands] == ["under 18", "18 to 25", "26 to 50", "over 50"]
