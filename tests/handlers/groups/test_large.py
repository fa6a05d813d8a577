"""Hundreds of members with thumbs: every one is few taps away, nobody is reminded twice, and no tap is slow."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, say
from tests.handlers.groups.large import NAMES, Large, large, meets_on
from tests.handlers.groups.test_group import CODE
from tests.house import Stage, stage

# In the second half of a month: that is the month which is talked about.
DAYS, SIZE, USUAL = 17, 300, 24
MOST_TAPS = 12


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(days=DAYS, hours=5)
        yield found


@pytest.fixture
def statements() -> Iterator[Counter[str]]:
    """How many statements the database was given."""
    counted: Counter[str] = Counter()

    def count(*_: object) -> None:
        counted["all"] += 1

    event.listen(Engine, "before_cursor_execute", count)
    yield counted
    event.remove(Engine, "before_cursor_execute", count)


def labels(phone: Phone) -> list[str]:
    return [one.text for row in phone.heard[-1].buttons for one in row]


def names(phone: Phone) -> list[str]:
    return [one[2:].removesuffix(" 📵") for one in labels(phone) if one[2:].removesuffix(" 📵") in NAMES]


async def at_work(running: Stage, size: int = SIZE) -> Large:
    """The day after all have joined: their first questions wait."""
    found = await large(running, size)
    running.clock.turn(days=1)
    for phone in found.phones:
        phone.mark()
    return found


async def test_every_member_is_few_taps_away_and_she_reads_where_she_is(running: Stage) -> None:
    leader = (await at_work(running)).leader
    assert "📄 Page 1 of 38" in await say(running, leader, "/group")
    assert [one for one in labels(leader) if one in "⏪◀️▶️⏩"] == ["▶️", "⏩"]
    seen, taps = {*names(leader)}, 0
    while "⏩" in labels(leader):
        told, taps = await say(running, leader, "[⏩]"), taps + 1
        seen |= {*names(leader)}
    assert "📄 Page 38 of 38" in told and taps <= MOST_TAPS
    assert len(names(leader)) == SIZE - 37 * 8 and labels(leader)[SIZE - 37 * 8 :][:2] == ["⏪", "◀️"]
    assert "📄 Page 37 of 38" in await say(running, leader, "[◀️]")
    assert "📄 Page 32 of 38" in await say(running, leader, "[⏪]")
    while "◀️" in labels(leader):
        await say(running, leader, "[◀️]")
        seen |= {*names(leader)}
    seen_all = {*seen}
    while "▶️" in labels(leader):
        await say(running, leader, "[▶️]")
        seen_all |= {*names(leader)}
    assert seen_all == {*NAMES[:SIZE]}


async def test_a_group_as_most_are_has_one_arrow_each_way_and_no_numbers(running: Stage) -> None:
    leader = (await at_work(running, USUAL)).leader
    assert "📄" not in await say(running, leader, "/group")
    await say(running, leader, "[▶️]")
    assert [one for one in labels(leader) if one in "⏪◀️▶️⏩"] == ["◀️", "▶️"]


async def test_one_after_the_other_is_reminded_without_looking_for_the_page_again(running: Stage) -> None:
    leader = (await at_work(running, 60)).leader
    await say(running, leader, "/group", "[▶️]")
    here = names(leader)
    for name in [one for one in here if f"⏳ {one}" in labels(leader)][:3]:
        assert f"{name} was reminded." in await say(running, leader, f"[⏳ {name}]", "[🔔 Remind]")
        await say(running, leader, "[⬅️ Back]")
        assert names(leader) == here
    assert await nothing_died(running)


async def test_who_was_found_is_reminded_and_the_others_who_were_found_are_there_again(running: Stage) -> None:
    leader = (await at_work(running)).leader
    await say(running, leader, "/group", "[🔎 Find a member]", "mary", "[▶️]")
    found = names(leader)
    await say(running, leader, f"[⏳ {found[1]}]", "[⬅️ Back]")
    assert names(leader) == found, "on the page of those who were found"
    told = await say(running, leader, f"[⏳ {found[1]}]", "[🔔 Remind]")
    assert f"{found[1]} was reminded." in told
    assert "🔎 mary: 30" in await say(running, leader, "[⬅️ Back]")
    assert "🔎 thoko: 30" in await say(running, leader, "thoko"), "and another name can be typed at once"
    assert await nothing_died(running)


async def test_a_button_of_before_reminds_too(running: Stage) -> None:
    """It has no page."""
    leader = (await at_work(running, 20)).leader
    await say(running, leader, "/group")
    name = next(one for one in names(leader) if f"⏳ {one}" in labels(leader))
    await say(running, leader, f"[⏳ {name}]")
    data = next(one for row in leader.heard[-1].buttons for one in row if one.text == "🔔 Remind").data
    assert data is not None
    old = data.rpartition("|")[0]
    number = leader.heard[-1].id
    query = {
        "id": "900", "from": {"id": leader.id, "is_bot": False, "first_name": "Noi"}, "chat_instance": "1", "data": old,
        "message": {"message_id": number, "date": 1, "chat": {"id": leader.id, "type": "private"}, "text": "…"},
    }  # fmt: skip
    leader.mark()
    await running.house.lines[0].driver.handle([{"update_id": 10**6, "callback_query": query}])
    running.house.lines[0].delivery.wake()
    await running.settle()
    assert f"{name} was reminded." in leader.heard[-1].text
    await say(running, leader, "[⬅️ Back]")
    assert name in names(leader)


async def test_all_are_reminded_once_each_in_her_language_and_that_is_her_reminder_of_the_day(running: Stage) -> None:
    found = await at_work(running)
    count = len(found.phones)
    await say(running, found.leader, "/group")
    assert f"🔔 reminded: {count}" in await say(running, found.leader, f"[🔔 Remind all: {count}]")
    heard = Counter((phone.owner.language, one.text.splitlines()[0]) for phone in found.phones for one in phone.heard)
    assert {language: n for (language, _), n in heard.items()} == {"en": -(-count // 2), "ny": count // 2}
    assert len({text for _, text in heard}) == 2
    told = await say(running, found.leader, f"[🔔 Remind all: {count}]")
    assert "🔔 reminded: 0" in told and f"already written to today: {count}" in told
    running.clock.turn(hours=9)  # their own hour has come
    await running.house.tick()
    await running.settle()
    assert {len(phone.heard) for phone in found.phones} == {1}


async def test_at_night_nobody_is_and_in_the_morning_all_are(running: Stage) -> None:
    found = await at_work(running, 40)
    running.clock.turn(hours=12)  # ten at night
    await say(running, found.leader, "/group")
    (label,) = [one for one in labels(found.leader) if "Remind all" in one]
    assert "nobody was reminded" in await say(running, found.leader, f"[{label}]")
    assert not [one for phone in found.phones for one in phone.heard]
    running.clock.turn(hours=10)
    assert f"reminded: {len(found.phones)}" in await say(running, found.leader, "/group", f"[{label}]")


async def test_the_meeting_day_is_told_once_and_opens_the_group(running: Stage) -> None:
    found = await large(running, 60)
    await meets_on(running, found.group, 8)
    found.leader.mark()
    while running.clock.now().day != 8:
        running.clock.turn(hours=12)
    for _ in range(4):
        await running.house.tick()
        running.clock.turn(hours=1)
    await running.settle()
    (told,) = [one for one in found.leader.heard if "meets today" in one.text]
    assert told.text.splitlines()[1:] == ["✅ answered: 0 of 60", "⏳ still to answer: 60"]
    assert "Kampini" in await say(running, found.leader, "[🤝 See my group]")


ACTS = ("/group", "[▶️]", "[◀️]", "[🔎 Find a member]", "mary", "/group", "[✍️ Answer for a member]")


async def test_no_tap_asks_the_database_more_for_hundreds_than_for_a_few_and_takes_a_few_times_as_long_at_most(
    running: Stage, statements: Counter[str]
) -> None:
    groups = [await large(running, USUAL, 10_000, "Small"), await large(running, SIZE)]
    running.clock.turn(days=1)
    asked: list[list[int]] = []
    took: list[float] = []
    for found in groups:
        asked.append([])
        for act in ACTS:
            statements.clear()
            await say(running, found.leader, act)
            asked[-1].append(statements["all"])
        best = []
        for _ in range(3):
            began = time.process_time()
            await say(running, found.leader, *ACTS)
            best.append(time.process_time() - began)
        took.append(min(best))
    few, many = asked
    assert max(many) <= max(few) + 10, (few, many)
    assert took[1] / took[0] < SIZE / USUAL / 2, took
