"""Announcing on a phone of the staff: who may, old and forged buttons, two at once, and who works here no longer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.outgoing import OutState
from bot.services.staff.announcing import table
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import announcement, announcement_bar, announcement_to, audit, dialogue, outbox, person, role
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.house import Stage, pack, stage
from tests.patience import PATIENCE

CODE, AREA = "malawi-ovop", "MW-BA"
STAFF_ONLY = "Only programme staff can do this. Thank you for wanting to help!"
ANSWERED, NO_LONGER = "This was answered already.", "This button no longer works."
T = TypeVar("T")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=4)
        yield found


async def work(running: Stage, does: Callable[[Connection], T]) -> T:
    async with running.house.store.transaction() as tx:
        return await tx.run(does)


async def somebody(running: Stage, number: int, held: Reach | None, name: str = "Grace Banda") -> Phone:
    """She is registered in the area, and has this role."""
    phone = running.simulator.phone(number, name, "en")
    level = pack(CODE).areas.where("name", AREA)[0]["level"]
    await enrol(running, phone, {level: AREA})
    await phone.say("/menu")
    await running.settle()
    if held is not None:
        who = await person_of(running, phone)
        await work(running, lambda connection: roles.give(connection, who, held, running.clock.now()))
    return phone


async def person_of(running: Stage, phone: Phone) -> int:
    def find(connection: Connection) -> int:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None
        return found.person.id

    return await work(running, find)


async def say(running: Stage, phone: Phone, *texts: str) -> str:
    """What she types, or taps where it stands in brackets; what she sees then."""
    for text in texts:
        phone.mark()
        await (phone.tap(text[1:-1]) if text.startswith("[") else phone.say(text))
        await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def tap(running: Stage, phone: Phone, data: str) -> str:
    """A tap on a button that is on no screen of hers (any more): what is said, or appears for a moment."""
    phone.mark()
    before = len(phone.toasts)
    shown = next(one for one in reversed(phone.screen) if not one.mine)
    query = phone.bot.ask(phone.chat, phone.owner.user(), shown, data)
    async with asyncio.timeout(PATIENCE):
        while query in phone.bot.queries:
            await asyncio.sleep(0.002)
    await running.settle()
    return "\n".join([*(one.text for one in phone.heard), *(one.text for one in phone.toasts[before:])])


def data_of(phone: Phone, label: str) -> str:
    """What the newest button of this label brings back."""
    found = [key for one in phone.screen for row in one.buttons for key in row if label in key.text]
    return str(found[-1].data).partition("~")[0]


async def clock(running: Stage) -> None:
    for does in (running.house.announcing.round, running.house.announcing.round, running.house.tick):
        running.clock.turn(seconds=21)
        await does()
        running.house.lines[0].delivery.wake()
        await running.settle()


async def state(running: Stage, number: int = 1) -> str:
    return await work(
        running, lambda tx: str(tx.scalar(select(announcement.c.state).where(announcement.c.id == number)))
    )


async def deeds(running: Stage) -> list[str]:
    return await work(
        running,
        lambda tx: list(tx.scalars(select(audit.c.action).where(audit.c.action != "refused").order_by(audit.c.id))),
    )


async def composed(running: Stage, phone: Phone, text: str = "The buyer comes on Friday.") -> None:
    await say(running, phone, "/broadcast", text, "[✅ Done]")


async def sent(running: Stage, phone: Phone) -> None:
    """One that waits until tomorrow, so that it can be held up."""
    await composed(running, phone)
    await say(running, phone, "[🕒 At a time]", "tomorrow 9:00", "[✅ Send it then]")
    await clock(running)
    assert await state(running) == "planned"


OFFICER, ADMIN = Reach(Role.OFFICER, AREA), Reach(Role.ADMIN)
ON_IT = {"pause": "p", "go on": "g", "stop": "z", "again": "a", "unsure": "u", "table": "t", "edit": "e", "back": "y"}
MAY = {"an admin": ADMIN, "another officer of the area": OFFICER, "an officer above": Reach(Role.OFFICER, "MW-S")}
MAY_NOT = {
    "an officer elsewhere": Reach(Role.OFFICER, "MW-C"),
    "an evaluator": Reach(Role.EVALUATOR),
    "ministry": Reach(Role.MINISTRY),
    "nobody": None,
}


@pytest.mark.parametrize("who", MAY)
async def test_who_works_there_holds_up_and_goes_on(running: Stage, who: str) -> None:
    author = await somebody(running, 7001, OFFICER)
    await sent(running, author)
    other = await somebody(running, 7002, MAY[who])
    assert "⏸ Held up" in await tap(running, other, "cast|p|1")
    assert "🕒 Leaves on" in await tap(running, other, "cast|g|1")
    assert "⏹ Stopped" in await tap(running, other, "cast|z|1")
    assert await state(running) == "stopped"


@pytest.mark.parametrize("who", MAY_NOT)
async def test_who_does_not_work_there_does_nothing_and_sees_nothing(running: Stage, who: str) -> None:
    author = await somebody(running, 7001, OFFICER)
    await sent(running, author)
    other = await somebody(running, 7002, MAY_NOT[who])
    before = await deeds(running)
    for deed in (*ON_IT.values(), "o", "s", "b", "v", "d"):
        told = await tap(running, other, f"cast|{deed}|1")
        assert "The buyer" not in told, deed
        assert any(one in told for one in (STAFF_ONLY, ANSWERED, NO_LONGER)), (deed, told)
    assert "The buyer" not in await tap(running, other, "cast|f|1|en")
    assert (await state(running), await deeds(running)) == ("planned", before)


async def test_two_officers_at_once_one_does_it_and_the_other_sees_how_it_stands(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await sent(running, author)
    other = await somebody(running, 7002, OFFICER)
    assert "⏸ Held up" in await tap(running, author, "cast|p|1")
    told = await tap(running, other, "cast|p|1")
    assert "⏸ Held up" in told and ANSWERED in told
    assert "🕒 Leaves on" in await tap(running, other, "cast|g|1")
    told = await tap(running, author, "cast|g|1")
    assert "🕒 Leaves on" in told and ANSWERED in told
    done = [one for one in await deeds(running) if "pause" in one or "go on" in one]
    assert done == ["pause announcement", "go on with announcement"]


async def test_a_button_of_an_earlier_screen_sends_nothing(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await composed(running, author)
    old = data_of(author, "✅ Send it now")
    await say(running, author, "[✏️ Other words]", "The buyer comes on Saturday.")
    assert ANSWERED in await tap(running, author, old)
    assert await state(running) == "draft"
    # and one of a draft that was thrown away
    newest = data_of(author, "✅ Send it now")
    await say(running, author, "[🗑 Throw away]")
    assert ANSWERED in await tap(running, author, newest)
    assert await state(running) == "draft"


async def test_a_draft_of_another_is_no_button_of_hers(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await composed(running, author)
    other = await somebody(running, 7002, ADMIN)
    assert ANSWERED in await tap(running, other, data_of(author, "✅ Send it now"))
    assert await state(running) == "draft"


async def test_only_an_admin_is_offered_an_emergency_and_a_forged_one_is_none(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await composed(running, author)
    assert "🚨" not in "\n".join(key.text for row in author.screen[-1].buttons for key in row)
    now = data_of(author, "✅ Send it now")
    assert NO_LONGER in await tap(running, author, now.replace("|n|", "|j|"))
    assert "🚨" not in await tap(running, author, now.replace("|n|", "|m|"))
    admin = await somebody(running, 7002, ADMIN)
    await composed(running, admin, "The river rises.")
    await say(running, admin, "[🚨 It is an emergency]", "[🚨 Yes, an emergency]", "[✅ Send it now]")
    rows = await work(running, lambda tx: tx.execute(select(announcement.c.author_id, announcement.c.emergency)).all())
    assert [row.emergency for row in rows] == [False, True]
    assert "announce" in await deeds(running)


async def test_an_author_who_works_here_no_longer_sends_nothing_though_a_second_says_yes(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    second = await somebody(running, 7002, OFFICER, "Ruth Phiri")
    known = running.house.loaded.packs[CODE]
    few = replace(known.programme, announcements=replace(known.programme.announcements, approve_above=1))
    running.house.loaded.packs[CODE] = replace(known, programme=few)
    await composed(running, author)
    # what is above the pack's number is not sent by her alone
    await say(running, author, "[✋ Ask for the second yes]")
    await clock(running)
    assert await state(running) == "to_approve"
    own = await tap(running, author, "cast|v|1")
    assert ANSWERED in own
    assert await state(running) == "to_approve"
    her = await person_of(running, author)
    ended = update(role).where(role.c.person_id == her).values(until=running.clock.now())
    await work(running, lambda tx: tx.execute(ended))
    await say(running, second, "[✅ Yes, it may leave]")
    await clock(running)
    await clock(running)
    assert await state(running) == "stopped"
    fates = await work(running, lambda tx: set(tx.scalars(select(announcement_to.c.state))))
    assert "delivered" not in fates
    # nor is her screen kept up to date
    kept = await work(running, lambda tx: list(tx.scalars(select(announcement_bar.c.person_id))))
    assert her not in kept


async def test_what_she_makes_is_kept_when_the_bot_begins_anew(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await composed(running, author)
    await say(running, author, "[✖️ Not now]", "/groups")
    kept = await work(running, lambda tx: tx.execute(select(dialogue.c.kind, dialogue.c.state)).all())
    assert [(row.kind, row.state["step"]) for row in kept] == [("cast", "look")]
    running.clock.turn(days=7)
    assert "The buyer comes on Friday." in await say(running, author, "/broadcast")


@pytest.mark.parametrize(("letters", "fits"), [(3500, True), (3501, False)])
async def test_how_long_a_text_may_be_is_said_with_what_to_do(running: Stage, letters: int, fits: bool) -> None:
    author = await somebody(running, 7001, OFFICER)
    told = await say(running, author, "/broadcast", "<" * letters)
    assert ("There is room for 3,500 letters, and these are 3,501." in told) is not fits
    assert ("as two announcements" in told) is not fits


async def test_under_a_photo_there_is_less_room(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await say(running, author, "/broadcast")
    author.mark()
    await author.photo(caption="x" * 701)
    await running.settle()
    assert "there is room for 700 letters, and these are 701" in author.heard[-1].text


async def test_her_words_are_no_markup(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await composed(running, author, "5 < 6 & <b>bold</b>")
    assert any("5 < 6 & <b>bold</b>" in one.text for one in author.heard)


async def bar_edits(running: Stage) -> int:
    counted = select(outbox.c.id).where(outbox.c.dedupe.startswith("bar:"))
    return len(await work(running, lambda tx: tx.execute(counted).all()))


async def test_the_bar_changes_seldom_and_never_with_a_change_still_on_its_way(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await sent(running, author)
    first = await bar_edits(running)
    # somebody else holds it up: what stands on the author's screen is no longer true
    other = await somebody(running, 7002, OFFICER)
    await tap(running, other, "cast|p|1")
    running.clock.turn(seconds=25)
    await running.house.tick()
    assert await bar_edits(running) == first + 1
    await tap(running, other, "cast|g|1")
    running.clock.turn(seconds=4)
    await running.house.tick()
    assert await bar_edits(running) == first + 1
    # the change before is still on its way
    newest = select(outbox.c.id).where(outbox.c.dedupe.startswith("bar:")).order_by(outbox.c.id.desc()).limit(1)
    far = running.clock.now() + timedelta(days=1)
    again = (
        update(outbox).where(outbox.c.id == newest.scalar_subquery()).values(state=OutState.WAITING, next_attempt=far)
    )
    await work(running, lambda tx: tx.execute(again))
    running.clock.turn(seconds=25)
    await running.house.tick()
    assert await bar_edits(running) == first + 1
    await work(running, lambda tx: tx.execute(update(outbox).where(outbox.c.next_attempt == far).values(state="sent")))
    running.clock.turn(seconds=25)
    await running.house.tick()
    assert await bar_edits(running) == first + 2


async def test_who_has_said_stop_is_shown_nothing_new(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await sent(running, author)
    other = await somebody(running, 7002, OFFICER)
    await say(running, author, "/stop")
    before = await bar_edits(running)
    await tap(running, other, "cast|p|1")
    await clock(running)
    hers = await person_of(running, author)
    assert await bar_edits(running) == before
    assert hers not in await work(running, lambda tx: list(tx.scalars(select(announcement_bar.c.person_id))))


async def test_the_table_has_numbers_and_nobodys_name(running: Stage) -> None:
    author = await somebody(running, 7001, OFFICER)
    await composed(running, author)
    await say(running, author, "[✅ Send it now]")
    await clock(running)
    await clock(running)
    her = await person_of(running, author)
    content = await work(running, lambda tx: table.as_csv(tx, her, running.house.loaded.pack(CODE), 1))
    assert content is not None
    told = content.decode("utf-8-sig")
    assert told.splitlines()[0] == "announcement,person,state,reason,language,at,tries,changed"
    assert f"1,{her},delivered," in told
    names = await work(running, lambda tx: list(tx.scalars(select(person.c.name))))
    assert not [name for name in names if name and name in told]
