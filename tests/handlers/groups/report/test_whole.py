"""The whole table of a large group: as many pictures as it needs, to who writes it, drawn from what stands then."""

from collections.abc import AsyncIterator, Callable
from datetime import date

import pytest
from sqlalchemy import select

from bot.i18n import load_catalogues
from bot.render.whole import ON_A_PAGE, Mark, WholePage
from bot.services.groups.paper.papers import Words
from bot.services.groups.report import whole_table
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.schema import dialogue, outbox, person
from handlers.groups.paper import paper_files
from handlers.groups.paper.paper_files import Makers
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.paper.test_paper import ends, without_phones
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.house import Stage, pack, stage
from tests.render.test_meeting import size

MEMBERS = 120
FEBRUARY = date(2026, 2, 1)


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def large(running: Stage, members: int = MEMBERS) -> tuple[int, Phone]:
    group = await a_group(running)
    leader = await leads(running, group)
    await without_phones(running, group, *(f"Member{one + 1} Banda" for one in range(members)))
    return group, leader


def labels(phone: Phone) -> list[str]:
    return [button.text for row in phone.screen[-1].buttons for button in row]


def reading(group: int, number: int, who: int = 1) -> Callable[[Connection], list[WholePage]]:
    """The table as it is drawn by somebody."""

    def read(connection: Connection) -> list[WholePage]:
        here = (pack(CODE), who, group, load_catalogues().locale("en"), date(2026, 3, 2), FEBRUARY, number)
        book, table = whole_table.read(connection, *here)
        words = Words(book.name, pack(CODE), load_catalogues(), str)
        of = whole_table.pages(whole_table.lines(book, table))
        return [whole_table.picture(book, table, page, words, "en") for page in range(of)]

    return read


async def test_a_small_group_has_no_picture_and_a_large_one_has_all_its_pages(running: Stage) -> None:
    group, leader = await large(running, 40)
    await say(running, leader, "/report", "no 1 500")
    assert "🖼 The whole table" not in labels(leader)
    await without_phones(running, group, "Lek Phiri")
    await say(running, leader, "no 2 500")
    assert "🖼 The whole table" in labels(leader)
    leader.mark()
    await say(running, leader, "[🖼 The whole table]")
    sent = [one for one in leader.heard if one.file is not None]
    assert [one.text for one in sent] == ["🖼 Kampini, February 2026: page 1 of 1.\nShow it to nobody else."]
    assert sent[0].file is not None and size(sent[0].file.data)[0] == 720
    assert await say(running, leader, "[They sold nothing]") and await nothing_died(running)


async def test_doubtful_ones_stand_first_and_everybody_once(running: Stage) -> None:
    group, leader = await large(running)
    typed = [f"Member{one + 1} {1000 + one}" for one in range(60)]
    await say(running, leader, "/report", "\n".join([*typed, "Nobodyhere 44", "Member70 Banda -"]))
    leader.mark()
    await say(running, leader, "[🖼 The whole table]")
    assert len([one for one in leader.heard if one.file is not None]) == 3
    ((number,),) = await rows(running, dialogue.c.id)
    async with running.house.store.transaction() as tx:
        pages = await tx.run(reading(group, number))
    assert [len(page.rows) for page in pages] == [ON_A_PAGE, ON_A_PAGE, MEMBERS + 1 - 2 * ON_A_PAGE]
    every = [row for page in pages for row in page.rows]
    assert [row.mark for row in every] == [Mark.ASKED] * 2 + [Mark.CLEAR] * 60 + [Mark.MISSING] * 59
    assert {row.name for row in every} == {"“nobodyhere 44”", *(f"Member{one + 1} Banda" for one in range(MEMBERS))}
    assert next(row for row in every if row.name == "Member3 Banda").said == "K1,002"
    assert [text for _, text in pages[2].legend] == ["To be asked: 2", "Clear: 60", "Not mentioned: 59"]
    assert [page.page for page in pages] == ["1 / 3", "2 / 3", "3 / 3"]


async def test_the_row_of_the_outbox_has_numbers_alone_and_nobody_else_is_drawn_one(running: Stage) -> None:
    group, leader = await large(running, 45)
    other = await leads(running, await a_group(running, "Other"), 7101, "Ruth Phiri")
    await say(running, leader, "/report", "Member1 500, Member2 600")
    await say(running, leader, "[🖼 The whole table]")
    ((payload,),) = [row for row in await rows(running, outbox.c.payload) if "attach" in row[0]]
    wanted = payload["attach"]["photo"]
    assert {*wanted} == {"kind", "person", "group", "programme", "dialogue", "on", "month", "language", "page"}
    makers = Makers(running.house.store.transaction, running.house.loaded, lambda: "bot")
    make = makers.by_kind()[paper_files.WHOLE]
    assert (await make(wanted))().content.startswith(b"\x89PNG")
    (ruth,) = [number for number, name in await rows(running, person.c.id, person.c.name) if name == "Ruth Phiri"]
    with pytest.raises(NotAllowed):
        await make({**wanted, "person": ruth})
    await ends(running, group)
    with pytest.raises(NotAllowed):
        await make(wanted)
    assert not any(one.file for one in other.screen) and await nothing_died(running)


async def test_what_was_sent_before_stands_there_and_who_was_erased_does_not(running: Stage) -> None:
    group, leader = await large(running, 45)
    await say(running, leader, "/report", "Member1 500, Member2 600", "[Send without them]", "/report", "Member3 700")
    found = [row[0] for row in await rows(running, dialogue.c.id)]

    def forget(connection: Connection) -> None:
        number = connection.execute(select(person.c.id).where(person.c.name == "Member2 Banda")).scalar_one()
        erasure.erase_person(connection, number, running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(forget)
        # the second is done with before it is drawn
        for number, marks in (
            (found[0], {"Member1": Mark.SENT, "Member3": Mark.CLEAR}),
            (1, {"Member3": Mark.MISSING}),
        ):
            (page,) = await tx.run(reading(group, number))
            names = {row.name.split()[0]: row.mark for row in page.rows}
            assert "Member2" not in names and names.items() >= marks.items() and len(names) == 44
