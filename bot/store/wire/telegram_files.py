"""Uploads: which of our files Telegram has already, by the id that it gave them."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.engine.engine import insert_for
from bot.store.schema import uploaded


def known(connection: Connection, bot: int, digest: str, kind: str) -> str | None:
    """Telegram's id of a file; None when this bot has not uploaded it as this kind yet."""
    return connection.scalar(
        select(uploaded.c.file_id).where(uploaded.c.bot == bot, uploaded.c.digest == digest, uploaded.c.kind == kind)
    )


def learn(connection: Connection, bot: int, digest: str, kind: str, file_id: str, now: datetime) -> None:
    """Telegram has the file from now on."""
    statement = insert_for(connection.dialect)(uploaded).values(
        bot=bot, digest=digest, kind=kind, file_id=file_id, at=now
    )
    connection.execute(
        statement.on_conflict_do_update(index_elements=["bot", "digest", "kind"], set_={"file_id": file_id, "at": now})
    )


def forget(connection: Connection, bot: int, file_id: str) -> None:
    """Telegram does not know this id any more."""
    connection.execute(delete(uploaded).where(uploaded.c.bot == bot, uploaded.c.file_id == file_id))
