"""Rows of an export: what people have answered to announcements, each person the last time."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, and_, select

from bot.domain.staff.announced import Asks, Question
from bot.store.keeping.export_pages import Page, Scope, confirmed, of
from bot.store.keeping.export_pages import pages as by_key
from bot.store.people.merges import standing_person
from bot.store.schema import (
    announcement,
    announcement_answer,
    announcement_question,
    announcement_text,
    person,
    submission,
)

_HERE = announcement_answer.c
# Who was merged into another answers no more: hers stands there, where the other had said nothing later.
_SAID = (
    announcement_answer.join(announcement, announcement.c.id == _HERE.announcement_id)
    .join(announcement_question, announcement_question.c.announcement_id == _HERE.announcement_id)
    .join(person, and_(person.c.id == _HERE.person_id, standing_person(person.c.id)))
)
# Rows, whose programme they are of, and their day.
COUNTED = (_SAID, announcement, _HERE.at)


def pages(connection: Connection, scope: Scope) -> Iterator[Page]:
    """Answers with the announcement's words and choices, in the language of who has none of its versions."""
    statement = select(
        _HERE.id,
        _HERE.announcement_id,
        _HERE.person_id,
        announcement.c.programme,
        announcement.c.fallback,
        announcement_question.c.asks,
        announcement_question.c.choices,
        _HERE.choice,
        submission.c.form_name.label("form"),
        _HERE.submission_id,
        _HERE.at,
        confirmed(person).label("confirmed"),
        announcement_text.c.text.label("question"),
    ).select_from(
        _SAID.outerjoin(submission, submission.c.id == _HERE.submission_id).outerjoin(
            announcement_text,
            and_(
                announcement_text.c.announcement_id == announcement.c.id,
                announcement_text.c.language == announcement.c.fallback,
            ),
        )
    )
    for page in by_key(connection, of(statement, scope, announcement, _HERE.at), _HERE.id, scope):
        yield [{**row, "answer": _words(row)} for row in page]


def _words(row: Mapping[str, Any]) -> str | None:
    """What is written on the choice that somebody has made; None: these are no words of the sender's."""
    words = Question(Asks.CHOICES, row["choices"] or {}).words(row["fallback"], row["fallback"])
    place = row["choice"]
    return words[place] if place is not None and 0 <= place < len(words) else None
