"""Lessons as files: what is right is read, what is wrong is named with its line, and a pack's own come first."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lessons.lessons import Lesson, Signal
from bot.i18n import Money
from bot.packs import COMMON_LESSONS, PackError, Problem, load_pack
from bot.packs.lessons import course, lacking, read_folder, read_lesson, room
from bot.packs.problems import Report
from bot.packs.worked_examples import NoSum, holds

SAMPLES = Path(__file__).parent / "lessons"
NAME = "01-write-it-down"
GOOD = (SAMPLES / f"{NAME}.md").read_text("utf-8")
EVERY_LANGUAGE, EVERY_CURRENCY = ("en", "th", "ne", "ny"), ("THB", "NPR", "MWK")


def read(text: str, stem: str = NAME) -> tuple[Lesson | None, list[Problem]]:
    report = Report(f"{stem}.md", [])
    return read_lesson(text, stem, report), report.problems


def test_a_lesson_is_read() -> None:
    lesson, problems = read(GOOD)
    assert problems == []
    assert lesson is not None
    assert (lesson.number, lesson.slug, lesson.reviewed) == (1, "write-it-down", ("en",))
    assert lesson.signals == (Signal.NO_ENTRIES, Signal.NO_RECORDS)
    assert lesson.amounts["MWK"]["price"] == Money(25050, "MWK")
    english = lesson.texts["en"]
    assert english.idea == "Write each sale the day it happens.\nNext week half of it is gone."
    assert english.answers[english.right_answer] == "The same day"
    assert not [*lacking(lesson, EVERY_LANGUAGE, EVERY_CURRENCY)]


WRONG = {
    "no settings": ("+++\nnumber", "number", 1, "between two lines +++"),
    "no TOML": ("number = 1", "number = ", 2, "not valid TOML"),
    "no number": ("number = 1\n", "", None, "“number” is missing"),
    "a slip": ("signals =", "signal =", 4, "did you mean “signals”?"),
    "no such signal": ("no_records", "no_record", 4, "which is none; use: "),
    "another name": ('slug = "write-it-down"', 'slug = "other"', 3, "name the file 01-other.md"),
    "a bad slug": ('slug = "write-it-down"', 'slug = "Write it"', 3, "small letters"),
    "not so": ("price * 12 = sales", "price * 11 = sales", 6, "which is not so in THB"),
    "no sum": ("price * 12 = sales", "price * 12", 6, "one equals sign"),
    "no amount in a sum": ("price * 12 = sales", "cost * 12 = sales", 6, "“cost” is no amount"),
    "a name is missing": ("left = 250\n", "", 8, "has no “left”, which other currencies have"),
    "no number for an amount": ("price = 50", 'price = "50"', 9, "is not a number"),
    "too fine": ("price = 250.5", "price = 250.505", 21, "has no such amount above zero"),
    "below zero": ("costs = 350", "costs = -350", 11, "has no such amount above zero"),
    "no currency": ("[amounts.THB]", "[amounts.baht]", 8, "is not a setting"),
    "nobody has read it": ('reviewed = ["en"]', 'reviewed = ["fr"]', 5, "of which there is no text here"),
    "nowhere": ("## en\n", "", 27, "belongs to no language"),
    "twice a language": ("## th", "## en", 42, "a section en already"),
    "an unknown part": ("title: Write", "tilte: Write", 28, "did you mean “title”?"),
    "a part twice": ("question: When", "right: When", 39, "“right” is there twice"),
    "a part is missing": ("question: When is the best time to write a sale down?\n", "", 27, "There is no question"),
    "an empty part": ("idea: จดทุกครั้งที่ขาย ในวันเดียวกัน", "idea: |", 44, "There is no idea"),
    "words of no part": ("* The same day", "The same day", 36, "says not what it is"),
    "a long title": ("Write it down the same day", "Write " * 9, 28, "has 53 characters; write 40"),
    "a long line": ("Next week half", "Next week " * 5 + "half", 29, "A line has 69 characters; write 60"),
    "many lines": ("  Next week", "  one\n  two\n  Next week", 29, "There are 4 lines; write 3"),
    "an unknown amount": (
        "for {price} each",
        "for {prize} each",
        32,
        "{prize} is no amount of this lesson; use: costs",
    ),
    "a format": ("for {price} each", "for {price:.2f} each", 32, "{price} is no amount"),
    "a brace": ("for {price} each", "for {price each", 32, "a { or } too many"),
    "an amount in the title": ("title: Write", "title: {price} Write", 28, "there are none"),
    "no right answer": ("* The same day", "- The same day", 27, "0 answers are right"),
    "two right answers": ("- When I have time", "* When I have time", 27, "2 answers are right"),
    "one answer": ("- At the end of the month\n- When I have time\n", "", 27, "There are 1 answers"),
    "the same answer": ("- When I have time", "- The same day", 27, "Two answers are the same"),
    "a long answer": ("- When I have time", "- When I have " + "a lot of " * 4 + "time", 38, "This answer has 52"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_with_its_line(what: str) -> None:
    old, new, row, sentence = WRONG[what]
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    _, problems = read(text if what != "no settings" else text.removeprefix("number"))
    told = [(problem.row, problem.sentence) for problem in problems]
    assert any(at == row and sentence in said for at, said in told), told
    assert all(said.endswith((".", "…”", "?")) for _, said in told)


@given(st.text(alphabet="+#\n:*-|{}= abé\0", max_size=200), st.integers(0, len(GOOD)))
def test_nonsense_is_reported_and_never_raises(nonsense: str, place: int) -> None:
    lesson, problems = read(GOOD[:place] + nonsense + GOOD[place:])
    assert problems or lesson is not None
    lesson, problems = read(nonsense)
    assert problems


def test_marks_that_take_no_room_are_not_counted() -> None:
    assert room("ที่นี่") == 2
    assert room("{price} each") == 12


def test_two_of_the_same_number(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.md").write_text(GOOD, "utf-8")
    other = GOOD.replace('slug = "write-it-down"', 'slug = "other"')
    (tmp_path / "01-other.md").write_text(other, "utf-8")
    (tmp_path / "03-latin.md").write_bytes("é".encode("latin-1"))
    problems: list[Problem] = []
    assert [lesson.slug for lesson in read_folder(tmp_path, problems)] == ["other"]
    assert [re.sub(": .*", "", str(problem)) for problem in problems] == ["01-write-it-down.md, number", "03-latin.md"]


def test_a_packs_own_takes_the_place_of_a_common_one() -> None:
    one, two, three = read_folder(SAMPLES, [])
    mine = replace(one, number=9)
    need = {"languages": ("en", "ny"), "currencies": ("MWK",)}
    assert course([mine], [one, two, three], **need) == (two, three, mine)
    no_text = replace(two, texts={"en": two.texts["en"]})
    no_amounts = replace(three, amounts={"THB": three.amounts["THB"]})
    assert course([], [one, no_text, no_amounts], **need) == (one,)
    assert [*lacking(no_text, **need)] == ["There is no text in ny; add a section ## ny."]
    assert [*lacking(no_amounts, **need)] == ["There are no amounts in MWK; add [amounts.MWK]."]
    assert course([], [replace(three, amounts={})], **need)


def test_a_packs_own_lesson_has_to_be_whole(folder: Path) -> None:
    (folder / "lessons").mkdir()
    (folder / "lessons" / f"{NAME}.md").write_text(GOOD.replace("[amounts.MWK]", "[amounts.KES]"), "utf-8")
    with pytest.raises(PackError) as error:
        load_pack(folder)
    assert [str(problem) for problem in error.value.problems] == [
        f"lessons/{NAME}.md: There are no amounts in MWK; add [amounts.MWK]."
    ]
    (folder / "lessons" / f"{NAME}.md").write_text(GOOD, "utf-8")
    assert load_pack(folder).lessons[0].texts["en"].idea.startswith("Write each sale the day")


def test_the_common_lessons_are_right_in_every_language_and_currency() -> None:
    problems: list[Problem] = []
    lessons = read_folder(COMMON_LESSONS, problems)
    assert [str(problem) for problem in problems] == []
    for lesson in lessons:
        assert not [*lacking(lesson, EVERY_LANGUAGE, EVERY_CURRENCY)], lesson.slug


@pytest.mark.parametrize(
    ("sum_", "is_so"),
    [("a + 2 * b = 7", True), ("(a + 2) * b = 9", True), ("a / b = 1", False), ("0.1 + 0.2 = 0.3", True)],
)
def test_sums(sum_: str, is_so: bool) -> None:
    assert holds(sum_, {"a": Decimal(1), "b": Decimal(3)}) is is_so


@pytest.mark.parametrize(
    "sum_", ["a", "a = b = 1", "a ** 2 = 1", "f(a) = 1", "a / 0 = 1", "1e999 = 1", "a = True", "a ="]
)
def test_what_is_no_sum(sum_: str) -> None:
    with pytest.raises(NoSum):
        holds(sum_, {"a": Decimal(1), "b": Decimal(3)})
