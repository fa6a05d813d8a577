"""A programme where a leader reports several figures of each member: asked, read, corrected, sent, printed."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import select

from bot.domain.groups.report import Member, Sheet, State
from bot.domain.people.roles import Role
from bot.i18n import load_catalogues
from bot.packs import Pack, load_pack
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.groups.paper import papers, sheet, slips
from bot.services.groups.paper.cards import Which
from bot.services.groups.report import reported, reporting
from bot.services.groups.report.reporting import Book
from bot.services.people import invitations
from bot.store import Connection
from bot.store.schema import role
from handlers.groups.report import examples
from simulator.world.phones import Phone
from tests.handlers.books import say
from tests.house import PACKS, Stage, stage

NAMES = ("Malee Rai", "Somchai Banda", "Gift Moyo")
SALES_MADE_STOCK = ("sales", "produced", "stock")
# What the questions are called, and what is said of a figure of each; the last is a question that is no indicator.
EN, TH = ("Sales", "Amount made", "How many are left?"), ("ยอดขาย", "จำนวนที่ทำได้", "เหลืออยู่เท่าไร")


def several(folder: Path, code: str, columns: tuple[str, ...]) -> Pack:
    """A copy of a programme that asks for these, with one question more."""
    copy = Path(copytree(PACKS / code, folder / code))
    manifest = copy / "programme.toml"
    asked = "columns = [" + ", ".join(f'"{one}"' for one in columns) + "]"
    manifest.write_text(manifest.read_text("utf-8").replace('columns = ["sales"]', asked), "utf-8")
    form = copy / "forms" / "checkin.md"
    lines = form.read_text("utf-8").splitlines()
    place = next(at for at, line in enumerate(lines) if line.startswith("| | integer | people"))
    cells = lines[place].split(" | ")
    cells[2:5] = ["stock", TH[2] if code.startswith("thai") else "Zatsala zingati?", EN[2]]
    cells[cells.index(next(one for one in cells if one.startswith(". >= 1")))] = ". >= 0"
    form.write_text("\n".join([*lines[:place], " | ".join(cells), *lines[place:]]) + "\n", "utf-8")
    return load_pack(copy)


@asynccontextmanager
async def led(url: str, known: Pack, language: str) -> AsyncIterator[tuple[Stage, Phone, int]]:
    """Her group with three members, and her phone."""
    code = known.programme.code
    async with stage(url, codes=(code,), packs={code: known}) as running:
        running.clock.turn(hours=5)
        now = running.clock.now()

        def make(connection: Connection) -> tuple[int, str]:
            group = making.add(connection, known, Wish("Kampini", None, None, now.date()), "-", now.date(), now)
            told = Told(now.date(), How.ALOUD, "the teacher")
            for name in NAMES:
                adding.add(connection, known, group, NewMember(name), told, "-", now)
            wish = invitations.Wish(Role.LEADER, group=group)
            return group, invitations.payload(invitations.create(connection, known, wish, "-", now))

        async with running.house.store.transaction() as tx:
            group, link = await tx.run(make)
        phone = running.simulator.phone(7100, "Noi Banda", language)
        await say(running, phone, f"/start {link}")
        await say(running, phone, "[English]" if language == "en" else "[ไทย]")
        await presses(running, phone, "✅")
        await say(running, phone, "Noi Banda")
        await presses(running, phone, "✖️")
        yield running, phone, group


async def presses(running: Stage, phone: Phone, begins: str) -> str:
    """The button of the last message that begins so."""
    return await say(running, phone, f"[{next(one for one in labels(phone) if one.startswith(begins))}]")


def labels(phone: Phone) -> list[str]:
    return [one.text for row in phone.screen[-1].buttons for one in row]


async def sent(running: Stage, group: int) -> list[list[int]]:
    """The figures of every member, in the order of the programme."""
    known = (group, date(2026, 2, 1), SALES_MADE_STOCK)
    async with running.house.store.transaction() as tx:
        found = await tx.run(reported.figures, *known)
    return [[int(one) for one in found[member].figures if one is not None] for member in sorted(found)]


@pytest.mark.parametrize(("code", "language", "called"), [("malawi-ovop", "en", EN), ("thailand-otop", "th", TH)])
async def test_three_are_asked_in_the_order_of_the_programme(
    sqlite_url: str, tmp_path: Path, code: str, language: str, called: tuple[str, ...]
) -> None:
    async with led(sqlite_url, several(tmp_path, code, SALES_MADE_STOCK), language) as (running, phone, group):
        told = await say(running, phone, "/report")
        places = [told.index(name) for name in called]
        assert places == sorted(places), "all of them are named, in their order"
        assert re.search(r"\w+ 1200 15 3, \w+ 800 12 2", told), "and an example has as many figures"
        assert "sold" not in told and "ขายได้" not in told
        told = await say(running, phone, "Malee 1200 15kg 3\nSomchai 800 12 2\nGift 500 7 1")
        assert " · ".join(called) in told, "the table says what its figures are"
        assert "1,200 · 15 · 3" in told and "800 · 12 · 2" in told
        told = await say(running, phone, "Malee 1250 15 4")
        assert "1,250 · 15 · 4" in told
        await presses(running, phone, "✅")
        assert await sent(running, group) == [[1250, 15, 4], [800, 12, 2], [500, 7, 1]]


async def test_nothing_is_nought_of_all_and_is_called_so(sqlite_url: str, tmp_path: Path) -> None:
    async with led(sqlite_url, several(tmp_path, "malawi-ovop", SALES_MADE_STOCK), "en") as (running, phone, group):
        await say(running, phone, "/report", "Malee -, Somchai 800 12 2")
        assert "Everything is 0" in labels(phone) and "Sold nothing" not in labels(phone)
        await say(running, phone, "[Everything is 0]")
        assert "All of theirs is 0" in labels(phone) and "They sold nothing" not in labels(phone)
        await say(running, phone, "[All of theirs is 0]", "[✅ Send]")
        assert await sent(running, group) == [[0, 0, 0], [800, 12, 2], [0, 0, 0]]
        told = await say(running, phone, "/report")
        assert "“-” means that all of somebody's figures are 0." in told and "sold" not in told


async def test_one_figure_that_is_no_sales_is_called_what_it_is(sqlite_url: str, tmp_path: Path) -> None:
    async with led(sqlite_url, several(tmp_path, "malawi-ovop", ("produced",)), "en") as (running, phone, _):
        told = await say(running, phone, "/report")
        assert "Amount made" in told and "Malee 12" in told and "sold" not in told
        assert "Amount made" in await say(running, phone, "Malee 15 kg, Somchai 12, Gift 3")


async def test_the_sheet_and_a_slip_name_every_figure(sqlite_url: str, tmp_path: Path) -> None:
    known = several(tmp_path, "malawi-ovop", SALES_MADE_STOCK)
    async with led(sqlite_url, known, "en") as (running, phone, group):
        await say(running, phone, "/report", "Malee 1200 - 3, Somchai 800 12 2, Gift absent")
        await presses(running, phone, "✅")
        now = running.clock.now()

        def look(connection: Connection) -> tuple[tuple[str, ...], dict[str, str]]:
            leader = connection.scalars(select(role.c.person_id)).one()
            words = papers.Words("Kampini", known, running.house.loaded.catalogues, lambda payload: payload)
            paper = sheet.page(sheet.read(connection, leader, group, known, now.date(), reported.figures), words, "en")
            drawn = slips.drawn(connection, leader, group, Which.ALL, known.programme, reported.last(known))
            told = [papers.slip(one, words) for one in drawn]
            return paper.columns, {one.name: one.facts[-1][1] for one in told}

        async with running.house.store.transaction() as tx:
            columns, told = await tx.run(look)
    assert columns == EN
    malee, somchai, absent = (told[name] for name in NAMES)
    assert "Ndalama za malonda: K1,200 · Zopangidwa: – · Zatsala zingati?: 3" in malee, "left open is left open"
    assert "Ndalama za malonda: K800 · Zopangidwa: 12 · Zatsala zingati?: 2" in somchai
    assert "·" not in absent, "nothing was reported of who was not there"


@pytest.mark.parametrize("columns", [("sales", "costs", "stock"), ("stock", "sales"), SALES_MADE_STOCK])
@pytest.mark.parametrize("language", ["en", "th", "ne", "ny"])
def test_the_example_reads_as_what_is_asked(tmp_path: Path, columns: tuple[str, ...], language: str) -> None:
    locale = load_catalogues().locale(language)
    known = several(tmp_path, "malawi-ovop", columns)
    roster = (Member(1, "Malee", "Rai", card=1), Member(2, "Somchai", "Banda", card=2))
    asked = Sheet(reporting.columns(known, locale), "MWK", locale, date(2026, 3, 2))
    book = Book(1, "Kampini", roster, asked, date(2026, 2, 1), {})
    table = book.read(examples.of_roster(book))
    assert [(row.state, len(row.figures)) for row in table.rows] == [(State.CLEAR, len(columns))] * 2
