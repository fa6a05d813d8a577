"""Every chat in this folder is played through the real bot; `pytest --record` writes anew what the bot says."""

from pathlib import Path

import pytest

from tests.conversations import transcript
from tests.house import stage

CHATS = sorted(Path(__file__).parent.glob("*/*.txt"))


@pytest.mark.parametrize("path", CHATS, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_chat(path: Path, sqlite_url: str, request: pytest.FixtureRequest) -> None:
    script = transcript.load(path)
    async with stage(sqlite_url, codes=script.codes) as running:
        running.clock.at = script.clock
        phone = running.simulator.phone(
            7001, script.settings.get("name", "Somsri"), script.settings.get("language", "en")
        )
        heard = await transcript.play(running, phone, script)
        refused = [one for one in running.simulator.refusals if one.method != "getUpdates"]
    if request.config.getoption("--record"):
        transcript.save(path, script, heard)
    else:
        assert transcript.write(script, heard) == script.text
    assert not refused
