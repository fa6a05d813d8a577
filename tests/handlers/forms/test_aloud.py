"""Recorded voices and pictures, over real HTTP: once a step, uploaded once, never to who wants text only."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import Connection
from bot.store.schema import uploaded
from simulator.world.chats import Shown
from simulator.world.phones import PNG, Phone
from tests.house import Stage, pack, stage

CODE = "malawi-ovop"
VOICES = (
    "language",
    "consent.1",
    "consent.3",
    "registration.name",
    "registration.name.constraint",
    "registration.district",
)


@pytest.fixture
async def running(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot with a pack that has some recordings in English, and one picture for all languages."""
    media = tmp_path / "pack" / "media"
    (media / "en").mkdir(parents=True)
    for prompt in VOICES:
        (media / "en" / f"{prompt}.ogg").write_bytes(b"OggS " + prompt.encode())
    (media / "registration.region.png").write_bytes(PNG)
    home = replace(pack(CODE), folder=media.parent)
    async with stage(sqlite_url, codes=(CODE,), packs={CODE: home}) as found:
        yield found


async def _do(running: Stage, phone: Phone, *acts: str) -> list[Shown]:
    for act in acts:
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    return phone.heard


async def test_a_step_is_one_message_with_its_voice_and_its_buttons(running: Stage) -> None:
    phone = running.simulator.phone(1, "Chisomo", "en")
    (language,) = await _do(running, phone, "/start")
    assert (language.kind, language.file.data) == ("voice", b"OggS language")
    (consent,) = await _do(running, phone, "[English]")
    assert (consent.kind, consent.file.data) == ("voice", b"OggS consent.1")
    assert "We keep your name" in consent.text
    (consent,) = await _do(running, phone, "[▶️ Next]")
    assert (consent.kind, "You and programme staff" in consent.text) == ("text", True)
    (consent,) = await _do(running, phone, "[▶️ Next]")
    assert (consent.kind, consent.file.data) == ("voice", b"OggS consent.3")
    (name,) = await _do(running, phone, "[✅ Yes, I agree]")
    assert (name.kind, name.file.data) == ("voice", b"OggS registration.name")
    assert "What is your name?" in name.text
    assert [button.text for row in name.buttons for button in row] == ["⏸ Later"]


async def test_a_mistake_has_its_own_voice_and_the_question_is_not_heard_again(running: Stage) -> None:
    phone = running.simulator.phone(1, "Chisomo", "en")
    await _do(running, phone, "/start", "[English]", "[▶️ Next]", "[▶️ Next]", "[✅ Yes, I agree]")
    (wrong,) = await _do(running, phone, "x")
    assert wrong.file.data == b"OggS registration.name.constraint"
    (again,) = await _do(running, phone, "x")
    assert (again.kind, "What is your name?" in again.text) == ("text", True)
    (phone_number,) = await _do(running, phone, "Chisomo Banda")
    assert phone_number.kind == "text"
    (back,) = await _do(running, phone, "back")
    assert (back.kind, "What is your name?" in back.text) == ("text", True)


async def test_a_picture_has_the_words_under_it_and_pages_are_turned_under_the_voice(running: Stage) -> None:
    phone = running.simulator.phone(1, "Chisomo", "en")
    await _do(running, phone, "/start", "[English]", "[▶️ Next]", "[▶️ Next]", "[✅ Yes, I agree]", "Chisomo Banda")
    (region,) = await _do(running, phone, "skip")
    assert (region.kind, "Which region" in region.text) == ("photo", True)
    (district,) = await _do(running, phone, "[Southern]")
    assert (district.kind, "Which district" in district.text) == ("voice", True)
    (turned,) = await _do(running, phone, "[▶️]")
    assert (turned.id, turned.kind) == (district.id, "voice")
    assert "Page 2" in turned.text
    (product,) = await _do(running, phone, f"[{turned.buttons[0][0].text}]")
    assert (product.kind, product.id > district.id) == ("text", True)
    assert not running.simulator.refusals


async def test_a_file_is_uploaded_once_per_bot_and_then_sent_by_its_id(running: Stage) -> None:
    one, two = running.simulator.phone(1, "One", "en"), running.simulator.phone(2, "Two", "en")
    (first,) = await _do(running, one, "/start")
    (second,) = await _do(running, two, "/start")
    assert first.file.id == second.file.id
    assert await _known(running) == [("voice", first.file.id)]


async def test_an_id_that_telegram_no_longer_knows_is_uploaded_again(running: Stage) -> None:
    one, two = running.simulator.phone(1, "One", "en"), running.simulator.phone(2, "Two", "en")
    (first,) = await _do(running, one, "/start")
    running.simulator.bot().files.lose(first.file.id)
    (second,) = await _do(running, two, "/start")
    assert (second.kind, second.file.data) == ("voice", b"OggS language")
    assert await _known(running) == [("voice", second.file.id)] != [("voice", first.file.id)]


async def test_who_wants_text_only_gets_neither_voice_nor_picture(running: Stage) -> None:
    phone = running.simulator.phone(1, "Chisomo", "en")
    await _do(running, phone, "/start")
    (told,) = await _do(running, phone, "/textonly")
    assert "I only write" in told.text
    for act in (
        "[English]",
        "[▶️ Next]",
        "[▶️ Next]",
        "[✅ Yes, I agree]",
        "x",
        "Chisomo Banda",
        "skip",
        "[Southern]",
        "[Blantyre]",
    ):
        assert {shown.kind for shown in await _do(running, phone, act)} == {"text"}
    await _do(
        running,
        phone,
        "[Honey]" if _has(phone, "Honey") else "Honey",
        "[Alone or with my family]",
        "3",
        "skip",
        "skip",
        "skip",
    )
    await _do(running, phone, "[✅ Send]", "/language")
    (told,) = await _do(running, phone, "[🔊 With voice]")
    assert "voice and pictures" in told.text


def _has(phone: Phone, label: str) -> bool:
    return any(button.text == label for row in phone.last.buttons for button in row)


async def test_a_recording_that_was_moved_away_does_not_cost_the_question(running: Stage) -> None:
    phone = running.simulator.phone(1, "Chisomo", "en")
    running.house.loaded.recordings.voice = lambda *_: Path("gone.ogg")  # type: ignore[method-assign]
    (language,) = await _do(running, phone, "/start")
    assert (language.kind, "Please choose your language." in language.text) == ("text", True)


async def _known(running: Stage) -> list[tuple[str, str]]:
    def read(connection: Connection) -> list[tuple[str, str]]:
        return [tuple(row) for row in connection.execute(select(uploaded.c.kind, uploaded.c.file_id))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)
