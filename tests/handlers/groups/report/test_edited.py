"""A leader changes a message that she has sent: what it says now counts, whatever stands open."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import answer, dialogue, person, report_row, speaks_for
from handlers.groups.report.report import KIND
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.report.test_report import members
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def a_leader(running: Stage, *names: str) -> Phone:
    """Of a group with these members."""
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, names)
    return leader


async def edit(running: Stage, phone: Phone, old: str, new: str) -> str:
    """Changes the newest message that says `old`; gives what the screen shows last."""
    typed = next(one for one in reversed(phone.screen) if one.mine and one.text == old)
    phone.mark()
    await phone.edit(typed.id, new)
    await running.settle()
    return phone.heard[-1].text if phone.heard else ""


@pytest.mark.parametrize(
    "open_",
    [
        ("📊 Report for all", "Malee 1200"),
        ("🤝 My group", "[Malee Rai]", "[✏️ Something has changed]", "[✏️ The name is wrong]", "Malee Raj"),
        ("/add", "Esther f 54"),
        ("/group", "[🗂 Members and papers]"),
    ],
    ids=lambda acts: acts[0],
)
async def test_a_message_that_was_no_report_is_changed(running: Stage, open_: tuple[str, ...]) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    await say(running, leader, "How are you?", *open_)
    assert "I saw that you changed a message" in await edit(running, leader, "How are you?", "How is it going?")
    assert await nothing_died(running)


async def sent(running: Stage) -> dict[str, tuple[str, str | None]]:
    """What is kept of each member: what was said, and her sales."""

    def read(connection: Connection) -> dict[str, tuple[str, str | None]]:
        whose = speaks_for.c.producer_id == report_row.c.member_id
        hers = (answer.c.submission_id == report_row.c.submission_id) & answer.c.path.endswith("/sales")
        found = (
            select(person.c.name, report_row.c.said, answer.c.value)
            .join_from(report_row, speaks_for, whose)
            .join(person, person.c.id == speaks_for.c.person_id)
            .outerjoin(answer, hers)
        )
        return {row.name: (row.said, row.value) for row in connection.execute(found)}

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def test_before_it_is_sent_it_says_what_it_says_now(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri", "Somchai Banda")
    await say(running, leader, "Malee 1200, Lek 800")
    told = await edit(running, leader, "Malee 1200, Lek 800", "Malee 1200, Somchai 800")
    assert "Somchai Banda: K800" in told and "○ Not mentioned: Lek Phiri" in told
    await say(running, leader, "[Send without them]")
    assert await sent(running) == {"Malee Rai": ("figures", "1200"), "Somchai Banda": ("figures", "800")}


async def test_what_was_answered_is_not_asked_again(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Noi Kham", "Noi Srisai")
    await say(running, leader, "Malee 1200, Noi 500", "[Noi Srisai]")
    told = await edit(running, leader, "Malee 1200, Noi 500", "Malee 1250, Noi 500")
    assert "K1,250" in told and "Noi Srisai: K500" in told and "❓" not in told
    told = await edit(running, leader, "Malee 1250, Noi 500", "Malee 1250, Noi Kham 500")
    assert "Noi Kham: K500" in told and "○ Not mentioned: Noi Srisai" in told


async def test_of_two_messages_the_other_stays(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri", "Somchai Banda")
    await say(running, leader, "Malee 1200, Lek 800", "Somchai 300, Lek 850")
    told = await edit(running, leader, "Malee 1200, Lek 800", "Malee 1100")
    assert "K1,100" in told and "Lek Phiri: K850" in told and "Somchai Banda: K300" in told
    told = await edit(running, leader, "Somchai 300, Lek 850", "Somchai 300")
    assert "○ Not mentioned: Lek Phiri" in told


@pytest.mark.parametrize(
    ("tap", "kept"),
    [
        ("They sold nothing", ("nothing", "0")),
        ("They were not there", ("absent", None)),
        ("Leave it as it was sent", ("figures", "500")),
        ("Noi Kham 450", ("figures", "450")),
    ],
)
async def test_who_is_mentioned_no_more_after_it_was_sent_is_asked_about(
    running: Stage, tap: str, kept: tuple[str, str | None]
) -> None:
    leader = await a_leader(running, "Malee Rai", "Noi Kham", "Noi Srisai")
    before = "Malee 1200, Noi Kham 500"
    await say(running, leader, before, "[Send without them]")
    told = await edit(running, leader, before, "Malee 1200, Noi Srisai 500")
    assert "○ Not mentioned any more: Noi Kham" in told and "[✅ Send]" not in told
    await say(running, leader, tap if tap.startswith("Noi") else f"[{tap}]")
    assert "any more" not in leader.heard[-1].text
    await say(running, leader, "[✅ Send]")
    assert (await sent(running))["Noi Kham"] == kept
    assert (await sent(running))["Noi Srisai"] == ("figures", "500")


async def test_who_was_never_in_that_message_is_not_asked_about(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri", "Somchai Banda")
    await say(running, leader, "Malee 1200", "[They were not there]", "[✅ Send]", "Lek 300", "[✅ Send]")
    told = await edit(running, leader, "Malee 1200", "Malee 1300")
    assert "any more" not in told and "K1,200 → K1,300" in told


async def test_what_was_kept_in_part_is_asked_about_too(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri", "Noi Kham", "Noi Srisai")
    await say(running, leader, "Malee 1200, Lek 800, Noi 5", "[✅ Keep what is clear: 2]")
    told = await edit(running, leader, "Malee 1200, Lek 800, Noi 5", "Malee 1200, Noi Kham 5")
    assert "○ Not mentioned any more: Lek Phiri" in told


async def test_all_of_it_taken_out_after_it_was_sent_is_asked_about(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    await say(running, leader, "Malee 1200, Lek 800", "[✅ Send]")
    told = await edit(running, leader, "Malee 1200, Lek 800", "sorry, wrong group")
    assert "○ Not mentioned any more: Lek Phiri, Malee Rai" in told
    assert "Nothing has changed" in await say(running, leader, "[Leave it as it was sent]")
    assert await sent(running) == {"Malee Rai": ("figures", "1200"), "Lek Phiri": ("figures", "800")}


async def changes(running: Stage, leader: Phone, name: str, what: str) -> None:
    """A member leaves or dies, as her leader says."""
    await say(running, leader, "/group", f"[▫️ {name} 📵]", "[✏️ Something has changed]", f"[{what}]", "[✅ Yes]")


@pytest.mark.parametrize("what", ["🚪 Left the group", "🕊 Has died", "🗑 Wants to be forgotten"])
@pytest.mark.parametrize("then", ["Lek 60", "/report", "[Noi Srisai]", "[✅ Keep what is clear: 3]", "yes"])
async def test_who_has_left_while_it_is_written_is_in_it_no_more(running: Stage, what: str, then: str) -> None:
    leader = await a_leader(running, "Malee Rai", "Gift Moyo", "Noi Kham", "Noi Srisai", "Somchai Banda", "Lek Phiri")
    await say(running, leader, "Malee 1200, Gift 100, Somchai 800, Noi 300")
    table = leader.heard[-1].id
    for name in ("Gift Moyo", "Noi Kham"):
        await changes(running, leader, name, what)
    leader.mark()
    await (leader.tap(then[1:-1], table) if then.startswith("[") else leader.say(then))
    await running.settle()
    told = leader.heard[-1].text
    assert "Malee Rai: K1,200" in told and "Gift" not in told and "Kham" not in told
    assert await nothing_died(running)
    await say(running, leader, "Lek 60, Noi 300", "[✅ Send]")
    assert set(await sent(running)) == {"Malee Rai", "Noi Srisai", "Somchai Banda", "Lek Phiri"}


async def test_who_is_forgotten_is_in_no_draft(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri", "Somchai Banda")
    await say(running, leader, "malee 987654, Lek 800")
    await changes(running, leader, "Malee Rai", "🗑 Wants to be forgotten")
    kept = str(await rows(running, dialogue.c.kind, dialogue.c.state))
    assert "'rp'" in kept and "987654" not in kept and "alee" not in kept
    told = await edit(running, leader, "malee 987654, Lek 800", "Lek 850")
    assert "Lek Phiri: K850" in told and await nothing_died(running)


@pytest.mark.parametrize("open_", [(), ("📊 Report for all",)])
async def test_a_message_in_which_nobody_was_found_becomes_a_report(running: Stage, open_: tuple[str, ...]) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    await say(running, leader, *open_, "Xyzzq 1200")
    assert "Malee Rai: K1,200" in await edit(running, leader, "Xyzzq 1200", "Malee 1200")
    assert "Lek Phiri: K5" in await edit(running, leader, "Malee 1200", "Lek 5") and await nothing_died(running)


async def test_one_of_a_report_that_was_left_is_a_report_again(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    await say(running, leader, "Malee 1200", "later")
    told = await edit(running, leader, "Malee 1200", "Malee 1300")
    assert "Malee Rai: K1,300" in told and await nothing_died(running)


@pytest.mark.parametrize("words", ["Malee -", "Malee 100, Malee 200", "Malee not come", "Noi -"])
async def test_with_nothing_open_whatever_is_said_of_a_member_is_a_report(running: Stage, words: str) -> None:
    leader = await a_leader(running, "Malee Rai", "Noi Kham", "Noi Srisai")
    assert "📊 Kampini" in await say(running, leader, words)


async def test_who_leads_two_groups_reports_for_the_one_whose_members_are_named(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    other = await a_group(running, "Zomba")
    (who,) = [number for number, name in await rows(running, person.c.id, person.c.name) if name == "Noi Banda"]
    async with running.house.store.transaction() as tx:
        await tx.run(roles.give, who, Reach(Role.LEADER, group_id=other), running.clock.now())
    await members(running, other, ["Malee Banda", "Gift Moyo", "Somchai Phiri"])
    assert "📊 Zomba" in await say(running, leader, "Malee 1200, Gift 5, Somchai 3")


async def test_a_report_that_was_begun_before_the_words_were_kept_goes_on(running: Stage) -> None:
    """An update of the bot in the middle of a report: until then a draft kept the numbers of its messages alone."""
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    await say(running, leader, "Malee 1200")

    def of_old(connection: Connection) -> None:
        kept = dict(connection.scalars(select(dialogue.c.state).where(dialogue.c.kind == KIND)).one())
        kept["where"] = [number for number, _ in kept["lines"]]
        for name in ("lines", "dropped", "mark", "seen"):
            del kept[name]
        connection.execute(update(dialogue).where(dialogue.c.kind == KIND).values(state=kept))

    async with running.house.store.transaction() as tx:
        await tx.run(of_old)
    await say(running, leader, "Lek 800", "[✅ Send]")
    assert await sent(running) == {"Malee Rai": ("figures", "1200"), "Lek Phiri": ("figures", "800")}
    assert await nothing_died(running)
