"""`ovop backup` and `ovop restore`: everything in one file, and back."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli import moments
from bot.cli.speaking import OK, Command, offer_json, steps, tell
from bot.clock import wall_clock
from bot.services.keeping import backup, copies, restoring
from bot.services.keeping.backup import Place
from bot.settings import Settings


def file_argument(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=f"a file that ends in {backup.ENDING}")
    offer_json(parser)


def run_backup(given: Namespace, settings: Settings) -> int:
    copies.require_none_lost(settings.database, settings.data_dir)
    with steps() as step:
        made = backup.make(Place(settings.database, settings.data_dir), given.file, wall_clock(), step)
    size = f"{made.size / 1e6:.1f} MB"
    sentence = f"{made.file}: the database, checked, and {made.media_files} media files ({size})."
    gone = [f"{made.gone} media files went away meanwhile and are not in it."] if made.gone else []
    result = {"file": made.file, "bytes": made.size, "media_files": made.media_files, "gone": made.gone}
    tell(given, result, sentence, *gone)
    return OK


def run_restore(given: Namespace, settings: Settings) -> int:
    # what is set aside is deleted one day by its name
    now, place = moments.told(settings), Place(settings.database, settings.data_dir)
    with steps() as step:
        restored = restoring.restore(place, given.file, now or wall_clock(), step, is_sure=now is not None)
    lines = [f"The backup of {restored.made_at:%Y-%m-%d %H:%M} UTC is in place."]
    if restored.aside is not None:
        lines.append(f"What was there before is in {restored.aside}; delete it when all is well.")
    if restored.erased:
        lines.append(f"Erased again, as they had asked since then: {restored.erased} people.")
    if restored.needs_migration:
        lines.append("It is from an older version; now run: ovop migrate")
    result = {
        "made_at": restored.made_at,
        "aside": restored.aside,
        "needs_migration": restored.needs_migration,
        "erased": restored.erased,
    }
    tell(given, result, *lines)
    return OK


BACKUP = Command(file_argument, run_backup)
RESTORE = Command(file_argument, run_restore)
