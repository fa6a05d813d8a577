"""The same bad day for corrections, forms and pictures that are sent, and people who want to be forgotten."""

import asyncio

from sqlalchemy import text

from bot.domain.people.roles import Role
from bot.services.people import invitations
from bot.services.people.invitations import Wish
from simulator.world.phones import Phone
from tests.actor import PATIENCE, Actor
from tests.crash.test_corrections import _correct
from tests.crash.test_forget import _forget
from tests.crash.test_uploads import _send
from tests.faults.test_faults import WAYS
from tests.house import Stage, pack, stage

CODE = "malawi-ovop"
EACH = 4


async def test_corrections_uploads_and_erasure_although_a_fifth_of_the_calls_fail(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=(CODE,), runs=True) as running:
        correcting, sending, leaving = [
            [running.simulator.phone(100 * kind + n) for n in range(EACH)] for kind in (1, 2, 3)
        ]
        links = [await _link(running) for _ in sending]
        await asyncio.gather(
            # to every number of the baseline they say 2, as the corrections expect
            *(Actor(phone, 90 * n + 1, patience=PATIENCE).meet() for n, phone in enumerate(correcting)),
            *(Actor(phone, n + 20).work(link) for n, (phone, link) in enumerate(zip(sending, links, strict=True))),
            *(Actor(phone, n + 40).meet() for n, phone in enumerate(leaving)),
        )
        running.clock.turn(days=32)
        await running.house.tick()
        await running.settle(PATIENCE)
        for way in WAYS:
            running.simulator.faults.add("*", way, share=0.2 / len(WAYS), seconds=1)
        await asyncio.gather(
            *(_correct(phone) for phone in correcting),
            *(_send(phone, n) for n, phone in enumerate(sending)),
            *(_forget(phone, n) for n, phone in enumerate(leaving)),
        )
        hits = {fault.kind: fault.hits for fault in running.simulator.faults}
        running.simulator.faults.clear()
        await running.settle(PATIENCE)
        counted = await _counts(running, leaving)
    assert all(hits[way] for way in WAYS), hits
    assert counted == {"corrections": EACH, "forms": EACH, "papers": EACH, "names": 2 * EACH, "chats": 0, "dead": 0}


async def _link(running: Stage) -> str:
    async with running.house.store.transaction() as tx:
        made = await tx.run(invitations.create, pack(CODE), Wish(Role.OFFICER), "test", running.clock.now())
    return invitations.payload(made)


async def _counts(running: Stage, leaving: list[Phone]) -> dict[str, int]:
    theirs = ", ".join(str(phone.id) for phone in leaving)
    queries = {
        "corrections": "SELECT count(*) FROM correction WHERE old = '5000' AND new = '12'",
        "forms": "SELECT count(*) FROM form_in_use",
        "papers": "SELECT count(*) FROM submission WHERE form_name LIKE 'paper%'",
        "names": "SELECT count(*) FROM person WHERE name IS NOT NULL",
        "chats": f"SELECT count(*) FROM chat WHERE chat IN ({theirs})",
        "dead": "SELECT count(*) FROM dead_update",
    }
    async with running.house.store.transaction() as tx:
        return {
            name: await tx.run(lambda connection, sql=sql: connection.execute(text(sql)).scalar_one())
            for name, sql in queries.items()
        }
