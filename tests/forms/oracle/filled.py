"""The published forms of the tests, filled at random: what ODK's engine said of them is kept in forms.json."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.forms import Form
from tests.forms.oracle.cases import ZONE
from tests.forms.oracle.judge import HERE, judged
from tests.forms.oracle.whole import Outcome, answers_of, settled, submission, theirs
from tests.forms.xlsform.test_real_forms import FOLDER, load, loaded

KEPT = HERE / "forms.json"
LARGEST = 300  # nodes: larger ones take ODK's engine minutes
SEEDS = (0, 1)

# A column that a row does not have is blank here and in Collect; for Web Forms it is equal to nothing.
ON_PURPOSE = frozenset(
    {
        ("XLSForm-pyxform-2540fdac.xlsx", "/data/q2"),
        ("XLSForm-pyxform-bb41ce4d.xls", "/data/q2"),
        ("XLSForm-pyxform-f03b4d27.xlsx", "/data/fav_pastel"),
    }
)


@dataclass(frozen=True)
class Filling:
    """A form's file and answers, with what ODK's engine made of them: an outcome, or why it could not."""

    file: str
    answers: Mapping[str, str]
    outcome: Outcome | str


def ask(seeds: Sequence[int]) -> list[Filling]:
    """ODK's engine asked anew about a filling of each form for each seed."""
    forms = [(name, form) for name, form in loaded() if len(form.fields) <= LARGEST]
    todo = [(name, form, answers_of(form, seed)) for name, form in forms for seed in seeds]
    workers = [settled(form, answers) for _, form, answers in todo]
    asked = [(form.xml, submission(form, worker)) for (_, form, _), worker in zip(todo, workers, strict=True)]
    return [
        Filling(name, answers, str(told["error"]) if "error" in told else theirs(form, worker, told))
        for (name, form, answers), worker, told in zip(todo, workers, judged(asked, ZONE), strict=True)
    ]


def keep(fillings: Sequence[Filling]) -> None:
    KEPT.write_text("".join(f"{json.dumps(_told(one), ensure_ascii=False)}\n" for one in fillings), "utf-8")


def kept() -> Iterator[Filling]:
    for line in KEPT.read_text("utf-8").splitlines():
        one = json.loads(line)
        outcome = one["odk"]
        if not isinstance(outcome, str):
            sets = {name: frozenset(outcome[name]) for name in ("hidden", "broken", "required")}
            choices = {path: tuple(names) for path, names in outcome["choices"].items()}
            outcome = Outcome(values=outcome["values"], choices=choices, **sets)
        yield Filling(one["file"], one["answers"], outcome)


def _told(one: Filling) -> dict[str, object]:
    if isinstance(one.outcome, str):
        return {"file": one.file, "answers": one.answers, "odk": one.outcome}
    sets = {name: sorted(getattr(one.outcome, name)) for name in ("hidden", "broken", "required")}
    odk = {"values": one.outcome.values, **sets, "choices": one.outcome.choices}
    return {"file": one.file, "answers": one.answers, "odk": odk}


def form_of(file: str) -> Form:
    form = load(FOLDER / file)
    assert isinstance(form, Form)
    return form
