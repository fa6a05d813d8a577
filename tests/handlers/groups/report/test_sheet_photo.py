"""A photo of the paper sheet on phones: whose it is, of which month, who types from it, and what is left of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.people.roles import Role
from bot.services.people import erasure, invitations
from bot.store import Connection
from bot.store.schema import entry_media, media, outbox, person, report_row, sheet_photo, submission
from simulator.world.phones import PNG, Phone
from tests.actor import Actor
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.paper.test_paper import ends, without_phones
from tests.handlers.groups.test_group import CODE, a_group, forged, leads
from tests.house import Stage, pack, stage

KEPT = "📷 Kept with February 2026 of {group}.\nYou can type it, or your officer does."


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def works(running: Stage, role: Role, area: str | None = None, number: int = 7500) -> Phone:
    """Somebody new who works for the programme."""
    phone = running.simulator.phone(number, "Grace Banda", "en")
    async with running.house.store.transaction() as tx:
        wish = invitations.Wish(role, area)
        made = await tx.run(invitations.create, pack(CODE), wish, "command line", running.clock.now())
    await say(running, phone, f"/start {invitations.payload(made)}", "[English]", "[✅ Yes, I agree]", "Grace Banda")
    return phone


async def photo(running: Stage, phone: Phone, caption: str = "", album: str = "") -> str:
    """What the screen says then."""
    phone.mark()
    await phone.photo(caption=caption, album=album)
    await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def fetched(running: Stage) -> list[Path]:
    await running.house.lines[0].fetcher.round()
    return sorted(path for path in running.house.media.glob("sheet-*"))


async def count(running: Stage, table: object) -> int:
    async with running.house.store.transaction() as tx:
        return int(await tx.run(lambda one: one.scalar(select(func.count()).select_from(table)) or 0))  # type: ignore[arg-type]


async def a_cooperative(running: Stage) -> tuple[int, Phone]:
    group = await a_group(running)
    leader = await leads(running, group)
    await without_phones(running, group, "Malee Jaidee", "Lek Phiri")
    return group, leader


async def test_it_is_fetched_and_erased_with_its_file(running: Stage) -> None:
    _, leader = await a_cooperative(running)
    assert await photo(running, leader) == KEPT.format(group="Kampini")
    (file,) = await fetched(running)
    assert file.read_bytes() == PNG and file.suffix == ".jpg"
    assert await say(running, leader, "[🗑 Erase the photo]") == "🗑 The photo is erased."
    assert file.exists(), "the row says so first: a kill here leaves it to the next tick"
    await running.house.tick()
    assert await fetched(running) == [] and await count(running, sheet_photo) == 0 and await count(running, media) == 0


async def test_what_is_erased_before_it_is_fetched_is_not_kept(running: Stage) -> None:
    _, leader = await a_cooperative(running)
    await photo(running, leader)
    await say(running, leader, "[🗑 Erase the photo]")
    await running.house.tick()
    assert await fetched(running) == [] and await count(running, media) == 0


async def test_a_picture_as_a_file_is_a_sheet_and_another_file_is_not(running: Stage) -> None:
    _, leader = await a_cooperative(running)
    for name, mime, kept in (("Page.PNG", "image/png", True), ("page.pdf", "application/pdf", False)):
        leader.mark()
        await leader.document(PNG, name, mime=mime)
        await running.settle()
        assert leader.heard[-1].text.startswith("📷 Kept") is kept, name
    (file,) = await fetched(running)
    assert file.suffix == ".png"


async def test_a_file_that_cannot_be_had_is_told_and_leaves_room(running: Stage) -> None:
    _, leader = await a_cooperative(running)
    await leader.document(PNG + b"\0" * 21_000_000, "huge.png", mime="image/png")
    await running.settle()
    leader.mark()
    await fetched(running)
    running.house.lines[0].delivery.wake()
    await running.settle()
    assert leader.heard[-1].text.startswith("📷 The photo of the sheet did not arrive.")
    assert await count(running, sheet_photo) == 0


async def test_the_pages_of_an_album_are_of_the_month_that_stands_under_the_first(running: Stage) -> None:
    _, leader = await a_cooperative(running)
    await photo(running, leader, "January", album="1")
    assert "January 2026" in await photo(running, leader, album="1")
    running.clock.turn(minutes=5)
    assert "February 2026" in await photo(running, leader)


async def test_figures_under_it_are_a_report_and_are_corrected_there(running: Stage) -> None:
    _, leader = await a_cooperative(running)
    assert "✔ clear: 2" in await photo(running, leader, "January\nMalee 1200\nLek 800")
    under = next(one for one in reversed(leader.screen) if one.mine)
    await say(running, leader, "[✅ Send]")
    await leader.edit(under.id, "January\nMalee 1300\nLek 800")
    await running.settle()
    assert "K1,200 → K1,300" in leader.heard[-1].text


async def test_who_makes_a_product_too_is_asked_and_keeps_receipts(running: Stage) -> None:
    group = await a_group(running)
    await without_phones(running, group, "Malee Jaidee")
    phone = await both(running, group)
    assert "What is this a photo of?" in await photo(running, phone)
    assert "What does this belong to?" in await say(running, phone, "[📒 Something of my own]")
    await say(running, phone, "[✖️ Do not keep it]")
    assert "soap" in await photo(running, phone, "sold 3 soap 90"), "words of her own are a line of her book"
    assert await count(running, sheet_photo) == 0 and await count(running, entry_media) == 1
    running.clock.turn(hours=1)
    await photo(running, phone)
    assert await say(running, phone, "[📄 The sheet of Kampini]") == KEPT.format(group="Kampini")
    assert "January 2026" in await photo(running, phone, "January")
    await say(running, phone, "/report")
    running.clock.turn(minutes=5)
    assert await photo(running, phone) == KEPT.format(group="Kampini")
    assert await nothing_died(running)


async def both(running: Stage, group: int) -> Phone:
    """Somebody who has made a product for long, and keeps a book, opens a leader's link."""
    phone = running.simulator.phone(7001)
    await Actor(phone, 2).meet()
    await say(running, phone, "sold 12 soap 600")
    wish = invitations.Wish(Role.LEADER, group=group)
    async with running.house.store.transaction() as tx:
        made = await tx.run(invitations.create, pack(CODE), wish, "command line", running.clock.now())
    await say(running, phone, f"/start {invitations.payload(made)}", "[✅ Yes, I agree]", "[✖️ Not now]")
    running.clock.turn(hours=1)
    return phone


