"""Tips over real HTTP: voice and text only, odd taps, taps twice, somebody else's, lessons that are gone, recording."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Role
from bot.packs.lessons import read_folder
from bot.services.people import invitations
from bot.services.people.invitations import Wish
from bot.store import Connection
from bot.store.schema import tip
from simulator.world.chats import Shown
from simulator.world.phones import PNG, Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage

CODE = "malawi-ovop"
SAMPLES = tuple(read_folder(Path(__file__).parents[1] / "packs/lessons", []))


@pytest.fixture
async def running(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Three lessons: the first with a voice, the second with a picture for all languages, the third with neither."""
    media = tmp_path / "pack" / "media"
    (media / "en").mkdir(parents=True)
    (media / "en" / "lesson.write-it-down.ogg").write_bytes(b"OggS first")
    (media / "lesson.two-purses.png").write_bytes(PNG)
    home = replace(pack(CODE), folder=media.parent, lessons=SAMPLES)
    async with stage(sqlite_url, codes=(CODE,), packs={CODE: home}) as found:
        yield found


async def _met(running: Stage, number: int = 1, payload: str = "") -> Phone:
    """Somebody registered; with a payload, who works here too."""
    phone = running.simulator.phone(number, "Chisomo", "en")
    her = Actor(phone, number)
    await (her.work(payload) if payload else her.meet())
    return phone


async def _do(running: Stage, phone: Phone, *acts: str) -> list[Shown]:
    for act in acts:
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    return phone.heard


async def _week(running: Stage, phone: Phone, days: int = 9) -> list[Shown]:
    phone.mark()
    await running.walk(days)
    return [shown for shown in phone.heard if any("tip|" in (b.data or "") for row in shown.buttons for b in row)]


def _press(phone: Phone, data: str) -> None:
    """A button of an older message, with whatever data."""
    phone.bot.ask(phone.chat, phone.owner.user(), phone.last, data)


