"""`ovop group move`: an empty list is written, a filled one is checked, and its members move once."""

import pytest
from openpyxl import load_workbook

from tests.cli.groups.test_import import ROSTER, save
from tests.cli.operator import Operator


@pytest.fixture
def office(operator: Operator) -> Operator:
    operator.begin("malawi-ovop")
    operator.run(f"import {save(operator, ROSTER)}")
    operator.run("group add Chonde --area MW-DE")
    return operator


def test_a_list_is_written_checked_and_taken_up_once(office: Operator) -> None:
    (chonde,) = [one["group"] for one in office.run("group list --json").json["groups"] if one["name"] == "Chonde"]
    file = office.data / "moves.xlsx"
    assert office.run(f"group move {file} --template").code == 0
    book = load_workbook(file)
    assert "Group now" in str(book["moves"]["A1"].value) and book["groups"]["B1"].value == "Chonde"
    told = office.run(f"group move {file} --check")
    assert (
        told.code == 1
        and "There are no rows below the headings Gulu la pano" in told.err
        and "; or Group now," in told.err
    )
    assert office.run(f"group move {file} --template").err.endswith("choose another name, or delete it.\n")
    for row in (("Kampini", 1, "Chonde"), ("Kampini", "mary  banda", chonde)):
        book["moves"].append(row)
    book.save(file)
    told = office.run(f"group move {file} --check")
    assert (told.code, told.err) == (0, "") and "It would move 2 members." in told.out
    assert "Grace Phiri, 1: from Kampini (1) to Chonde" in told.out
    assert "Chonde, MW-DE, no product, 0 members" in office.run("group list").out
    told = office.run(f"group move {file}")
    assert (told.code, told.err) == (0, "") and "moved 2 members." in told.out
    assert "Chonde, MW-DE, no product, 2 members" in office.run("group list").out
    deeds = office.run("audit --json").out
    again = office.run(f"group move {file}")
    assert again.out == f"Everybody in {file} is there already; nobody moves.\n"
    assert office.run("audit --json").out == deeds


def test_what_is_wrong_is_said_by_row_and_column_and_nobody_moves(office: Operator) -> None:
    file = save(office, "from,member,to\nKampini,1,Chonde\nKampini,9,Chonde\n", "moves.csv")
    told = office.run(f"group move {file}")
    first, last = told.err.splitlines()
    assert told.code == 1 and first.startswith("Row 3, column B, member: Nobody in Kampini is “9”")
    assert last.endswith("moves.csv: 1 problem; nothing was changed.")
    assert "Chonde, MW-DE, no product, 0 members" in office.run("group list").out
    (one,) = office.run(f"group move {file} --json").json["problems"]
    assert (one["row"], one["column"]) == (3, "B, member")


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("group move", 2, "Say which file: ovop group move FILE"),
        ("group move list.csv --template", 2, "The template is a workbook; call it list.csv.xlsx"),
        ("group move nowhere.csv", 1, "nowhere.csv: No such file or directory."),
    ],
)
def test_what_makes_no_sense(office: Operator, line: str, code: int, sentence: str) -> None:
    told = office.run(line)
    assert (told.code, told.out) == (code, "") and sentence in told.err
