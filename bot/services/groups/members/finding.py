"""A leader finds one of her members by what she types: her number, a part of a name, or what she calls her."""

from datetime import date

from bot.domain.groups.report.roster import Member as Named
from bot.domain.groups.search import search
from bot.domain.programme import Programme
from bot.services.groups import leading
from bot.services.groups.leading import Place
from bot.services.work import Connection
from bot.store.groups.report import reports


def find(
    connection: Connection, programme: Programme, person_id: int | None, group_id: int, today: date, typed: str
) -> list[Place]:
    """Those of her list who may be meant, the best first, and by name where they are as good. Raises NotAllowed."""
    seen = leading.look(connection, person_id, group_id, programme, today)
    by_name = sorted(seen.places, key=lambda one: (one.member.name.casefold(), one.member.member_id))
    places = {one.member.member_id: one for one in by_name}
    called = reports.nicknames(connection, person_id, list(places)) if person_id is not None else {}
    roster = tuple(_named(one, called.get(one.member.member_id, ())) for one in by_name)
    return [places[number] for number in search(typed, roster)]


def _named(one: Place, nicknames: tuple[str, ...]) -> Named:
    first, _, rest = one.member.name.strip().partition(" ")
    return Named(one.member.member_id, first, rest.strip(), nicknames, one.member.number)
