"""Whole forms, filled at random: what follows from the answers, node by node, there and here."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.forms import Context, Form, Kind, Session
from bot.forms.answering.answer_types import checked
from bot.forms.answering.consequences import Facts, Worker
from bot.forms.answering.instance import instance_xml
from bot.forms.answering.session import languages
from bot.forms.errors import Refused
from bot.forms.xform.model import UNASKED, Field
from bot.forms.xlsform.walk import some_answer, walk
from bot.forms.xpath.env import template
from bot.forms.xpath.values import truth
from tests.forms.oracle.cases import ZONE, same
from tests.forms.oracle.judge import NOW

HERE = datetime.fromisoformat(NOW).astimezone(ZoneInfo(ZONE))
CONTEXT = Context(HERE.date(), HERE, seed="oracle")
_CHANCE = re.compile(r"\b(random|uuid|randomize|property|version)\(")


@dataclass(frozen=True)
class Outcome:
    """What follows from answers, by full path: the values that nobody typed, what is not relevant, what breaks its
    constraint, what has to be answered and what can be chosen, where other answers decide it.
    """

    values: Mapping[str, str]
    hidden: frozenset[str]
    broken: frozenset[str]
    required: frozenset[str]
    choices: Mapping[str, tuple[str, ...]]


def answers_of(form: Form, seed: int) -> dict[str, str]:
    """A filling at random; an odd seed answers what has a constraint with anything of its type."""
    chance = random.Random(seed)
    *_, session = walk(Session.start(form, CONTEXT), chance)
    answers = dict(session.facts.answers)
    if seed % 2:
        for line in session.review():
            one = form.fields[template(line.path)]
            if one.constraint is not None and answers.get(line.path):
                question = session.goto(line.path).question
                assert question is not None
                try:
                    answers[line.path] = checked(one, some_answer(question, chance), session._env(line.path))
                except Refused:
                    continue
    return {path: answer for path, answer in answers.items() if answer}


def settled(form: Form, answers: Mapping[str, str]) -> Worker:
    worker = Worker(form, Facts(dict(answers), {}, {}, set(), {}), CONTEXT, languages(form, CONTEXT, ""))
    worker.everything()
    return worker


def ours(form: Form, worker: Worker) -> Outcome:
    values, choices = {}, {}
    hidden, broken, required = set(), set(), set()
    for path in every_node(form, worker):
        one, env = form.fields[template(path)], worker.env(path)
        value = worker.facts.values.get(path, "")
        if one.calculate is not None and value:
            values[path] = value
        if path in worker.facts.hidden:
            hidden.add(path)
            continue
        if value and one.constraint is not None and not truth(one.constraint.run(env)):
            broken.add(path)
        if _may_be_required(one) and one.required is not None and truth(one.required.run(env)):
            required.add(path)
        if one.choices is not None and one.choices.filtered:
            choices[path] = tuple(choice.name for choice in one.choices.now(env))
    return Outcome(values, _topmost(hidden), frozenset(broken), frozenset(required), choices)


def submission(form: Form, worker: Worker) -> str:
    """The XML of the answers, without what is calculated from them."""
    kept = {path: value for path, value in worker.facts.values.items() if form.fields[template(path)].calculate is None}
    entries = {f"{path}/{_first(form, path)}": "" for path in every_node(form, worker) if path.endswith("]")}
    return instance_xml(form, {**entries, **kept}, "uuid:1")


def theirs(form: Form, worker: Worker, told: Mapping[str, tuple[str | None, bool, bool, bool, list[str]]]) -> Outcome:
    """The same, from what ODK's engine has told of each node."""
    values, choices = {}, {}
    hidden, broken, required = set(), set(), set()
    for path in every_node(form, worker):
        one = form.fields[template(path)]
        value, relevant, fits, wanted, names = told[path]
        if one.calculate is not None and value not in (None, "", "NaN", "Invalid Date"):
            values[path] = str(value)
        if not relevant:
            hidden.add(path)
            continue
        if not fits:
            broken.add(path)
        if wanted and _may_be_required(one):
            required.add(path)
        if one.choices is not None and one.choices.filtered:
            choices[path] = tuple(names)
    return Outcome(values, _topmost(hidden), frozenset(broken), frozenset(required), choices)


def differences(form: Form, one: Outcome, other: Outcome) -> Iterator[str]:
    """Where two outcomes differ, `other` being ODK's; without what is left to chance."""
    chance = by_chance(form)
    for path in sorted({*one.values, *other.values}):
        here, there = one.values.get(path, ""), other.values.get(path, "")
        if template(path) not in chance and not same(here, there):
            yield f"{path}: {there!r} there, {here!r} here"
    for name in ("hidden", "broken", "required"):
        for path in sorted(getattr(one, name) ^ getattr(other, name)):
            if template(path) not in chance:
                yield f"{path}: {name} {'here' if path in getattr(one, name) else 'there'} only"
    for path, names in other.choices.items():
        if sorted(one.choices.get(path, ())) != sorted(names):
            yield f"{path}: {', '.join(names)} can be chosen there, {', '.join(one.choices.get(path, ()))} here"


def _may_be_required(one: Field) -> bool:
    """Only where answers decide it."""
    return one.kind not in UNASKED and one.required is not None and bool(one.required.reads)


def _topmost(hidden: set[str]) -> frozenset[str]:
    """Without what lies within others: all of that is not relevant either."""
    return frozenset(path for path in hidden if path.rpartition("/")[0] not in hidden)


def by_chance(form: Form) -> set[str]:
    """What no two engines can give alike, and all that reads it."""
    found = {
        path
        for path, one in form.fields.items()
        if one.preload or (one.calculate and _CHANCE.search(one.calculate.source))
    }
    heads = list(found)
    while heads:
        for reader in form.plan.readers.get(heads.pop(), ()):
            if reader not in found:
                found.add(reader)
                heads.append(reader)
    return found


def every_node(form: Form, worker: Worker) -> Iterator[str]:
    """Every node with its entry numbers; of repeats the entries."""
    for path, one in form.fields.items():
        for full in form.instances(path, worker.facts.counts):
            if one.kind is Kind.REPEAT:
                yield from (f"{full}[{at}]" for at in range(1, worker.facts.counts.get(full, 0) + 1))
            else:
                yield full


def _first(form: Form, path: str) -> str:
    return next(child for child in form.fields if form.fields[child].parent == template(path)).rpartition("/")[2]
