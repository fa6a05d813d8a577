"""From a paper roster of 24 with opening figures to the first report: how many messages that takes of both."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.people.roles import Role
from bot.i18n import load_catalogues
from bot.services.groups.importing.carrying_out import carry_out
from bot.services.groups.importing.cells import Cells
from bot.services.groups.importing.plan import plan
from bot.services.groups.importing.problems import Problems
from bot.services.groups.importing.roster import load
from bot.services.people import invitations
from bot.store import Connection
from bot.store.schema import opening, outbox, report_row, submission
from simulator.world.phones import Phone
from tests.handlers.books import rows, say
from tests.handlers.groups.report.test_report import CODE, NAMES, count, list_of
from tests.handlers.groups.test_group import a_group
from tests.house import Stage, pack, stage

MOST = 40
LEADER = "Noi Kham"
GROUP = {"group": "Kampini", "area": "MW-S", "inception": "2025-01-15", "members": "24"}
FIGURES = {"figures_day": "2025-12-30", "sales": "1000", "loan_left": "500"}
TOLD = {"told_on": "2026-01-10", "told_how": "thumb", "told_before": "Esther"}
COLUMNS = ("group", "member", "area", "inception", "members", "leader", *FIGURES, *TOLD)


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


def roster(file: Path) -> None:
    """The paper, typed into a spreadsheet: the group with its figures, and a line a member with hers."""
    lines = [{"group": "Kampini", "member": name, **FIGURES, **TOLD} for name in NAMES]
    lead = [line | ({"leader": "yes"} if line["member"] == LEADER else {}) for line in lines]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows([GROUP | FIGURES, *lead])


async def taken_up(running: Stage, file: Path) -> str:
    """As `ovop import` does it; gives what the leader types who opens her link."""

    def take(connection: Connection) -> str:
        now, problems = running.clock.now(), Problems()
        lines = load(file, Cells.of(pack(CODE), load_catalogues(), now.date()), problems)
        found = plan(connection, pack(CODE), lines, problems)
        assert not problems.found, [str(one) for one in problems.found]
        (link,) = carry_out(connection, pack(CODE), found, "command line", now, lambda done, total: None).links
        return f"/start {link.payload}"

    async with running.house.store.transaction() as tx:
        return await tx.run(take)


async def a_link(running: Stage, group: int) -> str:
    async with running.house.store.transaction() as tx:
        wish = invitations.Wish(Role.LEADER, group=group)
        made = await tx.run(invitations.create, pack(CODE), wish, "command line", running.clock.now())
    return f"/start {invitations.payload(made)}"


class Counted:
    """What a leader types and taps, and what the bot says to her: each new text counts, in place of another too."""

    def __init__(self, running: Stage, phone: Phone) -> None:
        self.running, self.phone, self.acts = running, phone, 0

    async def does(self, *acts: str) -> str:
        self.acts += len(acts)
        return await say(self.running, self.phone, *acts)

    async def in_all(self) -> int:
        told = await rows(self.running, outbox.c.method, outbox.c.chat)
        texts = [method for method, chat in told if chat == self.phone.id and method.startswith(("send", "edit"))]
        assert len(texts) >= len(self.phone.heard), "all that is on the screen is counted"
        return self.acts + len(texts)


async def reports(running: Stage, leader: Counted) -> None:
    """A clean month, of one message; and it is all there."""
    told = await leader.does("📊 Report for all", list_of(NAMES, 1000))
    assert "✔ clear: 24" in told
    assert "24" in await leader.does("[✅ Send]")
    assert (await count(running, report_row), await count(running, submission)) == (24, 24)


async def test_from_a_roster_in_a_file_to_the_first_report(running: Stage, tmp_path: Path) -> None:
    roster(tmp_path / "roster.csv")
    link = await taken_up(running, tmp_path / "roster.csv")
    assert await count(running, opening) == 24 * 2 + 3
    leader = Counted(running, running.simulator.phone(7100, LEADER, "en"))
    await leader.does(link, "[English]", "[✅ Yes, I agree]", LEADER, "[✖️ Not now]")
    await reports(running, leader)
    assert await leader.in_all() <= MOST


async def test_from_a_roster_that_she_types_to_the_first_report(running: Stage) -> None:
    """No file: she writes all members in one message, as they stand on the paper."""
    group = await a_group(running)
    leader = Counted(running, running.simulator.phone(7100, LEADER, "en"))
    await leader.does(await a_link(running, group), "[English]", "[✅ Yes, I agree]", LEADER, "[✖️ Not now]")
    await leader.does("🤝 My group", "[➕ Add somebody without a phone]")
    await leader.does("\n".join(f"{name} f 50 mats" for name in NAMES), "[✅ All is right]", "[✅ All have agreed]")
    told = await leader.does("[👍 With the thumb on paper]", "[Today]", "Esther the teacher")
    assert told.startswith("✅ In your group from now on") and NAMES[-1] in told
    await reports(running, leader)
    assert await leader.in_all() <= MOST
