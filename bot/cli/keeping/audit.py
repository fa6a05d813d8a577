"""`ovop audit`: what staff, leaders and operators did, with the numbers of who and for whom."""

import json
from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime, time

from bot.cli.speaking import OK, Command, UsageProblem, offer_json, say
from bot.services.keeping import audit_log
from bot.services.keeping.audit_log import Line
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import reading

NOTHING = "Nothing is written down there."


def _day(given: str | None) -> datetime | None:
    try:
        return None if given is None else datetime.combine(date.fromisoformat(given), time(), UTC)
    except ValueError as error:
        raise UsageProblem(f"“{given}” is no day; write it as 2026-03-31.") from error


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--since", metavar="DAY", help="from this day on, in UTC")
    parser.add_argument("--person", metavar="PERSON", type=int, help="what this person did, or what was done about her")
    parser.add_argument("--for", metavar="ID", type=int, dest="whom", help="what was done for this producer or group")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    wanted = audit_log.Wanted(_day(given.since), given.person, given.whom)
    found = False
    with reading(settings.database) as connection:
        for line in audit_log.lines(connection, wanted):
            found = True
            say(json.dumps(line.as_json(), ensure_ascii=False) if given.json else _told(line))
    if not found and not given.json:
        say(NOTHING)
    return OK


def _told(line: Line) -> str:
    known = [f"{name} {value}" for name, value in line.detail.items() if value is not None]
    for_whom = [f"for {line.acting_for}"] if line.acting_for is not None else []
    words = [f"“{line.words}”"] if line.words else []
    return " · ".join([f"{line.at:%Y-%m-%d %H:%M}", line.actor, line.action, line.subject, *known, *for_whom, *words])


COMMAND = Command(arguments, run)
