"""Each way to break a pack, and what is said about it: file, row, column, sentence."""

from pathlib import Path

import pytest

from bot.packs import PackError, Problem, load_pack

TOML, AREAS, PRODUCTS = "programme.toml", "areas.csv", "products.csv"
REGISTRATION, BASELINE, CHECKIN = "forms/registration.md", "forms/baseline.md", "forms/checkin.md"
ABOUT_YOU = "forms/about_you.md"


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.problems


def change(path: Path, old: str, new: str) -> int:
    """Change the first place where `old` stands; the line it is on."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}: mend this test"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# file, what stands there, what it becomes, the column named, part of the sentence
BROKEN = [
    (TOML, 'code = "malawi-ovop"', 'code = "malawi"', "code", "the folder is “malawi-ovop”"),
    (TOML, 'code = "malawi-ovop"', 'code = "Malawi OVOP"', "code", "small letters"),
    (TOML, 'country = "MW"', 'country = "Malawi"', "country", "ISO 3166"),
    (TOML, 'currency = "MWK"', "currency = 12", "currency", "is not a text in quotes"),
    (TOML, 'currency = "MWK"', 'currency = "MWX"', "currency", "is “MWX”, which is not known"),
    (TOML, '"Africa/Blantyre"', '"Africa/Blantire"', "timezone", "did you mean “Africa/Blantyre”?"),
    (TOML, '"Africa/Blantyre"', '"Africa"', "timezone", "not known"),
    (TOML, '"gregorian"', '"julian"', "calendar", "use one of: bikram_sambat, buddhist, gregorian"),
    (TOML, 'phone_region = "MW"', 'phone_region = "XX"', "phone_region", "not known"),
    (TOML, '["ny", "en"]', '["ny", "en", "ny"]', "languages", "names something twice"),
    (TOML, 'name = "region"', 'name = "the region"', "levels[0].name", "underscores"),
    (TOML, "months = [1, 2,", "months = [2, 1,", "schedule.months", "ascending"),
    (TOML, "months = [1, 2,", "months = [0, 2,", "schedule.months", "outside of 1 to 120"),
    (TOML, "months = [1, 2,", "months = [true, 2,", "schedule.months", "list of whole numbers"),
    (TOML, "mixed = 3", "mixed = 0", "schedule.after.mixed", "from 1 to 60"),
    (TOML, "late_after_days = 14", "late_after_days = 1.5", "schedule.late_after_days", "is not a whole number"),
    (TOML, "hour = 16", "hour = 17", "nudges.hour", "not one of “hours”"),
    (TOML, "hours = [7, 9, 12, 16, 18]", "hours = [7, 16, 19]", "nudges.hours", "has 19"),
    (TOML, "latest = 20", "latest = 20\nlates = 20", None, "did you mean “latest”?"),
    (TOML, "country", "figures = { unusual_factor = 1 }\ncountry", "figures.unusual_factor", "from 2 to 1000"),
    (TOML, "from_36_to_50", "from_40_to_50", "people.age_bands", "gap"),
    (TOML, "from_36_to_50", "from_30_to_50", "people.age_bands", "overlap"),
    (TOML, '"under_18"', '"under_20"', "people.age_bands", "gap"),
    (TOML, '"over_50"', '"over_60"', "people.age_bands", "gap"),
    (TOML, '"from_36_to_50"', '"middle"', "people.age_bands", "another code"),
    (TOML, '"from_18_to_35", "from_36_to_50", "over_50"', '"over_18"', "people.age_bands", "another code"),
    (TOML, "age_bands", "bands", None, "did you mean “age_bands”?"),
    (TOML, "[nudges]", "[answers]\ncorrect_within = 30\n[nudges]", None, "did you mean “correct_within_days”?"),
    (TOML, "country", "groups = { key_holders = 4 }\ncountry", "groups.key_holders", "from 1 to 3"),
    (TOML, "country", "groups = { term_months = 0 }\ncountry", "groups.term_months", "from 1 to 120"),
    (TOML, "country", "groups = { term_month = 24 }\ncountry", None, "did you mean “term_months”?"),
    (
        TOML,
        "country",
        "working_hours = { from = 16, until = 8 }\ncountry",
        "working_hours.until",
        "not after “from” (16)",
    ),
    (TOML, "country", "working_hours = { days = [0, 8] }\ncountry", "working_hours.days", "outside of 1 to 7"),
    (TOML, "country", 'working_hours = { holidays = ["5 Dec"] }\ncountry', "working_hours.holidays", "as 2026-12-05"),
    (TOML, "country", "bikram_sambat = { source = 's', 2084 = [31] }\ncountry", "bikram_sambat.2084", "twelve months"),
    (
        TOML,
        "country",
        "bikram_sambat = { source = 's', 2085 = [31] }\ncountry",
        "bikram_sambat.2085",
        "not follow 2083",
    ),
    (TOML, "country", "bikram_sambat = { source = 's', 2084 = 31 }\ncountry", "bikram_sambat.2084", "list of whole"),
    (TOML, "country", "bikram_sambat = { source = 's', y2084 = [31] }\ncountry", None, "is not a setting"),
    (TOML, "country", "bikram_sambat = { source = '' }\ncountry", "bikram_sambat.source", "is empty"),
    (TOML, "country", "announcements = { approve_above = -1 }\ncountry", "announcements.approve_above", "from 0 to"),
    (TOML, "country", "announcements = { blackout = ['28 March'] }\ncountry", "announcements.blackout", "28 March"),
    (
        TOML,
        "country",
        "announcements = { blackout = ['2027-05-09 to 2027-05-01'] }\ncountry",
        "announcements.blackout",
        "write days like",
    ),
    (TOML, "country", "announcements = { black_out = [] }\ncountry", None, "did you mean “blackout”?"),
    (TOML, "country", "retention = { messages_days = 6 }\ncountry", "retention.messages_days", "from 7 to"),
    (TOML, "country", "retention = { silent_days = 90 }\ncountry", "retention.silent_days", "from 365 to"),
    (TOML, "[nudges]", "[retention]\nmedia_day = 60\n[nudges]", None, "did you mean “media_days”?"),
    (CHECKIN, "| integer | costs |", "| integer | spent |", None, "lets the book answer (book.costs)"),
    (TOML, 'sales = "sales"', 'sold = "sales"', None, "is not a setting"),
    (TOML, 'columns = ["sales"]', "columns = []", "report.columns", "not empty"),
    (TOML, 'sales = "sales"', 'sales = "Sales!"', "book.sales", "the name of a question in checkin.md"),
    (TOML, "version = 3", "version = 0", "consent.version", "from 1 to"),
    (TOML, "still_holds = 1", "still_holds = 4", "consent.still_holds", "from 1 to 3"),
    (TOML, "leader_from = 2", "leader_from = 4", "consent.leader_from", "from 1 to 3"),
    (TOML, "silence_from = 3", "silence_from = 4", "consent.silence_from", "from 1 to 3"),
    (TOML, "backup_days = 30", "backup_days = 7", "consent.backup_days", "from 8 to"),
    (TOML, 'ny = """\nTimasunga', 'ny = """{', "consent.text.ny", "{ or } too many"),
    (TOML, 'ny = """\nTimasunga', 'ny = """\n{days}', "consent.text.ny", "has to say {backup_days}"),
    (TOML, 'ny = """\nTimasunga', 'ny = """\na\nb\nc\nd\ne\nf\n', "consent.text.ny", "a screen of more than 8 lines"),
    (TOML, 'ny = "no"', 'ny = ""', "reviewed.ny", "is empty"),
    (ABOUT_YOU, "| over_50 |", "| old |", None, "the choices under_18, from_18_to_35, from_36_to_50, over_50"),
    (ABOUT_YOU, "select_one gender | gender", "text | gender", "type", "“gender” has to be a select_one"),
    (ABOUT_YOU, "| You may skip this. |  |", "| You may skip this. | yes |", "required", "hers to say or not"),
    (TOML, 'better = "more"', 'better = "mroe"', "indicators[0].better", "did you mean “more”?"),
    (AREAS, "MW-DE,district,MW-C", "MW-DE,district,MW-X", "parent", "There is no area “MW-X”"),
    (AREAS, "MW-DE,district,MW-C", "MW-DE,district,MW-DO", "parent", "has to be a region"),
    (AREAS, "MW-DE,district,MW-C", "MW-DE,village,MW-C", "level", "“village” is no level"),
    (AREAS, "MW-N,region,", "MW-N,region,MW-C", "parent", "leave this empty"),
    (AREAS, "MW-DO,district", "MW-DE,district", "name", "is in row 5 already"),
    (AREAS, "MW-DE,district", "MW DE,district", "name", "is no name"),
    (AREAS, "Dedza,Dedza", ",Dedza", "label::Chichewa (ny)", "is empty"),
    (AREAS, "Dedza,Dedza,", "Dedza", None, "cells"),
    (AREAS, "label::Chichewa (ny)", "label::Chichewa", "label::(ny)", "add it"),
    (AREAS, ",parent,", ",above,", "parent", "The column “parent” is missing"),
    (PRODUCTS, "rice,food", "rice,", "kind", "The kind is empty"),
    (PRODUCTS, "rice,food", "honey,food", None, "already"),
    (REGISTRATION, "| text | phone |", "| text | telephone |", None, "There is no question “phone”"),
    (REGISTRATION, "| yes |  | area |", "| yes |  |  |", "appearance", "“region” asks for an area"),
    (REGISTRATION, "| works | group |", "| works | team |", None, "alone and group"),
    (REGISTRATION, "What is your name?", "", "label::English (en)", "The label of “name” is empty"),
    (REGISTRATION, "| registration | 3 |", "| join | 2 |", "form_id", "write “registration”"),
    (BASELINE, "| decimal | produced |", "| text | produced |", "type", "integer or decimal"),
    (BASELINE, "| integer | sales |", "| integer | income |", None, "There is no question “sales”"),
    (
        BASELINE,
        "| In kwacha. Only you and programme staff see this. |",
        "|  |",
        "hint::English (en)",
        "who will see the answer",
    ),
    (BASELINE, "Please write a number, 0 or more.", "", "constraint_message::English (en)", "is empty"),
    (BASELINE, "| units | kg | kilogalamu |", "| units | kg |  |", "label::Chichewa (ny)", "The label of “kg”"),
    (CHECKIN, "sales last month?", "sales this month?", "label", "same words"),
]


@pytest.mark.parametrize(("file", "old", "new", "column", "sentence"), BROKEN)
def test_a_broken_pack_says_where_and_what(folder, file, old, new, column, sentence):
    row = change(folder / file, old, new)
    found = [problem for problem in problems(folder) if sentence in problem.sentence]
    assert found, [str(problem) for problem in problems(folder)]
    assert found[0].file == file
    if column is not None:
        assert (found[0].row, found[0].column) == (row, column)


@pytest.mark.parametrize(
    ("name", "sentence"), [("takings", "lets leaders report"), ("operating", "reported by leaders")]
)
def test_what_leaders_report_has_to_be_asked_as_a_number(folder, name, sentence):
    change(folder / TOML, 'columns = ["sales"]', f'columns = ["{name}"]')
    (found,) = [problem for problem in problems(folder) if sentence in problem.sentence]
    assert found.file == CHECKIN


def test_every_problem_of_every_file_comes_at_once(folder):
    change(folder / TOML, '"Africa/Blantyre"', '"Nowhere"')
    change(folder / AREAS, "MW-DE,district,MW-C", "MW-DE,district,MW-X")
    (folder / PRODUCTS).unlink()
    change(folder / CHECKIN, "| decimal | produced |", "| decimals | produced |")
    assert {problem.file for problem in problems(folder)} >= {TOML, AREAS, PRODUCTS, CHECKIN}


@pytest.mark.parametrize("file", [TOML, AREAS, PRODUCTS, REGISTRATION, BASELINE, CHECKIN, "forms/checkin_short.md"])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    assert any(problem.file == file and "is missing" in problem.sentence for problem in problems(folder))


@pytest.mark.parametrize("file", [TOML, AREAS, CHECKIN])
def test_a_file_in_another_encoding_is_named(folder, file):
    (folder / file).write_bytes("name = é".encode("latin-1"))
    assert any(problem.file == file and "UTF-8" in problem.sentence for problem in problems(folder))


@pytest.mark.parametrize("file", [TOML, AREAS, PRODUCTS, REGISTRATION, BASELINE, CHECKIN])
def test_an_empty_file_is_a_problem_not_a_crash(folder, file):
    (folder / file).write_text("", encoding="utf-8")
    assert any(problem.file == file for problem in problems(folder))


def test_bad_toml_names_the_line(folder):
    row = change(folder / TOML, 'currency = "MWK"', "currency = MWK")
    (problem,) = problems(folder)
    assert (problem.file, problem.row) == (TOML, row)
    assert "not valid TOML" in problem.sentence


def test_an_expression_that_does_not_compile_is_on_its_line(folder):
    row = change(folder / BASELINE, "selected(${have}, 'loan')", "selcted(${have}, 'loan')")
    assert any((problem.file, problem.row) == (BASELINE, row) for problem in problems(folder))


def test_a_language_without_columns_is_one_problem_per_table(folder):
    text = (folder / AREAS).read_text(encoding="utf-8").replace("label::Chichewa (ny)", "name_ny")
    (folder / AREAS).write_text(text, encoding="utf-8")
    (problem,) = problems(folder)
    assert (problem.file, problem.row) == (AREAS, 1)


def test_a_region_without_districts_cannot_be_chosen(folder):
    with (folder / AREAS).open("a", encoding="utf-8") as table:
        table.write("MW-Q,region,,Chigawo,Fourth Region,\n")
    (problem,) = problems(folder)
    assert "has no district in it" in problem.sentence


def test_a_problem_reads_as_a_sentence():
    problem = Problem("areas.csv", 12, "parent", "There is no area “X”.")
    assert str(problem) == "areas.csv, row 12, parent: There is no area “X”."
