"""Whom an audience reaches, one row a chat, and who of it gets nothing, and why."""

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, exists, or_, select, true, tuple_

from bot.domain.staff.audience import Why
from bot.domain.wire.contact import ChatState
from bot.store.schema import announcement_opt_out, chat, chat_person, person
from bot.store.staff.announcing.matching import Wanted, matches

__all__ = ["Wanted", "after", "left_out", "matching", "reached"]

Addressed = Select[tuple[int, int, int, str]]


def matching(wanted: Wanted) -> Select[tuple[int]]:
    """Everybody in the audience as `person_id`, also who cannot be reached."""
    return select(person.c.id.label("person_id")).where(matches(wanted, person))


def reached(wanted: Wanted, *, emergency: bool = False) -> Addressed:
    """Whom a message goes to: `person_id`, `bot`, `chat`, `language`, one row a chat, in the order of (bot, chat). It
    is taken in pieces with `.where(after(bot, chat)).limit(…)`: the chats are walked by their key.

    Of several who use a phone and are in the audience it goes to who is in front, else to who came first; who uses
    several chats gets it in the one that was seen last. `emergency`: also who wants no announcements, never who has
    said stop.
    """
    hers, here = _HERS, _HERE
    return (
        select(hers.c.person_id, hers.c.bot, hers.c.chat, person.c.language)
        .select_from(hers.join(here, _is_in(hers, here)).join(person, person.c.id == hers.c.person_id))
        .where(_goes_to(hers, here), matches(wanted, person), _wants_it(person, emergency=emergency))
        .where(~_another(hers, here, wanted, emergency=emergency))
        .order_by(hers.c.bot, hers.c.chat)
    )


# The rows of `reached`: a chat, and one who uses it.
_HERS, _HERE = chat_person.alias("hers"), chat.alias("here")


def after(bot: int, number: int) -> ColumnElement[bool]:
    """What comes after this chat in the order of `reached`."""
    return tuple_(_HERS.c.bot, _HERS.c.chat) > (bot, number)


def left_out(wanted: Wanted, *, emergency: bool = False) -> Select[tuple[int, str]]:
    """Who of the audience gets nothing: `person_id`, and `why`, a value of `Why`."""
    fates = standing_of(wanted, emergency=emergency).subquery()
    return select(fates.c.person_id, fates.c.why).where(fates.c.why.is_not(None))


def standing_of(wanted: Wanted, *, emergency: bool = False) -> Select[tuple[int, str | None]]:
    """Everybody in the audience: `person_id`, and `why` she gets nothing; NULL: she does."""
    hers, here = chat_person.alias(), chat.alias()
    used = select(hers.c.person_id).join_from(hers, here, _is_in(hers, here)).where(hers.c.person_id == person.c.id)
    other = _another(hers, here, wanted, emergency=emergency)
    gets = case(
        (~_wants_it(person, emergency=emergency), Why.OPTED_OUT.value),
        (used.where(other, _goes_to(hers, here)).exists(), Why.SHARES_THE_CHAT.value),
    )
    # what holds for most comes first: it is asked of everybody
    why = case(
        (used.where(_is_open(hers, here)).exists(), gets),
        (used.where(here.c.state != ChatState.BLOCKED).exists(), Why.STOPPED.value),
        (used.exists(), Why.BLOCKED.value),
        else_=Why.NO_PHONE.value,
    )
    return select(person.c.id.label("person_id"), why.label("why")).where(matches(wanted, person))


def _is_in(hers: FromClause, here: FromClause) -> ColumnElement[bool]:
    return and_(here.c.bot == hers.c.bot, here.c.chat == hers.c.chat)


def _is_open(hers: FromClause, here: FromClause) -> ColumnElement[bool]:
    """Whether we may write to her there: where several use a chat each has her own wish; blocked is the chat's."""
    return and_(here.c.state != ChatState.BLOCKED, hers.c.state == ChatState.ACTIVE)


def _goes_to(hers: FromClause, here: FromClause) -> ColumnElement[bool]:
    """Whether what is for her goes there: of the chats in which we may write to her the one that was seen last."""
    other, there = chat_person.alias(), chat.alias()
    later = tuple_(there.c.seen_at, there.c.bot, there.c.chat) > tuple_(here.c.seen_at, here.c.bot, here.c.chat)
    elsewhere = select(other.c.chat).join_from(other, there, _is_in(other, there))
    another = or_(other.c.chat != hers.c.chat, other.c.bot != hers.c.bot)
    elsewhere = elsewhere.where(other.c.person_id == hers.c.person_id, another, _is_open(other, there), later)
    # named, since it stands two statements deep
    return and_(_is_open(hers, here), ~elsewhere.correlate_except(other, there).exists())


def _another(hers: FromClause, here: FromClause, wanted: Wanted, *, emergency: bool) -> ColumnElement[bool]:
    """Whether the one message to her chat goes to another of those who use it and are in the audience."""
    other, whom = chat_person.alias(), person.alias()
    front = other.c.person_id == here.c.person_id
    first = tuple_(other.c.since, other.c.person_id) < tuple_(hers.c.since, hers.c.person_id)
    before = or_(front, and_(here.c.person_id.is_distinct_from(hers.c.person_id), first))
    with_her = (other.c.bot == hers.c.bot, other.c.chat == hers.c.chat, other.c.person_id != hers.c.person_id)
    found = select(other.c.person_id).join_from(other, whom, whom.c.id == other.c.person_id).where(*with_her, before)
    found = found.where(_goes_to(other, here), _wants_it(whom, emergency=emergency), matches(wanted, whom))
    return found.correlate_except(other, whom).exists()


def _wants_it(who: FromClause, *, emergency: bool) -> ColumnElement[bool]:
    """Whether somebody has not opted out of announcements; an emergency passes that."""
    return true() if emergency else ~exists().where(announcement_opt_out.c.person_id == who.c.id)
