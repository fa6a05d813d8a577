"""`ovop export`: the figures as CSV files or a workbook, or answers as ODK keeps them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.cli import moments
from bot.cli.people.invite import ACTOR
from bot.cli.speaking import OK, WRONG, Command, UsageProblem, complain, offer_json, steps, tell
from bot.services.keeping import unfinished
from bot.services.keeping.exporting import export, odk_export
from bot.services.keeping.exporting.export import CSV, XLSX, Progress, Wish, Written
from bot.services.keeping.exporting.export_columns import export_files
from bot.settings import Settings
from bot.store import Connection
from bot.store.engine.migrate import check, require_current
from bot.store.engine.sync import reading, writing

ODK = "odk"
FORMATS = (CSV, XLSX, ODK)


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "Writes producers, slots, openings (what was known before the programme), submissions (one row a submission),"
        " answers (one row an answer), corrections (what"
        " answers were before), follow_ups (what staff are to look at), book and entries (the cash books), tips, and"
        " codebook: what each column means, and each code in every language. One name a key in all of them."
        " With --format odk a folder odk: for each form its XForm, each submission as instance XML for Kobo or Central,"
        " and a table for the form and for each repeat; practice is left out."
        " CSV is UTF-8 with a byte-order mark: it opens right in Excel and R."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the files go")
    parser.add_argument("--programme", metavar="CODE", help="only this programme")
    parser.add_argument(
        "--with-names", action="store_true", help="also names, phones, places and pictures; noted in the audit log"
    )
    parser.add_argument(
        "--from", dest="first", metavar="DAY", help="only from this day on (2026-11-24), where the programme is"
    )
    parser.add_argument("--to", dest="last", metavar="DAY", help="only to this day, itself included")
    parser.add_argument("--labels", metavar="LANGUAGE", help="beside each code what it stands for, such as: en")
    parser.add_argument(
        "--format", choices=FORMATS, default=CSV, help="CSV files (default), one workbook, or ODK's own files"
    )
    parser.add_argument("--split", action="store_true", help="with odk: a column of its own for each choice of several")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    wish = _wish(given)
    require_current(settings.database)
    # what a damaged file has lost would be missing without a word
    check(settings.database)
    now = moments.moment(settings)
    with writing(settings.database) as connection:
        export.check(connection, wish)
        export.announce(connection, wish, ACTOR, now)
    unfinished.note(settings.data_dir, given.folder)
    with reading(settings.database) as connection, steps() as step:
        written = _export(connection, given, wish, lambda done, total: step("Writing", done, total))
    lines = [f"{name}: {count}{'' if name.endswith('.xml') else ' rows'}" for name, count in written.files.items()]
    if written.held:
        lines.append(f"{written.held} answers are held: staff are checking them, and they are in no figure")
    told = {"folder": given.folder, "files": written.files, "held": written.held}
    tell(given, told, *lines, *_chosen(given, wish))
    if written.left_out:
        complain(
            f"{written.left_out} rows are left out, since they hold what nobody has written; see which: ovop doctor"
        )
        return WRONG
    return OK


def _wish(given: Namespace) -> Wish:
    if given.split and given.format != ODK:
        raise UsageProblem("--split is for --format odk; in CSV files several choices stand in one column.")
    if given.labels is not None and given.format == ODK:
        raise UsageProblem("--labels is for --format csv or xlsx; ODK's files have codes, as ODK's tools read them.")
    first, last = _day("--from", given.first), _day("--to", given.last)
    return Wish(given.programme, given.with_names, given.labels, first, last)


def _day(option: str, typed: str | None) -> date | None:
    try:
        return None if typed is None else date.fromisoformat(typed)
    except ValueError:
        raise UsageProblem(f"{option} {typed} is no day; write it as 2026-11-24.") from None


def _chosen(given: Namespace, wish: Wish) -> Iterator[str]:
    """What the days have chosen."""
    if wish.first is None and wish.last is None:
        return
    days = " ".join(f"{word} {day}" for word, day in (("from", wish.first), ("to", wish.last)) if day is not None)
    by = {name: one.day for name, one in export_files().items() if one.day}
    chosen = f"submissions by {by['submissions']}" if given.format == ODK else ", ".join(map(" by ".join, by.items()))
    yield f"Only days {days}, both included, of the programme's time zone: {chosen}."
    if given.format != ODK:
        yield "The other files are whole."


def _export(connection: Connection, given: Namespace, wish: Wish, progress: Progress) -> Written:
    if given.format == ODK:
        return odk_export.export(connection, given.folder, wish, given.split, progress)
    return export.export(connection, given.folder, wish, progress, given.format)


COMMAND = Command(arguments, run)
