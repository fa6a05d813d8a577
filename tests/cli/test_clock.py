"""`ovop run` as a process of its own while somebody sets the machine's clock: nobody is erased, nothing falsified."""

import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from bot.clock import wall_clock
from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.outgoing import OutState
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.services.people.silence import NOTICE
from bot.store import Connection
from bot.store.engine.sync import reading, writing
from bot.store.schema import chat_person, outbox, person
from bot.store.wire import chats, updates
from simulator.server import Simulator
from tests.cli.operator import Operator
from tests.house import pack
from tests.patience import PATIENCE

CODE = "malawi-ovop"
TOKEN = "77:TOKEN-OF-THE-CLOCK-TEST"
HERE = Path(__file__).parents[2]
TICK = 0.5
DAY = 86400.0
YEAR = 365 * DAY

# It is noon while a test runs, for bot and simulator: nobody is asleep, and the night's jobs are far.
NOON = (wall_clock() + timedelta(days=1)).replace(hour=12, minute=0) - wall_clock()


def noon() -> datetime:
    """The right time, at Telegram's."""
    return wall_clock() + NOON


AWAY = {
    "four years ahead": 1500 * DAY,
    "a year ahead": YEAR,
    "ten years ahead": 10 * YEAR,
    "a day ahead": DAY,
    "twenty minutes ahead": 1200,
    "eleven minutes back": -660,
    "an hour back": -3600,
    "a day back": -DAY,
    "a year back": -YEAR,
    "four years back": -1500 * DAY,
    "ten years back": -10 * YEAR,
}


@dataclass
class Bot:
    """The process, what it has said, and its files."""

    process: Process
    data: Path
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.data / 'ovop.db'}"

    def set_clock(self, ahead: float) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{NOON.total_seconds() + ahead}\n".encode())

    async def listen(self) -> None:
        assert self.process.stderr is not None
        while line := (await self.process.stderr.readline()).decode():
            self.said.append(line)

    async def says(self, words: str, times: int = 1, timeout: float = PATIENCE) -> None:
        async with asyncio.timeout(timeout):
            while self.heard(words) < times:
                await asyncio.sleep(0.05)

    def heard(self, words: str) -> int:
        return sum(words in line for line in self.said)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with reading(self.url) as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def state(self) -> dict[str, object]:
        """What must not change on the word of a clock that nobody vouches for; what the hours open is not in it."""
        backups = self.data / "backups"
        return {
            "people": self.rows("SELECT id, name FROM person ORDER BY id"),
            "ended": self.rows("SELECT id, why FROM slot WHERE state NOT IN ('waiting', 'open')"),
            "nudged": self.rows("SELECT id, next_nudge_at, nudges_sent, told_at FROM slot ORDER BY id"),
            "open": self.rows("SELECT count(*) FROM slot WHERE state = 'open'"),
            "outages": self.rows("SELECT * FROM outage"),
            "updates": self.rows("SELECT count(*) FROM seen_update"),
            "messages": self.rows("SELECT id, state FROM outbox ORDER BY id"),
            "erasures": self.rows("SELECT * FROM erasure"),
            "list": (self.data / "erasures.jsonl").exists(),
            "backups": {path.name for path in backups.iterdir() if path.suffix == ".gz"},
        }


def people(connection: Connection) -> None:
    """Two who were heard of lately, with what they wrote and heard; one of whom nothing was heard for four years."""
    programme, now = pack(CODE).programme, noon()
    consent = {"version": str(programme.consent.version), "language": "en"}
    for number, name in enumerate(("Grace", "Mary", "Silent"), 1):
        contact = Contact(77, number, ChatState.ACTIVE, now, "en", CODE, is_new=True)
        contact.person = registration.register(
            connection, contact, Registration({"name": name}, consent, programme, now.date()), now
        ).person
        chats.save(connection, [contact], now)
    long_ago = now - timedelta(days=1500)
    connection.execute(update(chat_person).where(chat_person.c.chat == 3).values(seen_at=long_ago))
    connection.execute(update(person).where(person.c.name == "Silent").values(silence_told_at=now - NOTICE))
    updates.take(connection, 77, range(45), now - timedelta(hours=1))
    told = {"bot": 77, "chat": 1, "lane": 0, "method": "sendMessage", "payload": {}, "next_attempt": now}
    connection.execute(insert(outbox), [told | {"created_at": now, "state": OutState.SENT} for _ in range(47)])


