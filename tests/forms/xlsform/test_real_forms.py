"""Sixty-eight published forms, loaded and filled in at random; xlsforms/SOURCES.tsv has their sources and licences."""

import random
import time
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from elementpath import ElementPathError, XPath1Parser

from bot.forms import Context, Form, FormError, Session, load_form
from bot.forms.errors import ExpressionError, Problem
from bot.forms.xlsform.walk import walk
from bot.forms.xpath.env import Expression
from bot.forms.xpath.xpath import parse

FOLDER = Path(__file__).parents[1] / "xlsforms"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".xls", ".xlsx"))
CONTEXT = Context(date(2026, 11, 24), datetime(2026, 11, 24, 10, 30), seed="real")  # noqa: DTZ001, a naive moment will do
FILLINGS = 20

REFUSED = {
    "XLSForm-pyxform-299c0762.xls": "Parts of other files cannot be included",
    "XLSForm-pyxform-b4350156.xlsx": "Parts of other files cannot be included",
    "XLSForm-pyxform-ce490e67.xls": "Parts of other files cannot be included",
    "XLSForm-pyxform-f45bbbb5.xlsx": "Parts of other files cannot be included",
    "XLSForm-pyxform-ad37bbdb.xls": "'unknown' is no type of question",
    "XLSForm-pyxform-d293e333.xlsx": "Two columns are called 'label'",
    "ceat-epfl-household-surveys-thesis-vpc-61f28f26.xls": "'HandWashHabits1' is invalid",
    "ceat-epfl-household-surveys-thesis-vpc-b002464d.xls": "'HandWashHabits1' is invalid",
}


@cache
def load(path: Path) -> Form | tuple[Problem, ...]:
    """The form, or why it is refused."""
    try:
        return load_form(path.read_bytes(), "xlsx" if path.suffix == ".xlsx" else "xls", "data")
    except FormError as error:
        return error.problems


def loaded() -> Iterator[tuple[str, Form]]:
    return ((path.name, form) for path in FILES if isinstance(form := load(path), Form))


def test_sixty_load_and_fifty_four_as_they_are() -> None:
    assert len(FILES) == 68
    assert len(list(loaded())) == 60
    assert sum(not form.repairs for _, form in loaded()) == 54


@pytest.mark.parametrize("path", [path for path in FILES if path.name in REFUSED], ids=lambda path: path.name)
def test_a_refusal_names_row_and_reason(path: Path) -> None:
    problems = load(path)
    assert not isinstance(problems, Form)
    assert all(problem.row is not None for problem in problems)
    assert REFUSED[path.name] in str(problems[0])


def test_every_other_form_loads() -> None:
    assert {path.name for path in FILES} - {name for name, _ in loaded()} == set(REFUSED)


def test_repairs_and_warnings_name_their_rows() -> None:
    told = [problem for _, form in loaded() for problem in (*form.repairs, *form.warnings)]
    assert len(told) > 20
    without = [problem.sentence for problem in told if problem.row is None]
    # rows without a name, which the converter gives one: simserial, phonenumber
    assert all("phone belongs to" in sentence for sentence in without)
    assert len(without) <= 2


@pytest.mark.parametrize("path", [path for path in FILES if path.name not in REFUSED], ids=lambda path: path.name)
def test_is_walked_to_its_end(path: Path) -> None:
    """Twenty random fillings; one may give up where only a very special answer is taken (an e-mail address, say)."""
    form = load(path)
    assert isinstance(form, Form)
    ended = 0
    for seed in range(FILLINGS):
        session = list(walk(Session.start(form, CONTEXT), random.Random(seed)))[-1]
        again = Session.resume(form, session.state(), CONTEXT)
        assert again.facts == session.facts
        assert set(session.result()) <= {*session.facts.values, *(line.path for line in session.review()), *ends(form)}
        ended += session.question is None
    assert ended >= FILLINGS - 2


def ends(form: Form) -> set[str]:
    return {path for path, one in form.fields.items() if one.preload == "end"}


def expressions(form: Form) -> Iterator[tuple[str, Expression]]:
    for path, one in form.fields.items():
        found = (
            one.relevant,
            one.required,
            one.constraint,
            one.calculate,
            one.readonly,
            one.dynamic_default,
            one.count,
        )
        texts = (one.label, one.hint, one.constraint_message, one.required_message)
        written = (part for text in texts for parts in text.parts.values() for part in parts)
        for expression in (*found, *written):
            if isinstance(expression, Expression):
                yield path, expression


def test_every_expression_runs() -> None:
    """The only two of these forms' expressions that do not are warned of, and are no XPath for others either."""
    ran = 0
    for _, form in loaded():
        session = Session.start(form, CONTEXT)
        for path, expression in expressions(form):
            for full in form.instances(path, session.facts.counts):
                expression.run(session._env(full))
            ran += 1
        for path, one in form.fields.items():
            if one.choices is not None and one.choices.filtered:
                one.choices.rows(session._env(path))
                ran += 1
    assert ran > 1400


def test_what_is_no_expression_is_warned_of() -> None:
    broken = [problem for _, form in loaded() for problem in form.warnings if "is no expression" in problem.sentence]
    assert len(broken) == 2


@pytest.mark.parametrize(
    "source", ["I don't know what to do", "instance('names_list')/root/item[label::English != '']"]
)
def test_what_is_refused_is_no_xpath(source: str) -> None:
    with pytest.raises(ElementPathError):
        XPath1Parser().parse(source)
    with pytest.raises(ExpressionError):
        parse(source)


# Those of about a hundred questions; written down, so that listing the tests does not load every form.
ABOUT_A_HUNDRED = (
    "validmeasures-liberiaS3Mforms-a9773afd.xlsx",
    "validmeasures-liberiaS3Mforms-ea2db1b1.xlsx",
)


def test_those_of_about_a_hundred_questions_are_known() -> None:
    assert tuple(name for name, form in loaded() if 60 <= len(form.questions) <= 130) == ABOUT_A_HUNDRED


@pytest.mark.parametrize("name", ABOUT_A_HUNDRED)
def test_one_answer_takes_less_than_a_millisecond(name: str) -> None:
    """CPU of one answer and the next question, the median of a filling; bar 1 ms for forms of about 100 questions."""
    form = load(FOLDER / name)
    assert isinstance(form, Form)
    taken = []
    for seed in range(3):
        began = time.process_time()
        for session in walk(Session.start(form, CONTEXT), random.Random(seed)):
            assert session.place is None or session.question is not None
            taken.append(time.process_time() - began)
            began = time.process_time()
    assert sorted(taken)[len(taken) // 2] < 0.001
