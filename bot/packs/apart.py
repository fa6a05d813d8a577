"""Packs read in a process of their own: converting XLSForms takes eleven MB that a running bot can do without.

That process reads and checks the packs as a whole and tells the XML of their forms: `… -m bot.packs.apart FOLDER …`.
"""

import hashlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from bot.packs import Pack, PackError, load_pack

log = logging.getLogger(__name__)

# Seconds that it may take; a pack takes a tenth of one, and a machine may be busy.
PATIENCE = 120


def load_packs(folders: Sequence[Path]) -> list[Pack]:
    """The packs in these folders, in their order. Raises PackError as `load_pack` does."""
    converted = _converted_or_none(folders) if folders else {}
    # what the other process has not got is read here, which tells what is wrong
    return [load_pack(folder, converted.get(str(folder))) for folder in folders]


def _converted_or_none(folders: Sequence[Path]) -> Mapping[str, Mapping[str, str]]:
    try:
        return _converted(tuple((str(folder), _content(folder)) for folder in folders))
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("Packs are read in this process, for the one meant for it failed (%s)", type(error).__name__)
        return {}


def _content(folder: Path) -> str:
    """What tells whether anything in a pack is other than before."""
    told = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        for part in (str(file.relative_to(folder)).encode(), file.read_bytes()):
            told.update(hashlib.sha256(part).digest())
    return told.hexdigest()


# A start looks at the packs and then reads them; what is in them is converted once.
@lru_cache(maxsize=8)
def _converted(packs: tuple[tuple[str, str], ...]) -> Mapping[str, Mapping[str, str]]:
    """The XML of the forms of these packs, each given by its folder and content."""
    command = [sys.executable, "-m", "bot.packs.apart", *(folder for folder, _ in packs)]
    # nothing of our environment: the bot's token is in it
    surroundings = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=surroundings, timeout=PATIENCE)
    done.check_returncode()
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Tell the XML of each pack's forms, by folder and name, as JSON on stdout; packs with problems are left out."""
    found = {}
    for folder in sys.argv[1:]:
        try:
            forms = load_pack(Path(folder)).forms
        except PackError:
            continue
        found[folder] = {name: form.xml for name, form in forms.items()}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