@contextlib.asynccontextmanager
async def running(operator: Operator, seconds: float = TICK, ahead: float = 0) -> AsyncIterator[Bot]:
    simulator = Simulator([TOKEN], now=noon)
    simulator.lift_limits()
    operator.set("API_URL", await simulator.start())
    operator.set("TOKEN", TOKEN)
    operator.begin(CODE)
    backups = operator.data / "backups"
    backups.mkdir()
    (backups / f"ovop-{noon() - timedelta(days=1):%Y-%m-%d}.tar.gz").write_bytes(b"of yesterday")
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        people(connection)
    command = [sys.executable, "-m", "tests.cli.machine", str(seconds), str(NOON.total_seconds() + ahead), "run"]
    bot = Bot(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stderr=PIPE, cwd=HERE), operator.data)
    listening = asyncio.create_task(bot.listen())
    try:
        await bot.says("at work")
        yield bot
        bot.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.process.wait(), PATIENCE) == 0
        await listening
    finally:
        if bot.process.returncode is None:
            bot.process.kill()
            await bot.process.wait()
        await simulator.stop()


async def test_a_clock_that_is_set_erases_and_closes_nothing(operator: Operator) -> None:
    async with running(operator) as bot:
        await asyncio.sleep(4 * TICK)
        before = bot.state()
        assert [name for _, name in before["people"]] == ["Grace", "Mary", "Silent"]  # type: ignore[attr-defined]
        for times, (_name, ahead) in enumerate(AWAY.items(), 1):
            bot.set_clock(ahead)
            await bot.says("Erasing, retention, backups", times)
            # ticks, and the night where the clock went forward
            await asyncio.sleep(5 * TICK)
            assert bot.state() == before, _name
            bot.set_clock(0)
            await bot.says("agrees with Telegram's again", times)
            if times == 1:
                # what has waited for the clock is done now, though the night is over: she has been silent for years
                await bot.says("forgotten after a long silence: 1 people")
                await bot.says("backup: ovop-")
                await bot.says("erasures: 1 done")
                before = bot.state()
                assert [name for _, name in before["people"]] == ["Grace", "Mary", None]  # type: ignore[attr-defined]
                assert len(before["backups"]) == 2  # type: ignore[arg-type]
        assert bot.heard("Erasing, retention, backups") == len(AWAY), "once a spell"
    assert not bot.heard("Traceback"), bot.said


@pytest.mark.parametrize("ahead", [1500 * DAY, -1500 * DAY, DAY, -DAY], ids=lambda ahead: f"{ahead / DAY:.0f} days")
async def test_a_clock_that_is_wrong_at_the_start_erases_and_closes_nothing(operator: Operator, ahead: float) -> None:
    async with running(operator, ahead=ahead) as bot:
        await bot.says("Erasing, retention, backups")
        before = bot.state()
        await asyncio.sleep(5 * TICK)
        assert bot.state() == before
        assert [name for _, name in before["people"]] == ["Grace", "Mary", "Silent"]  # type: ignore[attr-defined]
        assert before["ended"] == before["outages"] == []
        bot.set_clock(0)
        await bot.says("agrees with Telegram's again")
        await asyncio.sleep(3 * TICK)
        assert bot.rows("SELECT id FROM slot WHERE why <> 'erased'") == []
    assert not bot.heard("Traceback"), bot.said
