"""Every kind of question that a chat can carry, asked and answered over real HTTP; files end in the media folder."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.forms import load_form
from handlers import conversations
from handlers.commands import COMMANDS
from handlers.forms import answering as forms
from handlers.records import Command
from handlers.wire.turn import Turn
from simulator.world.phones import PNG, Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage

FORM = load_form((Path(__file__).parent / "everything.md").read_text(encoding="utf-8"), "md", "everything", {})


@pytest.fixture
async def running(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The bot with a command that opens the form, and what was sent kept for the test."""
    home = pack("malawi-ovop")
    with_more = replace(home, forms={**home.forms, "everything": FORM})

    async def open_it(turn: Turn) -> None:
        forms.begin(turn, "everything", FORM)

    async def finish(turn: Turn, _dialogue: object, session: forms.Session) -> None:
        results.append({path.rpartition("/")[2]: value for path, value in session.result().items()})
        results.append(dict(session.result()))
        turn.contact.close()
        turn.show("Kept.")

    results: list[dict[str, str]] = []
    monkeypatch.setitem(COMMANDS, "everything", Command("everything", open_it))
    monkeypatch.setitem(conversations.FINISH, "everything", finish)
    async with stage(sqlite_url, codes=("malawi-ovop",), packs={"malawi-ovop": with_more}) as found:
        found.results = results
        await Actor(found.simulator.phone(1), 1).meet()
        yield found


async def test_each_kind_is_answered_in_its_own_way(running: Stage) -> None:
    phone = running.simulator.phone(1)
    for act in ("/everything", "word", "12", "2.5", "2 March 2026", "8", "[08:00]", "3 March 2026 14:30", "2", "1 3"):
        await _do(running, phone, act)
    assert "Which is best" in phone.heard[-1].text
    for act in ("[◻️ Blue]", "[◻️ Red]", "[◻️ Green]", "[✅ Done]", "[4]"):
        await _do(running, phone, act)
    await phone.location(-15.5, 35.25)
    await running.settle()
    await phone.photo(PNG)
    await running.settle()
    await phone.photo()
    await running.settle()
    assert "with the paper clip or the microphone" in phone.heard[-1].text
    await phone.voice(b"OggS a voice")
    await running.settle()
    await phone.document(b"%PDF a paper", "receipt.pdf")
    await running.settle()
    for act in ("[👌 OK]", "Amina", "[Yes, one more]", "Chisomo", "[No, that is all]", "[✅ Send]"):
        await _do(running, phone, act)
    answers, by_path = running.results
    expected = {
        "word": "word",
        "whole": "12",
        "part": "2.5",
        "day": "2026-03-02",
        "hour": "08:00:00.000",
        "moment": "2026-03-03T14:30:00.000+02:00",
        "one": "green",
        "many": "red blue",
        "order": "blue red green",
        "stars": "4",
        "place": "-15.5 35.25 0 0",
        "fine": "OK",
    }
    assert {name: answers.get(name) for name in expected} == expected, [shown.text for shown in phone.screen][-25:]
    assert [value for path, value in by_path.items() if path.endswith("/who")] == ["Amina", "Chisomo"]
    for _ in range(3):
        await running.house.lines[0].fetcher.round()
    kept = sorted(path.read_bytes() for path in running.house.media.iterdir())
    assert kept == [b"%PDF a paper", b"OggS a voice", PNG]
    assert {answers["photo"], answers["voice"], answers["paper"]} == {p.name for p in running.house.media.iterdir()}


async def _do(running: Stage, phone: Phone, act: str) -> None:
    await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
    await running.settle()


async def test_a_day_and_an_hour_in_either_order(running: Stage) -> None:
    phone = running.simulator.phone(1)
    for act in ("/everything", "word", "12", "2.5", "2 March 2026", "08:00"):
        await _do(running, phone, act)
    await _do(running, phone, "half past 8 yesterday")
    assert [button.text for row in phone.heard[-1].buttons for button in row][:2] == [
        "1 Mar 2026, 08:30",
        "1 Mar 2026, 20:30",
    ]
    await _do(running, phone, "8:15 pm 1 March 2026")
    assert "1 Mar 2026, 20:15" in phone.heard[-1].text
