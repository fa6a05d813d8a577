"""What staff want to know of a form before people get it: what is missing in which language, what nobody can reach,
how long it is.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

from bot.forms.answering.consequences import Facts, Worker
from bot.forms.answering.question import make_question, note_text
from bot.forms.answering.session import Session, languages
from bot.forms.errors import Problem
from bot.forms.xform.form import Form
from bot.forms.xform.model import UNASKED, ChoiceList, Field, Kind, Question, Text
from bot.forms.xform.xform import CHOICES
from bot.forms.xlsform.walk import walk
from bot.forms.xpath.env import Context, Env, template

STUCK = "No answer was found that its constraint takes. There may be one: try it by hand."
_MOST_COMBINATIONS = 5_000
FILLINGS = 50
_FEW = 10  # fillings, which say nothing of what they did not come to
_PATH = re.compile(r" ?(/[\w.\-]+(?:/[\w.\-]+)+) ?")
_TAPPED = {Kind.SELECT_ONE, Kind.REPEAT, Kind.ACKNOWLEDGE}


@dataclass(frozen=True, slots=True)
class Length:
    """How long one filling was: messages with a question (and the review), taps on buttons, answers that are typed or
    sent.
    """

    messages: int
    taps: int
    typed: int


@dataclass(frozen=True, slots=True)
class Report:
    """A form that loads, looked at closely.

    missing: texts that a language does not have, lacking: a line for each such language. fillings: how many were
    tried, fewer where time ran short. unreachable: choices that no answer lets through. never_asked:
    questions that no filling came to. stuck: questions where fillings found no answer that is taken. shortest, usual,
    longest: of the fillings that came to the end, by messages; None if none did.
    """

    title: str
    version: str
    languages: tuple[str, ...]
    questions: int
    repairs: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    missing: tuple[Problem, ...]
    lacking: tuple[Problem, ...]
    unreachable: tuple[Problem, ...]
    never_asked: tuple[Problem, ...]
    stuck: tuple[Problem, ...]
    shortest: Length | None
    usual: Length | None
    longest: Length | None
    fillings: int = 0


def check(form: Form, context: Context, walks: int = FILLINGS, enough: Callable[[], bool] = lambda: False) -> Report:
    """Look at a form and fill it in `walks` times at random, or until it is `enough`; as long as it is not, the same
    form always gives the same report.
    """
    fillings, lengths, seen, stuck = _walked(form, context, walks, enough)
    missing = tuple(_missing(form))
    lengths.sort(key=lambda length: length.messages)
    middle = int(median(range(len(lengths)))) if lengths else 0
    return Report(
        title=form.title,
        version=form.version,
        languages=form.languages,
        questions=len(form.questions),
        repairs=form.repairs,
        warnings=form.warnings,
        missing=tuple(problem for _, problem in missing),
        lacking=tuple(_lines(missing)),
        unreachable=tuple(_unreachable(form, context)),
        never_asked=tuple(_never_asked(form, seen, fillings)),
        stuck=tuple(_problem(form, path, "constraint", STUCK) for path in sorted(stuck)),
        shortest=lengths[0] if lengths else None,
        usual=lengths[middle] if lengths else None,
        longest=lengths[-1] if lengths else None,
        fillings=fillings,
    )


def every_question(form: Form, context: Context, language: str = "") -> Iterator[Question]:
    """Each question once as the chat would show it, asked at present or not; entries of repeats by their first."""
    worker = _worker(form, context, language)
    counts = {repeat: 1 for repeat in _series(form)}
    notes: list[tuple[str, str]] = []
    for one in form.fields.values():
        path = form.instances(one.path, counts)[0]
        if one.kind in (Kind.NOTE, Kind.GROUP):
            within = f"{path}/" if one.kind is Kind.GROUP else ""
            notes.append((within, note_text(one, path, _with_holes(worker, path))))
        elif one.kind not in UNASKED:
            told = tuple(note for within, note in notes if note and path.startswith(within))
            yield make_question(one, path, _with_holes(worker, path), told)
            notes.clear()


def _with_holes(worker: Worker, path: str) -> Env:
    env = worker.env(path)
    env.holes = True
    return env


def own_words(form: Form, source: str) -> str:
    """An expression as it was written on the sheet: ${crop} in the place of its path."""

    def name(found: re.Match[str]) -> str:
        return f"${{{found[1].rpartition('/')[2]}}}" if found[1] in form.fields else found[0]

    return _PATH.sub(name, source)


def _series(form: Form) -> Iterator[str]:
    """The paths of all repeats, as if each had one entry."""
    for repeat in form.plan.repeats:
        path = repeat
        for outer in reversed(form.plan.above[repeat]):
            path = f"{outer}[1]{path[len(outer) :]}"
        yield path


def _problem(form: Form, path: str, column: str, sentence: str) -> Problem:
    return Problem(f"{path.rpartition('/')[2]}: {sentence}", "survey", form.rows.get(path), column)


def _worker(form: Form, context: Context, language: str = "") -> Worker:
    return Worker(form, Facts({}, {}, {}, set(), {}), context, languages(form, context, language))


def _walked(
    form: Form, context: Context, walks: int, enough: Callable[[], bool]
) -> tuple[int, list[Length], set[str], set[str]]:
    """How many fillings came as far as they could, the lengths of those that came to the end, the questions that came
    up, and those where no filling got any further.
    """
    lengths: list[Length] = []
    seen: set[str] = set()
    stuck: set[str] = set()
    passed: set[str] = set()
    fillings = 0
    for seed in range(walks):
        asked: list[Question] = []
        last = None
        for last in walk(Session.start(form, context), random.Random(seed)):
            if (question := last.question) is not None:
                asked.append(question)
            if enough():
                break
        seen.update(template(question.path) for question in asked)
        if enough():
            break
        fillings += 1
        passed.update(template(question.path) for question in asked[:-1])
        if last is not None and last.place is None:
            lengths.append(_length(asked, last))
            passed.update(template(question.path) for question in asked[-1:])
        elif last is not None and last.place is not None:
            stuck.add(template(last.place))
    return fillings, lengths, seen, stuck - passed


def _length(asked: Sequence[Question], end: Session) -> Length:
    taps, typed = 1, 0  # one tap sends
    for question in asked:
        value = end.facts.answers.get(question.path, "")
        if question.kind in _TAPPED or not value:
            taps += 1
        elif question.kind in (Kind.SELECT_MULTIPLE, Kind.RANK):
            taps += len(value.split()) + 1
        else:
            typed += 1
    return Length(len(asked) + 1, taps, typed)


def _never_asked(form: Form, seen: set[str], walks: int) -> Iterator[Problem]:
    if walks < _FEW:
        return
    for one in form.questions:
        if one.path not in seen and one.path not in form.never_asked and one.kind is not Kind.REPEAT:
            yield _problem(form, one.path, "relevant", f"In {walks} random fillings nobody was asked this.")


# Languages


def _lines(missing: Sequence[tuple[str, Problem]]) -> Iterator[Problem]:
    """A line for each language: how many texts it lacks, and the first three."""
    by_language: dict[str, list[Problem]] = {}
    for language, problem in missing:
        by_language.setdefault(language, []).append(problem)
    for language, found in by_language.items():
        first = "; ".join(f"{one.sheet} row {one.row} ({one.column})" for one in found[:3])
        more = "; …" if len(found) > 3 else ""
        yield Problem(f"{language!r} lacks {len(found)} texts: {first}{more}.")


def _missing(form: Form) -> Iterator[tuple[str, Problem]]:
    wanted = [language for language in form.languages if language]
    if not wanted:
        return
    for one in form.fields.values():
        for column, text in _texts(one):
            for language in _lacking(text, wanted):
                yield language, _problem(form, one.path, column, f"There is no text in {language!r}.")
    yield from _missing_choices(form, wanted)


def _texts(one: Field) -> Iterator[tuple[str, Text]]:
    yield "label", one.label
    yield "hint", one.hint
    yield "constraint_message", one.constraint_message
    yield "required_message", one.required_message


def _lacking(text: Text, wanted: Sequence[str]) -> Sequence[str]:
    """The languages that a text is not in; none if there is no text at all."""
    return [language for language in wanted if language not in text.parts] if text.parts else ()


def _missing_choices(form: Form, wanted: Sequence[str]) -> Iterator[tuple[str, Problem]]:
    told: set[str] = set()
    for one in form.fields.values():
        texts: Mapping[str, Text] = (one.choices.texts or {}) if one.choices is not None else {}
        for row in one.choices.table.rows if one.choices is not None else ():
            key = row.get("itextId", "")
            if key in texts and key not in told:
                told.add(key)
                for language in _lacking(texts[key], wanted):
                    said = f"{row.get('name', '')}: There is no label in {language!r}."
                    yield language, Problem(said, "choices", form.rows.get(CHOICES + key), "label")


# Choices


def _unreachable(form: Form, context: Context) -> Iterator[Problem]:
    """Choices that are never offered, whatever is chosen before; only where the filter looks at choices alone."""
    for one in form.fields.values():
        if one.choices is None or not one.choices.filtered:
            continue
        offered = _offered(form, context, one, one.choices)
        if offered is None:
            continue
        if not offered:
            yield _problem(form, one.path, "choice_filter", "No choice gets through the filter.")
            continue
        names = dict.fromkeys(row.get(one.choices.value, "") for row in one.choices.table.rows)
        lost = [name for name in names if name not in offered]
        if lost and not one.choices.shared:
            some = ", ".join(lost[:5]) + (" …" if len(lost) > 5 else "")
            yield _problem(form, one.path, "choice_filter", f"{len(lost)} choices can never be reached: {some}.")


def _offered(form: Form, context: Context, one: Field, choices: ChoiceList) -> set[str] | None:
    """All names that some choice in the questions before lets through; None if that cannot be told."""
    before = [form.fields[path] for path in choices.reads if path in form.fields and path != one.path]
    if any(other.kind is not Kind.SELECT_ONE or other.choices is None for other in before) or form.plan.above[one.path]:
        return None
    names = [[row.get("name", "") for row in other.choices.table.rows] for other in before if other.choices is not None]
    combinations = 1
    for found in names:
        combinations *= len(found)
    if combinations > _MOST_COMBINATIONS:
        return None
    env: Env = _worker(form, context).env(one.path)
    offered: set[str] = set()
    for values in product(*names):
        env.values = dict(zip((other.path for other in before), values, strict=True))
        offered |= choices.names(env)
    return offered
