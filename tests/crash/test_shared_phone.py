"""kill -9 while one of two on each phone asks to be forgotten: she is gone whole, the other has all that is hers."""

import asyncio
from pathlib import Path

from bot.store.engine.sync import sync_engine
from simulator.world.phones import Phone
from tests.actor import PATIENCE, Actor
from tests.crash.test_forget import prepared, story

__all__ = ["prepared"]

PHONES = 5
STAYS = 100


def test_kill_while_one_of_two_is_forgotten(prepared: str, tmp_path: Path) -> None:
    asyncio.run(story(prepared, PHONES, _meet, _forget, 20260303))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM person")}
        here = connection.exec_driver_sql("SELECT name FROM person JOIN chat_person ON person_id = id").scalars().all()
        states = {row[0] for row in connection.exec_driver_sql("SELECT state FROM erasure")}
        count = "SELECT count(*) FROM submission JOIN person ON person.id = person_id WHERE name IS NOT NULL"
        sent = connection.exec_driver_sql(count).scalar()
    engine.dispose()
    stayed = {f"Person {STAYS + number}" for number in range(PHONES)}
    assert (names, sorted(here), states, sent) == ({None, *stayed}, sorted(stayed), {"done"}, PHONES)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(b"Gone %d" % number in content for number in range(PHONES)), path


class Leaver(Actor):
    """The first on each phone, who will be forgotten."""

    @property
    def name(self) -> str:
        return f"Gone {self.number}"


async def _meet(phone: Phone, number: int) -> None:
    await Leaver(phone, number).meet()
    await phone.say("/who")
    await phone.until("Who is writing?", timeout=PATIENCE)
    await phone.tap("➕ Somebody else")
    await phone.until("choose your language", timeout=PATIENCE)
    await Actor(phone, STAYS + number).go_on(until="Sent. Thank you!")


async def _forget(phone: Phone, number: int) -> None:
    await asyncio.sleep(number * 0.3)
    await phone.say("/who")
    await phone.until("Who is writing?", timeout=PATIENCE)
    await phone.tap(f"👤 Gone {number}")
    await phone.until("What I say from now on is for you", timeout=PATIENCE)
    await phone.say("/forget")
    await phone.until("shall I erase", timeout=PATIENCE)
    await phone.tap("Yes, go on")
    await phone.until("Are you sure?", timeout=PATIENCE)
    await phone.tap("Erase all")
    await phone.until("words are erased", timeout=PATIENCE)
