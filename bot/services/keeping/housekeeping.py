"""Housekeeping: what nobody needs any more is forgotten, each kind of data after the days that its programme sets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.groups.new_members import DRAFT
from bot.domain.programme import Programme, Retention
from bot.left_out import LeftOut
from bot.services.people.erasure import remove_files
from bot.store import Connection
from bot.store.book import entries as book
from bot.store.book import statements
from bot.store.evaluation import corrections
from bot.store.groups.members import phones
from bot.store.groups.report import reports
from bot.store.keeping import retention
from bot.store.keeping.retention import drop_files
from bot.store.people import merges
from bot.store.staff.asking import parting as questions
from bot.store.wire import updates

__all__ = ["Forgotten", "drop_files", "forget", "old_files", "remove_files"]

# Telegram repeats an update for a day at most; update ids begin anew only after a quiet week.
UPDATES_KEPT = timedelta(days=3)
# Names of people who have not agreed to anything yet.
DRAFTS_KEPT = timedelta(days=2)
# A leader who has not answered for so long whether a phone is a member's is asked anew.
PHONES_KEPT = timedelta(days=7)


# Messages in which something was typed: after a while Telegram lets nobody change them.
_TYPED = (corrections.forget_typed, book.forget_messages, reports.forget_messages)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were erased."""

    updates: int
    messages: int
    typed: int
    unfinished: int
    dead_updates: int
    statements: int


def forget(connection: Connection, programmes: Sequence[Programme], now: datetime) -> Forgotten:
    """Erase the keys of old updates, in which message answers and entries were typed that cannot be corrected any
    more, and what the programmes keep for a time only: messages, forms never sent, updates set aside, statements.
    """
    merges.close(connection, now)
    for code, before in _old(programmes, _questions, now):
        if code is not None:
            questions.forget_old(connection, code, before)
    return Forgotten(
        updates=updates.forget_seen(connection, now - UPDATES_KEPT),
        typed=sum(one(connection, now) for one in _TYPED),
        messages=sum(retention.forget_messages(connection, *one) for one in _old(programmes, _messages, now)),
        unfinished=retention.forget_of_kind(connection, DRAFT, now - DRAFTS_KEPT)
        + phones.forget(connection, now - PHONES_KEPT)
        + sum(retention.forget_unfinished(connection, *one) for one in _old(programmes, _unfinished, now)),
        dead_updates=sum(retention.forget_dead_updates(connection, *one) for one in _old(programmes, _dead, now)),
        statements=sum(statements.forget_old(connection, *one) for one in _old(programmes, _statements, now)),
    )


def old_files(connection: Connection, left_out: LeftOut, programmes: Sequence[Programme], now: datetime) -> list[str]:
    """Photos, voice notes and files of answers that are kept no longer, and photos of paper sheets. Their files go
    before their rows: after a kill in between, the next night finds them again.
    """
    found = [name for one in _old(programmes, _media, now) for name in retention.old_files(connection, left_out, *one)]
    for one in _old(programmes, _sheets, now):
        found += retention.old_sheets(connection, left_out, *one)
    for code, before in _old(programmes, _questions, now):
        found += [] if code is None else questions.old_files(connection, code, before)
    return list(dict.fromkeys(found))


def _old(
    programmes: Sequence[Programme], days: Callable[[Retention], int], now: datetime
) -> Iterator[tuple[str | None, datetime]]:
    """Each programme and the moment before which its data are old. Chats of no programme go by the strictest."""
    if not programmes:
        return
    for programme in programmes:
        yield programme.code, now - timedelta(days=days(programme.retention))
    yield None, now - timedelta(days=min(days(one.retention) for one in programmes))


def _messages(kept: Retention) -> int:
    return kept.messages_days


def _unfinished(kept: Retention) -> int:
    return kept.unfinished_days


def _dead(kept: Retention) -> int:
    return kept.dead_updates_days


def _media(kept: Retention) -> int:
    return kept.media_days


def _sheets(kept: Retention) -> int:
    return kept.sheets_days


def _questions(kept: Retention) -> int:
    return kept.questions_days


def _statements(kept: Retention) -> int:
    return kept.statements_days
