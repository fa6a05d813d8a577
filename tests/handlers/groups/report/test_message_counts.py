"""How many messages a paper roster and a month take of both sides, in each language: what is typed and tapped counts,
and each text that the bot sends, also in the place of another."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from csv import DictWriter
from pathlib import Path

import pytest

from bot.i18n import load_catalogues
from bot.services.groups.importing.carrying_out import carry_out
from bot.services.groups.importing.cells import Cells
from bot.services.groups.importing.plan import plan
from bot.services.groups.importing.problems import Problems
from bot.services.groups.importing.roster import load
from bot.store import Connection
from bot.store.schema import correction, dead_update, opening, outbox, report_row, submission
from simulator.world.phones import Phone
from tests.domain.groups.report_cases import roster
from tests.handlers.books import rows, say
from tests.handlers.groups.report.test_first_report import COLUMNS, FIGURES, GROUP, TOLD
from tests.handlers.groups.report.test_report import count
from tests.house import Stage, pack, stage

IN_ALL, OF_EACH = 40, 4
AREAS = {"malawi-ovop": "MW-S", "thailand-otop": "10", "nepal-odop": "NP-P1"}
CODES = {"en": "malawi-ovop", "ny": "malawi-ovop", "th": "thailand-otop", "ne": "nepal-odop"}


def labels(language: str, *messages: str) -> list[str]:
    """Buttons as they stand on her phone, to be tapped."""
    return [f"[{load_catalogues().text(message, language)}]" for message in messages]


class Leading:
    """A group of 24, of whom two have one given name, and what its leader and the bot say to each other."""

    def __init__(self, running: Stage, language: str) -> None:
        self.running, self.language, self.code = running, language, CODES[language]
        members, _ = roster(language)
        self.names = [f"{one.given} {one.family}" for one in members]
        given = [one.given for one in members]
        self.twins = [place for place, name in enumerate(given) if given.count(name) > 1]
        self.phone: Phone = running.simulator.phone(7100, self.names[0], language)
        self.acts = 0

    async def does(self, *acts: str) -> str:
        self.acts += len(acts)
        return await say(self.running, self.phone, *acts)

    async def taps(self, *messages: str) -> str:
        return await self.does(*labels(self.language, *messages))

    async def texts(self) -> int:
        """What the bot has said to her, in new messages and in the place of others."""
        told = await rows(self.running, outbox.c.method, outbox.c.chat)
        found = [method for method, chat in told if chat == self.phone.id and method.startswith(("send", "edit"))]
        assert len(found) >= len(self.phone.heard), "all that is on the screen is counted"
        return len(found)

    async def opens(self, link: str) -> None:
        language = load_catalogues().locale(self.language).name
        await self.does(link, f"[{language}]")
        await self.taps("✅ Yes, I agree")
        await self.does(self.names[0])
        await self.taps("✖️ Not now")

    async def asks(self) -> str:
        """The button of her menu."""
        return await self.does(load_catalogues().text("📊 Report for all", self.language))

    def listed(self, without: tuple[int, ...] = (), amount: int = 1000) -> str:
        said = [f"{name} {amount + place * 10}" for place, name in enumerate(self.names) if place not in without]
        return ", ".join(said)


@asynccontextmanager
async def led(database: str, language: str) -> AsyncIterator[Leading]:
    async with stage(database, codes=(CODES[language],)) as running:
        running.clock.turn(hours=5)
        yield Leading(running, language)


def on_paper(leading: Leading, file: Path) -> None:
    """The paper roster with opening figures, typed into a spreadsheet."""
    area = AREAS[leading.code]
    lines = [{"group": "Kampini", "member": name, **FIGURES, **TOLD} for name in leading.names]
    lines[0]["leader"] = "yes"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows([GROUP | {"area": area} | FIGURES, *lines])


async def taken_up(leading: Leading, file: Path) -> str:
    """As `ovop import` does it; gives what the leader types who opens her link."""
    running, code = leading.running, leading.code

    def take(connection: Connection) -> str:
        now, problems = running.clock.now(), Problems()
        lines = load(file, Cells.of(pack(code), load_catalogues(), now.date()), problems)
        found = plan(connection, pack(code), lines, problems)
        assert not problems.found, [str(one) for one in problems.found]
        (link,) = carry_out(connection, pack(code), found, "command line", now, lambda done, total: None).links
        return f"/start {link.payload}"

    async with running.house.store.transaction() as tx:
        return await tx.run(take)


@pytest.mark.parametrize("language", CODES)
async def test_a_paper_roster_and_a_month(sqlite_url: str, tmp_path: Path, language: str) -> None:
    async with led(sqlite_url, language) as leading:
        running = leading.running
        on_paper(leading, tmp_path / "roster.csv")
        await leading.opens(await taken_up(leading, tmp_path / "roster.csv"))
        assert await count(running, opening) == 24 * 2 + 3
        await leading.asks()
        await leading.does(leading.listed())
        await leading.taps("✅ Send")
        assert await count(running, report_row) == await count(running, submission) == 24
        assert leading.acts + await leading.texts() <= IN_ALL
        await running.walk(31)
        await a_month(leading)
        assert not await rows(running, dead_update.c.id) and await count(running, correction) == 0


async def a_month(leading: Leading) -> None:
    """Two like names, one of them not said; a figure ten times the usual; and one who is not mentioned."""
    before, acts = await leading.texts(), leading.acts
    one, other = leading.twins[:2]
    far, missing = [place for place in range(24) if place not in (one, other)][:2]
    names = leading.names
    given = names[one].split()[0]
    await leading.asks()
    rest = leading.listed(without=(one, other, far, missing))
    read = await leading.does(f"{given} 1020, {names[far]} {(1000 + far * 10) * 10}, {rest}")
    assert "❓" in read and "⚠️" in read and "○" in read
    mended = f"{names[one]} 1020, {names[other]} 1030, {names[far]} {1000 + far * 10}, {names[missing]} 1010"
    assert "❓" not in (await leading.does(mended)).split("✔")[-1]
    await leading.taps("✅ Send")
    assert await count(leading.running, submission) == 48
    assert leading.acts - acts <= OF_EACH
    assert await leading.texts() - before <= OF_EACH
