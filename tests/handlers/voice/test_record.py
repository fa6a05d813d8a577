"""/record over real HTTP: who may, a walk through a part, playing back, replacing, kill and lost files."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.app import House, Way
from bot.domain.people.roles import Role
from bot.i18n import load_catalogues
from bot.packs import Pack
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import invitations
from bot.services.people.invitations import Wish
from bot.services.recordings import Recordings
from bot.store import Connection, Store
from bot.store.schema import role
from simulator.server import Simulator
from simulator.world.chats import Shown
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import TOKEN, Stage, TestClock, pack, stage

CODE = "malawi-ovop"
START = "recordings/malawi-ovop/en"


@pytest.fixture
async def running(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot with a pack that nobody has recorded anything for, and nobody may write into."""
    home = replace(pack(CODE), folder=tmp_path / "pack")
    async with stage(sqlite_url, codes=(CODE,), packs={CODE: home}) as found:
        yield found


async def _staff(running: Stage, number: int = 1, role_given: Role = Role.OFFICER) -> Phone:
    """Somebody who has joined by a link for staff."""
    async with running.house.store.transaction() as tx:
        made = await tx.run(invitations.create, pack(CODE), Wish(role_given), "test", running.clock.now())
    phone = running.simulator.phone(number, "Mary", "en")
    await Actor(phone, number).work(invitations.payload(made))
    return phone


async def _do(running: Stage, phone: Phone, *acts: str | bytes) -> list[Shown]:
    for act in acts:
        if isinstance(act, bytes):
            await phone.voice(act)
        else:
            await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    return phone.heard


async def _fetched(running: Stage) -> dict[str, bytes]:
    for _ in range(3):
        await running.house.lines[0].fetcher.round()
    folder = running.house.media
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.ogg")}


def _labels(shown: Shown) -> list[str]:
    return [button.text for row in shown.buttons for button in row]


async def test_only_officers_and_admins_may(running: Stage) -> None:
    member = running.simulator.phone(2, "Chisomo", "en")
    await Actor(member, 2).meet()
    (told,) = await _do(running, member, "/record")
    assert told.text.startswith("Only programme staff can do this.")
    admin = await _staff(running, 3, Role.ADMIN)
    (asked,) = await _do(running, admin, "/record")
    assert "In which language" in asked.text
    await _end_roles(running)
    (told,) = await _do(running, admin, "[English]")
    assert told.text.startswith("Only programme staff can do this.")


async def _end_roles(running: Stage) -> None:
    def end(connection: Connection) -> None:
        connection.execute(update(role).values(until=running.clock.now()))

    async with running.house.store.transaction() as tx:
        await tx.run(end)


async def test_a_walk_plays_back_keeps_and_goes_on(running: Stage) -> None:
    phone = await _staff(running)
    (asked,) = await _do(running, phone, "/record", "[English]")
    assert "The first meeting: 0 of 4" in _labels(asked)
    (read,) = await _do(running, phone, "[The first meeting]")
    assert "1 of 4" in read.text and "Please choose your language." in read.text
    (heard,) = await _do(running, phone, b"OggS take one")
    assert (heard.kind, heard.file.data) == ("voice", b"OggS take one")
    assert _labels(heard) == ["✅ Keep", "🔁 Again", "⏭ Skip", "⏹ Enough for now"]
    (read,) = await _do(running, phone, "[🔁 Again]")
    assert "1 of 4" in read.text
    (read,) = await _do(running, phone, b"OggS take two", "[✅ Keep]")
    assert "2 of 4" in read.text and "We keep your name" in read.text
    assert await _fetched(running) == {f"{START}/language.ogg": b"OggS take two"}
    (parts,) = await _do(running, phone, b"OggS consent", "yes", b"OggS 2", "yes", b"OggS 3", "yes")
    assert "All of “The first meeting” is recorded." in parts.text
    assert "The first meeting: 4 of 4" in _labels(parts)
    names = ("language", "consent.1", "consent.2", "consent.3")
    assert set(await _fetched(running)) == {f"{START}/{name}.ogg" for name in names}
    (heard,) = await _do(running, running.simulator.phone(9, "New", "en"), "/start")
    assert heard.file.data == b"OggS take two"


async def test_skipped_ones_come_again_another_time_and_stop_keeps_what_is_kept(running: Stage) -> None:
    phone = await _staff(running)
    await _do(running, phone, "/record", "[English]", "[The first meeting]")
    (read,) = await _do(running, phone, "[⏭ Skip]")
    assert "2 of 4" in read.text
    await _do(running, phone, b"OggS consent", "[✅ Keep]", "[⏹ Enough for now]")
    (parts,) = await _do(running, phone, "/record", "[English]")
    assert "The first meeting: 1 of 4" in _labels(parts)
    (read,) = await _do(running, phone, "[The first meeting]")
    assert "1 of 4" in read.text


