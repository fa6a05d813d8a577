"""Forms sent by staff over real HTTP: spreadsheets, a sudden end at each step, lost files, and the way back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import House, Way
from bot.domain.people.roles import Role
from bot.i18n import load_catalogues
from bot.services import programmes
from bot.services.forms import form_files, forms_in_use
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import invitations
from bot.services.people.invitations import Wish
from bot.store import Connection, Store
from bot.store.schema import audit, form_in_use, form_upload, submission
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import TOKEN, Stage, TestClock, pack, stage

CODE = "malawi-ovop"
HERE = Path(__file__).parent
REAL = HERE.parents[1] / "forms/xlsforms/XLSForm-pyxform-0c253207.xlsx"
EVERYTHING = HERE / "everything.md"


@pytest.fixture
async def running(database_url: str) -> AsyncIterator[Stage]:
    async with stage(database_url, codes=(CODE,)) as found:
        yield found


async def _staff(running: Stage, role: Role = Role.OFFICER) -> Phone:
    async with running.house.store.transaction() as tx:
        made = await tx.run(invitations.create, pack(CODE), Wish(role), "test", running.clock.now())
    phone = running.simulator.phone(1, "Mary", "en")
    await Actor(phone, 1).work(invitations.payload(made))
    return phone


async def _send(running: Stage, phone: Phone, file: Path, name: str = "") -> None:
    await phone.document(file.read_bytes(), name or file.name)
    await running.settle()


async def _check(running: Stage) -> None:
    await running.house.lines[0].fetcher.round()
    await running.house.form_checks.round()
    await running.settle()


async def _count(running: Stage, table: object, *where: object) -> int:
    def count(connection: Connection) -> int:
        return connection.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]

    async with running.house.store.transaction() as tx:
        return await tx.run(count)


async def test_a_spreadsheet_is_used_answered_and_kept(running: Stage) -> None:
    phone = await _staff(running, Role.ADMIN)
    await _send(running, phone, REAL, "Tree survey (2).xlsx")
    await _check(running)
    assert "tree_survey_2 is ready." in phone.last.text
    await phone.tap("✅ Use it")
    await running.settle()
    assert await _count(running, form_in_use, form_in_use.c.by.startswith("person ")) == 1
    assert await _count(running, audit, audit.c.action == "form add") == 1
    await running.house.tick()
    await phone.say("/start form_tree_survey_2")
    await running.settle()
    for _ in range(6):
        if "Is everything right?" in phone.last.text:
            break
        await phone.say("3")
        await running.settle()
    await phone.tap("✅ Send")
    await running.settle()
    assert phone.last.text.startswith("✅ Sent.")
    kept = (submission.c.form_name == "tree_survey_2", submission.c.slot_id.is_(None))
    assert await _count(running, submission, *kept) == 1


async def test_who_is_in_the_middle_goes_on_with_the_old_form(running: Stage) -> None:
    phone = await _staff(running)
    await _send(running, phone, EVERYTHING)
    await _check(running)
    await phone.tap("✅ Use it")
    await running.settle()
    await running.house.tick()
    await phone.say("/everything")
    await running.settle()
    other = EVERYTHING.read_text("utf-8").replace("A whole number?", "A round number?")
    await phone.document(other.encode(), "everything.md")
    await running.settle()
    await _check(running)
    assert "It takes the place of the form that is asked now." in phone.last.text
    await phone.tap("✅ Use it")
    await running.settle()
    await running.house.tick()
    await phone.say("/everything")
    await phone.say("word")
    await running.settle()
    assert "A whole number?" in phone.last.text
    new = running.simulator.phone(2, "Grace", "en")
    await Actor(new, 2).meet()
    await new.say("/everything")
    await new.say("word")
    await running.settle()
    assert "A round number?" in new.last.text


async def test_practised_it_counts_for_nothing(running: Stage) -> None:
    phone = await _staff(running)
    form = "| survey |\n| | type | name | label |\n| | text | word | Any word? |\n"
    await phone.document(form.encode(), "word.md")
    await running.settle()
    await _check(running)
    for said in ("yes", "/practice"):
        await phone.say(said)
        await running.settle()
    await running.house.tick()
    for said in ("/word", "apple", "send"):
        await phone.say(said)
        await running.settle()
    assert "It was practice" in phone.last.text
    assert await _count(running, submission, submission.c.form_name == "word", submission.c.practice) == 1


async def test_a_lost_file_and_an_endless_one_are_told(running: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await _staff(running)
    sent = await phone.document(REAL.read_bytes(), "lost.xlsx")
    running.simulator.bot().files.lose(next(one for one in phone.screen if one.id == sent).file.id)
    await running.settle()
    await _check(running)
    assert phone.last.text == "The file did not arrive. Please send it once more."
    monkeypatch.setattr(form_files, "SECONDS", 0.01)
    await _send(running, phone, REAL)
    await _check(running)
    assert "too busy to check the form now" in phone.last.text


async def test_an_answer_that_is_a_file_stays_an_answer(running: Stage) -> None:
    phone = await _staff(running)
    form = "| survey |\n| | type | name | label |\n| | file | paper | Which paper? |\n"
    await phone.document(form.encode(), "paper.md")
    await running.settle()
    await _check(running)
    await phone.say("yes")
    await running.settle()
    await running.house.tick()
    await phone.say("/paper")
    await running.settle()
    await _send(running, phone, REAL)
    assert "Is everything right?" in phone.last.text
    assert await _count(running, form_upload) == 1


async def test_she_is_forgotten_with_her_upload(running: Stage) -> None:
    phone = await _staff(running)
    await _send(running, phone, REAL)
    await phone.say("/forget")
    await running.settle()
    for button in ("Yes, go on", "🗑 Erase all"):
        await phone.tap(button)
        await running.settle()
    assert await _count(running, form_upload) == 0
    await _check(running)


async def test_it_outlives_the_house(sqlite_url: str, tmp_path: Path) -> None:
    clock = TestClock()
    simulator = Simulator((TOKEN,), now=clock.now)
    simulator.lift_limits()
    await simulator.start()
    try:
        async with _life(simulator, sqlite_url, clock, tmp_path) as running:
            phone = await _staff(running)
            await _send(running, phone, EVERYTHING)
        async with _life(simulator, sqlite_url, clock, tmp_path) as running:
            await running.house.lines[0].fetcher.round()
            # cut off in the middle of the check: nothing was written yet
            check = asyncio.create_task(running.house.form_checks.round())
            await asyncio.sleep(0.05)
            check.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await check
        async with _life(simulator, sqlite_url, clock, tmp_path) as running:
            await _check(running)
            await _check(running)
            assert sum("is ready." in one.text for one in phone.screen) == 1
            await phone.tap("✅ Use it")
            await running.settle()
        async with _life(simulator, sqlite_url, clock, tmp_path) as running:
            await phone.say("/everything")
            await running.settle()
            assert "Any word?" in phone.last.text
    finally:
        await simulator.stop()


@contextlib.asynccontextmanager
async def _life(simulator: Simulator, url: str, clock: TestClock, media: Path) -> AsyncIterator[Stage]:
    """A house on these files, from its start to its sudden end."""
    store = Store(url)
    async with store.transaction() as tx:
        await tx.run(programmes.record, pack(CODE), clock.now())
    loaded = LoadedPacks({CODE: pack(CODE)}, load_catalogues())
    async with store.transaction() as tx:
        await tx.run(forms_in_use.take_up, loaded)
    house = House(store, loaded, clock.now, media, steady=clock.steady)
    house.add_bot(Way(simulator.url, TOKEN, rate=0, long_poll=2))
    async with house.open():
        yield Stage(simulator, house, clock)
