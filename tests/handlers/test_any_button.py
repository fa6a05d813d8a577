"""Whatever comes as a button's data is answered, kills no update, and does nothing to anybody else.

True data of every kind of button is gathered from the screens of people who use all that there is; then it is cut,
doubled, misspelt, put together anew, and given the numbers of others and of who was erased.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.wire import bot_api
from bot.domain.wire.button_owner import marked, unmarked
from bot.i18n import load_catalogues
from bot.services.people import erasure
from bot.store import Connection
from bot.store.schema import dead_update, metadata, outbox, person
from handlers.conversations import TAPS, meaning_of
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.enrol import enrol
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.people.test_shared_phone import meet_another
from tests.house import Stage, stage
from tests.patience import PATIENCE

CODE = "malawi-ovop"
NO_LONGER = "This button no longer works."
# She may have tapped another language before.
IN_ANY = {load_catalogues().text(NO_LONGER, language) for language in load_catalogues().languages}
# What every update leaves behind, or what is said.
BESIDE = {"seen_update", "outbox", "heartbeat", "dead_update", "chat", "uploaded"}
# What she has and does: each leaves buttons of its own on the screen.
BOOK = (
    "sold 12 soap 600\nbought oil 200",
    *("[✏️ 1]", "[📅 The day]", "[Today]", "[✏️ 2]", "[🔄 In or out]", "[✖️ Leave it]", "[📅 The day of all]"),
    *("sold soap 700", "[✏️ Change]", "[🧺 What it was]", "[✖️ Leave it]", "[↩️ Undo]", "soap 900", "sold soap 700"),
    *("Sunita took 2 soap 300 on credit", "/debts", "[👥 Sunita]", "[✏️ They paid me a part]", "/book", "[🏷 By item]"),
    *("/book", "[🧮 Profit]", "[soap]", "/book", "[📋 What I wrote]", "[💰 K600 · 12 soap]", "/book"),
    "[🔢 Count the box]",
    *("📒 My book", "[💰 Money in]", "[soap]"),
)  # fmt: skip
ALL_ELSE = (
    *("/statement", "[This month]", "[🗑 Take it back]", "/statement", "[🗂 Those I have made]", "/answers", "/progress"),
    *("/tips", "[▶️ Next tip]", "[📖 An example]", "[❓ A question]", "/language", "/hour", "/textonly", "/textonly"),
    *("/practice", "[✖️ End practice]", "/forget", "[Yes, go on]", "/who", "/pin", "[✖️ Not now]", "/checkin"),
    *("/announcements", "[🔕 No more announcements]"),
    *("☰ More", "[💰 Money and papers]", "☰ More", "[⚙️ Settings]", "☰ More", "[👤 About me]"),
)


@dataclass(slots=True)
class Town:
    """People who have used everything, and the data of all buttons that they have seen."""

    running: Stage
    phone: Phone
    others: tuple[Phone, ...]
    seen: set[str] = field(default_factory=set)

    async def look(self) -> None:
        """Gather what stands on all buttons that were ever sent."""
        for (payload,) in await rows(self.running, outbox.c.payload):
            self.seen |= {data for _, data in bot_api.buttons_in(payload)}

    async def tap(self, data: str) -> str:
        """The answer: what appeared for a moment, and what was said."""
        phone, before = self.phone, len(self.phone.toasts)
        phone.mark()
        shown = next(one for one in reversed(phone.screen) if not one.mine)
        query = phone.bot.ask(phone.chat, phone.owner.user(), shown, data)
        async with asyncio.timeout(PATIENCE):
            while query in phone.bot.queries:
                await asyncio.sleep(0.002)
        await self.running.settle()
        return "\n".join([*(one.text for one in phone.toasts[before:]), *(one.text for one in phone.heard)]).strip()

    async def rows(self, kept: Callable[[dict[str, Any]], bool]) -> dict[str, list[str]]:
        """All that is kept, by table, of rows that are asked for."""

        def read(connection: Connection) -> dict[str, list[str]]:
            tables = (table for table in metadata.sorted_tables if table.name not in BESIDE)
            found = {table.name: map(dict, connection.execute(select(table)).mappings()) for table in tables}
            return {name: sorted(str(row) for row in all_of_it if kept(row)) for name, all_of_it in found.items()}

        async with self.running.house.store.transaction() as tx:
            return await tx.run(read)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        other, gone = running.simulator.phone(7002, "Grace"), running.simulator.phone(7003, "Esther")
        found = Town(running, running.simulator.phone(7001), (other, gone))
        for phone in (other, gone):
            await enrol(running, phone)
            await say(running, phone, "/help", *BOOK, "/tips", "[▶️ Next tip]")
        await Actor(found.phone, 2).meet()
        await running.settle()
        await say(running, found.phone, *BOOK, *ALL_ELSE)
        await meet_another(running, found.phone, 3)
        await say(running, found.phone, "/who", "[👤 Person 2]", "/help")
        await found.look()
        (number,) = (one for one, name in await rows(running, person.c.id, person.c.name) if name == "Esther")
        async with running.house.store.transaction() as tx:
            await tx.run(erasure.erase_person, number, running.clock.now())
        yield found


def changed(seen: list[str]) -> st.SearchStrategy[str]:
    """True data, changed in all the ways that data can be wrong."""
    true = st.sampled_from(seen)
    places, signs = st.integers(0, 63), st.sampled_from(list("0123456789abcdefxyz|~- #ก"))
    parts = st.sampled_from(sorted({part for data in seen for part in data.replace("~", "|").split("|")}))
    return st.one_of(
        true,
        st.builds(lambda data, at: data[:at], true, places),
        st.builds(lambda data: data + data, true),
        st.builds(lambda data, at, sign: data[:at] + sign + data[at + 1 :], true, places, signs),
        st.builds(_with_part, true, places, parts),
        st.builds(lambda data, whose: marked(unmarked(data)[0], whose), true, st.integers(0, 9)),
        st.builds(lambda about, told: f"{about}|{told}", st.sampled_from(sorted(TAPS)), st.text(max_size=30)),
        st.text(max_size=64),
    ).map(lambda data: data.encode("utf-8", "ignore")[:64].decode("utf-8", "ignore"))


def _with_part(data: str, at: int, part: str) -> str:
    told, whose = unmarked(data)
    parts = told.split("|")
    parts[at % len(parts)] = part
    return "|".join(parts) if whose is None else marked("|".join(parts), whose)


async def test_every_kind_of_button_is_walked(town: Town) -> None:
    """What the property below begins with is every conversation that this town can have open."""
    meanings = {data: meaning_of(unmarked(data)[0]) for data in town.seen}
    assert [data for data, meaning in meanings.items() if meaning is None] == []
    walked = {meaning.about for meaning in meanings.values() if meaning is not None}
    # of staff and leaders, of a first meeting with several programmes, of new consents, of who registered long ago:
    # they have tests of their own
    at_work = {
        "work", "followups", "groups", "advise", "newgroup", "record", "newform",
        "gkeys",
        "gparts",
        "lot",
        "g",
        "gp",
        "gfind",
        "gm",
        "handover", "key", "too", "which",
        "gc",
        "rp",
        "paper",
        "facts",
        "add",
        "ingroup",
        "word",
        "absent",
        "mycard",
        "phone",
        "af",
        "gi",
        "gb",
        "gbl",
        "showtotal",
        "sheet",
        "sheets",
        "dup",
        "todo",
        "vouch",
        "cast",
        "aud",
        "figures", "figureasked",
        "pace",
        "lost",
        "asks",
        "ask",
        "asked",
    }  # fmt: skip
    assert TAPS.keys() - walked == {"prog", "agree", "newer", "open", "again", "who_she_is", *at_work}


async def test_whatever_is_tapped_is_answered_and_touches_nobody_else(town: Town) -> None:
    loop = asyncio.get_running_loop()
    names = dict(await rows(town.running, person.c.name, person.c.id))
    # who uses the same phone is not one of them: a button that names her may hand it to her
    strangers = {number for name, number in names.items() if name not in ("Person 2", "Person 3")}

    def of_others(row: dict[str, Any]) -> bool:
        return row.get("person_id") in strangers or row.get("chat") in {one.id for one in town.others}

    async def check(data: str) -> None:
        means = meaning_of(unmarked(data)[0]) is not None
        # her own may change only where it means something; what switches the phone shuts the PIN of who had it
        kept = of_others if means else anybody
        before = await town.rows(kept)
        answer = await town.tap(data)
        assert await nothing_died(town.running), (data, await rows(town.running, dead_update.c.traceback))
        assert answer or means, data
        assert any(told in answer for told in IN_ANY) or means, (data, answer)
        assert await town.rows(kept) == before, data
        if "I am silent" in answer:
            # one of the buttons is stop: else all that comes after it would be met by silence
            await say(town.running, town.phone, "/start")

    # one after the other in the town's own loop; hypothesis waits in a thread of its own
    @settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(changed(sorted(town.seen)))
    def walk(data: str) -> None:
        asyncio.run_coroutine_threadsafe(check(data), loop).result(60)

    await asyncio.to_thread(walk)


async def test_what_is_well_written_but_was_never_offered_changes_nothing(town: Town) -> None:
    """Each by itself reads as something of ours: the conversation knows that no button of its has said it."""
    running, phone = town.running, town.phone
    await say(running, phone, "📒 My book", "[✖️ Close the book]", "soap 950")
    await town.look()
    questions = {one.split("|")[2] for one in town.seen if one.startswith("e|k|") and one.endswith("|0~3")}
    entries = {one.split("|")[2] for one in town.seen if one.startswith("e|u|") and one.endswith("~3")}
    assert questions and entries
    soon = int(running.clock.now().timestamp()) + 60
    before = await town.rows(anybody)
    for data in (
        # a choice beyond the last, a word that is no answer; an answer of another kind of question
        *(f"e|k|{question}|{answer}" for question in questions for answer in ("99", "zz", "y")),
        # days that no button was about
        *(f"e|s|{entry}|t|{day}" for entry in entries for day in ("7f", "b4ff0")),
        # forgetting is done by a tap of her own, and asked less than an hour ago
        *(f"who|t|{number}|forget|now|{soon - 60:x}" for number in (1, 2, 3, 4)),
        f"forget|now|{soon:x}",
        "hour|23",
        "lang|xx",
    ):
        await town.tap(marked(data, 3))
        assert await town.rows(anybody) == before, data
    assert await nothing_died(running)


def anybody(row: dict[str, Any]) -> bool:
    return True