async def test_only_staff_of_the_area_are_sent_it_and_only_while_it_is_there(running: Stage) -> None:
    group, leader = await a_cooperative(running)
    await photo(running, leader)
    (file,) = await fetched(running)
    officer, elsewhere = await works(running, Role.OFFICER, "MW-S"), await works(running, Role.OFFICER, "MW-N", 7501)
    assert "📷" not in await labels(running, elsewhere, "/groups")
    ((month,),) = await rows(running, sheet_photo.c.month)
    see, type_in = (f"sheets|{deed}|{group:x}|{month.toordinal():x}" for deed in "st")
    for data in (see, type_in):
        await forged(running, elsewhere, data)
        assert all(one.file is None and "Kampini" not in one.text for one in elsewhere.screen)
    assert "[📷 Sheets to type from: 1]" in await labels(running, officer, "/groups")
    await say(running, officer, "[📷 Sheets to type from: 1]", "[📷 Kampini, February 2026]")
    sent = next(one for one in reversed(officer.screen) if one.file is not None)
    assert sent.file is not None and sent.file.data == PNG
    payloads = [row[0]["attach"] for row in await rows(running, outbox.c.payload) if "attach" in row[0]]
    assert "file-id" not in str(payloads) and file.name in str(payloads)
    await say(running, officer, "[✍️ Type what stands on it]", "Malee 1200, Lek 800", "[✅ Send]")
    assert await rows(running, submission.c.source, submission.c.person_id) == [("leader", 4), ("leader", 4)]
    await say(running, leader, "[🗑 Erase the photo]")
    officer.mark()
    await forged(running, officer, see)
    await forged(running, officer, type_in)
    assert all("Write all in one" not in one.text for one in officer.heard)
    assert await nothing_died(running)


async def labels(running: Stage, phone: Phone, command: str) -> str:
    await say(running, phone, command)
    return " ".join(f"[{button.text}]" for row in phone.screen[-1].buttons for button in row)


async def test_who_leads_no_more_keeps_and_erases_nothing(running: Stage) -> None:
    group, leader = await a_cooperative(running)
    await photo(running, leader)
    await ends(running, group)
    assert "Kept" not in await photo(running, leader)
    await say(running, leader, "[🗑 Erase the photo]")
    assert await count(running, sheet_photo) == 1 and await rows(running, sheet_photo.c.erased_at) == [(None,)]
    assert await nothing_died(running)


async def test_forget_reaches_sheet_table_and_outbox(running: Stage) -> None:
    _, leader = await a_cooperative(running)
    await photo(running, leader, "Malee 1200, Lek 800")
    (file,) = await fetched(running)
    officer = await works(running, Role.ADMIN)
    await say(running, officer, "/groups", "[📷 Sheets to type from: 1]", "[📷 Kampini, February 2026]")
    await say(running, leader, "/group", "[🗂 Members and papers]")
    await forgets(running, "Malee Jaidee")
    await running.house.tick()
    assert not file.exists() and await count(running, sheet_photo) == 0
    assert all("Malee" not in str(row) for row in await rows(running, outbox.c.payload))
    told = await say(running, leader, "/report")
    assert "Malee" not in told
    assert await count(running, report_row) == 0 and await nothing_died(running)


async def forgets(running: Stage, name: str) -> None:
    """As by her leader's tap."""

    def forget(connection: Connection) -> None:
        number = connection.execute(select(person.c.id).where(person.c.name == name)).scalar_one()
        erasure.erase_person(connection, number, running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(forget)
