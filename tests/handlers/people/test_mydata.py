"""My data: all that is kept, whole, and only while it is kept."""

import json

from sqlalchemy import select

from bot.services.people import mydata as service
from bot.store import Connection
from bot.store.schema import outbox
from handlers.people import mydata
from simulator.world.phones import Phone
from tests.handlers.books import say
from tests.handlers.groups.test_group import a_group, joins, leads, link_of, running
from tests.handlers.meeting import NAME, PHONE, register
from tests.house import Stage, stage

__all__ = ["running"]


def test_a_long_summary_is_split_between_lines() -> None:
    lines = ["x" * 30, "<b>y</b>", "z" * 40]
    assert mydata.pages(lines, limit=40) == ["x" * 30 + "\n<b>y</b>", "z" * 40]


async def test_the_file_has_all_that_is_kept_and_no_row_has_the_file(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        phone = running.simulator.phone(5001)
        await register(phone)
        await phone.say("/mydata")
        await phone.until("All that I keep")
        await running.settle()
        assert phone.last.file is not None
        told = json.loads(phone.last.file.data)
        async with running.house.store.transaction() as tx:
            payload = await tx.run(attached)
            now = json.loads(await tx.run(service.as_json, told["person"][0]["id"]))
    assert (told["person"][0]["name"], told["person"][0]["phone"]) == (NAME, PHONE)
    assert [len(told[what]) for what in ("chats", "consents", "businesses")] == [1, 1, 1]
    assert len(told["calendar"]) == 10
    assert told.keys() == now.keys()
    assert payload["attach"] == {"document": {"kind": "mydata", "person": told["person"][0]["id"]}}
    assert NAME not in json.dumps(payload)


def attached(connection: Connection) -> dict[str, object]:
    return dict(connection.scalars(select(outbox.c.payload).where(outbox.c.method == "sendDocument")).one())


async def test_in_a_group_she_reads_what_its_leader_sees(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    member = await joins(running, await link_of(running, leader))
    await running.settle()
    told = await shown(running, member)
    assert "leader" not in told, "who is not confirmed yet is in no group"
    await say(running, leader, "🤝 My group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    told = await shown(running, member)
    assert "You and programme staff can see this.\nYour group's leader sees whether you answered" in told
    assert "never your book.\nTo erase it, write /forget." in told


async def shown(running: Stage, phone: Phone) -> str:
    phone.mark()
    await say(running, phone, "/mydata")
    return "\n".join(one.text for one in phone.heard)
