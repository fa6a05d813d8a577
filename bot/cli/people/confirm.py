"""`ovop confirm`: vouch for people who registered alone, where no officer does it in the chat."""

from argparse import ArgumentParser, Namespace

from bot.cli import moments
from bot.cli.speaking import OK, Command, UsageProblem, offer_json, tell
from bot.i18n import load_catalogues
from bot.services import programmes
from bot.services.people import vouching
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import writing

ACTOR = "command line"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "person", metavar="PERSON", type=int, nargs="+", help="the number of a person, meta-person in exports"
    )
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    now = moments.moment(settings)
    try:
        with writing(settings.database) as connection:
            done = vouching.confirm(connection, given.person, ACTOR, now)
            known = {one.code: programmes.load(one).programme for one in programmes.recorded(connection)}
            vouching.tell(connection, known, done.new, load_catalogues(), now)
    except vouching.Unknown as problem:
        raise UsageProblem(str(problem)) from problem
    told = f"Newly confirmed: people {done.people}, producers {done.producers}."
    tell(given, {"people": done.people, "producers": done.producers}, told)
    return OK


COMMAND = Command(arguments, run)
