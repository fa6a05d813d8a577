"""What others were told of somebody who is forgotten: her name goes out of the messages to those who lead her groups,
work for the programme or answer for her, and out of what they have begun to write.
"""

import json
import re
from collections.abc import Collection
from html import escape
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Text, and_, or_, select, tuple_, type_coerce, update

from bot.domain.people.roles import Role
from bot.domain.wire.bot_api import BROUGHT_BACK
from bot.i18n.reading.common_words import fold
from bot.i18n.scripts import is_spaceless
from bot.store.people.people import name_of
from bot.store.schema import chat_person, dead_update, dialogue, entry, membership, outbox, person, role, speaks_for

NO_NAME = "…"
# A leader's report that is being written, as its dialogue is called; in the state of it: the table, whose rows begin
# with how sure they are and whom they may be about, and the messages it came in, each with its words.
REPORT, TABLE, ROWS, LINES, NOT_MENTIONED = "rp", "table", "rows", "lines", "missing"


def drop_name(connection: Connection, person_id: int, producers: Collection[int]) -> None:
    """Write dots where others were told the name of a person who has these producers. Before she is emptied: her name
    must still be there.
    """
    name = name_of(connection, person_id).strip()
    if not name:
        return
    spelt = _spelt({name, *_drop_from_books(connection, name, producers)})
    who = _around(connection, person_id, producers)
    if not who:
        return
    chats = _chats_of(connection, who)
    for table, column in ((outbox, outbox.c.payload), (dead_update, dead_update.c.raw)):
        _rewrite(connection, column, tuple_(table.c.bot, table.c.chat).in_(chats), spelt)
    _rewrite(connection, dialogue.c.state, dialogue.c.person_id.in_(who), spelt)


def drop_from_reports(connection: Connection, producers: Collection[int]) -> None:
    """What leaders have begun to report of these: their rows, and the words of all messages, which say it too."""
    begun = select(dialogue.c.id, type_coerce(dialogue.c.state, Text)).where(dialogue.c.kind == REPORT)
    for number, raw in connection.execute(begun).all():
        told = _without_rows(raw, set(producers))
        if told != raw:
            here = update(dialogue).where(dialogue.c.id == number)
            connection.execute(here.values(state=type_coerce(told, Text)))


def _without_rows(raw: Any, members: set[int]) -> Any:
    try:
        state = json.loads(raw)
        rows = state[TABLE][ROWS]
        kept = [row for row in rows if row[0] == NOT_MENTIONED or not members.intersection(row[1])]
        if kept == rows:
            return raw
        state[TABLE][ROWS] = kept
        state[LINES] = [[number, ""] for number, _ in state[LINES]]
    except (ValueError, RecursionError, TypeError, LookupError):
        return raw  # nothing is written yet, or an odd value of somebody else's
    return json.dumps(state, ensure_ascii=False)


def _drop_from_books(connection: Connection, name: str, producers: Collection[int]) -> set[str]:
    """The same in the books of her groups, whoever wrote there; gives what she is called in them, a part of her name
    too: who paid or was paid.
    """
    its, own = entry.c.producer_id.in_(_groups_of(producers)), set(fold(name).split())
    written = select(entry.c.counterparty).distinct().where(its, entry.c.counterparty != "")
    called = {one for one in connection.scalars(written) if (words := set(fold(one).split())) and words <= own}
    connection.execute(update(entry).where(its, entry.c.counterparty.in_(called)).values(counterparty=NO_NAME))
    for column in (entry.c.item, entry.c.counterparty):
        _rewrite(connection, column, and_(its, column != ""), _spelt({name, *called}))
    return called


def _around(connection: Connection, person_id: int, producers: Collection[int]) -> set[int]:
    """Those who may have been told of her: leaders of her groups, now and before, staff, and who answers for her."""
    theirs = and_(role.c.role == Role.LEADER, role.c.group_id.in_(_groups_of(producers)))
    hers = select(person.c.programme).where(person.c.id == person_id)
    staff = and_(role.c.role != Role.LEADER, person.c.programme.in_(hers))
    at_work = select(role.c.person_id).join(person, person.c.id == role.c.person_id).where(or_(theirs, staff))
    answering = select(speaks_for.c.person_id).where(speaks_for.c.producer_id.in_(producers))
    return {*connection.scalars(at_work), *connection.scalars(answering)} - {person_id}


def _groups_of(producers: Collection[int]) -> Select[tuple[int]]:
    return select(membership.c.group_id).where(membership.c.member_id.in_(producers))


def _chats_of(connection: Connection, people: Collection[int]) -> Select[tuple[int, int]]:
    return select(chat_person.c.bot, chat_person.c.chat).where(chat_person.c.person_id.in_(people))


def _spelt(names: Collection[str]) -> re.Pattern[str]:
    """Her names, as written or as in a message; where words have spaces between them, no part of a longer one."""
    either = [_one(name) for name in sorted(names, key=len, reverse=True)]
    return re.compile("|".join(either))


def _one(name: str) -> str:
    either = f"(?:{re.escape(name)}|{re.escape(escape(name))})"
    return either if is_spaceless(name) else rf"(?<!\w){either}(?!\w)"


def _rewrite(connection: Connection, column: Column[Any], where: ColumnElement[bool], spelt: re.Pattern[str]) -> None:
    """A column that holds JSON as text, in these rows."""
    number, text = column.table.c.id, type_coerce(column, Text)
    for row, raw in connection.execute(select(number, text).where(where)).all():
        told = _without(raw, spelt)
        if told != raw:
            connection.execute(update(column.table).where(number == row).values({column: type_coerce(told, Text)}))


def _without(raw: Any, spelt: re.Pattern[str]) -> Any:
    if not isinstance(raw, str):
        return raw  # an odd value of somebody else's is no reason not to erase her
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return spelt.sub(NO_NAME, raw)
    told = _hidden(value, spelt)
    return raw if told == value else json.dumps(told, ensure_ascii=False)


def _hidden(value: Any, spelt: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return spelt.sub(NO_NAME, value)
    if isinstance(value, list):
        return [_hidden(one, spelt) for one in value]
    if isinstance(value, dict):
        return {key: one if key == BROUGHT_BACK else _hidden(one, spelt) for key, one in value.items()}
    return value
