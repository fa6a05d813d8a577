"""What Alembic runs for each command: always on the connection that bot.store.migrate opened, in its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.sql.elements import False_, True_

from bot.store.engine.types import Day, Json, Utc
from bot.store.schema import metadata


def render_plain(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database: an old step must not change with our code.

    Booleans as such too: Alembic would write SQLite's 0, which PostgreSQL refuses.
    """
    if kind == "server_default" and isinstance(getattr(value, "arg", None), False_ | True_):
        return f"sa.{value.arg}()"
    if kind == "type" and isinstance(value, Utc):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, Day):
        return "sa.Date()"
    if kind == "type" and isinstance(value, Json):
        return "sa.Text()"
    return False


# Only these tables, where a migration is being written for a part of them; None: all.
PART: frozenset[str] | None = context.config.attributes.get("tables")


def belongs(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    return PART is None or kind != "table" or name in PART


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite has no ALTER for most things: a table is copied, with foreign keys off.
    render_as_batch=True,
    # Our own BEGIN is under way on both databases; a step that fails leaves nothing behind.
    transactional_ddl=True,
    render_item=render_plain,
    include_object=belongs,
)
context.run_migrations()
