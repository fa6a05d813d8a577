"""Random fillings of a form: the way that many people might take through it, to see that all of it works."""

import random
from collections.abc import Iterator

from bot.forms.answering.session import Session
from bot.forms.errors import Refused
from bot.forms.xform.model import Kind, Question
from bot.forms.xlsform.fitting import fitting
from bot.forms.xpath.env import template

_WORDS = ("a", "Malee", "λόγος", "12", "soap & honey", "a@b.th", "2.5", "x" * 200, "0812345678", "no")
_TYPED = {
    Kind.INTEGER: ("0", "1", "2", "3", "5", "12", "18", "30", "-1"),
    Kind.DECIMAL: ("0", "0.5", "2", "36.6", "120.25", "9", "99999", "-3"),
    Kind.DATE: ("2026-11-24", "2026-01-31", "1990-02-28", "2030-12-01"),
    Kind.TIME: ("08:30:00.000+07:00", "23:59:00.000+07:00"),
    Kind.DATETIME: ("2026-11-24T08:30:00.000+07:00", "2026-11-20T23:00:00.000+07:00"),
    Kind.GEOPOINT: ("13.7563 100.5018 0 0", "-13.98 33.78 1050 5"),
    Kind.ACKNOWLEDGE: ("OK",),
    Kind.REPEAT: ("yes", "no", "no"),
    Kind.IMAGE: ("photo-1.jpg", "photo-2.jpg"),
    Kind.AUDIO: ("voice-1.ogg",),
    Kind.VIDEO: ("film-1.mp4",),
    Kind.FILE: ("paper-1.pdf",),
}
_TRIES = 40
_LONGEST = 2000
_SKIPS = 0.15


def walk(session: Session, chance: random.Random) -> Iterator[Session]:
    """The sessions on a random way from here to the end.

    It stops early, with a question still in front, where nothing that was tried is taken (a pattern that only a very
    special word fits), and after 2,000 questions.
    """
    yield session
    for _ in range(_LONGEST):
        question = session.question
        following = None if question is None else _step(session, question, chance)
        if following is None:
            return
        session = following
        yield session


def _step(session: Session, question: Question, chance: random.Random) -> Session | None:
    if chance.random() < _SKIPS and not question.required:
        return session.skip()
    made = _made(session, question, chance)
    for _ in range(_TRIES):
        value = chance.choice(made) if made and chance.random() < 0.5 else some_answer(question, chance)
        if (after := _taken(session, value)) is not None:
            return after
    found = next((after for value in made if (after := _taken(session, value)) is not None), None)
    return found if found is not None or question.required else session.skip()


def _taken(session: Session, value: str) -> Session | None:
    try:
        return session.answer(value)
    except Refused:
        return None


def some_answer(question: Question, chance: random.Random) -> str:
    """An answer of the question's type, '' where there is nothing to choose; it may still break a constraint."""
    names = [choice.name for choice in question.choices]
    match question.kind:
        case Kind.RANGE:
            low, high, step = question.limits or (0, 10, 1)
            return f"{low + step * chance.randint(0, int((high - low) / step)):.6f}".rstrip("0").rstrip(".")
        case Kind.SELECT_ONE:
            return chance.choice(names) if names else ""
        case Kind.SELECT_MULTIPLE:
            return " ".join(chance.sample(names, chance.randint(1, min(4, len(names))))) if names else ""
        case Kind.RANK:
            return " ".join(chance.sample(names, len(names)))
    return chance.choice(_TYPED.get(question.kind, _WORDS))


def _made(session: Session, question: Question, chance: random.Random) -> list[str]:
    """Answers made from the constraint itself."""
    constraint = session.form.fields[template(question.path)].constraint
    if constraint is None:
        return []
    values = session.facts.values
    known = [value for path, value in values.items() if template(path) in constraint.reads and path != question.path]
    return fitting(constraint.source, question.kind, known, session.context.today, chance)
