"""Somebody of the demo answers what is due, as she would in the chat: question by question, and sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.evaluation.progress import Source
from bot.forms import Context, Session
from bot.packs import Pack
from bot.services import ids
from bot.services.evaluation import submissions, usual
from bot.services.evaluation.calendar import DueSlot
from bot.services.forms import carried_over
from bot.services.work import Connection


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answers what in which language. `answers`: by the names of the questions; `book`: what her book says."""

    person_id: int
    language: str
    due: DueSlot
    answers: Mapping[str, str]
    book: Mapping[str, str] = field(default_factory=dict)


def answer(connection: Connection, pack: Pack, one: Answered, moment: datetime) -> None:
    """It is sent at that moment; what there is no answer to is left out."""
    form, zone, due = pack.forms[one.due.form], ZoneInfo(pack.programme.timezone), one.due
    context = Context(today=local_day(moment, zone), now=moment.astimezone(zone))
    known = carried_over.handed_on(connection, due.producer_id, form)
    given = _filled(Session.start(form, context, one.language, known), one.answers).result()
    sent = submissions.Sent(
        dialogue_id=ids.new_id(),
        producer_id=due.producer_id,
        person_id=one.person_id,
        slot_id=due.slot_id,
        form_hash=form.hash,
        form_name=due.form,
        source=Source.SELF,
        language=one.language,
        practice=False,
        began_at=moment - timedelta(minutes=6),
        answers=given,
        book={path: one.book[name] for path in given if (name := path.rpartition("/")[2]) in one.book},
    )
    outcome = submissions.submit(connection, sent, pack, moment)
    usual.mark(connection, due.producer_id, outcome.submission_id, form, pack, moment)


def _filled(session: Session, answers: Mapping[str, str]) -> Session:
    """The form at its end."""
    while (question := session.question) is not None:
        session = session.answer(answers.get(question.name, ""))
    return session
