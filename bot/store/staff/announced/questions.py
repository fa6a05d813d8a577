"""What announcements ask."""

from sqlalchemy import Connection, delete, select

from bot.domain.staff.announced import Announced, Asks, Question
from bot.domain.staff.announcement import State
from bot.store.engine.engine import insert_for
from bot.store.schema import announcement, announcement_question, announcement_text


def put(connection: Connection, number: int, asked: Question | None) -> None:
    """What an announcement asks from now on; None: nothing."""
    if asked is None:
        gone = announcement_question.c.announcement_id == number
        connection.execute(delete(announcement_question).where(gone))
        return
    choices = {language: list(words) for language, words in asked.choices.items()} or None
    values = {"asks": asked.asks, "choices": choices, "form": asked.form, "ends_on": asked.ends_on}
    new = insert_for(connection.dialect)(announcement_question).values(announcement_id=number, **values)
    connection.execute(new.on_conflict_do_update(index_elements=["announcement_id"], set_=values))


def find(connection: Connection, number: int) -> Announced | None:
    """An announcement with what it asks; None: there is none of this number."""
    row = connection.execute(_FIND.where(announcement.c.id == number)).one_or_none()
    if row is None:
        return None
    choices = {language: tuple(words) for language, words in (row.choices or {}).items()}
    asked = Question(Asks(row.asks), choices, row.form, row.ends_on) if row.asks else None
    gone = row.state == State.STOPPED or row.taken_back_at is not None
    return Announced(row.id, row.programme, row.author_id, row.areas, row.fallback, row.emergency, asked, gone)


_OWN = ("id", "programme", "author_id", "areas", "fallback", "emergency", "state", "taken_back_at")
_ASKED = ("asks", "choices", "form", "ends_on")
_FIND = select(
    *(announcement.c[name] for name in _OWN), *(announcement_question.c[name] for name in _ASKED)
).outerjoin_from(announcement, announcement_question)


def is_draft(connection: Connection, number: int) -> bool:
    """Whether an announcement has not been sent yet, nor planned; locked until the work is done."""
    here = select(announcement.c.state).where(announcement.c.id == number).with_for_update()
    return connection.scalar(here) == State.DRAFT


def languages(connection: Connection, number: int) -> list[str]:
    """In which languages it has words."""
    has = select(announcement_text.c.language).where(announcement_text.c.announcement_id == number)
    return list(connection.scalars(has))
