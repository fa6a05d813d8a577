"""What commands ask Telegram, against the simulator on loopback; the token is in no sentence."""

import asyncio
from datetime import timedelta

import pytest

from bot.cli.keeping.doctor import _webhook
from bot.clock import wall_clock
from simulator.server import Simulator
from tests.cli.operator import Operator, Outcome

TOKEN = "1000001:AAF-x_0123456789abcdefghijklmnopqrs"
STRANGER = "1000002:AAF-x_0123456789abcdefghijklmnopqrs"


async def at_telegram(operator: Operator, *lines: str, ahead: timedelta = timedelta()) -> list[Outcome]:
    """Run commands while the simulator is up, each in a thread, since they know no loop; `ahead`: our own clock is."""
    simulator = Simulator([TOKEN], now=lambda: wall_clock() - ahead)
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
    _, told = await at_telegram(operator, "init malawi-ovop", "doctor")
    assert told.code == 0, told.out
    assert "✓ telegram: @" in told.out
    assert "✓ webhook: Updates arrive where they are awaited." in told.out
    assert "✓ clock: The machine's clock agrees with Telegram's." in told.out


@pytest.mark.parametrize(
    ("ahead", "how_far"),
    [
        (timedelta(minutes=9), None),
        (timedelta(minutes=-9), None),
        (timedelta(minutes=11, seconds=30), "11 minutes ahead of"),
        (timedelta(hours=-7, minutes=-5), "7 hours behind"),
        (timedelta(days=1500), "1500 days ahead of"),
        (timedelta(days=-3653, hours=-1), "3653 days behind"),
    ],
)
async def test_the_doctor_looks_at_the_clock(operator: Operator, ahead: timedelta, how_far: str | None) -> None:
    operator.set("TOKEN", TOKEN)
    _, told = await at_telegram(operator, "init malawi-ovop", "doctor", ahead=ahead)
    if how_far is None:
        assert told.code == 0
        return
    assert told.code == 1
    assert (
        f"✗ clock: The machine's clock is {how_far} Telegram's. Erasing, retention, backups, closing check-ins, "
        "reminders and tips wait until the two agree; set the machine's clock (timedatectl)." in told.out
    ), told.out


async def test_a_token_that_telegram_does_not_know(operator: Operator) -> None:
    operator.set("TOKEN", STRANGER)
    _, examined, started, invited = await at_telegram(operator, "init malawi-ovop", "doctor", "run", "invite admin")
    sentence = "Telegram does not know this token; copy it again from @BotFather into OVOP_TOKEN."
    assert f"✗ telegram: {sentence}" in examined.out
    assert (started.code, started.err) == (1, f"{sentence}\n")
    assert sentence in invited.out
    assert invited.code == 0
    assert "AAF" not in examined.out + examined.err + started.err + invited.out


def test_telegram_out_of_reach(operator: Operator) -> None:
    operator.set("TOKEN", TOKEN)
    operator.set("API_URL", "http://127.0.0.1:1")
    operator.begin("nepal-odop")
    told = operator.run("doctor")
    assert told.code == 1
    assert "✗ telegram: http://127.0.0.1:1 cannot be reached (Connection refused)." in told.out
    assert "✗ clock: Telegram has not told the time: it is out of reach, or" in told.out
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
