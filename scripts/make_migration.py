"""Write the next migration: what bot/store/schema/ has and the migrations so far do not make.

    python scripts/make_migration.py "Say in one line what changes"
    python scripts/make_migration.py --first      # before the first release: a step for each part of the schema

Read what it wrote before you commit it: Alembic sees neither renamed columns nor changed conditions of an index.
"""

import argparse
import ast
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Table

from bot.store import migrations
from bot.store.engine import migrate
from bot.store.engine.sync import writing
from bot.store.schema import answers, book, people, statements, telegram, tips

VERSIONS = Path(migrations.__file__).parent / "versions"
# What refers to others comes after them.
PARTS = (people, answers, telegram, book, statements, tips)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("message", nargs="?")
    parser.add_argument("--first", action="store_true", help="replace all steps by new ones that make everything")
    given = parser.parse_args()
    if not given.message and not given.first:
        parser.error("say in one line what changes")
    old = sorted(VERSIONS.glob("[0-9]*.py"))
    if not given.first:
        _write(given.message, f"{len(old) + 1:04}")
        return
    for file in old:
        file.unlink()
    done: set[str] = set()
    for number, part in enumerate(PARTS, 1):
        done |= {one.name for one in vars(part).values() if isinstance(one, Table)}
        subject = part.__name__.rpartition(".")[2]
        _write(f"Tables of {subject}", f"{number:04}", frozenset(done))


def _write(message: str, number: str, tables: frozenset[str] | None = None) -> None:
    """`tables`: those that are looked at; None: all."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/made.db"
        if number != "0001":
            migrate.migrate(url)
        with writing(url) as connection:
            config = migrate.config(connection)
            config.attributes["tables"] = tables
            command.revision(config, message.rstrip("."), autogenerate=True, rev_id=number)
    written = next(iter(VERSIONS.glob(f"{number}_*.py")))
    lines = written.read_text("utf-8").splitlines(keepends=True)
    written.write_text(_by_table("".join(line for line in lines if "# ###" not in line)), "utf-8")
    for task in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *task, str(written)], check=True)


def _by_table(source: str) -> str:
    """The same step with a function for each table: one for all of them would be too long to read."""
    upgrade = next(one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef))
    parts: dict[str, list[str]] = {}
    for statement in upgrade.body:
        call = statement.items[0].context_expr if isinstance(statement, ast.With) else getattr(statement, "value", None)
        if not isinstance(call, ast.Call) or not isinstance(call.args[0], ast.Constant):
            return source
        code = ast.get_source_segment(source, statement, padded=True)
        parts.setdefault(str(call.args[0].value), []).append(code or "")
    functions = [f"def _{name}() -> None:\n" + "\n".join(one) for name, one in parts.items()]
    calls = "\n".join(f"    _{name}()" for name in parts)
    before = "".join(source.splitlines(keepends=True)[: upgrade.lineno - 1])
    return "\n\n\n".join([f"{before}def upgrade() -> None:\n{calls}", *functions]) + "\n"


if __name__ == "__main__":
    main()
