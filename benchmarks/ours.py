"""The bot itself, as an operator runs it: `ovop migrate`, `ovop init PACK`, `ovop run`, with no limit of rate.

Arguments: the API's root, the database's file, and the folder of a pack. The database is on a real disk, and every
answer is on it (synchronous=FULL) before the API hears that an update was taken.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

OVOP = (sys.executable, "-m", "bot")


def environment(root: str, file: Path) -> dict[str, str]:
    """The settings."""
    return {
        "OVOP_TOKEN": "42:TEST",
        "OVOP_API_URL": root,
        "OVOP_DATABASE_URL": f"sqlite+aiosqlite:///{file}",
        "OVOP_DATA_DIR": str(file.parent),
        "OVOP_RATE": "0",
        "OVOP_LOG": "WARNING",
        "PYTHONUTF8": "1",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("file", type=Path)
    parser.add_argument("--pack", type=Path, required=True)
    given = parser.parse_args()
    settings = environment(given.root, given.file.resolve())
    for command in (("migrate",), ("init", str(given.pack))):
        subprocess.run([*OVOP, *command], env=settings, check=True)
    # the same process goes on, so that it is what is measured
    os.execve(sys.executable, [*OVOP, "run"], settings)


if __name__ == "__main__":
    main()
