"""`ovop export`: the figures as CSV files."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli.invite import ACTOR
from bot.cli.speaking import OK, Command, UsageProblem, offer_json, steps, tell
from bot.clock import wall_clock
from bot.services import export, programmes
from bot.services.export import Wish
from bot.settings import Settings
from bot.store.migrate import require_current
from bot.store.sync import reading, writing


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "Writes producers.csv, slots.csv, submissions.csv (one row a submission), answers.csv (one row an answer),"
        " corrections.csv (what answers were before) and follow_ups.csv (what staff are to look at)."
        " UTF-8 with a byte-order mark: opens right in Excel and R."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the files go")
    parser.add_argument("--programme", metavar="CODE", help="only this programme")
    parser.add_argument(
        "--with-names", action="store_true", help="also names, phones, places and pictures; noted in the audit log"
    )
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    require_current(settings.database)
    wish = Wish(given.programme, given.with_names)
    with writing(settings.database) as connection:
        known = [one.code for one in programmes.recorded(connection)]
        if wish.programme is not None and wish.programme not in known:
            raise UsageProblem(f"There is no programme “{wish.programme}”; this database has: {', '.join(known)}.")
        export.announce(connection, wish, ACTOR, wall_clock())
    with reading(settings.database) as connection, steps() as step:
        written = export.export(connection, given.folder, wish, lambda done, total: step("Writing", done, total))
    lines = [f"{name}: {count} rows" for name, count in written.files.items()]
    tell(given, {"folder": given.folder, "files": written.files}, *lines)
    return OK


COMMAND = Command("export", "write the figures as CSV files", arguments, run)
