"""`ovop migrate`: bring the database to the tables of this version."""

from argparse import ArgumentParser, Namespace

from bot.cli.speaking import OK, Command, say
from bot.services.keeping import copies
from bot.settings import Settings
from bot.store.engine import lock
from bot.store.engine.migrate import SchemaState, migrate


def arguments(_parser: ArgumentParser) -> None:
    return None


def run(_given: Namespace, settings: Settings) -> int:
    copies.require_none_lost(settings.database, settings.data_dir)
    with lock.hold(settings.database):
        before = migrate(settings.database)
    if before is SchemaState.CURRENT:
        say("The database has the tables of this version already.")
    else:
        say("The database has the tables of this version now.")
    return OK


COMMAND = Command(arguments, run)
