"""What commands ask Telegram, against the simulator on loopback; the token is in no sentence."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.cli.doctor import _webhook
from simulator.server import Simulator
from tests.cli.operator import Operator, Outcome

TOKEN = "1000001:AAF-x_0123456789abcdefghijklmnopqrs"
STRANGER = "1000002:AAF-x_0123456789abcdefghijklmnopqrs"
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


async def at_telegram(operator: Operator, *lines: str) -> list[Outcome]:
    """Run commands while the simulator is up, each in a thread, since they know no loop."""
    simulator = Simulator([TOKEN], now=lambda: NOW)
    operator.set("API_URL", await simulator.start())
    try:
        return [await asyncio.to_thread(operator.run, line) for line in lines]
    finally:
        await simulator.stop()


async def test_a_link_for_each_bot(operator: Operator) -> None:
    operator.set("TOKEN", TOKEN)
    _, told = await at_telegram(operator, "init nepal-odop", "invite admin --json")
    (link,) = told.json["links"]
    assert link.startswith("https://t.me/")
    assert link.endswith(f"?start={told.json['payload']}")
    assert "YOUR_BOT" not in link


async def test_the_doctor_looks_at_telegram(operator: Operator) -> None:
    operator.set("TOKEN", TOKEN)
    _, told = await at_telegram(operator, "init nepal-odop", "doctor")
    assert told.code == 0, told.out
    assert "✓ telegram: @" in told.out
    assert "✓ webhook: Updates arrive where they are awaited." in told.out


async def test_a_token_that_telegram_does_not_know(operator: Operator) -> None:
    operator.set("TOKEN", STRANGER)
    _, examined, started, invited = await at_telegram(operator, "init nepal-odop", "doctor", "run", "invite admin")
    sentence = "Telegram does not know this token; copy it again from @BotFather into OVOP_TOKEN."
    assert f"✗ telegram: {sentence}" in examined.out
    assert (started.code, started.err) == (1, f"{sentence}\n")
    assert sentence in invited.out
    assert invited.code == 0
    assert "AAF" not in examined.out + examined.err + started.err + invited.out


def test_telegram_out_of_reach(operator: Operator) -> None:
    operator.set("TOKEN", TOKEN)
    operator.set("API_URL", "http://127.0.0.1:1")
    operator.run("init nepal-odop")
    told = operator.run("doctor")
    assert told.code == 1
    assert "✗ telegram: http://127.0.0.1:1 cannot be reached (Connection refused)." in told.out
    assert "AAF" not in told.out


@pytest.mark.parametrize(
    ("wanted", "present", "trouble", "ok"),
    [
        ("", "", "", True),
        ("https://a.example", "https://a.example/telegram/1", "", True),
        ("https://a.example", "", "", False),
        ("https://a.example", "https://b.example/telegram/1", "", False),
        ("", "https://b.example/telegram/1", "", False),
        ("https://a.example", "https://a.example/telegram/1", "Connection timed out", False),
    ],
)
def test_webhook(wanted: str, present: str, trouble: str, ok: bool) -> None:
    assert _webhook(wanted, present, trouble).ok is ok
