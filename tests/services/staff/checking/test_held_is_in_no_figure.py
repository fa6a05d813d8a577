"""Who reads answers leaves out those that are held, or says why not; and what adds up says how many are held."""

import ast
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

import bot
import bot.store
from bot.domain.evaluation.interval import Course
from bot.domain.staff.checking import Deed
from bot.i18n import load_catalogues
from bot.services.evaluation import planning, progress, submissions, usual
from bot.services.groups.paper.sheet import Before
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


# What gives figures on, by its module: of the store, and of the services that make figures of them.
GIVES = {
    "bot.store.evaluation.submissions": ("of_producer", "said_to"),
    "bot.store.evaluation.corrections": ("answers",),
    "bot.store.groups.report.reports": ("rows", "usual"),
    "bot.store.keeping.export": ("answers",),
    "bot.store.keeping.odk": ("filled",),
    "bot.services.evaluation.progress": ("of_producer",),
    "bot.services.evaluation.submissions": ("last_answers",),
    "bot.services.groups.report.reported": ("figures", "last", "selling", "selling_in"),
}
# Who says how many are held: a screen, a picture, a paper, a file, or what hands the number on to one.
SAYS = {
    "bot.app.House": "hands on to papers: the sheet's legend, and the picture for a meeting",
    "bot.services.evaluation.progress.of_producer": "Record.held, and Track.held of each",
    "bot.services.groups.report.four_facts._held": "the number itself",
    "bot.services.groups.report.four_facts.look": "Facts.held; of sales, Sold.held",
    "bot.services.groups.report.reported._rows": "Before.held of the sheet, Sold.held; on her slip, beside it",
    "bot.services.keeping.exporting.export._Export": "column held; Written.held, which the command prints",
    "bot.services.keeping.exporting.odk_export._Writer": "Written.held, which the command prints; no column",
    "bot.store.keeping.odk.Filled": "Filled.held",
    "bot.store.keeping.odk.filled": "Filled.held",
    "handlers.evaluation.progress.line": "below the line",
    "handlers.evaluation.progress.picture": "below each chart, and at the foot for what has none",
    "handlers.evaluation.progress.show": "each newest one by itself, and how many where there are more",
    "handlers.groups.paper.paper_files.Makers": "her slip: beside the figure itself",
}
# Who says nothing of it, and why.
SAYS_NOT = {
    "bot.demo.cooperative.Cooperative": "makes the demo",
    "bot.services.evaluation.corrections.Wish": "hers, to be changed",
    "bot.services.evaluation.corrections._without": "hers, to be changed",
    "bot.services.evaluation.corrections.agreed": "hers, to be changed",
    "bot.services.evaluation.corrections.send": "hers, to be changed",
    "bot.services.evaluation.planning._course": "how often she is asked: no figure",
    "bot.services.evaluation.submissions.last_answers": "what a form begins with: no figure",
    "bot.services.evaluation.usual.far_off": "whether one is to be looked at",
    "bot.services.evaluation.usual.mark": "whether one is to be looked at",
    "bot.services.forms.carried_over.handed_on": "what a form begins with: no figure",
    "bot.services.groups.report.answering_for._report": "whether she has answered",
    "bot.services.groups.report.four_facts._said": "one figure: look says how many are held",
    "bot.services.groups.report.reporting._roster": "whether one is to be asked about",
    "bot.services.groups.report.reporting.begin": "the leader's own report, as she has sent it, to be changed",
    "bot.services.groups.report.sending.send": "written",
    "bot.services.lessons.tips._keeps_records": "which lesson she gets: no figure",
    "bot.services.staff.checking.looking._usual": "staff look at them",
    "handlers.evaluation.from_book.known": "what a form begins with: no figure",
}


def users() -> Iterator[str]:
    """Functions and classes, whatever room they are in, that use one of those."""
    root = Path(bot.__path__[0]).parent
    for file in sorted(one for top in ("bot", "handlers", "jobs", "web") for one in (root / top).rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        imports = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        known = {name.asname or name.name: f"{one.module}.{name.name}" for one in imports for name in one.names}
        module = ".".join(file.relative_to(root).with_suffix("").parts)
        for node in tree.body:
            if not isinstance(node, ast.ImportFrom) and any(_gives(one, known) for one in ast.walk(node)):
                yield ".".join(filter(None, (module, getattr(node, "name", ""))))


def _gives(node: ast.AST, known: Mapping[str, str]) -> bool:
    match node:
        case ast.Attribute(ast.Name(name), what):
            return what in GIVES.get(known.get(name, ""), ())
        case ast.Name(name):
            module, _, what = known.get(name, "").rpartition(".")
            return what in GIVES.get(module, ())
    return False


def test_each_figure_says_how_many_are_held_or_the_table_why_it_does_not() -> None:
    assert set(users()) == SAYS.keys() | SAYS_NOT.keys() and not SAYS.keys() & SAYS_NOT.keys()


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
    assert seen[people[3].producer] == Before([None], held=1) and seen[people[0].producer] == Before([Decimal(1000)])
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
