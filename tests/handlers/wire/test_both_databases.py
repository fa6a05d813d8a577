"""The whole way of a person, and what a check-in costs in messages, on SQLite and on PostgreSQL."""

from sqlalchemy import select

from bot.store import Connection
from bot.store.schema import answer, producer, submission
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, stage

# near the 2 that the actor has said at the baseline: what is far from it would be asked back
TYPED = ("yes", "6", "11", "12", "13", "3", "about half", "1")


async def test_from_the_first_meeting_to_the_check_in(database_url: str) -> None:
    async with stage(database_url, codes=("malawi-ovop",)) as running:
        actor = Actor(running.simulator.phone(1), 1)
        await actor.meet()
        running.clock.turn(days=31, hours=13.5)  # half past six in the evening, in Malawi
        await running.house.tick()
        await running.settle()
        assert "It is time for your check-in." in actor.phone.last.text
        await actor.check_in()
        await running.settle()
        assert await _kept(running) == ["baseline", "checkin"]
        assert set(await _registered(running)) >= {"works", "people"}


async def test_a_check_in_of_eight_questions_costs_ten_messages(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        phone = running.simulator.phone(1)
        await Actor(phone, 1).meet()
        running.clock.turn(days=32)
        before = len(running.simulator.sent)
        for words in ("/checkin", *TYPED, "send"):
            await _say(running, phone, words)
        assert "Sent. Thank you!" in phone.last.text
        assert len(running.simulator.sent) - before <= 10


async def _say(running: Stage, phone: Phone, words: str) -> None:
    await phone.say(words)
    await running.settle()


async def _kept(running: Stage) -> list[str]:
    def read(connection: Connection) -> list[str]:
        joined = select(submission.c.form_name).join(answer).distinct().order_by(submission.c.form_name)
        return list(connection.scalars(joined))

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def _registered(running: Stage) -> dict[str, str]:
    """What was answered at registration and has no column of its own."""

    def read(connection: Connection) -> dict[str, str]:
        return dict(connection.scalar(select(producer.c.registered)) or {})

    async with running.house.store.transaction() as tx:
        return await tx.run(read)
