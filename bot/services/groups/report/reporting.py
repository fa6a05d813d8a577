"""A leader's one message for her whole group: read against its members, and held against what was reported before.

Every function asks whether she leads this very group now, or is staff who types from its paper sheet. What sending it
does: `sending.py`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b

from bot.domain.groups.month import month_shown
from bot.domain.groups.report import Column, Kind, Member, Row, Said, Sheet, Table, read_report
from bot.domain.groups.report.changing import zeros
from bot.domain.groups.report.table import Figures
from bot.domain.programme import Purpose
from bot.forms import Form
from bot.forms import Kind as Question
from bot.i18n.calendars import month_of
from bot.i18n.languages import SOURCE
from bot.i18n.locale import Locale
from bot.packs import Pack
from bot.services import roles
from bot.services.groups.report import sheet_photos
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.members import members
from bot.store.groups.report import reports
from bot.store.groups.report.reports import Kept, Typed
from bot.store.people import people

__all__ = [
    "Book",
    "Effect",
    "Typed",
    "begin",
    "called",
    "columns",
    "learn",
    "mean",
    "paths",
    "said_in",
    "typed_in",
    "unlearn",
    "unmean",
]

MONEY = "money"
# A report may be about one of the last twelve months; another is asked.
MOST_MONTHS_BACK = 12


class Effect(StrEnum):
    """What sending a row does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Book:
    """What a report is read against: the group's name, its members, what is asked of each, the first day of the month,
    and what was reported of it already, by member: figures, or none where she was absent. `typed`: staff type it from
    the leader's paper. `others`: of whom somebody else has reported, and who (her name, empty: erased).
    """

    group_id: int
    name: str
    roster: tuple[Member, ...]
    sheet: Sheet
    month: date
    kept: Mapping[int, tuple[Said, Figures]]
    typed: bool = False
    others: Mapping[int, str] = field(default_factory=dict)

    @property
    def mark(self) -> int:
        """Tells what was reported from what is reported after somebody else has sent more."""
        told = repr(sorted((member, said, figures) for member, (said, figures) in self.kept.items()))
        return int.from_bytes(blake2b(told.encode(), digest_size=4).digest())

    def read(self, text: str) -> Table:
        """The table of a message, which may begin with the group's own name."""
        names = {name.casefold() for one in self.roster for name in (one.given, one.family, *one.nicknames)}
        own = re.match(rf"\s*{re.escape(self.name)}(?!\w)[\s,:;–-]*", text, re.IGNORECASE) if self.name else None
        if own is not None and names.isdisjoint(self.name.casefold().split()):
            text = text[own.end() :]
        return read_report(text, self.roster, self.sheet)

    def called(self, member_id: int) -> str:
        """A member's whole name."""
        one = next((one for one in self.roster if one.id == member_id), None)
        return f"{one.given} {one.family}".strip() if one else ""

    def said(self, row: Row) -> tuple[Said, Figures]:
        """What a row that is sure says, as it is kept."""
        if row.said is None:
            raise ValueError("a doubtful row says nothing yet")
        return row.said, zeros(row, len(self.sheet.columns)) if row.said is not Said.ABSENT else ()

    def effect(self, row: Row) -> Effect:
        """What sending a row that is sure would do."""
        known = self.kept.get(row.members[0])
        if known is None:
            return Effect.NEW
        return Effect.SAME if _same(known, self.said(row)) else Effect.CHANGED


def _same(known: tuple[Said, Figures], new: tuple[Said, Figures]) -> bool:
    """What is left open now stays as it was said before."""
    absent = (known[0] is Said.ABSENT, new[0] is Said.ABSENT)
    return absent in ((True, True), (False, False)) and _joined(known[1], new[1]) == known[1]


def _joined(known: Figures, new: Figures) -> Figures:
    if len(known) != len(new):
        return new
    return tuple(old if one is None else one for old, one in zip(known, new, strict=True))


def columns(pack: Pack, locale: Locale) -> tuple[Column, ...]:
    """What a leader reports of each member: questions of the check-in, called as people call them."""
    form = pack.form_for(Purpose.CHECK_IN)
    return tuple(_column(pack, form, name, locale) for name in pack.programme.report)


def _column(pack: Pack, form: Form, name: str, locale: Locale) -> Column:
    field = form.fields[path_of(form, name)]
    kind = Kind.MONEY if MONEY in field.appearance else Kind.COUNT if field.kind is Question.INTEGER else Kind.QUANTITY
    measured = [one for one in pack.programme.indicators if one.name == name]
    words = [one.label(language).casefold() for one in measured for language in (locale.language, SOURCE)]
    return Column(name, kind, "", tuple(dict.fromkeys(words)))


def path_of(form: Form, name: str) -> str:
    """Where a question of a form is. Raises LookupError: the pack's check has let it pass."""
    found = [path for path, field in form.fields.items() if field.name == name]
    if not found:
        raise LookupError(f"{form.root} has no question {name}")
    return found[0]


