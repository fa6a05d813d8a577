"""A receipt on paper, on the leader's phone: for who has no phone, all at once, once more as a copy."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.services.people import erasure, pins
from bot.store.schema import outbox, paid_in, person
from handlers.groups.paper import paper_files
from handlers.groups.paper.paper_files import Makers, NothingToDraw
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.cash_book.test_payers import CODE, PAID, ROOM, begun, with_a_phone
from tests.handlers.groups.cash_book.test_two_books import ROOM as EMPTY_ROOM
from tests.handlers.groups.cash_book.test_two_books import ended, of_group
from tests.handlers.groups.paper.test_paper import last_page
from tests.handlers.groups.test_group import a_group, forged, leads
from tests.house import Stage, stage
from tests.render.pdf import has

PRINT = "[🖨 Receipt on paper]"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


def labels(phone: Phone) -> list[str]:
    return [one.text for row in phone.screen[-1].buttons for one in row]


async def asked_for(running: Stage) -> list[dict[str, object]]:
    """What rows of the outbox say of receipts."""
    payloads = [payload for (payload,) in await rows(running, outbox.c.payload)]
    return [one["attach"]["document"] for one in payloads if "attach" in one]


async def test_who_has_no_phone_has_it_on_paper_and_then_a_copy(running: Stage) -> None:
    _, leader = await begun(running, "Grace Phiri")
    async with running.house.store.transaction() as tx:
        speaks = update(person).where(person.c.name == "Grace Phiri").values(language="en")
        await tx.run(lambda connection: connection.execute(speaks))
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]")
    assert labels(leader)[0] == PRINT[1:-1]
    told = await say(running, leader, PRINT)
    assert told == "🖨 Print this, cut along the lines, sign each, and give it to who paid in."
    page = last_page(leader, "receipts.pdf")
    for words in ("Kampini", "Receipt", "Number 1", "Grace Phiri", "K200", "seeds", "2 Mar 2026", "Noi Banda"):
        assert has(page, words), words
    assert not has(page, "Copy")
    await say(running, leader, *ROOM, "[📋 The lines]", "[💰 K200 · seeds · Grace]")
    assert "🧾 Receipt 1 is on paper." in leader.screen[-1].text
    await say(running, leader, PRINT)
    page = last_page(leader, "receipts.pdf")
    assert has(page, "Copy") and has(page, "Number 1") and has(page, "Grace Phiri")
    assert await nothing_died(running)


async def test_all_that_wait_at_once_and_nothing_twice(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri", "Malita")
    member = await with_a_phone(running, leader)
    for amount, name in ((200, "Grace Phiri"), (300, "Malita"), (400, "Mary Tembo")):
        await say(running, leader, *ROOM, "[✍️ Write a line]", f"sold mats {amount}", f"[{name}]")
        assert (PRINT[1:-1] in labels(leader)) == (name != "Mary Tembo")
    await say(running, leader, *ROOM, "[🖨 Receipts to print: 2]")
    page = last_page(leader, "receipts.pdf")
    assert has(page, "K200") and has(page, "K300") and not has(page, "K400") and not has(page, "Mary Tembo")
    await say(running, leader, *ROOM)
    assert not any("to print" in one for one in labels(leader))
    before = await asked_for(running)
    await forged(running, leader, f"gb|j|{group:x}")
    assert await asked_for(running) == before
    # whoever has it in her chat may have it on paper too
    await say(running, leader, *ROOM, "[📋 The lines]", "[💰 K400 · mats]", PRINT)
    assert has(last_page(leader, "receipts.pdf"), "Mary Tembo") and member.heard
    assert await nothing_died(running)


async def test_the_row_of_the_outbox_has_codes_alone(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]", PRINT)
    (kept,) = await of_group(running, group)
    (wanted,) = await asked_for(running)
    assert wanted == {"kind": "receipts", "person": 1, "group": group, "lines": [kept.id], "asked": wanted["asked"]}
    assert "Grace" not in leader.heard[-1].text


async def test_who_was_forgotten_lies_in_no_file_that_is_still_to_be_sent(running: Stage) -> None:
    group, leader = await begun(running, "Zaphira Quellmist")
    await say(running, leader, *ROOM, "[✍️ Write a line]", "got 200 from Zaphira for dues", "[Zaphira Quellmist]", PRINT)
    (wanted,) = await asked_for(running)
    async with running.house.store.transaction() as tx:
        names = select(person.c.id).where(person.c.name == "Zaphira Quellmist")
        who = await tx.run(lambda c: c.scalars(names).one())
        await tx.run(erasure.erase_person, who, running.clock.now())
    makers = Makers(running.house.store.transaction, running.house.loaded, lambda: "a_bot").by_kind()
    with pytest.raises(NothingToDraw):
        await makers[paper_files.RECEIPTS](wanted)
    (kept,) = await of_group(running, group)
    before = await asked_for(running)
    told = await forged(running, leader, f"gb|i|{group:x}|{kept.id}")
    assert await asked_for(running) == before and "aphira" not in told
    told = await forged(running, leader, f"gb|v|{group:x}|{kept.id}")
    assert "aphira" not in told and PRINT[1:-1] not in labels(leader)
    assert not [path for path in running.house.media.rglob("*") if path.is_file()]


async def test_what_is_taken_back_is_asked_back_and_printed_no_more(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]", PRINT)
    (kept,) = await of_group(running, group)
    told = await say(running, leader, *ROOM, "[📋 The lines]", "[💰 K200 · seeds · Grace]", "[↩️ Undo]")
    assert "🧾 Receipt 1 is on paper with Grace Phiri. Please ask for it back: it holds no more." in told
    assert PRINT[1:-1] not in labels(leader)
    before = await asked_for(running)
    await forged(running, leader, f"gb|i|{group:x}|{kept.id}")
    assert await asked_for(running) == before
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]")
    assert "on paper with" not in await say(running, leader, "[↩️ Undo]")
    assert "to print" not in str(await say(running, leader, *ROOM) + str(labels(leader)))


async def test_nobody_else_prints_it_and_old_buttons_do_nothing(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    other = await a_group(running, "Other")
    stranger = await leads(running, other, 7101, "Ruth Phiri")
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]")
    (kept,) = await of_group(running, group)
    forgeries = (f"gb|i|{group:x}|{kept.id}", f"gb|j|{group:x}")
    for data in (*forgeries, f"gb|i|{other:x}|{kept.id}", f"gb|j|{other:x}"):
        assert "Grace" not in await forged(running, stranger, data)
    await ended(running, group, until=running.clock.now())
    for data in forgeries:
        assert "Grace" not in await forged(running, leader, data)
    assert not await asked_for(running)
    assert await rows(running, func.count(paid_in.c.number)) == [(0,)]
    assert await nothing_died(running)


async def test_whoever_leads_next_prints_what_waits(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]")
    await ended(running, group, until=running.clock.now())
    ruth = await leads(running, group, 7101, "Ruth Phiri")
    await say(running, ruth, *ROOM, "[🖨 Receipts to print: 1]")
    page = last_page(ruth, "receipts.pdf")
    assert has(page, "Grace Phiri") and has(page, "Noi Banda"), "who received it then"


async def test_her_pin_is_before_it(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]")
    async with running.house.store.transaction() as tx:
        (who,) = await tx.run(lambda c: list(c.scalars(select(person.c.id).where(person.c.name == "Noi Banda"))))
        await tx.run(pins.put, who, pins.hashed("739154"), running.clock.now() - timedelta(minutes=30))
    assert await say(running, leader, PRINT) == "🔒 Please type your PIN."
    assert not await asked_for(running)
    await say(running, leader, "739154")
    assert has(last_page(leader, "receipts.pdf"), "Grace Phiri") and group


async def test_a_statement_for_the_meeting_names_nobody_who_paid_in(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    await say(running, leader, *ROOM, *PAID, "[Grace Phiri]")
    await say(running, leader, *ROOM, "[✍️ Write a line]", "bought seeds 150")
    told = await say(running, leader, *ROOM, "[📄 Statement for the meeting]")
    assert told == "📄 The group's book by months, to print for the meeting. Nobody who paid in is named."
    page = last_page(leader, "statement.pdf")
    for words in ("Cash book statement", "Kampini", "K200", "K150", "K50", "In a group, 1 person", "Mar 2026"):
        assert has(page, words), words
    for words in ("Grace", "Noi", "This person", "Somebody else", "verify", "Is it real"):
        assert not has(page, words), words
    (wanted,) = await asked_for(running)
    assert wanted == {
        "kind": "group_statement", "person": 1, "group": group, "on": "2026-03-02", "language": "en",
    }  # fmt: skip
    assert await nothing_died(running)


async def test_no_statement_of_an_empty_book_nor_for_who_does_not_lead(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    other = await a_group(running, "Other")
    stranger = await leads(running, other, 7101, "Ruth Phiri")
    await say(running, leader, *EMPTY_ROOM)
    assert "Statement" not in str(labels(leader))
    data = f"gb|s|{group:x}"
    await forged(running, leader, data)
    assert not await asked_for(running), "no book is begun"
    await say(running, leader, *EMPTY_ROOM, "[✅ Begin the book]", "0")
    await forged(running, stranger, data)
    await ended(running, group, until=running.clock.now())
    await forged(running, leader, data)
    assert not await asked_for(running) and await nothing_died(running)
