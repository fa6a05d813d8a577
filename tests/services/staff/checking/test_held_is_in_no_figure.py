"""Who reads answers leaves out those that are held, or says why not; and what adds up says how many are held."""

import ast
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

import bot.store
from bot.domain.evaluation.interval import Course
from bot.domain.staff.checking import Deed
from bot.i18n import load_catalogues
from bot.services.evaluation import planning, progress, submissions, usual
from bot.services.groups.report import four_facts, reported, reporting
from bot.services.groups.report.last_word import Word
from bot.services.keeping.exporting import export as exporting
from bot.services.keeping.exporting import odk_export
from bot.services.keeping.exporting.wishes import Wish
from bot.store.evaluation import submissions as rows
from bot.store.groups.report import reports
from tests.services.conftest import START
from tests.services.staff.checking.queue_of_figures import BLANTYRE, CODE, Village
from tests.services.town import pack, town

LEFT_OUT = "left out"
# Each place that reads `answer`. What is no figure is shown as it was said: to her, to who reported it, to staff.
DECIDED = {
    "evaluation.corrections.answers": "hers, to be changed",
    "evaluation.corrections._gone": "written",
    "evaluation.corrections._now": "written",
    "evaluation.held.is_held": "decides",
    "evaluation.submissions.add": "written",
    "evaluation.submissions._SAID_TO": LEFT_OUT,
    "evaluation.submissions._answers": LEFT_OUT,
    "groups.report.last_word.load": "hers, to say whether it is right",
    "groups.report.last_word.answered_herself": "whether she has answered",
    "groups.report.reports.rows": LEFT_OUT,
    "groups.report.reports.usual": LEFT_OUT,
    "keeping.export._answers": LEFT_OUT,
    "people.comparing.who_they_are": "who she is",
    "people.erasure.answers_by_form": "erased",
    "people.erasure.drop_answers": "erased",
    "people.mydata.every_row._answers": "her own data",
    "staff.checking.queue._answers": "staff look at them",
}


def readers() -> Iterator[str]:
    """Functions and statements of the store that name the table."""
    root = Path(bot.store.__path__[0])
    for file in sorted(root.rglob("*.py")):
        if {"schema", "migrations"} & set(file.relative_to(root).parts):
            continue
        body = ast.parse(file.read_text("utf-8")).body
        tables = [one for one in body if isinstance(one, ast.ImportFrom) and one.module == "bot.store.schema"]
        if not any(name.name == "answer" for one in tables for name in one.names):
            continue
        for node in body:
            named = any(isinstance(one, ast.Name) and one.id == "answer" for one in ast.walk(node))
            if named and not isinstance(node, ast.Import | ast.ImportFrom):
                room = ".".join(file.relative_to(root).with_suffix("").parts)
                yield f"{room}.{_name(node)}"


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    assert isinstance(node, ast.FunctionDef | ast.ClassDef), ast.unparse(node)
    return node.name


def test_every_reader_is_decided_about() -> None:
    assert set(readers()) == set(DECIDED)


@pytest.fixture
def village(database_url: str) -> Iterator[Village]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield Village(place)


def held(village: Village) -> tuple[int, Callable[[], object]]:
    """A producer's number, of whom the last figure of three is ten times the usual; and what holds it."""
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    number = village.noted(village.far_off(malee))
    return malee.producer, partial(village.does, nok, Deed.HOLD, number)


def test_progress_course_and_usual_leave_it_out_and_say_so(village: Village) -> None:
    producer, hold = held(village)

    def look() -> progress.Record:
        return village.place.run(progress.of_producer, producer, pack(CODE))

    def sales(record: progress.Record) -> progress.Track:
        return next(track for track in record.tracks if track.indicator.name == "sales")

    before = look()
    assert [int(one.value) for one in sales(before).figures] == [850, 8500] and before.held == 0
    hold()
    after = look()
    assert [int(one.value) for one in sales(after).figures] == [850] and sales(after).progress.change is None
    assert [(int(one.value), one.held) for one in sales(after).held] == [(8500, True)] and after.held == 1
    assert after.standings.known == before.standings.known - 1
    assert village.place.run(planning._course, producer, pack(CODE)) in Course
    said = village.place.run(rows.said_to, producer, "sales", practice=False, but=None)
    assert said == ["850"]
    assert village.place.run(usual.far_off, producer, "sales", "9000", pack(CODE), practice=False, but=None) == 850
    last = village.place.run(submissions.last_answers, producer)
    assert last["sales"] == "850" and last["produced"] == "21"


def test_a_groups_sum_and_usual_leave_it_out_and_say_so(village: Village) -> None:
    nok, dao = village.staff("Nok", BLANTYRE), village.joins("Dao")
    people = [village.joins(name) for name in ("Malee", "Noi", "Lek", "Som")]
    group = village.group(dao, *people)
    month = date(2026, 1, 1)
    numbers = [village.reports(group, dao, one, month, sales=str(1000 + at)) for at, one in enumerate(people)]
    village.word(people[3], numbers[3], Word.WRONG)

    def sold() -> tuple[int, int, int]:
        found = village.place.run(reported.selling_in(village.place.programme(CODE)), group, month)
        assert found is not None
        return found.now.minor, found.now.answered, found.now.held

    assert sold() == (400_600, 4, 0)
    assert village.does(nok, Deed.HOLD, village.noted(numbers[3], "report_disputed"))
    assert sold() == (300_300, 3, 1)
    seen = village.place.run(reported.figures, group, month, ["sales"])
    assert seen[people[3].producer] == [None] and seen[people[0].producer] == [Decimal(1000)]
    slips = village.place.run(reported.last(pack(CODE)), group)
    assert "being checked" in load_catalogues().render(slips[people[3].producer].figures[0], "en")  # type: ignore[arg-type]
    usually = village.place.run(reports.usual, [one.producer for one in people], reporting.paths(pack(CODE))[0], None)
    assert people[3].producer not in usually and len(usually) == 3
    facts = village.place.run(
        four_facts.look, dao.person, group, village.place.programme(CODE), village.place.now.date()
    )
    assert facts.sales is not None and facts.sales.now.held == 1


def test_exports_say_of_each_answer_whether_it_is_held(village: Village, tmp_path: Path) -> None:
    _, hold = held(village)

    def figures() -> tuple[list[str], list[str], int]:
        with village.place.connection.begin():
            done = exporting.export(village.place.connection, tmp_path, Wish(), lambda done, total: None)
        long = [line.split(",") for line in (tmp_path / "answers.csv").read_text("utf-8-sig").splitlines()]
        wide = [line.split(",") for line in (tmp_path / "submissions.csv").read_text("utf-8-sig").splitlines()]
        at = {name: long[0].index(name) for name in ("name", "value", "held")}
        kept = [row[at["held"]] for row in long[1:] if row[at["name"]] == "sales" and row[at["value"]] == "8500"]
        column = wide[0].index("sales")
        return kept, [row[column] for row in wide[1:]], done.held

    assert figures() == (["FALSE"], ["850", "8500"], 0)
    hold()
    assert figures() == (["TRUE"], ["850", ""], 1)
    with village.place.connection.begin():
        written = odk_export.export(village.place.connection, tmp_path, Wish(), False, lambda done, total: None)
    assert written.held == 1 and "8500" not in "".join(
        one.read_text("utf-8") for one in (tmp_path / "odk").rglob("uuid*.xml")
    )
