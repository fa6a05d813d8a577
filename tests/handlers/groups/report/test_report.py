"""A report for all on its leader's phone: how few messages it takes, what is not taken twice, and who may."""

from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import func, select

from bot.domain.people.roles import Role
from bot.domain.wire.message import LONGEST_TEXT
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import working
from bot.services.people.working import Ending
from bot.store import Connection
from bot.store.schema import correction, dead_update, dialogue, outbox, person, report_row, submission
from simulator.world.phones import Phone
from tests.handlers.books import rows, say
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.house import Stage, pack, stage

# Two of one name; others differ in more than a letter.
NAMES = (
    "Malee Rai", "Somchai Banda", "Noi Kham", "Noi Srisai", "Lek Phiri", "Gift Moyo", "Prasert Kaewta", "Wanida Meesuk",
    "Kanya Rakdee", "Mary Phiri", "Blessings Zulu", "Chikondi Mbewe", "Sita Thapa", "Boonrod Yodkham", "Esther Nkhoma",
    "Dorothy Jere", "Rose Mwale", "Agnes Chirwa", "Peter Tembo", "Joyce Kalua", "Thoko Gondwe", "Fatsani Kumwenda",
    "Limbani Nyasulu", "Wezi Msiska",
)  # fmt: skip


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def members(running: Stage, group: int, names: Sequence[str] = NAMES) -> None:
    now = running.clock.now()
    told = Told(now.date(), How.ALOUD, "the teacher")

    def add(connection: Connection) -> None:
        for name in names:
            adding.add(connection, pack(CODE), group, NewMember(name), told, "command line", now)

    async with running.house.store.transaction() as tx:
        await tx.run(add)


async def count(running: Stage, table: object) -> int:
    ((found,),) = await rows(running, select(func.count()).select_from(table).scalar_subquery())  # type: ignore[arg-type]
    return int(found)


def list_of(names: Sequence[str], amount: int) -> str:
    return ", ".join(f"{name} {amount + number * 10}" for number, name in enumerate(names))


async def the_month_before(running: Stage, leader: Phone) -> None:
    """A usual month, so that what is far from it is seen."""
    await say(running, leader, "📊 Report for all", list_of(NAMES, 1000), "[✅ Send]")
    await running.walk(31)


async def test_a_month_of_twenty_four_takes_four_messages_of_each(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group)
    await the_month_before(running, leader)
    leader.mark()
    said = f"Noi 1020, Malee 10000, {list_of([*NAMES[1:2], *NAMES[4:]], 1000)}"
    await say(running, leader, "📊 Report for all", said)
    assert "❓" in leader.screen[-1].text and "⚠️" in leader.screen[-1].text
    told = await say(running, leader, "Noi Kham 1020, Malee 1000, Noi Srisai 900")
    assert "✔ clear: 24" in told
    await say(running, leader, "[✅ Send]")
    typed = [one.text for one in leader.screen if one.mine][-3:]
    assert typed == ["📊 Report for all", said, "Noi Kham 1020, Malee 1000, Noi Srisai 900"], "and one tap: four"
    assert len(leader.heard) <= 4
    assert "Sent for" in leader.screen[-1].text and "24" in leader.screen[-1].text
    assert await count(running, submission) == 48


async def test_a_large_group_fits_a_message_of_forty_lines(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    names = [f"{two.split()[1]}{one.split()[0].lower()} {one.split()[1]}" for one in NAMES for two in NAMES[:5]]
    await members(running, group, names)
    await say(running, leader, "📊 Report for all")
    lines = [*(f"{name} 900" for name in names[:100]), *(f"Zz{letter}q 7" for letter in "abcdefghij")]
    told = await say(running, leader, "\n".join(lines))
    assert told.count("\n") < 40 and len(told) < LONGEST_TEXT
    assert "clear, and not shown" in told and "❓" in told


async def test_what_was_sent_is_corrected_by_the_message_that_is_changed(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, ["Malee Rai", "Lek Phiri"])
    await say(running, leader, "Malee 1200, Lek 800", "[✅ Send]")
    typed = next(one for one in leader.screen if one.mine and one.text.startswith("Malee"))
    await leader.edit(typed.id, "Malee 1250, Lek 800")
    await running.settle()
    assert "K1,200 → K1,250" in leader.screen[-1].text
    await say(running, leader, "[✅ Send]")
    assert (await count(running, submission), await count(running, correction)) == (2, 1)
    assert "All of this is sent already" in await say(running, leader, "📊 Report for all", "Malee 1250, Lek 800")


async def test_a_second_leader_adds_to_the_report_of_the_first(running: Stage) -> None:
    group = await a_group(running)
    first, second = await leads(running, group), await leads(running, group, 7300, "Grace Tembo")
    await members(running, group, ["Malee Rai", "Lek Phiri"])
    await say(running, first, "📊 Report for all", "Malee 1200")
    await say(running, second, "📊 Report for all", "Malee 1200", "[Send without them]")
    told = await say(running, first, "Lek 700")
    assert "○" not in told
    await say(running, first, "[✅ Send]")
    assert (await count(running, submission), await count(running, report_row)) == (2, 2)
    assert "Sent already: 2 of 2" in await say(running, first, "📊 Report for all")


async def test_who_leads_no_more_sends_nothing_by_old_buttons_or_words(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, ["Malee Rai", "Lek Phiri"])
    await say(running, leader, "📊 Report for all", "Malee 1200, Lek 800")
    (who,) = [number for number, name in await rows(running, person.c.id, person.c.name) if name == "Noi Banda"]

    async with running.house.store.transaction() as tx:
        wish = Ending(who, Role.LEADER, "command line")
        await tx.run(working.end, wish, running.house.loaded.catalogues, running.clock.now())
    for words in ("[✅ Send]", "Malee 900", "yes", "/report", "📊 Report for all"):
        await say(running, leader, words)
    assert not await count(running, submission)
    assert not await rows(running, dead_update.c.id)
    assert ("rp",) not in await rows(running, dialogue.c.kind)


async def test_a_button_of_an_earlier_table_changes_nothing(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, ["Malee Rai", "Lek Phiri"])
    await say(running, leader, "📊 Report for all", "Malee 1200")
    old = leader.screen[-1]
    await say(running, leader, "Malee 1300")
    await leader.tap("Send without them", old.id)
    await running.settle()
    assert not await count(running, submission)
    await say(running, leader, "📊 Report for all")
    assert "K1,300" in leader.screen[-1].text, "a draft is not lost by asking for it once more"


async def test_the_send_button_twice_is_one_report(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, ["Malee Rai"])
    await say(running, leader, "📊 Report for all", "Malee 1200")
    shown = leader.screen[-1]
    await leader.tap("✅ Send", shown.id)
    await running.settle()
    assert await count(running, submission) == 1
    assert not [one for one in await rows(running, outbox.c.state) if one[0] == "failed"]
