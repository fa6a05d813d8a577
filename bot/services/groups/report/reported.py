"""What was reported of a group month by month: in grey on the sheet, on a member's slip, and added up in the picture
for a meeting.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.book.ledger.check_in_answers import Figure
from bot.domain.programme import Programme, Purpose
from bot.i18n import Money, Value
from bot.i18n.calendars import month_of
from bot.packs import Pack
from bot.services.groups.paper.group_picture import SalesOf, Selling, Sold
from bot.services.groups.paper.slips import Last, LastOf
from bot.services.groups.report.reporting import MONEY, paths
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.groups import groups, reports


def figures(
    connection: Connection, group_id: int, month: date, columns: Sequence[str]
) -> Mapping[int, Sequence[Decimal | None]]:
    """What leaders have reported of each member in a month (its first day), a figure for each question by name; None
    where nothing was said. Who is in no report of the month is left out.
    """
    number = reports.find(connection, group_id, month)
    if number is None:
        return {}
    found = {}
    for member, one in reports.rows(connection, number).items():
        said = {path.rpartition("/")[2]: reports.figure(value) for path, value in one.answers.items()}
        found[member] = [said.get(name) for name in columns]
    return found


def last(pack: Pack) -> LastOf:
    """What was reported of each member in the newest month of which anything was, for her slip."""
    form = pack.form_for(Purpose.CHECK_IN)
    names, currency = pack.programme.report, pack.programme.currency
    are_money = [MONEY in form.fields[path].appearance for path in paths(pack)]

    def said(connection: Connection, group_id: int) -> Mapping[int, Last]:
        months = reports.months(connection, group_id)
        found = figures(connection, group_id, max(months), names) if months else {}
        return {
            member: Last(max(months), _values(hers))
            for member, hers in found.items()
            if any(one is not None for one in hers)
        }

    def _values(hers: Sequence[Decimal | None]) -> list[Value]:
        named = zip(hers, are_money, strict=True)
        return ["–" if one is None else Money.of(one, currency) if is_money else one for one, is_money in named]

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
    said = [one for (one,) in figures(connection, group_id, month, [name]).values() if one is not None]
    end = datetime.combine(
        month_of(month, programme.calendar)[1] + timedelta(days=1), time(), ZoneInfo(programme.timezone)
    )
    members = reports.members_at(connection, group_id, month, end)
    return Sold(month, Money.of(sum(said, Decimal(0)), programme.currency).minor, len(said), members)
