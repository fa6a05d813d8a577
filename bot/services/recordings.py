"""Recordings: the voice notes and pictures that go with what is asked, by programme, language and prompt."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from os.path import isfile
from pathlib import Path

from bot.domain.people.roles import STAFF
from bot.domain.wire.contact import Contact
from bot.packs import Pack
from bot.services import roles
from bot.services.ids import new_id
from bot.services.work import Connection
from bot.store.wire import received_files

FOLDER = "recordings"
IN_PACK = "media"
VOICE, PICTURES = ".ogg", (".jpg", ".png")


def folder(programme: str, language: str) -> str:
    """Where recordings made in the chat go, below the media folder."""
    return f"{FOLDER}/{programme}/{language}/"


def place(programme: str, language: str, prompt: str) -> str:
    """Where the recording of one prompt goes."""
    return f"{folder(programme, language)}{prompt}{VOICE}"


class Recordings:
    """Finds files. Those made in the chat come first: a pack's folder may be one that nobody can write to."""

    def __init__(self, media: Path | None = None) -> None:
        self.media = media
        self._of_packs: dict[Path, Mapping[str, Path]] = {}

    def voice(self, pack: Pack, language: str, prompt: str) -> Path | None:
        """What is recorded for a prompt in this very language: no other one is any use to who cannot read."""
        if self.media is not None:
            made = f"{self.media}/{place(pack.programme.code, language, prompt)}"
            if isfile(made):  # noqa: PTH113 - asked with every question, and a Path costs several times as much
                return Path(made)
        return self._of_pack(pack).get(f"{language}/{prompt}{VOICE}")

    def picture(self, pack: Pack, language: str, prompt: str) -> Path | None:
        """The picture for a prompt in this language, else the one for all languages."""
        there = self._of_pack(pack)
        names = (f"{within}{prompt}{ending}" for within in (f"{language}/", "") for ending in PICTURES)
        return next((there[name] for name in names if name in there), None) if there else None

    def _of_pack(self, pack: Pack) -> Mapping[str, Path]:
        """What a pack brings, by name; looked at once, since it stays as it is while the bot runs."""
        found = self._of_packs.get(pack.folder)
        if found is None:
            root = pack.folder / IN_PACK
            found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
            self._of_packs[pack.folder] = found
        return found

    def any(self, pack: Pack) -> bool:
        """Whether a programme has anything besides words."""
        return any(one.is_dir() for one in self._folders(pack))

    def _folders(self, pack: Pack) -> Iterator[Path]:
        if self.media is not None:
            yield self.media / FOLDER / pack.programme.code
        yield pack.folder / IN_PACK


def keep(connection: Connection, contact: Contact, file_id: str, place: str, now: datetime) -> None:
    """A voice note of staff is fetched once this is on disk, and heard by everybody from then on. Raises NotAllowed."""
    roles.require(connection, contact.person_id, STAFF)
    name, person = f"voice-{new_id():x}.ogg", contact.person_id
    received_files.expect(connection, name, contact.bot, contact.chat, file_id, now, place=place, person=person)
