"""kill -9 while people write entries, take them back and change their messages: none is lost, none is there twice."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.clock import wall_clock
from bot.domain.book import Entry, balance, in_force
from bot.domain.wire.contact import ChatState, Contact
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.store import Connection, Store
from bot.store.book.entries import ENTRY, entry_of
from bot.store.engine.sync import reading
from bot.store.schema import entry
from bot.store.wire import chats
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, doubled
from tests.crash.test_crash import CODE, TOKEN, Victim, harass, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

PEOPLE = 5
KILLS = times(25, 100)
# What stands in each book at the end, in kwacha with its sign.
STANDING = (101, -202, 304, -405, 506, -607, 70, -80, 909, 1010, -1111)
# Beside them: one taken back and its undo, one changed, an undo and its undo.
ROWS = len(STANDING) + 2 + 1 + 2


def test_kill_while_a_book_is_kept(prepared: str, tmp_path: Path) -> None:
    kills, twice, in_flight = asyncio.run(_story(prepared))
    assert kills >= KILLS
    assert twice <= in_flight, (twice, in_flight)
    with reading(prepared) as connection:
        books: dict[int, list[tuple[Entry, bool]]] = {}
        for row in connection.execute(entry.select().with_only_columns(*ENTRY, entry.c.producer_id, entry.c.stands)):
            books.setdefault(row.producer_id, []).append((entry_of(row), row.stands))
        dead = connection.exec_driver_sql("SELECT count(*) FROM dead_update").scalar()
        sums = connection.exec_driver_sql("SELECT producer_id, sum(cash) FROM entry WHERE stands GROUP BY 1").all()
    assert dead == 0
    assert len(books) == PEOPLE
    for kept in books.values():
        pure = in_force(one for one, _ in kept)
        assert Counter(one.cash for one in pure) == Counter(amount * 100 for amount in STANDING)
        assert {one.id for one in pure} == {one.id for one, stands in kept if stands}
        assert len(kept) == ROWS
    assert {total for _, total in sums} == {sum(STANDING) * 100}
    assert {balance(one for one, _ in kept) for kept in books.values()} == {sum(STANDING) * 100}


async def _story(url: str) -> tuple[int, int, int]:
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    phones = [simulator.phone(900 + number) for number in range(PEOPLE)]
    await _register(url, phones)
    kills = await _harassed(simulator, victim, phones)
    await asyncio.to_thread(victim.end)
    twice = doubled(simulator, url)
    await simulator.stop()
    return kills, twice, victim.in_flight


async def _register(url: str, phones: Sequence[Phone]) -> None:
    """As if they had met the bot and put off its first questions."""
    programme, now, store = pack(CODE).programme, wall_clock(), Store(url)
    consent = {"version": str(programme.consent.version), "language": "en"}

    def register(connection: Connection) -> None:
        for phone in phones:
            contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, now, "en", CODE, is_new=True)
            new = Registration({"name": phone.owner.name}, consent, programme, now.date())
            contact.person = registration.register(connection, contact, new, now).person
            chats.save(connection, [contact], now)

    async with store.transaction() as tx:
        await tx.run(register)
    await store.close()


async def _harassed(simulator: Simulator, victim: Victim, phones: Sequence[Phone]) -> int:
    chance = random.Random(20261124)
    chats = [_keep_a_book(phone) for phone in phones]
    return await harass(simulator, victim, 0, chats, KILLS, lambda _kills: chance.uniform(0.05, 0.5), 1)


async def _keep_a_book(phone: Phone) -> None:
    await _write(phone, "sold 1 soap 101", "K101")
    await _write(phone, "bought oil 202", "K202")
    taken_back = await _write(phone, "sold 3 soap 303", "K303")
    await _tap(phone, "↩️ Undo", taken_back, "Taken back")
    phone.mark()
    changed = await phone.say("sold 3 soap 3004")
    await _answer(phone, "K3,004")
    phone.mark()
    await phone.edit(changed, "sold 3 soap 304")
    await _answer(phone, "K304")
    again = await _write(phone, "paid transport 405", "K405")
    await _tap(phone, "↩️ Undo", again, "Taken back")
    await _tap(phone, "↪️ Put it back", again, "K405")
    await _write(phone, "sold 5 soap 506\nbought oil 607\nsold 1 soap 70\npaid transport 80", "K80")
    for amount in ("909", "1010"):
        await _write(phone, f"sold 9 soap {amount}", amount[-3:])
    await _write(phone, "bought oil 1111", "K1,111")


async def _write(phone: Phone, text: str, heard: str) -> int:
    phone.mark()
    await phone.say(text)
    return await _answer(phone, heard)


async def _tap(phone: Phone, button: str, message: int, heard: str) -> int:
    phone.mark()
    await phone.tap(button, message)
    return await _answer(phone, heard)


async def _answer(phone: Phone, heard: str) -> int:
    return next(shown.id for shown in await phone.until(heard, timeout=PATIENCE) if heard in shown.text)
