"""Whatever a file from outside holds, `ovop restore` says one sentence, writes nothing elsewhere and leaves nothing."""

import gzip
import io
import json
import random
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.problems import NotPossible
from bot.services.keeping import archive, restoring
from bot.services.keeping.backup import CannotBackUp, Place, make
from tests.nightly import times
from tests.services.keeping.test_backup import LATER, MANIFEST, ignore, place, producers
from tests.services.village import NOW

__all__ = ["place"]

MUTANTS = times(300, 4000)
REFUSED = "x.tar.gz is not a whole backup of ovop; take another one."
ODD_MANIFESTS: list[Any] = [
    [], 7, None, "x", True, {}, {"format": 1}, {"format": "1", "made_at": "2026-11-24T04:00:00+00:00"},
    {"format": None, "made_at": "2026-11-24"}, {"format": -1, "made_at": "2026-11-24"},
    {"format": [], "made_at": "2026-11-24"}, {"format": 0.5, "made_at": "2026-11-24"},
    *({"format": 1, "made_at": odd} for odd in (None, 7, [], {}, "", "yesterday", "2026-13-45")),
    {"format": 1, "made_at": "9999-12-31T23:59:59-12:00"},
]  # fmt: skip


def member(
    name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, **more: Any
) -> tuple[tarfile.TarInfo, bytes]:
    made = tarfile.TarInfo(name)
    made.type, made.size = kind, len(content)
    for field, value in more.items():
        setattr(made, field, value)
    return made, content


def packed(
    members: list[tuple[tarfile.TarInfo, bytes]], manifest: bytes = MANIFEST, form: int = tarfile.PAX_FORMAT
) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for header, content in [member("manifest.json", manifest), *members]:
            tar.addfile(header, io.BytesIO(content))
    return out.getvalue()


def whole(place: Place) -> list[tuple[tarfile.TarInfo, bytes]]:
    return [member("ovop.db", place.database.read_bytes()), member("media/a.jpg", b"photo")]


@pytest.fixture
def refuses(place: Place, tmp_path: Path) -> Iterator[Callable[[bytes], str]]:
    """Give it as an archive; gives the sentence, once it is sure that nothing was touched."""

    def refuse(content: bytes) -> str:
        before, file = seen(tmp_path), tmp_path / "x.tar.gz"
        file.write_bytes(content)
        with pytest.raises(NotPossible) as refused:
            restoring.restore(place, file, LATER, ignore)
        file.unlink()
        assert seen(tmp_path) == before
        assert "\n" not in str(refused.value)
        return str(refused.value)

    yield refuse
    assert producers(place) == 1


def seen(folder: Path) -> dict[str, bytes]:
    """All files; but for what reading a database leaves beside it."""
    files = (path for path in folder.rglob("*") if not path.name.endswith(("-shm", "-wal", ".lock")))
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in files}


@pytest.mark.parametrize(
    "manifest", [json.dumps(one).encode() for one in ODD_MANIFESTS] + [b"", b"\xff", b"[" * 10_000, b"{"]
)
def test_odd_manifests(place: Place, refuses: Callable[[bytes], str], manifest: bytes) -> None:
    assert refuses(gzip.compress(packed(whole(place), manifest))) == REFUSED


def test_a_manifest_of_a_newer_version(place: Place, refuses: Callable[[bytes], str]) -> None:
    said = refuses(gzip.compress(packed(whole(place), b'{"format": 2, "what": []}')))
    assert said == "x.tar.gz was made by a newer version of ovop; install it, then try again."


SPARSE = {
    "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 62),
    "GNU.sparse.name": "media/b",
}  # fmt: skip
ODD_MEMBERS = {
    "a name of 300 letters": [member("media/" + "x" * 300)],
    "a name of 300 letters in another script": [member("media/" + "ก" * 90)],
    "a very long way": [member("media/" + "/".join("x" * 200 for _ in range(60)))],
    "above": [member("media/../../x")],
    "from the root": [member("/media/x")],
    "elsewhere": [member("ovop.db-wal", b"x")],
    "no name": [member("media/")],
    "the media folder as a file": [member("media", b"x")],
    "the same twice": [member("media/b", b"1"), member("media/b", b"2")],
    "the database twice": [member("ovop.db", b"x")],
    "the manifest twice": [member("manifest.json", MANIFEST)],
    "a file that is a folder too": [member("media/b", b"1"), member("media/b/c", b"2")],
    "a folder that is a file too": [member("media/b/c", b"2"), member("media/b", b"1")],
    "a symbolic link": [member("media/b", kind=tarfile.SYMTYPE, linkname="/etc/passwd")],
    "a hard link": [member("media/b", kind=tarfile.LNKTYPE, linkname="ovop.db")],
    "a device": [member("media/b", kind=tarfile.CHRTYPE, devmajor=1, devminor=5)],
    "a pipe": [member("media/b", kind=tarfile.FIFOTYPE)],
    "a folder": [member("media/b", kind=tarfile.DIRTYPE)],
    "sparse": [member("media/b", b"hello", pax_headers={"GNU.sparse.size": "5", "GNU.sparse.map": "0,5"})],
    "sparse and endless": [member("media/b", pax_headers=SPARSE)],
    "a size below nothing": [member("media/b", pax_headers={"size": "-1024"})],
    "a name with a zero": [member("media/b", pax_headers={"path": "media/b\0c"})],
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD_MEMBERS)
def test_odd_members(place: Place, refuses: Callable[[bytes], str], odd: str) -> None:
    assert refuses(gzip.compress(packed([*whole(place), *ODD_MEMBERS[odd]]))) == REFUSED


