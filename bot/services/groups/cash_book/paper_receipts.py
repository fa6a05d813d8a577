"""Receipts on paper: for who paid in and has no phone, and for whoever wants hers printed, once more too.

A receipt has its number from the first time on that it is drawn to be sent; what is drawn in a later asking is a copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.book import Entry
from bot.services import roles
from bot.services.book import entries as book
from bot.services.groups.cash_book import keeping
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups.cash_book import paper_receipts
from bot.store.groups.cash_book.paper_receipts import Paper
from bot.store.groups.members import members
from bot.store.people import audit
from bot.store.people.audit import Deed

# Ten pages; the others are printed next.
MOST = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed: the lines by the ids of their first versions, in which asking, and how many more wait."""

    lines: Sequence[str]
    asked: str
    left: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptOf:
    """A receipt to be drawn: who paid in, in which language she reads it, what it was, and who received it."""

    number: int
    is_copy: bool
    name: str
    language: str
    entry: Entry
    received_by: str


def waiting(connection: Connection, person_id: int | None, group_id: int) -> int:
    """How many have no receipt in a chat and none on paper yet. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return paper_receipts.how_many(connection, group_id)


def ask_for_all(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> Wanted | None:
    """All that wait, as many as one file takes; None: nothing does. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    lines = paper_receipts.to_print(connection, group_id, MOST)
    if not lines:
        return None
    _note(connection, person_id, f"group {group_id}", group_id, now)
    return Wanted(lines, book.new_id(now), paper_receipts.how_many(connection, group_id) - len(lines))


def ask_for_one(
    connection: Connection, person_id: int | None, group_id: int, currency: str, entry_id: str, now: datetime
) -> Wanted | None:
    """That of one line, printed before or not; None: it does not stand, or nobody of the group paid it in. Raises
    NotAllowed.
    """
    line = keeping.find(connection, person_id, group_id, currency, entry_id)
    if line is None or not _named(connection, group_id, paper_receipts.papers(connection, group_id, [_first(line)])):
        return None
    _note(connection, person_id, f"entry {_first(line)}", group_id, now)
    return Wanted([_first(line)], book.new_id(now))


def _first(line: keeping.Line) -> str:
    return line.versions[0].first


def draw(
    connection: Connection, person_id: int | None, group_id: int, lines: Sequence[str], asked: str
) -> Sequence[ReceiptOf]:
    """What is to be drawn of an asking now: what was taken back since, and who was forgotten, is left out. The same
    asking gives the same numbers, however often it is sent. Raises NotAllowed.
    """
    roles.require_leader(connection, person_id, group_id)
    here = _named(connection, group_id, paper_receipts.papers(connection, group_id, lines))
    paper_receipts.number(connection, group_id, [one.line for one, _, _ in here if one.number is None], asked)
    numbered = {one.line: one for one in paper_receipts.papers(connection, group_id, lines)}
    return [_receipt(numbered[one.line], name, language, asked) for one, name, language in here]


def _receipt(one: Paper, name: str, language: str, asked: str) -> ReceiptOf:
    assert one.number is not None  # it has one since it was drawn first
    return ReceiptOf(one.number, one.printed_in != asked, name, language, one.entry, one.received_by)


def _named(connection: Connection, group_id: int, papers: Sequence[Paper]) -> list[tuple[Paper, str, str]]:
    """Those whose payer is known by name, also where she has left the group, with the language that she reads."""
    names = {one.member_id: one.name for one in members.once_in(connection, group_id)}
    speaks = recipients.speakers(connection, {one.member_id for one in papers})
    people = recipients.load(connection, set(speaks.values()))
    return [
        (one, names[one.member_id], people[speaks[one.member_id]].language)
        for one in papers
        if names.get(one.member_id) and speaks.get(one.member_id) in people
    ]


def _note(connection: Connection, person_id: int | None, subject: str, group_id: int, now: datetime) -> None:
    audit.record(connection, Deed(f"person {person_id}", "print receipts", subject, {}, group_id), now)
