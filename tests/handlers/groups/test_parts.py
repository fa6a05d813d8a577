"""Groups that are part of others, on phones: numbers alone, old and made-up buttons, an area taken from her."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups import parts
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import audit, group_about, producer, role
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.handlers.groups.test_new_group import officer, toast
from tests.house import Stage, pack, stage

# What a leader can tap about a group.
SHAPES = (
    "g|l|{}|0", "g|o|{}", "g|w|{}", "g|k|{}", "gp|l|{}|0", "facts|s|{}", "gi|l|{}", "gb|o|{}", "gc|l|{}|0", "rp|b|{}",
    "paper|i|{}", "paper|c|{}", "add|begin|{}", "handover|a|{}", "af|l|{}|0", "gfind|f|{}",
)  # fmt: skip
NO_LONGER, ANSWERED = "This button no longer works.", "This was answered already."


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def put(running: Stage, whole: int | None, *its: int) -> None:
    async with running.house.store.transaction() as tx:
        for one in its:
            await tx.run(parts.put, pack(CODE), one, whole, "command line", running.clock.now())


async def add(running: Stage, group: int, *names: str) -> None:
    now = running.clock.now()
    told = Told(now.date(), How.ALOUD, "Esther Phiri")
    async with running.house.store.transaction() as tx:
        for name in names:
            await tx.run(adding.add, pack(CODE), group, NewMember(name), told, "command line", now)


async def of(running: Stage) -> list[int | None]:
    """Of what each group is a part, in the order in which they were made."""
    return [whole for _, whole in sorted(await rows(running, group_about.c.group_id, group_about.c.part_of))]


def labels(phone: Phone) -> list[str]:
    return [button.text for row in phone.screen[-1].buttons for button in row]


async def test_who_leads_the_whole_sees_numbers_of_a_part_and_opens_nothing_of_it(running: Stage) -> None:
    whole, west, east = [await a_group(running, name) for name in ("Union", "West", "East")]
    await put(running, whole, west, east)
    await add(running, west, "Malee Banda", "Noi Phiri")
    leader, of_west = await leads(running, whole), await leads(running, west, 7101, "Ruth Moyo")
    told = await say(running, leader, "/group", "[🧩 Groups in it: 2]")
    assert "🤝 West\n👥 2, answered: 0, late: 0" in told
    everything = "\n".join(one.text for one in leader.screen) + str(labels(leader))
    assert not any(name in everything for name in ("Malee", "Noi Phiri", "Ruth"))
    for shape in SHAPES:
        data = shape.format(f"{west:x}")
        assert NO_LONGER in await toast(running, leader, data), data
        data = shape.format(f"{whole:x}")
        assert NO_LONGER in await toast(running, of_west, data), data
    told = await say(running, of_west, "/group")
    assert "🧩 It is part of Union." in told and not any("Groups in it" in label for label in labels(of_west))
    assert await nothing_died(running)


async def test_many_parts_come_eight_a_page(running: Stage) -> None:
    whole = await a_group(running, "Union")
    await put(running, whole, *[await a_group(running, f"Ward {number:02}") for number in range(1, 11)])
    leader = await leads(running, whole)
    told = await say(running, leader, "/group", "[🧩 Groups in it: 10]")
    assert "Ward 08" in told and "Ward 09" not in told and labels(leader)[0] == "▶️"
    assert "Ward 10" in await toast(running, leader, f"gp|l|{whole:x}|99")
    told = await say(running, leader, "[◀️]", "[▶️]")
    assert "Ward 08" not in told and "Ward 10" in told and labels(leader)[0] == "◀️"
    await put(running, None, *range(whole + 1, whole + 11))
    assert "All of them, each counted once" in await say(running, leader, "[◀️]"), "an old button shows what is"


async def test_one_tap_is_one_deed_and_old_buttons_do_nothing_else(running: Stage) -> None:
    union, west, other = [await a_group(running, name) for name in ("Union", "West", "Other")]
    phone = await officer(running, "MW-S")
    await say(running, phone, "/groups", "[⚠️ West]", "[🧩 Make it part of another group]")
    assert labels(phone) == ["🤝 Other", "🤝 Union", "🤝"]
    assert "West is part of Union from now on." in await say(running, phone, "[🤝 Union]")
    for data, answer in (
        (f"gparts|p|{west:x}|{union:x}", ANSWERED), (f"gparts|p|{west:x}|{other:x}", ANSWERED),
        (f"gparts|e|{west:x}|{other:x}", ANSWERED), (f"gparts|p|{other:x}|{west:x}", NO_LONGER),
        (f"gparts|p|{union:x}|{other:x}", NO_LONGER), (f"gparts|p|{other:x}|{other:x}", NO_LONGER),
        (f"gparts|p|{other:x}|63", NO_LONGER), (f"gparts|l|{west:x}|0", NO_LONGER), ("gparts|l|63|0", NO_LONGER),
        (f"gparts|l|{union:x}|0", NO_LONGER),
    ):  # fmt: skip
        assert answer in await toast(running, phone, data), data
    assert await of(running) == [None, union, None]
    done = [action for (action,) in await rows(running, audit.c.action) if "part" in action]
    assert done == ["begin part"] and await nothing_died(running)


async def test_only_where_she_works_in_both(running: Stage) -> None:
    union, west = [await a_group(running, name) for name in ("Union", "West")]
    phone = await officer(running, "MW-S")
    await say(running, phone, "/groups", "[⚠️ West]")
    elsewhere = update(producer).where(producer.c.id == union).values(area="MW-N")
    async with running.house.store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(elsewhere))
    assert NO_LONGER in await toast(running, phone, f"gparts|p|{west:x}|{union:x}")
    await say(running, phone, "/groups", "[⚠️ West]")
    assert not any("🧩" in label for label in labels(phone)), "there is no other group where she works"
    await put(running, union, west)
    assert "🧩 It is part of Union." in await say(running, phone, "/groups", "[⚠️ West]")
    assert not any("🧩" in label for label in labels(phone))
    assert NO_LONGER in await toast(running, phone, f"gparts|e|{west:x}|{union:x}")
    async with running.house.store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(update(role).values(area="MW-N")))
    assert NO_LONGER in await toast(running, phone, f"gparts|e|{west:x}|{union:x}")
    assert await of(running) == [None, union]


async def test_a_group_just_made_is_part_of_another_with_two_taps(running: Stage) -> None:
    await a_group(running, "Union")
    phone = await officer(running, "MW-S")
    await say(running, phone, "/newgroup", "Balaka", "West", "[Soya oil]", "8", "[⏭ Skip]", "[✅ Make the group]")
    await say(running, phone, "[🧩 Make it part of another group]", "[🤝 Union]")
    assert await of(running) == [None, 1]


async def test_who_ends_her_work_as_an_officer_ends_the_button(running: Stage) -> None:
    union, west = [await a_group(running, name) for name in ("Union", "West")]
    phone = await officer(running, "MW-S")
    await say(running, phone, "/groups", "[⚠️ West]", "[🧩 Make it part of another group]")

    def change(connection: Connection) -> None:
        who = connection.scalars(select(role.c.person_id)).one()
        roles.end(connection, [one.id for one in roles.of(connection, who)], running.clock.now())
        roles.give(connection, who, Reach(Role.LEADER, group_id=west), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(change)
    assert "Only programme staff" in await toast(running, phone, f"gparts|p|{west:x}|{union:x}")
    assert await of(running) == [None, None]