async def test_one_that_is_there_is_heard_and_replaced(running: Stage) -> None:
    phone = await _staff(running)
    await _do(running, phone, "/record", "[English]", "[The first meeting]", b"OggS old", "[✅ Keep]")
    assert (await _fetched(running))[f"{START}/language.ogg"] == b"OggS old"
    (which,) = await _do(running, phone, "[⏹ Enough for now]", "/record", "[English]", "[🔁 Replace a recording]")
    assert _labels(which) == ["Please choose your language.", "⏹ Enough for now"]
    (old,) = await _do(running, phone, "[Please choose your language.]")
    assert (old.kind, old.file.data) == ("voice", b"OggS old")
    (parts,) = await _do(running, phone, b"OggS new", "[✅ Keep]")
    assert "The first meeting: 1 of 4" in _labels(parts)
    assert await _fetched(running) == {f"{START}/language.ogg": b"OggS new"}


async def test_a_button_under_an_earlier_take_keeps_nothing(running: Stage) -> None:
    phone = await _staff(running)
    (first,) = await _do(running, phone, "/record", "[English]", "[The first meeting]", b"OggS first")
    await _do(running, phone, b"OggS second")
    await phone.tap("✅ Keep", first.id)
    await running.settle()
    assert await _fetched(running) == {}
    await _do(running, phone, "[✅ Keep]")
    assert await _fetched(running) == {f"{START}/language.ogg": b"OggS second"}


async def test_other_sounds_and_words_are_refused_with_a_sentence(running: Stage) -> None:
    phone = await _staff(running)
    await _do(running, phone, "/record", "[English]", "[The first meeting]")
    await phone.document(b"ID3 music", "song.mp3", mime="audio/mpeg")
    await running.settle()
    assert phone.heard[-1].text.startswith("I can only keep a voice note.")
    (told,) = await _do(running, phone, "hello")
    assert told.text.startswith("I can only keep a voice note.")


async def test_what_is_no_ogg_or_cannot_be_had_is_reported(running: Stage) -> None:
    phone = await _staff(running)
    await _do(running, phone, "/record", "[English]", "[The first meeting]", b"ID3 no ogg", "[✅ Keep]")
    assert await _fetched(running) == {}
    await running.settle()
    assert phone.heard[-1].text.startswith("A recording did not arrive: language (English).")
    await _do(running, phone, b"OggS gone")
    take = phone.last.file.id
    await _do(running, phone, "[✅ Keep]")
    running.simulator.bot().files.lose(take)
    assert await _fetched(running) == {}
    await running.settle()
    assert "A recording did not arrive: consent.1" in phone.heard[-1].text
    (parts,) = await _do(running, phone, "[⏹ Enough for now]", "/record", "[English]")
    assert "The first meeting: 0 of 4" in _labels(parts)


async def test_a_walk_outlives_the_house(sqlite_url: str, tmp_path: Path) -> None:
    home, clock = replace(pack(CODE), folder=tmp_path / "pack"), TestClock()
    simulator = Simulator((TOKEN,), now=clock.now)
    simulator.lift_limits()
    await simulator.start()
    try:
        async with _life(simulator, sqlite_url, home, clock, tmp_path / "media") as running:
            phone = await _staff(running)
            await _do(running, phone, "/record", "[English]", "[The first meeting]", b"OggS one", "[✅ Keep]")
        await phone.voice(b"OggS two")
        async with _life(simulator, sqlite_url, home, clock, tmp_path / "media") as running:
            await running.settle()
            assert phone.heard[-1].file.data == b"OggS two"
        async with _life(simulator, sqlite_url, home, clock, tmp_path / "media") as running:
            (parts,) = await _do(running, phone, "[✅ Keep]")
            assert "3 of 4" in parts.text
            kept = await _fetched(running)
        assert kept == {f"{START}/language.ogg": b"OggS one", f"{START}/consent.1.ogg": b"OggS two"}
    finally:
        await simulator.stop()


@contextlib.asynccontextmanager
async def _life(simulator: Simulator, url: str, home: Pack, clock: TestClock, media: Path) -> AsyncIterator[Stage]:
    """A house on these files, from its start to its sudden end."""
    store = Store(url)
    async with store.transaction() as tx:
        await tx.run(programmes.record, home, clock.now())
    house = House(
        store,
        LoadedPacks({CODE: home}, load_catalogues(), recordings=Recordings(media)),
        clock.now,
        media,
        steady=clock.steady,
    )
    house.add_bot(Way(simulator.url, TOKEN, rate=0, long_poll=2))
    async with house.open():
        yield Stage(simulator, house, clock)
