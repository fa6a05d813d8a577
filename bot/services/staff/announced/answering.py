"""What somebody answers to an announcement: for herself, one answer, another one as long as it is open."""

from datetime import date, datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.domain.staff.announced import Announced, Asks
from bot.domain.wire.contact import Contact
from bot.packs import Pack
from bot.services.work import Connection
from bot.store.evaluation import submissions
from bot.store.staff.announced import answers, questions
from bot.store.staff.announced.answers import Answer

__all__ = ["Answer", "Late", "answer", "asked", "form_sent", "said"]


class Late(Enum):
    """Why an answer is not taken: no such question came to her, it was stopped or taken back, its last day is over."""

    NEVER = auto()
    GONE = auto()
    OVER = auto()


def asked(connection: Connection, contact: Contact, pack: Pack, number: int, now: datetime) -> Announced | Late:
    """An announcement whose question she can answer now, on a phone to which it came."""
    one = questions.find(connection, number)
    if one is None or one.question is None or contact.person is None or one.programme != pack.programme.code:
        return Late.NEVER
    if not answers.came_to(connection, number, contact.bot, contact.chat):
        return Late.NEVER
    if one.gone:
        return Late.GONE
    ends = one.question.ends_on
    return Late.OVER if ends is not None and _today(pack, now) > ends else one


def answer(
    connection: Connection, contact: Contact, pack: Pack, number: int, choice: int, now: datetime
) -> Announced | Late:
    """Who has the phone answers for herself; gives the announcement."""
    one = asked(connection, contact, pack, number, now)
    if isinstance(one, Late) or one.question is None or contact.person is None:
        return one if isinstance(one, Late) else Late.NEVER
    if choice not in range(one.question.places):
        return Late.NEVER
    answers.put(connection, number, contact.person.id, Answer(choice, None), now)
    return one


def form_sent(
    connection: Connection, contact: Contact, pack: Pack, number: int, submission_id: int, now: datetime
) -> bool:
    """She has sent the form that an announcement asks for; False: too late, and what she sent is kept all the same, or
    it is another form, or another has sent it.
    """
    one = asked(connection, contact, pack, number, now)
    if isinstance(one, Late) or one.question is None or one.question.asks is not Asks.FORM or contact.person is None:
        return False
    if not submissions.is_from(connection, submission_id, contact.person.id, one.question.form or ""):
        return False
    answers.put(connection, number, contact.person.id, Answer(None, submission_id), now)
    return True


def said(connection: Connection, contact: Contact, number: int) -> Answer | None:
    """What who has the phone has answered; None: nothing yet."""
    return None if contact.person is None else answers.find(connection, number, contact.person.id)


def _today(pack: Pack, now: datetime) -> date:
    return now.astimezone(ZoneInfo(pack.programme.timezone)).date()
