"""The command line, `ovop`: finds the command, reads the settings, and turns every known problem into one sentence."""

from bot import early  # who is told to stop from here on stops at once: before anything that takes long

# isort: split

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import NoReturn

from bot.cli.speaking import USAGE, WRONG, Command, complain
from bot.problems import AskedWrongly, NotPossible
from bot.services.keeping.place import UNDER_WAY, Place
from bot.settings import Settings, read_settings
from bot.store import StoreTrouble
from bot.store.engine.migrate import NotMigrated
from bot.store.engine.sync import sqlite_file

__all__ = ["early", "main"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A command in the list: its name, one line of help, and where it is: a module of bot.cli and a name in it."""

    name: str
    help: str
    module: str
    attribute: str = "COMMAND"

    def load(self) -> Command:
        """The command itself. Each is loaded only when asked for: all together they take a second to load."""
        command: Command = getattr(import_module(f"bot.cli.{self.module}"), self.attribute)
        return command


COMMANDS = (
    Listed("demo", "try everything without a token: phones, bot and clock in your browser", "demo"),
    Listed("init", "check a pack and add its programme, or take up its changes", "init"),
    Listed("run", "run the bot", "run"),
    Listed("invite", "print a one-time link for a member, a leader or staff", "people.invite"),
    Listed("group", "make a group, list the groups, move members", "groups.group"),
    Listed("import", "take up groups, members and opening figures from a spreadsheet", "groups.imports"),
    Listed("roles", "who works for the programme and leads groups; take a role away", "people.roles"),
    Listed("audit", "what staff, leaders and operators did", "keeping.audit"),
    Listed("confirm", "vouch for people who registered alone", "people.confirm"),
    Listed("relink", "give a lost account back to its person, or reset a forgotten PIN", "people.relink"),
    Listed(
        "forget-silent", "see who is forgotten after a long silence, and agree where it is many", "people.forget_silent"
    ),
    Listed("export", "write the figures as CSV files", "keeping.export"),
    Listed("form", "check a form, see it as the chat would show it, or put it in use", "form"),
    Listed("lesson", "check the lessons that are sent as tips", "lesson"),
    Listed("review-sheet", "a sheet of all texts for a native speaker, and her answers", "reviewing.review_sheet"),
    Listed("doctor", "look whether everything is as it should be", "keeping.doctor"),
    Listed("migrate", "bring the database to the tables of this version", "keeping.migrate"),
    Listed("backup", "put the database and the media folder into one file", "keeping.backup", "BACKUP"),
    Listed("restore", "put a backup in the place of what is there", "keeping.backup", "RESTORE"),
)
INTERRUPTED = 130


class Parser(ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help")
        sys.exit(USAGE)


def make_parser(asked: str | None = None) -> ArgumentParser:
    """All commands; with their arguments, or with those of the command `asked` alone."""
    parser = Parser(prog="ovop", description="The field assistant of a One Village One Product programme.")
    parser.add_argument("--version", action="version", version=f"ovop {version('ovop')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=command.help, description=f"{command.help.capitalize()}.")
        if asked in (None, command.name):
            command.load().arguments(one)
        one.set_defaults(command=command)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 when all is well, 1 when something is wrong, 2 when it was asked for wrongly."""
    words = sys.argv[1:] if argv is None else argv
    # only the first word names a command: ovop itself has no option that takes a value
    given = make_parser(words[0] if words else "").parse_args(words)
    try:
        return _run(given, read_settings())
    except AskedWrongly as problem:
        complain(str(problem))
        return USAGE
    except NotPossible as problem:
        complain(str(problem))
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}." if error.filename else f"{error}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    return WRONG


def _run(given: Namespace, settings: Settings) -> int:
    try:
        _go_on(settings)
        return int(given.command.load().run(given, settings))
    except NotMigrated:
        _require_none_lost(settings)
        raise
    except (NotPossible, StoreTrouble) as problem:
        sentence = problem.sentence if isinstance(problem, StoreTrouble) else str(problem)
        raise NotPossible(_advised(sentence, settings)) from None


def _require_none_lost(settings: Settings) -> None:
    from bot.services.keeping import copies

    copies.require_none_lost(settings.database, settings.data_dir)


def _advised(sentence: str, settings: Settings) -> str:
    """Only who has something wrong needs to know of backups."""
    from bot.services.keeping import copies

    return copies.advised(sentence, settings.data_dir)


def _go_on(settings: Settings) -> None:
    """A restore that was killed among its last renames is brought to its end before anything else is done."""
    if (settings.data_dir / UNDER_WAY).is_file() and sqlite_file(settings.database) is not None:
        from bot.services.keeping.restoring import go_on

        go_on(Place(settings.database, settings.data_dir))


if __name__ == "__main__":
    sys.exit(main())
