"""`ovop export`: the figures as CSV files, or answers as ODK keeps them."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli.invite import ACTOR
from bot.cli.speaking import OK, Command, UsageProblem, offer_json, steps, tell
from bot.clock import wall_clock
from bot.services import programmes
from bot.services.keeping import export, odk_export, unfinished
from bot.services.keeping.export import Progress, Wish, Written
from bot.settings import Settings
from bot.store import Connection
from bot.store.engine.migrate import check, require_current
from bot.store.engine.sync import reading, writing

FORMATS = ("csv", "odk")


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "Writes producers.csv, slots.csv, submissions.csv (one row a submission), answers.csv (one row an answer),"
        " corrections.csv (what answers were before) and follow_ups.csv (what staff are to look at)."
        " With --format odk a folder odk: for each form its XForm, each submission as instance XML for Kobo or Central,"
        " and a table for the form and for each repeat; practice is left out."
        " UTF-8 with a byte-order mark: opens right in Excel and R."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the files go")
    parser.add_argument("--programme", metavar="CODE", help="only this programme")
    parser.add_argument(
        "--with-names", action="store_true", help="also names, phones, places and pictures; noted in the audit log"
    )
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="CSV files (default), or ODK's own files")
    parser.add_argument("--split", action="store_true", help="with odk: a column of its own for each choice of several")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    if given.split and given.format != "odk":
        raise UsageProblem("--split is for --format odk; in CSV files several choices stand in one column.")
    require_current(settings.database)
    # what a damaged file has lost would be missing without a word
    check(settings.database)
    wish = Wish(given.programme, given.with_names)
    with writing(settings.database) as connection:
        known = [one.code for one in programmes.recorded(connection)]
        if wish.programme is not None and wish.programme not in known:
            raise UsageProblem(f"There is no programme “{wish.programme}”; this database has: {', '.join(known)}.")
        export.announce(connection, wish, ACTOR, wall_clock())
    unfinished.note(settings.data_dir, given.folder)
    with reading(settings.database) as connection, steps() as step:
        written = _export(connection, given, wish, lambda done, total: step("Writing", done, total))
    lines = [f"{name}: {count}{'' if name.endswith('.xml') else ' rows'}" for name, count in written.files.items()]
    tell(given, {"folder": given.folder, "files": written.files}, *lines)
    return OK


def _export(connection: Connection, given: Namespace, wish: Wish, progress: Progress) -> Written:
    if given.format == "odk":
        return odk_export.export(connection, given.folder, wish, given.split, progress)
    return export.export(connection, given.folder, wish, progress)


COMMAND = Command(arguments, run)
