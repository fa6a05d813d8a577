"""Corrections through the real bot: what is sent twice is once, what is typed is known by its message."""

from typing import Any

from sqlalchemy import select

from bot.store import Connection
from bot.store.evaluation import corrections
from bot.store.schema import answer, correction, typed
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, stage

CODE = "malawi-ovop"


async def say(running: Stage, phone: Phone, *acts: str) -> None:
    for act in acts:
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()


async def rows(running: Stage, *columns: Any) -> list[tuple[Any, ...]]:
    def read(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(*columns))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def value_of(running: Stage, name: str) -> str:
    """What the check-in says now."""
    found = await rows(running, answer.c.path, answer.c.value)
    return next(value for path, value in found if path.endswith(f"checkin/{name}"))


async def checked_in(running: Stage, phone: Phone, *, sales: tuple[str, ...]) -> None:
    """The actor says 2 to everything at the baseline."""
    running.clock.turn(days=32)
    await say(running, phone, "/checkin", "yes", "6", "11", *sales, "13", "3", "about half", "1", "send")
    assert "Sent. Thank you!" in phone.last.text


async def test_a_correction_sent_twice_is_one(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        phone = running.simulator.phone(1)
        await Actor(phone, 1).meet()
        await checked_in(running, phone, sales=("12",))
        await say(running, phone, "[✏️ Change an answer]", "[▶️]", "[✏️ 4]", "10", "[✅ Send]")
        asked = phone.last
        why = asked.buttons[0][0].data or ""
        for _ in range(2):
            await phone.tap(why, asked.id)
        await running.settle()
        kept = await rows(running, correction.c.old, correction.c.new, correction.c.reason)
        assert kept == [("12", "10", "mistyped")]
        assert await value_of(running, "sales") == "10"


async def test_messages_are_known_until_the_window_is_over(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        phone = running.simulator.phone(1)
        await Actor(phone, 1).meet()
        await checked_in(running, phone, sales=("12",))
        mine = {message.text: message.id for message in phone.screen if message.mine}
        known = await rows(running, typed.c.message_id, typed.c.path)
        assert {(number, path.rpartition("/")[2]) for number, path in known} >= {
            (mine["12"], "sales"),
            (mine["6"], "produced"),
        }
        running.clock.turn(days=31)
        async with running.house.store.transaction() as tx:
            assert await tx.run(corrections.forget_typed, running.clock.now()) == len(known)
        assert await rows(running, typed.c.message_id) == []
