"""The command line, `ovop`: finds the command, reads the settings, and turns every known problem into one sentence."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from bot.cli import backup, confirm, demo, doctor, export, form, init, invite, lesson, migrate, relink, run
from bot.cli.speaking import USAGE, WRONG, Command, UsageProblem, complain
from bot.packs import PackError
from bot.services.backup import CannotBackUp, Unsound
from bot.services.invitations import CannotInvite
from bot.services.pins import NoPin
from bot.services.programmes import NoSuchPack
from bot.services.relinking import CannotRelink
from bot.settings import WrongSetting, read_settings
from bot.store import StoreTrouble
from bot.store.lock import InUse
from bot.store.migrate import SchemaProblem
from bot.store.sync import CannotOpen

COMMANDS: tuple[Command, ...] = (
    demo.COMMAND,
    init.COMMAND,
    run.COMMAND,
    invite.COMMAND,
    confirm.COMMAND,
    relink.COMMAND,
    export.COMMAND,
    form.COMMAND,
    lesson.COMMAND,
    doctor.COMMAND,
    migrate.COMMAND,
    backup.BACKUP,
    backup.RESTORE,
)
ASKED_WRONGLY = (WrongSetting, UsageProblem, NoSuchPack, CannotInvite, CannotRelink, NoPin)
NOT_POSSIBLE = (run.NotReady, CannotBackUp, Unsound, InUse, SchemaProblem, CannotOpen, PackError)
INTERRUPTED = 130


class Parser(ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help")
        sys.exit(USAGE)


def make_parser() -> ArgumentParser:
    """All commands with their arguments."""
    parser = Parser(prog="ovop", description="The field assistant of a One Village One Product programme.")
    parser.add_argument("--version", action="version", version=f"ovop {version('ovop')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=command.help, description=f"{command.help.capitalize()}.")
        command.arguments(one)
        one.set_defaults(command=command)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 when all is well, 1 when something is wrong, 2 when it was asked for wrongly."""
    given = make_parser().parse_args(argv)
    try:
        return int(given.command.run(given, read_settings()))
    except ASKED_WRONGLY as problem:
        complain(str(problem))
        return USAGE
    except NOT_POSSIBLE as problem:
        complain(str(problem))
    except StoreTrouble as trouble:
        complain(f"The database is in trouble: {str(trouble.orig).partition(chr(10))[0]}. See: ovop doctor")
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}." if error.filename else f"{error}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    return WRONG


if __name__ == "__main__":
    sys.exit(main())
