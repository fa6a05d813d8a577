"""`ovop invite`: a one-time link for staff, leaders and members."""

from argparse import ArgumentParser, Namespace
from datetime import date

from bot.cli import moments, telegram
from bot.cli.speaking import OK, Command, UsageProblem, offer_json, tell
from bot.domain.people.roles import DUTIES, OFFICES, Role
from bot.i18n.languages import SOURCE
from bot.packs import Pack, places
from bot.services import programmes
from bot.services.people import invitations, working
from bot.services.people.invitations import Wish
from bot.settings import Settings
from bot.store import Connection
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import writing
from bot.store.people.invitations import Invitation

ACTOR = "command line"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", metavar="ROLE", choices=[role.value for role in OFFICES], help=", ".join(OFFICES))
    parser.add_argument("--programme", metavar="CODE", help="which programme, if there are several")
    parser.add_argument("--area", metavar="CODE", help="an area of the pack's areas.csv; an officer's reach")
    parser.add_argument("--group", metavar="ID", type=int, help="the number of a group")
    parser.add_argument("--duty", metavar="NAME", help=f"what an officer does alone: {', '.join(DUTIES)}")
    parser.add_argument("--until", metavar="DAY", help="the last day of a leader's term; else the programme's")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    wish = Wish(Role(given.role), given.area, given.group, until=day_of(given.until, "--until"), duty=given.duty)
    now = moments.moment(settings)
    with writing(settings.database) as connection:
        pack = pack_of(connection, given.programme)
        made = invitations.create(connection, pack, wish, ACTOR, now)
        reach = _reach(connection, made, pack)
    links, trouble = _links(made, settings)
    payload = invitations.payload(made)
    result = {"links": links, "payload": payload, "role": given.role, "area": made.area, "duty": made.duty}
    result |= {"expires_at": made.expires_at.isoformat()}
    lines = links or [f"https://t.me/YOUR_BOT?start={payload}", f"Put your bot's name in it: {trouble}"]
    who = f"{given.role} ({made.duty})" if made.duty else given.role
    until = f"For one {who} of {reach}, once, until {made.expires_at:%d %B %Y}."
    tell(given, result, *lines, until, *_everywhere(made))
    return OK


def _everywhere(made: Invitation) -> list[str]:
    """An officer without an area works everywhere, which somebody who forgot the area does not expect."""
    if made.role != Role.OFFICER or made.area is not None:
        return []
    said = f"No area is given: she sees and does everything in all of {made.programme}."
    return [f"{said} For one area and what is below it: ovop invite officer --area CODE"]


def _reach(connection: Connection, made: Invitation, pack: Pack) -> str:
    """As far as the link reaches, so that a wrong number is seen before it is sent."""
    if made.group_id is not None:
        return f"group {made.group_id}, {working.group_name(connection, made.group_id)}, in {made.programme}"
    if made.area is None:
        return made.programme
    return f"{places.label(pack, pack.areas, made.area, SOURCE)} ({made.area}) in {made.programme}"


def day_of(typed: str | None, option: str) -> date | None:
    """A day as an option says it."""
    try:
        return None if typed is None else date.fromisoformat(typed)
    except ValueError:
        raise UsageProblem(f"{option} {typed} is no day; write it as 2026-11-24.") from None


def pack_of(connection: Connection, code: str | None) -> Pack:
    """The programme that is meant: the one named, or the only one."""
    known = {one.code: one for one in programmes.recorded(connection)}
    if not known:
        raise UsageProblem("There is no programme yet; run: ovop init PACK")
    if code is None and len(known) > 1:
        raise UsageProblem(f"Say for which programme with --programme: {', '.join(known)}.")
    if code is not None and code not in known:
        raise UsageProblem(f"There is no programme “{code}”; this database has: {', '.join(known)}.")
    return programmes.load(known[code] if code else next(iter(known.values())))


def _links(made: Invitation, settings: Settings) -> tuple[list[str], str]:
    """A link for each bot; or none, and the sentence that says why."""
    bots, trouble = telegram.names_or_why(settings)
    return [invitations.link(made, name) for name in bots], trouble


COMMAND = Command(arguments, run)
