"""What was reported of a group month by month: in grey on the sheet, on a member's slip, and added up in the picture
for a meeting.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.book.ledger.check_in_answers import Figure
from bot.domain.programme import Programme, Purpose
from bot.i18n import N_, Money, Text, Value
from bot.i18n.calendars import month_of
from bot.packs import Pack
from bot.services.groups.paper.group_picture import SalesOf, Selling, Sold
from bot.services.groups.paper.sheet import Before
from bot.services.groups.paper.slips import Last, LastOf
from bot.services.groups.report.reporting import MONEY, paths
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.report import reports
from bot.store.groups.report.reports import Kept

NONE, BEING_CHECKED = "–", N_("{figure} (being checked)")


def figures(connection: Connection, group_id: int, month: date, columns: Sequence[str]) -> Mapping[int, Before]:
    """What leaders have reported of each member in a month (its first day), a figure for each question by name; None
    where nothing was said that counts. Who is in no report of the month is left out.
    """
    return {
        member: Before([_said(one.counted).get(name) for name in columns], _held(one, columns))
        for member, one in _rows(connection, group_id, month).items()
    }


def _held(one: Kept, columns: Sequence[str]) -> int:
    """How many of these figures are being checked."""
    return sum(path.rpartition("/")[2] in columns for path in one.held)


def _rows(connection: Connection, group_id: int, month: date) -> Mapping[int, Kept]:
    number = reports.find(connection, group_id, month)
    return {} if number is None else reports.rows(connection, number)


def _said(answers: Mapping[str, str]) -> dict[str, Decimal | None]:
    return {path.rpartition("/")[2]: reports.figure(value) for path, value in answers.items()}


def last(pack: Pack) -> LastOf:
    """What was reported of each member in the newest month of which anything was, for her slip."""
    form = pack.form_for(Purpose.CHECK_IN)
    names, currency = pack.programme.report, pack.programme.currency
    are_money = [MONEY in form.fields[path].appearance for path in paths(pack)]

    def said(connection: Connection, group_id: int) -> Mapping[int, Last]:
        months = reports.months(connection, group_id)
        found = _rows(connection, group_id, max(months)) if months else {}
        known = {member: _values(one) for member, one in found.items()}
        return {
            member: Last(max(months), values)
            for member, values in known.items()
            if any(value != NONE for value in values)
        }

    def _values(one: Kept) -> list[Value]:
        hers, held = _said(one.answers), {path.rpartition("/")[2] for path in one.held}
        return [_value(hers.get(name), is_money, name in held) for name, is_money in zip(names, are_money, strict=True)]

    def _value(figure: Decimal | None, is_money: bool, is_held: bool) -> Value:
        """Her own is shown to her also while it is held, and that it is."""
        if figure is None:
            return NONE
        value: Value = Money.of(figure, currency) if is_money else figure
        return Text(BEING_CHECKED, {"figure": value}) if is_held else value

    return said


def selling(loaded: LoadedPacks) -> Selling:
    """What a group sold in a month, beside its first month that was reported; None where it reports no sales."""

    def sold(connection: Connection, group_id: int, month: date) -> SalesOf | None:
        group = groups.find(connection, group_id)
        if group is None:
            return None
        return selling_in(loaded.pack(group.programme).programme)(connection, group_id, month)

    return sold


def selling_in(programme: Programme) -> Selling:
    """The same, of the groups of one programme."""

    def sold(connection: Connection, group_id: int, month: date) -> SalesOf | None:
        months = reports.months(connection, group_id)
        if month not in months:
            return None
        if programme.book.get(Figure.SALES) not in programme.report:
            return None
        now, first = (_sold(connection, group_id, one, programme) for one in (month, min(months)))
        return SalesOf(first if min(months) < month else None, now)

    return sold


def _sold(connection: Connection, group_id: int, month: date, programme: Programme) -> Sold:
    """Of those who were in the group at that time, not of those who are in it today."""
    name = programme.book[Figure.SALES]
    kept = _rows(connection, group_id, month).values()
    said = [one for row in kept if (one := _said(row.counted).get(name)) is not None]
    held = sum(_held(row, [name]) for row in kept)
    end = datetime.combine(
        month_of(month, programme.calendar)[1] + timedelta(days=1), time(), ZoneInfo(programme.timezone)
    )
    members = reports.members_at(connection, group_id, month, end)
    return Sold(month, Money.of(sum(said, Decimal(0)), programme.currency).minor, len(said), members, held)