def begin(
    connection: Connection,
    pack: Pack,
    person_id: int | None,
    group_id: int,
    locale: Locale,
    day: date,
    month: date | None = None,
) -> Book:
    """What her report is read against on a day. `month`: one that she has named (its first day), else the one that the
    group talks about. Raises NotAllowed.
    """
    typed = not roles.leads(connection, person_id, group_id)
    if typed:
        sheet_photos.require_typist(connection, person_id, pack, group_id, month)
    group = groups.find(connection, group_id)
    if group is None or person_id is None:
        raise LookupError(f"there is no group {group_id}")
    asked = columns(pack, locale)
    dash = reports.dash(connection, person_id)
    sheet = Sheet(asked, pack.programme.currency, locale, day, Said(dash) if dash else None)
    first = month or month_shown(day, pack.programme.calendar)[0]
    number = reports.find(connection, group_id, first)
    roster = _roster(connection, pack, person_id, group_id, number)
    rows = {} if number is None else reports.rows(connection, number)
    others = _others(connection, rows, person_id)
    return Book(group_id, group.name, roster, sheet, first, _kept(pack, rows), typed, others)


def is_reportable(month: date, day: date, pack: Pack) -> bool:
    """Whether a month that she has named is one of the last twelve, or the present one."""
    last = month_of(day, pack.programme.calendar)[0]
    return last - timedelta(days=31 * MOST_MONTHS_BACK) <= month <= last


def _roster(
    connection: Connection, pack: Pack, person_id: int, group_id: int, report_id: int | None
) -> tuple[Member, ...]:
    """Who is in the group, confirmed, with what each usually says."""
    here = [one for one in members.of(connection, group_id) if one.confirmed]
    numbers = [one.member_id for one in here]
    said = [reports.usual(connection, numbers, path, report_id) for path in paths(pack)]
    called = reports.nicknames(connection, person_id, numbers)
    found = []
    for one in here:
        given, _, family = one.name.strip().partition(" ")
        usually = tuple(_usual(by_member.get(one.member_id, [])) for by_member in said)
        found.append(Member(one.member_id, given, family.strip(), called.get(one.member_id, ()), one.number, usually))
    return tuple(one for one in found if one.given)


def _usual(said: Sequence[Decimal]) -> Decimal | None:
    """One of her own answers, the one in the middle; nought is a month like others and tells nothing."""
    known = sorted(one for one in said if one > 0)
    return known[(len(known) - 1) // 2] if known else None


def paths(pack: Pack) -> list[str]:
    """Where the questions are that a leader reports."""
    form = pack.form_for(Purpose.CHECK_IN)
    return [path_of(form, name) for name in pack.programme.report]


def _others(connection: Connection, rows: Mapping[int, Kept], person_id: int) -> Mapping[int, str]:
    said = {member: one.person_id for member, one in rows.items() if one.person_id != person_id}
    names = {who: people.name_of(connection, who) for who in set(said.values())}
    return {member: names[who] for member, who in said.items()}


def _kept(pack: Pack, rows: Mapping[int, Kept]) -> Mapping[int, tuple[Said, Figures]]:
    asked = paths(pack)
    return {
        member: (
            Said(one.said),
            () if one.said == Said.ABSENT else tuple(reports.figure(one.answers.get(at)) for at in asked),
        )
        for member, one in rows.items()
    }


def learn(connection: Connection, person_id: int | None, group_id: int, word: str, member_id: int) -> None:
    """Whom she means by a name that was nobody's, learnt once. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    if person_id is not None and any(one.member_id == member_id for one in members.of(connection, group_id)):
        reports.teach(connection, person_id, word, member_id)


def called(connection: Connection, person_id: int | None, group_id: int, member_id: int) -> tuple[str, ...]:
    """What she was learnt to call a member. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return () if person_id is None else reports.nicknames(connection, person_id, [member_id]).get(member_id, ())


def unlearn(connection: Connection, person_id: int | None, group_id: int, member_id: int) -> bool:
    """A name was learnt wrongly: whom she means by it is asked again. False: none was learnt. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    here = any(one.member_id == member_id for one in members.of(connection, group_id))
    return person_id is not None and here and reports.unteach(connection, person_id, member_id)


def mean(connection: Connection, person_id: int | None, group_id: int, meaning: Said) -> None:
    """What "-" means where she writes it, asked once. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    if person_id is not None:
        reports.set_dash(connection, person_id, meaning)


def unmean(connection: Connection, person_id: int | None, group_id: int) -> bool:
    """What "-" means is asked again the next time. False: it was not known. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return person_id is not None and reports.unset_dash(connection, person_id)


def typed_in(connection: Connection, person_id: int | None, where: Typed) -> tuple[int, date] | None:
    """The group and month of the report that she typed in a message; None: in none, or she leads that group no more."""
    found = None if person_id is None else reports.typed_in(connection, where, person_id)
    if found is None or person_id is None or all(one.id != found[0] for one in groups.led_by(connection, person_id)):
        return None
    return found


def said_in(connection: Connection, person_id: int | None, group_id: int, where: Typed) -> list[int]:
    """Of whom a message of her report says a figure that was sent; of a report that was typed in several, that is not
    known. Raises NotAllowed.
    """
    roles.require_leader(connection, person_id, group_id)
    return [] if person_id is None else reports.said_in(connection, where, person_id)
