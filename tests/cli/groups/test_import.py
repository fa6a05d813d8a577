"""`ovop import`: an empty roster is written, a filled one is checked, and nothing is changed by that."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.clock import wall_clock
from tests.cli.operator import Operator, Outcome

PACKS = ("malawi-ovop", "nepal-odop", "thailand-otop")
HEADINGS = "group,member,number,phone,area,inception,told_on,told_how,told_before,figures_day,members,sales"
GROUP = "Kampini,,,,MW-DE,2025-04-01,,,,2026-01-31,24,1200"
GRACE = "Kampini,Grace Phiri,1,0991234567,,,2026-01-15,aloud,Chief Banda,2026-01-31,,100"
MARY = "Kampini,Mary Banda,,,,,2026-01-15,thumb,Chief Banda,,,"
ROSTER = "\n".join((HEADINGS, GROUP, GRACE, MARY)) + "\n"


@pytest.fixture
def office(operator: Operator) -> Operator:
    operator.begin("malawi-ovop")
    return operator


def save(operator: Operator, content: str | bytes, name: str = "roster.csv") -> Path:
    file = operator.data / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def check(operator: Operator, content: str | bytes, name: str = "roster.csv") -> Outcome:
    return operator.run(f"import --check {save(operator, content, name)}")


def problems(operator: Operator, *rows: str, headings: str = HEADINGS) -> list[str]:
    """What is wrong with a file of these rows, a line each."""
    told = check(operator, "\n".join((headings, *rows)) + "\n")
    assert (told.code, told.out) == (1, ""), told
    *lines, last = told.err.splitlines()
    many = f"{len(lines)} problems" if len(lines) > 1 else "1 problem"
    assert last.endswith(f"roster.csv: {many}; nothing was changed.")
    return lines


def workbook(operator: Operator, *rows: list[Any], name: str = "roster.xlsx", more: Any = None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "roster"
    for row in rows:
        sheet.append(row)
    if more is not None:
        more(sheet)
    file = operator.data / name
    book.save(file)
    return file


def test_what_would_be_made_is_said_and_nothing_is_changed(office: Operator) -> None:
    told = check(office, ROSTER)
    assert (told.code, told.err) == (0, "")
    assert told.out.endswith("roster.csv is in order. It would make 1 group, 2 members, 3 opening figures.\n")
    assert office.run("group list").out.startswith("There is no group yet")
    asked = office.run(f"import --check --json {office.data / 'roster.csv'}").json
    assert asked["new"] == {"groups": 1, "members": 2, "figures": 3, "leaders": 0}
    assert (asked["problems"], asked["changes"], asked["notes"]) == ([], [], 0)


@pytest.mark.parametrize("code", PACKS)
def test_a_template_is_an_empty_roster_in_the_languages_of_the_programme(operator: Operator, code: str) -> None:
    operator.begin(code)
    file = operator.data / "empty.xlsx"
    told = operator.run(f"import --template {file}")
    assert (told.code, told.err) == (0, "") and "empty.xlsx: fill the sheet roster" in told.out
    book = load_workbook(file)
    sheet = book["roster"]
    headings = [str(cell.value) for cell in sheet[1]]
    assert "Group" in headings[0] and "\n" in headings[0] and len(headings) == 23
    assert {"areas", "products", "codes", "help"} < set(book.sheetnames)
    empty = operator.run(f"import --check {file}")
    assert (empty.code, "There are no rows below the headings" in empty.err) == (1, True), "examples are not read"
    assert operator.run(f"import --template {file}").err.endswith(
        "is there already; choose another name, or delete it.\n"
    )


@pytest.mark.parametrize("code", PACKS)
def test_the_examples_of_a_template_are_in_order_once_they_are_no_notes(operator: Operator, code: str) -> None:
    operator.begin(code)
    file = operator.data / "empty.xlsx"
    operator.run(f"import --template {file}")
    book = load_workbook(file)
    for row in (2, 3):
        cell = book["roster"].cell(row, 1)
        cell.value = str(cell.value).lstrip("# ")
    book.save(file)
    told = operator.run(f"import --check {file}")
    assert (told.code, told.err) == (0, "")
    assert "1 group, 1 member, 5 opening figures, 1 leader's link" in told.out


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Kampini,Ruth,,,,,,aloud,Chief,,,", "Row 4, column G, told_on: On which day did she agree"),
        ("Kampini,Ruth,,,,,2026-01-15,,Chief,,,", "Row 4, column H, told_how: How did she agree"),
        ("Kampini,Ruth,-,−,--,–,2026-01-15,-,Chief,,,", "Row 4, column H, told_how: How did she agree"),
        ("-,Ruth,,,,,2026-01-15,aloud,Chief,,,", "column A, group: Of which group is this row?"),
        ("Kampini,Ruth,,,,,2026-01-15,aloud,,,,", "Row 4, column I, told_before: Before whom"),
        ("Kampini,grace  PHIRI,,,,,2026-01-15,aloud,Chief,,,", "column B, member: grace PHIRI is in this group"),
        ("Kampini,Ruth,1,,,,2026-01-15,aloud,Chief,,,", "column C, number: 1 is Grace Phiri's number already, row 3"),
        ("Kampini,Ruth,0,,,,2026-01-15,aloud,Chief,,,", "column C, number: 0 is not possible here"),
        ("Kampini,Ruth,,12,,,2026-01-15,aloud,Chief,,,", "column D, phone: “12” is no phone number"),
        ("Kampini,Ruth,,,MW-BA,,2026-01-15,aloud,Chief,,,", "column E, area: This is said of the whole group"),
        ("Kampini,Ruth,,,,,2026-01-15,aloud,Chief,,,50", "column J, figures_day: These figures have no day"),
        ("Kampini,Ruth,,,,,2026-01-15,aloud,Chief,2026-01-31,,-50", "column L, sales: “-50” is less than nothing"),
        ("Kampini,Ruth,,,,,2026-01-15,aloud,Chief,2026-01-31,,$50", "column L, sales: “$50” is other money"),
        ("Kampini,Ruth,,,,,2026-01-15,aloud,Chief,2026-01-31,5,", "column K, members: This is said of the whole group"),
        ("Kampini,Ruth,,,,,2026-01-15,aloud,Chief,SOON-01-31,,5", "figures_day: “SOON-01-31” is still to come"),
        (",Ruth,,,,,2026-01-15,aloud,Chief,,,", "column A, group: Of which group is this row?"),
        ("Chonde,Ruth,,,,,2026-01-15,aloud,Chief,,,", "column A, group: There is no group Chonde yet"),
        ("Kampini,,,,MW-DE,2025-04-01,,,,,,", "column B, member: Kampini has a row already, row 2"),
        ("Chonde,,,,,2025-04-01,,,,,,", "column E, area: Where is the group?"),
        ("Chonde,,,,MW-DE,,,,,,,", "column F, inception: When did the group begin?"),
        ("Chonde,,,,Atlantis,2025-04-01,,,,,,", "column E, area: “Atlantis” is not known here"),
        ("Chonde,,,,MW-DE,SOON-04-01,,,,,,", "column F, inception: “SOON-04-01” is still to come"),
        ("Chonde,,7,,MW-DE,2025-04-01,,,,,,", "column C, number: This is said of members"),
        ("Chonde,,,,MW-DE,2025-04-01,,,,2026-01-31,200000,", "column K, members: “200000” is too much"),
        ("Kampini,Ruth,,,,,2026-01-15,aloud,Chief,,,,more", "column M: This column has no heading"),
        ("12,,,,MW-DE,2025-04-01,,,,,,", "column A, group: “12” has no letter in it"),
    ],
)  # fmt: skip
def test_each_problem_has_its_place_and_what_to_do(office: Operator, row: str, sentence: str) -> None:
    row, sentence = (one.replace("SOON", str(wall_clock().year + 2)) for one in (row, sentence))
    (line,) = problems(office, GROUP, GRACE, row)
    assert line.startswith("Row 4, ") and sentence in line and line.endswith(".")
    assert office.run("group list").out.startswith("There is no group yet")


def test_all_problems_are_told_at_once(office: Operator) -> None:
    told = problems(
        office, GROUP.replace("24", "many"), GRACE.replace("aloud", "by post"), MARY.replace("2026", "2999")
    )
    assert [line.partition(":")[0] for line in told] == [
        "Row 2, column K, members", "Row 3, column H, told_how", "Row 4, column G, told_on",
    ]  # fmt: skip


def test_problems_come_in_the_order_of_the_rows(office: Operator) -> None:
    """What is wrong with one cell, with a row beside others, and with a row beside what is kept."""
    again = GRACE.replace("Grace Phiri", "Mary Banda")
    told = problems(office, GROUP, MARY.replace("Chief Banda", ""), again, GRACE.replace("aloud", "by post"))
    rows = [int(line.removeprefix("Row ").partition(",")[0]) for line in told]
    assert len(rows) > 2 and rows == sorted(rows)


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ("group,member,colour", "Row 1, column C: “colour” is no column of a roster"),
        ("group,member,phone,Phone", "Row 1, column D: The column phone is there twice"),
        ("group,member,sales (USD)", "Row 1, column C: “(USD)”: these figures have to be in MWK; write them so"),
        ("group,member,Stock ('000 MWK)", "Row 1, column C: “('000 MWK)”: these figures have to be in MWK"),
        ("group,member,loan_left (thousands)", "Row 1, column C: “(thousands)”: these figures have to be in MWK"),
        ("group,phone", "The column “Dzina la membala” or “Member's name” is missing; add it."),
        ("name,phone", "This is no roster: no sheet begins with headings such as “Gulu” or “Group”"),
    ],
)
def test_headings_have_to_be_known(office: Operator, headings: str, sentence: str) -> None:
    assert any(sentence in line for line in problems(office, headings=headings))


def test_headings_are_read_in_any_language_and_with_what_stands_beside_them(office: Operator) -> None:
    head = '"กลุ่ม\nGroup",member,NUMBER,Foni,Malo ,The group began on (day),told_on,told_how,told_before,figures_day,'
    head += "Members,Sales in the month before (MWK)"
    assert check(office, "\n".join((head, GROUP, GRACE, MARY))).code == 0


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + ROSTER.encode(),
        ROSTER.replace("\n", "\r\n").encode(),
        ROSTER.replace(",", ";").encode(),
        ROSTER.replace(",", "\t").encode("utf-16"),
        ("sep=;\n" + ROSTER.replace(",", ";")).encode(),
        ("\n\n" + ROSTER + "\n\n,,,,,,,,,,,\n").encode(),
        ("Register of the group,,,,,,,,,,,\nas of,2026,,,,,,,,,,\n" + ROSTER).encode(),
        (ROSTER + "# Kampini,not read at all,,,,,,,,,,\n").encode(),
        ROSTER.replace("Grace Phiri", '"Grace\nPhiri"').encode(),
        ROSTER.replace(",,", ",-,").replace(",,", ", – ,").replace(",\n", ",—\n").encode(),
        (ROSTER + ",".join("-" * 12) + "\n").encode(),
        ROSTER.replace("0991234567", "'+265991234567").replace("Mary", "'Mary").encode(),
    ],
    ids=[
        "mark",
        "windows",
        "semicolons",
        "tabs in utf-16",
        "sep",
        "empty lines",
        "lines above the headings",
        "note",
        "line in a cell",
        "dashes in empty cells",
        "a row of dashes",
        "apostrophes",
    ],
)
def test_text_files_are_read_as_spreadsheets_write_them(office: Operator, content: bytes) -> None:
    told = check(office, content)
    assert (told.code, told.err) == (0, "")
    assert "1 group, 2 members, 3 opening figures" in told.out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b" \n ", "The file is empty"),
        (b"\xff\xfe\x00", "letters are not in UTF-8"),
        (ROSTER.replace("Grace", "Zoë").encode("latin-1"), "letters are not in UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "letters are not in UTF-8"),
        (b"a letter to my aunt", "This is no roster"),
        (b"\0\0\0\0", "The file is no spreadsheet"),
        (b"PK\x03\x04 and no more", "damaged, or was not saved to its end"),
        (b"\xd0\xcf\x11\xe0 old", "of an old kind (.xls), or has a password"),
        (b"<html><table><tr><td>group</td></tr></table></html>", "This is no roster"),
        (b'group,member\n"Kampini,\n', "begins a quotation that has no end"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_one_sentence(office: Operator, content: bytes, sentence: str) -> None:
    told = check(office, content, "roster.xlsx")
    first, last = told.err.splitlines()
    assert (told.code, sentence in first) == (1, True), told.err
    assert last.endswith("1 problem; nothing was changed.")


def test_a_workbook_says_its_sheet_and_what_is_no_value(office: Operator) -> None:
    def odd(sheet: Any) -> None:
        sheet["L2"] = "=SUM(L3:L4)"
        sheet["L3"] = "#REF!"
        sheet["L3"].data_type = "e"
        sheet.merge_cells("A3:A4")

    rows = [line.split(",") for line in ROSTER.splitlines()]
    told = office.run(f"import --check {workbook(office, *rows, more=odd)}")
    assert told.code == 1
    said = [
        ("Sheet roster, column A3:A4", "These cells are merged; part them, and fill each."),
        ("Sheet roster, row 2, column L, sales", "This is a formula; copy the column, paste it as values only"),
        ("Sheet roster, row 3, column L, sales", "This shows an error of the spreadsheet; write what is meant"),
        ("Sheet roster, row 4, column A, group", "Of which group is this row? Write its name in every row."),
    ]
    for line, (place, sentence) in zip(told.err.splitlines()[:-1], said, strict=True):
        assert line.startswith(f"{place}: {sentence}")


def test_what_stands_above_the_headings_is_no_row(office: Operator) -> None:
    """A title over all columns, which names one of them, and what the register is of."""

    def titled(sheet: Any) -> None:
        sheet.insert_rows(1, 3)
        sheet["A1"], sheet["A2"], sheet["B2"] = "Register of members", "Group", "Kampini"
        sheet.merge_cells("A1:L1")

    rows = [line.split(",") for line in ROSTER.splitlines()]
    told = office.run(f"import --check {workbook(office, *rows, more=titled)}")
    assert (told.code, told.err) == (0, "")
    assert "1 group, 2 members, 3 opening figures" in told.out


def test_cells_of_a_workbook_are_numbers_days_and_money(office: Operator) -> None:
    def kinds(sheet: Any) -> None:
        sheet["F2"], sheet["J2"], sheet["K2"], sheet["L2"] = datetime(2025, 4, 1), datetime(2026, 1, 31), 24, 1200.5  # noqa: DTZ001
        sheet["C3"], sheet["D3"], sheet["G3"] = 1.0, 991234567, datetime(2026, 1, 15)  # noqa: DTZ001
        sheet["L3"] = 100
        sheet["L3"].number_format = "[$MWK] #,##0"

    rows = [line.split(",") for line in ROSTER.splitlines()]
    file = workbook(office, *rows, more=kinds)
    assert office.run(f"import --check {file}").out.endswith("3 opening figures.\n")

    def wrong(sheet: Any) -> None:
        kinds(sheet)
        sheet["L3"].number_format = "[$€-407] #,##0"
        sheet["L2"].number_format = "0%"

    told = office.run(f"import --check {workbook(office, *rows, more=wrong)}").err.splitlines()
    assert "row 2, column L, sales: This is a share in per cent" in told[0]
    assert "row 3, column L, sales: “€ 100” is other money; write the amount in MWK" in told[1]


def test_a_group_can_have_a_sheet_of_its_own_and_other_sheets_are_left_alone(office: Operator) -> None:
    rows = [line.split(",") for line in ROSTER.splitlines()]
    second = [[cell.replace("Kampini", "Chonde").replace("0991234567", "0881234567") for cell in row] for row in rows]

    def more(sheet: Any) -> None:
        other = sheet.parent.create_sheet("Chonde")
        for row in second:
            other.append(row)
        sheet.parent.create_sheet("Notes").append(["Call Grace", "on Monday"])

    told = office.run(f"import --check {workbook(office, *rows, more=more)}")
    assert "2 groups, 4 members, 6 opening figures" in told.out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("import", "Say which file: ovop import FILE"),
        ("import a.csv --template b.xlsx", "Say which file: ovop import FILE"),
        ("import --template roster.csv", "The template is a workbook; call it roster.csv.xlsx"),
        ("import nowhere.csv --programme atlantis", "There is no programme “atlantis”"),
    ],
)
def test_what_makes_no_sense(office: Operator, line: str, sentence: str) -> None:
    told = office.run(line)
    assert (told.code, told.out) == (2, "") and sentence in told.err


def test_a_file_that_is_not_there(office: Operator) -> None:
    assert office.run("import nowhere.csv").err == "nowhere.csv: No such file or directory.\n"


def test_a_roster_is_taken_up_and_told_and_the_same_file_again_changes_nothing(office: Operator) -> None:
    file = save(office, ROSTER.replace(HEADINGS, f"{HEADINGS},leader").replace(GRACE, f"{GRACE},yes"))
    made = office.run(f"import {file}")
    assert (made.code, made.err) == (0, "")
    first, group, link, name = made.out.splitlines()
    assert first.endswith("roster.csv: made 1 group, 2 members, 3 opening figures, 1 leader's link.")
    assert group == "1: Kampini, new, 2 new members"
    assert link.startswith("For Grace Phiri, leader of Kampini, once, until ")
    assert "https://t.me/YOUR_BOT?start=join_" in link and name.endswith("OVOP_TOKEN is not set.")
    assert office.run("group list").out.splitlines() == [
        "1: Kampini, MW-DE, no product, 2 members, no leader",
        "   before the programme: Members 24 (2026-01-31); Sales in the month before 1200 (2026-01-31)",
    ]
    (group,) = office.run("group list --json").json["groups"]
    assert [(one["figure"], one["value"]) for one in group["known_before"]] == [("members", "24"), ("sales", "1200")]
    deeds = office.run("audit --json").out
    again = office.run(f"import {file}")
    assert (again.code, again.err) == (0, "")
    assert again.out.splitlines()[0].endswith("roster.csv is here already; nothing is new.")
    assert again.out.splitlines()[1] == link, "nobody has used it yet, so it is shown once more, and no other is made"
    assert office.run("audit --json").out == deeds
    assert office.run(f"import --check {file}").out.endswith("roster.csv is here already; nothing is new.\n")


def test_a_few_more_rows_are_added_alone_and_what_differs_is_said(office: Operator) -> None:
    office.run(f"import {save(office, ROSTER)}")
    more = ROSTER.replace("0991234567", "0881234567").replace(",100\n", ",150\n").replace("24,1200", "24,1300")
    more += "Kampini,Ruth Moyo,7,,,,2026-02-15,signed,Chief Banda,2026-01-31,,80\n"
    told = office.run(f"import {save(office, more)}")
    assert (told.code, told.err) == (0, "")
    first, group, *changes = told.out.splitlines()
    assert first.endswith("roster.csv: made 1 member, 1 opening figure.")
    assert group == "1: Kampini, 1 new member"
    said = [
        ("Row 3, column D, phone", "+265881234567", "+265991234567"),
        ("Row 3, column L, sales", "150 of 2026-01-31", "100 of 2026-01-31"),
        ("Row 2, column L, sales", "1300 of 2026-01-31", "1200 of 2026-01-31"),
    ]
    assert changes == [
        f"Not changed. {place}: “{wanted}” in the file, “{kept}” here; what is here stays."
        for place, wanted, kept in said
    ]
    assert office.run("group list --json").json["groups"][0]["members"] == 3


def test_nothing_is_made_while_anything_is_wrong(office: Operator) -> None:
    told = office.run(f"import {save(office, ROSTER + 'Kampini,Ruth,,,,,,,,,,')}")
    assert (told.code, told.out) == (1, "") and told.err.endswith("3 problems; nothing was changed.\n")
    assert office.run("group list").out.startswith("There is no group yet")
    asked = office.run(f"import --json {office.data / 'roster.csv'}").json
    assert asked["problems"][0] == {
        "sheet": None, "row": 5, "column": "G, told_on",
        "sentence": "On which day did she agree to what is kept? Nothing is kept without; ask her, and write the day.",
    }  # fmt: skip


def test_members_come_to_a_group_that_is_there_already(office: Operator) -> None:
    office.run("group add Kampini --area MW-DE --inception 2025-04-01")
    told = office.run(f"import {save(office, chr(10).join((HEADINGS, GRACE, '')))}")
    assert told.out.splitlines()[0].endswith("made 1 member, 1 opening figure.")
    assert office.run("group list").out == "1: Kampini, MW-DE, no product, 1 members, no leader\n"
