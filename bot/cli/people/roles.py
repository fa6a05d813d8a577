"""`ovop roles`: who works for the programmes and who leads which group; and how a role is taken away."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from bot.cli.speaking import OK, Command, UsageProblem, offer_json, tell
from bot.clock import wall_clock
from bot.domain.people.roles import OFFICES, Role
from bot.i18n import load_catalogues
from bot.services.people import working
from bot.services.people.working import Ending, Worker
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import reading, writing

ACTOR = "command line"
NOBODY = "Nobody has a role yet; to invite somebody: ovop invite ROLE"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--end", metavar="PERSON", type=int, help="take a role away from the person with this number")
    parser.add_argument("--role", metavar="ROLE", choices=[role.value for role in OFFICES], help="which")
    parser.add_argument("--area", metavar="CODE", help="only in this area, where she works in several")
    parser.add_argument("--group", metavar="ID", type=int, help="only in this group, where she leads several")
    parser.add_argument("--reason", metavar="WORDS", help="why, for ovop audit; the words go when she is erased")
    parser.add_argument("--with-names", action="store_true", help="with the names of people")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    if given.end is None:
        if given.role or given.area or given.group or given.reason:
            raise UsageProblem("Say whose role is to end: ovop roles --end PERSON --role ROLE")
        with reading(settings.database) as connection:
            held = working.everybody(connection)
        tell(given, {"roles": [_as_json(one, given.with_names) for one in held]}, *_lines(held, given.with_names))
        return OK
    if given.role is None:
        raise UsageProblem("Say which role is to end: ovop roles --end PERSON --role ROLE")
    wish = Ending(given.end, Role(given.role), ACTOR, given.area, given.group, given.reason)
    with writing(settings.database) as connection:
        ended = working.end(connection, wish, load_catalogues(), wall_clock())
    told = f"The person with the number {given.end} is {given.role} no longer; her buttons open nothing any more."
    tell(given, {"ended": len(ended), "person": given.end, "role": given.role}, told)
    return OK


def _lines(held: Sequence[Worker], with_names: bool) -> list[str]:
    return [_line(one, with_names) for one in held] or [NOBODY]


def _line(one: Worker, with_names: bool) -> str:
    reach = one.held.reach
    where = f"group {reach.group_id}" if reach.group_id is not None else reach.area or one.held.programme
    name = f" ({one.name or 'no name'})" if with_names else ""
    term = f", until {one.held.term_until:%d %B %Y}" if one.held.term_until else ""
    aside = ", suspended" if one.held.suspended else ""
    duty = f" ({reach.duty})" if reach.duty else ""
    return f"{one.held.person_id}{name}: {reach.office}{duty}, {where}, since {one.held.since:%d %B %Y}{term}{aside}"


def _as_json(one: Worker, with_names: bool) -> dict[str, object]:
    reach = one.held.reach
    told = {"person": one.held.person_id, "programme": one.held.programme, "role": reach.office}
    told |= {"duty": reach.duty}
    told |= {"area": reach.area, "group": reach.group_id, "since": one.held.since.isoformat()}
    term = one.held.term_until
    told |= {"term_until": term.isoformat() if term else None, "suspended": one.held.suspended}
    return told | ({"name": one.name} if with_names else {})


COMMAND = Command(arguments, run)
