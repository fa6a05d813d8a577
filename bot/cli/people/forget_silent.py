"""`ovop forget-silent`: who is forgotten tonight after a long silence; agree to more than a night forgets by itself."""

from argparse import ArgumentParser, Namespace

from bot.cli import moments
from bot.cli.speaking import OK, Command, offer_json, tell
from bot.services import programmes
from bot.services.people import silence
from bot.services.people.silence import Due
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import writing

ACTOR = "command line"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--confirm", action="store_true", help="agree to all of them, however many; done in the night")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    now = moments.moment(settings)
    with writing(settings.database) as connection:
        known = [pack.programme for pack in programmes.load_packs(connection).values()]
        if given.confirm:
            found = silence.agree(connection, known, ACTOR, now)
        else:
            found = silence.due(connection, known, now)
    result = {"people": found.everybody, "confirmed": found.agreed, "at_most": found.at_most, "waits": found.waits}
    tell(given, result, *_lines(found))
    return OK


def _lines(found: Due) -> list[str]:
    if not found.everybody:
        return ["Nobody is to be forgotten: who is silent for long is told a month before."]
    numbers = ", ".join(map(str, found.everybody))
    lines = [f"To be forgotten after a long silence, and told a month ago: {len(found.everybody)} people ({numbers})."]
    if found.waits:
        lines.append(
            f"A night forgets {found.at_most} by itself, so these wait. Is the clock right, and was the bot reachable"
            " all the time? Then agree: ovop forget-silent --confirm"
        )
    else:
        lines.append("They are forgotten in the coming night, unless they write before. It cannot be undone.")
    return lines


COMMAND = Command(arguments, run)
