"""Where the bot keeps things."""

from dataclasses import dataclass
from pathlib import Path

from bot.problems import NotPossible
from bot.store.engine.sync import sqlite_file

# Of a backup, and of the data folder: the parts and their names.
MANIFEST, DATABASE, MEDIA = "manifest.json", "ovop.db", "media"
# In the data folder while a restore brings in what it has made ready: whoever comes after a kill goes on.
UNDER_WAY = "restore-under-way.json"


class CannotBackUp(NotPossible):
    """It cannot be done as asked; the message is one sentence for the operator, with what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bot keeps things: the database's address and the data folder, both as in the settings."""

    url: str
    data: Path

    @property
    def database(self) -> Path:
        """The SQLite file. Raises CannotBackUp on PostgreSQL, which brings its own tools."""
        file = sqlite_file(self.url)
        if file is None:
            raise CannotBackUp(
                "This database is PostgreSQL: use pg_dump --format=custom and pg_restore, and copy the media folder."
            )
        return file

    @property
    def media(self) -> Path:
        """The folder of photos and voice notes."""
        return self.data / MEDIA
