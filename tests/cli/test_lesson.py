"""`ovop lesson check`: of all lessons, of a pack, of a folder; problems by file and line, in words and as JSON."""

import shutil
from pathlib import Path

import pytest

from bot.packs import PROGRAMMES
from tests.cli.operator import Operator

SAMPLES = Path(__file__).parents[1] / "packs/lessons"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A pack with a lesson of its own, in which a test may break something."""
    pack = Path(shutil.copytree(PROGRAMMES / "malawi-ovop", tmp_path / "malawi-ovop"))
    shutil.copytree(SAMPLES, pack / "lessons")
    return pack


def test_all_that_comes_with_the_bot(operator: Operator) -> None:
    told = operator.run("lesson check --json")
    assert (told.code, told.json["problems"]) == (0, [])
    assert set(told.json["counts"]) == {"common", "malawi-ovop", "nepal-odop", "thailand-otop"}
    assert len(set(told.json["counts"].values())) == 1
    assert "common: " in operator.run("lesson check").out


def test_a_pack_by_its_name_and_by_its_folder(operator: Operator, own: Path) -> None:
    assert "nepal-odop: " in operator.run("lesson check nepal-odop").out
    for place in (own, own / "lessons"):
        told = operator.run(f"lesson check {place} --json")
        assert (told.code, list(told.json["counts"])) == (0, ["malawi-ovop"])
    assert "lessons)." in operator.run(f"init --check {own}").out


def test_a_folder_of_lessons_for_all_packs(operator: Operator) -> None:
    assert operator.run(f"lesson check {SAMPLES}").out == (
        "packs: 3 lessons are in order.\nRead by somebody who grew up with the language: ny 0, en 1, ne 0, th 0.\n"
    )


def test_what_is_wrong_says_where_and_what_to_do(operator: Operator, own: Path) -> None:
    file = own / "lessons/01-write-it-down.md"
    file.write_text(file.read_text("utf-8").replace("* The same day", "- The same day"), "utf-8")
    told = operator.run(f"lesson check {own}")
    where = "lessons/01-write-it-down.md, row 27, en answers"
    assert (told.code, told.err) == (1, f"{where}: 0 answers are right; begin exactly one with *, the others with -.\n")
    assert operator.run(f"lesson check {own} --json").json["problems"][0]["row"] == 27
    assert where in operator.run(f"init --check {own}").err
    by_folder = operator.run(f"lesson check {file.parent}")
    assert (by_folder.code, by_folder.err) == (1, told.err)


def test_a_language_that_a_programme_speaks_and_a_lesson_does_not(operator: Operator, tmp_path: Path) -> None:
    folder = tmp_path / "some"
    shutil.copytree(SAMPLES, folder)
    file = folder / "01-write-it-down.md"
    file.write_text(file.read_text("utf-8").split("## ny")[0], "utf-8")
    told = operator.run(f"lesson check {folder}")
    assert (told.code, told.err) == (1, "01-write-it-down.md: There is no text in ny; add a section ## ny.\n")


def test_no_lesson_there(operator: Operator, tmp_path: Path) -> None:
    told = operator.run(f"lesson check {tmp_path}")
    assert (told.code, "There is no lesson in" in told.err) == (2, True)
    assert "There is no pack “nowhere”" in operator.run("lesson check nowhere").err
