"""The house as an operator's settings make it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.app import open_house
from bot.services.people import erasure
from bot.services.people.erasure import Entry
from bot.settings import read_settings
from bot.store.engine.sync import writing
from tests.services.village import MAYA, NOW, SITA, found, settle


async def test_who_was_forgotten_is_forgotten_again_in_a_database_put_back_by_hand(
    sqlite_url: str, tmp_path: Path
) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        settle(connection, SITA)
        settle(connection, MAYA)
    later = NOW + timedelta(days=1)
    erasure.note(tmp_path / erasure.LIST, [Entry(1, later)])
    settings = read_settings(token="77:TOKEN-OF-A-TEST", data_dir=tmp_path, database_url=sqlite_url)
    async with open_house(settings, lambda: datetime(2026, 12, 1, tzinfo=UTC)) as house:
        await house.clear()
    with writing(sqlite_url) as connection:
        names = list(connection.scalars(text("SELECT name FROM person ORDER BY id")))
    assert names == [None, MAYA.name]
    assert SITA.name.encode() not in (tmp_path / "ovop.db").read_bytes()
