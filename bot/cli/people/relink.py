"""`ovop relink`: give a lost account back to its person, once two people confirm, or take away a forgotten PIN."""

from argparse import ArgumentParser, Namespace

from bot.cli import moments
from bot.cli.speaking import OK, Command, UsageProblem, offer_json, tell
from bot.i18n import load_catalogues
from bot.services.people import pins, relinking
from bot.services.people.relinking import Wish
from bot.settings import Settings
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import writing

ACTOR = "command line"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", type=int, nargs="?", help="the number of the person as she was known")
    parser.add_argument("new", metavar="NEW", type=int, nargs="?", help="the number that her new account was given")
    parser.add_argument("--by", metavar="NAME", action="append", default=[], help="who knows that it is her; twice")
    parser.add_argument("--reset-pin", metavar="PERSON", type=int, help="take away the PIN that this person forgot")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    if given.reset_pin is not None and (given.old is not None or given.by):
        raise UsageProblem("Relink, or reset a PIN: one at a time.")
    if given.reset_pin is None and given.new is None:
        raise UsageProblem("Say who it was and who it is now: ovop relink OLD NEW --by NAME --by NAME")
    require_current(settings.database)
    now = moments.moment(settings)
    with writing(settings.database) as connection:
        if given.reset_pin is not None:
            pins.reset(connection, given.reset_pin, ACTOR, now)
        else:
            wish = Wish(given.old, given.new, given.by)
            relinking.relink(connection, wish, load_catalogues(), now)
    if given.reset_pin is not None:
        tell(
            given, {"pin_reset": given.reset_pin}, f"The person with the number {given.reset_pin} has no PIN any more."
        )
    else:
        told = f"The new account is that of {given.old} now; {given.new} is erased, and the old chat is cut off."
        tell(given, {"old": given.old, "new": given.new}, told)
    return OK


COMMAND = Command(arguments, run)
