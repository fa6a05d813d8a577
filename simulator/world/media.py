"""Files that people and bots send: their ids (each bot has its own), their sizes, and what Telegram refuses."""

import mimetypes
import secrets
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from simulator.bot_api.check import Upload
from simulator.bot_api.errors import ApiError, bad, not_simulated

PHOTO_BYTES = 10 * 2**20  # https://core.telegram.org/bots/api#sending-files
FILE_BYTES = 50 * 2**20
DOWNLOAD_BYTES = 20 * 2**20  # https://core.telegram.org/bots/api#getfile

# One white pixel; what a phone sends when a test does not care which picture.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)
_FOLDERS = {"photo": "photos", "voice": "voice", "audio": "music", "document": "documents"}


@dataclass(frozen=True, slots=True)
class File:
    """A file as one bot knows it; `unique_id` is the same for every bot, `id` is not."""

    id: str
    unique_id: str
    kind: str  # photo, document, voice or audio
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def path(self) -> str:
        """Where getFile says that it can be fetched."""
        suffix = PurePosixPath(self.name).suffix or mimetypes.guess_extension(self.mime) or ""
        return f"{_FOLDERS[self.kind]}/{self.unique_id}{suffix}"

    def api(self) -> Any:
        """The value of the message's field that bears the kind's name."""
        about: dict[str, Any] = {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}
        if self.kind == "photo":
            return [about | {"width": self.width, "height": self.height}]
        about["mime_type"] = self.mime
        if self.kind in ("voice", "audio"):
            about["duration"] = self.duration
        if self.kind != "voice":
            about["file_name"] = self.name
        return about


class Files:
    """The files of one bot, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}

    def take(self, kind: str, upload: Upload, duration: int = 0) -> File:
        """A new file; raises what Telegram raises for a picture that is none, or a file that is too large."""
        if not upload.data:
            raise bad("file must be non-empty")
        if len(upload.data) > (PHOTO_BYTES if kind == "photo" else FILE_BYTES):
            raise ApiError(413, "Request Entity Too Large")
        width, height = _photo_size(upload.data) if kind == "photo" else (0, 0)
        secret = secrets.token_urlsafe(24)
        mime = upload.mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        unique = secrets.token_urlsafe(9)
        file = File("Ag" + secret, unique, kind, upload.name, mime, upload.data, width, height, duration)
        self._by_id[file.id] = file
        self._by_path[file.path] = file
        return file

    def sent(self, kind: str, given: Upload | str, duration: int = 0) -> File:
        """The file of a send method: an upload, or the id of one that this bot knows."""
        if isinstance(given, Upload):
            return self.take(kind, given, duration)
        if given.startswith(("http://", "https://")):
            raise not_simulated("sending a file by its URL")
        file = self.known(given)
        if file.kind != kind:
            raise bad("type of file mismatch")
        return file

    def known(self, file_id: str) -> File:
        """The file of this id, or 400."""
        if file_id not in self._by_id:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def lose(self, file_id: str) -> None:
        """Telegram forgets an id, as it may."""
        del self._by_id[file_id]

    def at(self, path: str) -> File | None:
        """The file that getFile gave this path."""
        return self._by_path.get(path)


def _photo_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG, GIF or WebP; Telegram refuses what is no picture, too big or too long."""
    size = _size(data)
    if size is None or 0 in size:
        raise bad("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return size


def _size(data: bytes) -> tuple[int, int] | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) > 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
