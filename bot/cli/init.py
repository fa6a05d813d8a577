"""`ovop init`: check a pack and record it; running it again takes up what has changed."""

from argparse import ArgumentParser, Namespace

from bot.cli.speaking import OK, WRONG, Command, complain, offer_json, tell
from bot.clock import wall_clock
from bot.packs import Pack, PackError, load_pack
from bot.services import programmes
from bot.services.keeping import copies
from bot.services.recordings import Recordings
from bot.settings import Settings
from bot.store.engine import lock
from bot.store.engine.migrate import SchemaState, check, migrate, schema_state
from bot.store.engine.sync import writing


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK", help="a folder, or the name of a built-in pack")
    parser.add_argument("--check", action="store_true", help="only check the pack; touch no database")
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    folder = programmes.find_pack(given.pack)
    try:
        pack = load_pack(folder)
    except PackError as error:
        return _show_problems(given, error)
    code, forms, lessons = pack.programme.code, len(pack.forms), len(pack.lessons)
    if given.check:
        spoken = _spoken(pack, settings)
        recorded = ", ".join(f"{language} {done} of {of}" for language, (done, of) in spoken.items())
        checked = {"programme": code, "problems": [], "recorded": spoken}
        tell(
            given,
            checked,
            f"{code}: the pack is in order ({forms} forms, {lessons} lessons).",
            f"Read aloud: {recorded}.",
        )
        return OK
    copies.require_none_lost(settings.database, settings.data_dir)
    _bring_up_to_date(settings.database)
    with writing(settings.database) as connection:
        added = programmes.record(connection, pack, wall_clock())
    what = "is ready" if added.is_new else "is up to date"
    news = f"new: {', '.join(added.new_forms)}" if added.new_forms else "none of them new"
    result = {"programme": code, "new": added.is_new, "forms": added.forms, "new_forms": added.new_forms}
    tell(given, result, f"{code} {what}: {added.forms} forms, {news}.", *_hint(added))
    return OK


def _spoken(pack: Pack, settings: Settings) -> dict[str, tuple[int, int]]:
    """By language, how many prompts have a recording, of how many."""
    from bot.app import MEDIA
    from bot.i18n import load_catalogues
    from handlers.voice.prompts import Reader, counted

    catalogues, recordings = load_catalogues(), Recordings(settings.data_dir / MEDIA)
    today = wall_clock().date()
    return {
        language: counted(pack, recordings, Reader(catalogues, language, today))
        for language in pack.programme.languages
    }


def _bring_up_to_date(url: str) -> None:
    if schema_state(url) is SchemaState.CURRENT:
        check(url)
    else:
        with lock.hold(url):
            migrate(url)


def _hint(added: programmes.Added) -> list[str]:
    return ["If the bot is running, restart it to use them."] if added.new_forms and not added.is_new else []


def _show_problems(given: Namespace, error: PackError) -> int:
    if given.json:
        rows = [{"file": p.file, "row": p.row, "column": p.column, "sentence": p.sentence} for p in error.problems]
        tell(given, {"problems": rows})
        return WRONG
    for problem in error.problems:
        complain(str(problem))
    return WRONG


COMMAND = Command(arguments, run)