def test_what_takes_more_room_than_there_is(place: Place, refuses: Callable[[bytes], str]) -> None:
    """Said as soon as its header has said so: a bomb is not unpacked to be measured."""
    bomb = member("media/b", pax_headers={"size": str(1 << 60)})
    assert "takes more room than there is" in refuses(gzip.compress(packed([*whole(place), bomb])))


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE])
def test_a_header_that_claims_to_be_endless_is_not_read_into_memory(
    place: Place, refuses: Callable[[bytes], str], kind: bytes
) -> None:
    long = tarfile.TarInfo("x")
    long.type, long.size = kind, 1 << 40
    content = packed(whole(place))
    cut = content.rstrip(b"\0")
    cut += bytes(-len(cut) % 512) + long.tobuf(tarfile.GNU_FORMAT) + bytes(10240)
    assert refuses(gzip.compress(cut)) == REFUSED


def test_it_is_read_to_its_very_end(place: Place, refuses: Callable[[bytes], str], tmp_path: Path) -> None:
    good = make(place, tmp_path / "good.tar.gz", NOW, ignore).file.read_bytes()
    for last in range(1, 9):
        assert refuses(good[:-last]) == REFUSED
        assert refuses(good[:-last] + bytes([good[-last] ^ 1]) + (good[-last + 1 :] if last > 1 else b"")) == REFUSED
    assert refuses(good + b"x") == REFUSED
    assert refuses(good + gzip.compress(b"x")) == REFUSED
    inside = gzip.decompress(good)
    assert refuses(gzip.compress(inside.rstrip(b"\0"))) == REFUSED
    # a header in the middle that is none: tarfile would take it for the end
    at = inside.index(b"media/voice.ogg")
    assert refuses(gzip.compress(inside[:at] + b"\1" * 512 + inside[at + 512 :])) == REFUSED


def mutants(content: bytes, chance: random.Random) -> Iterator[bytes]:
    """Cut, doubled, overwritten, moved: in what is packed, and in the packed file itself."""
    while True:
        inside = chance.random() < 0.7
        whole = bytearray(gzip.decompress(content) if inside else content)
        for _ in range(chance.choice((1, 1, 1, 3))):
            # headers are where it counts
            at = chance.randrange(min(len(whole), 1600)) if chance.random() < 0.6 else chance.randrange(len(whole))
            length = chance.choice((1, 1, 2, 8, 100, 512))
            match chance.randrange(5):
                case 0:
                    whole[at : at + length] = chance.randbytes(length)
                case 1:
                    del whole[at : at + length]
                case 2:
                    whole[at:at] = whole[at : at + length]
                case 3:
                    whole[at] ^= 1 << chance.randrange(8)
                case _:
                    del whole[at + 1 :]
        if inside and chance.random() < 0.8:
            _mend_checksums(whole)
        yield gzip.compress(bytes(whole), 1) if inside else bytes(whole)


def _mend_checksums(content: bytearray) -> None:
    """So that what is odd in a header is met, and not its checksum alone."""
    for at in range(0, min(len(content), 4096) - 511, 512):
        if content[at + 257 : at + 262] == b"ustar":
            content[at + 148 : at + 156] = b" " * 8
            content[at + 148 : at + 156] = b"%06o\0 " % sum(content[at : at + 512])


def test_thousands_of_mutants(place: Place, tmp_path: Path) -> None:
    """Whole or refused in one sentence; what is taken is sound, since each database is checked before it is put in."""
    good = make(place, tmp_path / "good.tar.gz", NOW, ignore).file.read_bytes()
    chance, file, refused = random.Random(20261128), tmp_path / "x.tar.gz", 0
    for _, mutant in zip(range(MUTANTS), mutants(good, chance), strict=False):
        file.write_bytes(mutant)
        try:
            archive.survey(file, 10**9, lambda *_: None)
            restoring.restore(place, file, LATER, ignore)
        except NotPossible as problem:
            assert "\n" not in str(problem)
            refused += 1
        assert producers(place) in (0, 1)
        assert not list(tmp_path.glob(".restore-*"))
    assert refused > MUTANTS * 0.8


def test_a_bomb_of_zeros_is_refused_before_anything_is_written(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "x.tar.gz"
    file.write_bytes(gzip.compress(packed([*whole(place), member("media/zeros", bytes(30_000_000))])))
    assert file.stat().st_size < 400_000
    with pytest.raises(CannotBackUp, match="takes more room"):
        archive.survey(file, 60_000_000, lambda *_: None)
    assert archive.survey(file, 200_000_000, lambda *_: None).size > 30_000_000