async def _rows(running: Stage) -> list[tuple[str, str, str | None]]:
    def read(connection: Connection) -> list[tuple[str, str, str | None]]:
        return [tuple(row) for row in connection.execute(select(tip.c.slug, tip.c.reason, tip.c.verdict))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def test_the_weeks_tip_has_its_voice_or_its_picture(running: Stage) -> None:
    phone = await _met(running)
    (first,) = await _week(running, phone)
    assert (first.kind, first.file.data) == ("voice", b"OggS first")
    assert first.text.startswith("💡 Write it down the same day\n")
    (second,) = await _week(running, phone, 8)
    assert (second.kind, "Two purses" in second.text) == ("photo", True)
    (third,) = await _week(running, phone, 8)
    assert (third.kind, "Count the box" in third.text) == ("text", True)
    (example,) = await _do(running, phone, "[📖 An example]")
    assert (example.id, "K250.50" in example.text) == (third.id, True)
    assert not running.simulator.refusals


async def test_who_wants_text_only_gets_words(running: Stage) -> None:
    phone = await _met(running)
    await _do(running, phone, "/textonly")
    (first,) = await _week(running, phone)
    assert (first.kind, "Write it down" in first.text) == ("text", True)
    (more,) = await _do(running, phone, "/tips", "[▶️ Next tip]")
    assert more.kind == "text"


async def test_under_a_voice_the_example_comes_as_words_below(running: Stage) -> None:
    phone = await _met(running)
    (first,) = await _week(running, phone)
    (example,) = await _do(running, phone, "[📖 An example]")
    assert (example.kind, example.id > first.id) == ("text", True)
    (question,) = await _do(running, phone, "[❓ A question]")
    assert question.id == example.id


async def test_more_is_given_once_under_each(running: Stage) -> None:
    phone = await _met(running)
    await _do(running, phone, "/textonly", "/tips", "[▶️ Next tip]", "[📖 An example]", "[❓ A question]")
    answers = [button for row in phone.last.buttons for button in row]
    (explained,) = await _do(running, phone, f"[{answers[0].text}]")
    await phone.tap("➕ One more", explained.id)
    await phone.tap("➕ One more", explained.id)
    await running.settle()
    assert [row[0] for row in await _rows(running)] == ["write-it-down", "two-purses"]
    assert phone.toasts[-1].text == "You have had the next one already. All of them: /tips"


async def test_the_verdict_is_hers_to_change_and_she_may_answer_late(running: Stage) -> None:
    phone = await _met(running)
    await _do(running, phone, "/textonly", "/tips", "[▶️ Next tip]")
    number = next(button.data for row in phone.last.buttons for button in row).split("|")[1]
    for data in (f"tip|{number}|not|", f"tip|{number}|say|9", f"tip|{number}|say|0", f"tip|{number}|helped|"):
        _press(phone, data)
        await running.settle()
    assert await _rows(running) == [("write-it-down", "asked", "helped")]
    assert "Today you still know every sale." in phone.last.text


async def test_odd_taps_are_answered_and_change_nothing(running: Stage) -> None:
    phone, other = await _met(running), await _met(running, 2)
    await _do(running, phone, "/tips", "[▶️ Next tip]")
    number = next(button.data for row in phone.last.buttons for button in row).split("|")[1]
    for data in (
        "tip|",
        "tip|zz|example|",
        "tip|999|example|",
        f"tip|{number}|fly|",
        "tip|0|open|gone",
        "tip|0|",
        "tip|0|page|x",
    ):
        _press(phone, data)
        await running.settle()
        assert phone.toasts[-1].text == "This button no longer works."
    _press(other, f"tip|{number}|helped|")
    await running.settle()
    assert other.toasts[-1].text == "This button no longer works."
    running.house.loaded.packs[CODE] = replace(running.house.loaded.packs[CODE], lessons=SAMPLES[1:])
    _press(phone, f"tip|{number}|example|")
    await running.settle()
    assert phone.toasts[-1].text == "This button no longer works."
    running.house.loaded.packs[CODE] = replace(running.house.loaded.packs[CODE], lessons=())
    (told,) = await _do(running, phone, "/tips")
    assert told.text == "There are no tips in your programme yet."
    assert await _rows(running) == [("write-it-down", "asked", None)]


async def test_what_was_read_is_opened_again_without_counting_twice(running: Stage) -> None:
    phone = await _met(running)
    await _do(running, phone, "/textonly")
    for _ in range(2):
        await _do(running, phone, "/tips")
        box = next(button.text for row in phone.last.buttons for button in row if "Count the box" in button.text)
        await _do(running, phone, f"[{box}]")
    assert box == "✔️ 3. Count the box"
    assert await _rows(running) == [("count-the-box", "asked", None)]


async def test_lessons_are_read_aloud_like_all_else(running: Stage) -> None:
    async with running.house.store.transaction() as tx:
        made = await tx.run(invitations.create, pack(CODE), Wish(Role.OFFICER), "test", running.clock.now())
    phone = await _met(running, 1, invitations.payload(made))
    (parts,) = await _do(running, phone, "/record", "[English]")
    assert "Tips: 1 of 3" in [button.text for row in parts.buttons for button in row]
    (words,) = await _do(running, phone, "[Tips: 1 of 3]")
    assert words.text.splitlines()[3:] == [
        "Two purses", "One purse for the work, one for home.", "Then you see what the work brings.",
        "Mali sold 12 soaps for K250.50 each: K3,006.", "What she bought cost K2,006: K1,000 is hers.",
        "When is the best time to write a sale down?", "1. The same day", "2. At the end of the month",
        "3. When I have time", "", "Hold the microphone below and speak slowly.",
    ]  # fmt: skip
    await phone.voice(b"OggS purses")
    await running.settle()
    await _do(running, phone, "[✅ Keep]")
    for _ in range(3):
        await running.house.lines[0].fetcher.round()
    await _do(running, phone, "[⏹ Enough for now]", "/tips")
    picture, heard = await _do(running, phone, "[2. Two purses]")
    assert (picture.kind, picture.text) == ("photo", "")
    assert (heard.kind, heard.file.data) == ("voice", b"OggS purses")


async def test_an_answer_can_be_typed(running: Stage) -> None:
    phone = await _met(running)
    await _week(running, phone)
    await _do(running, phone, "[📖 An example]", "[❓ A question]")
    labels = [button.text for row in phone.last.buttons for button in row]
    place = next(at for at, label in enumerate(labels, 1) if "same day" in label)
    phone.mark()
    (said,) = await _do(running, phone, str(place))
    assert said.text.splitlines()[1:] == ["– The same day", "✅ Yes. Today you still know every sale."]
    assert next(button.text for row in said.buttons for button in row) == "👍 It helped"
    # answered: a number is a line of the book again
    phone.mark()
    (said,) = await _do(running, phone, str(place))
    assert "Did the money come in, or go out?" in said.text


async def test_other_numbers_and_words_are_no_answer_to_a_tip(running: Stage) -> None:
    phone = await _met(running)
    await _week(running, phone)
    for words, leave in (("600", "[✖️ Do not]"), ("9", "[✖️ Do not]"), ("sold soap 3", "[✖️ No]")):
        phone.mark()
        (said,) = await _do(running, phone, words)
        assert said.text.startswith("“")
        await _do(running, phone, leave)
    phone.mark()
    (said,) = await _do(running, phone, "the same day")
    assert "✅ Yes. Today you still know every sale." in said.text
