"""Write the next migration: what bot/store/schema/ has and the migrations so far do not make.

    python scripts/make_migration.py "Say in one line what changes"
    python scripts/make_migration.py --first      # before the first release: one step that makes everything

Read what it wrote before you commit it: Alembic sees neither renamed columns nor changed conditions of an index.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.store import migrate
from bot.store.sync import writing

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"
FIRST = "Make all tables"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("message", nargs="?")
    parser.add_argument("--first", action="store_true", help="replace all steps by one that makes everything")
    given = parser.parse_args()
    if not given.message and not given.first:
        parser.error("say in one line what changes")
    old = sorted(VERSIONS.glob("[0-9]*.py"))
    if given.first:
        for file in old:
            file.unlink()
        old = []
    _write(given.message or FIRST, f"{len(old) + 1:04}")


def _write(message: str, number: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/made.db"
        if number != "0001":
            migrate.migrate(url)
        with writing(url) as connection:
            command.revision(migrate.config(connection), message.rstrip("."), autogenerate=True, rev_id=number)
    written = next(iter(VERSIONS.glob(f"{number}_*.py")))
    lines = written.read_text("utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "# ###" not in line), "utf-8")
    for task in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *task, str(written)], check=True)


if __name__ == "__main__":
    main()
