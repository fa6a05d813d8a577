"""Answering a form to its end, the first choice or a plain value for each question."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.forms import Context, Kind, Question, Session

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CONTEXT = Context(today=NOW.date(), now=NOW)
PLAIN = {Kind.TEXT: "Amara", Kind.INTEGER: "3", Kind.DECIMAL: "12.5"}
CALM = {"have": "none", "news": "none", "operating": "yes"}


def walk(session: Session, answers: Mapping[str, str] | None = None) -> tuple[list[Question], Session]:
    """All questions asked on the way, and the session at its end."""
    chosen = {**CALM, **(answers or {})}
    asked: list[Question] = []
    while (question := session.question) is not None:
        asked.append(question)
        session = session.answer(chosen.get(question.name) or _plain(question))
        assert len(asked) < 50, "the form does not end"
    return asked, session


def _plain(question: Question) -> str:
    return PLAIN.get(question.kind) or question.choices[0].name
