"""The demo: its form to try things out with, the phone that has a year behind it, and what a folder keeps."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.clock import TurnableClock, wall_clock
from bot.demo import A_YEAR, EXAMPLE, FOR_A_YEAR, NotADemo, _house, _store, demo
from bot.forms import Context, Kind, Session, load_form
from bot.forms.xform.model import UNASKED
from bot.forms.xlsform.check import check
from bot.forms.xlsform.walk import walk
from bot.services.forms import forms_in_use
from bot.store.engine import lock
from bot.store.engine.sync import reading
from bot.store.keeping import health
from bot.store.schema import person
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage
from tests.patience import PATIENCE

CODE = "malawi-ovop"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CONTEXT = Context(today=NOW.date(), now=NOW)
FORM = load_form(EXAMPLE.read_text("utf-8"), "md", "everything", {})


def test_it_has_every_kind_in_every_language() -> None:
    assert {one.kind for one in FORM.questions} == set(Kind) - UNASKED
    report = check(FORM, CONTEXT)
    assert (report.missing, report.warnings, report.repairs, report.stuck) == ((), (), (), ())
    assert set(FORM.languages) == {"en", "th", "ne", "ny"}


@pytest.mark.parametrize("language", FORM.languages)
def test_it_is_walked_to_its_end(language: str) -> None:
    for seed in range(20):
        *_, last = walk(Session.start(FORM, CONTEXT, language), random.Random(seed))
        assert last.question is None
        assert last.result()


async def test_the_demo_asks_it_in_every_programme(tmp_path: Path) -> None:
    async with _store(tmp_path) as (store, folder):
        house = await _house(store, folder / "media", TurnableClock())
        assert all("everything" in one.forms for one in house.loaded.packs.values())
        assert set(house.commands) == {"everything"}


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        async with found.house.store.transaction() as tx:
            await tx.run(forms_in_use.add, pack(CODE), "everything", FORM, "test", found.clock.now())
        await found.house.tick()
        yield found


async def test_it_is_answered_in_the_chat(running: Stage) -> None:
    phone = running.simulator.phone(1)
    await Actor(phone, 1).meet()
    await _say(
        running, phone, "/everything", "Amina's honey", "12", "2.5", "2 March 2026", "08:00", "3 March 2026 14:30"
    )
    await _say(running, phone, "mango", "1 3", "2 1 3", "4", *["skip"] * 6, "yes", "Chisomo", "no", "send")
    assert phone.last.text.startswith("✅ Sent.")


async def _say(running: Stage, phone: Phone, *words: str) -> None:
    for word in words:
        await phone.say(word)
        await running.settle()


async def test_somebody_has_a_year_behind_her() -> None:
    async with demo(0) as root:
        screen = await _until(root, "In the box now")
        assert "K" in screen[-1]["text"]


async def test_who_is_added_with_a_year_has_the_name_that_was_typed(tmp_path: Path) -> None:
    async with demo(0, tmp_path) as root:
        await _until(root, "In the box now")
        await _post(f"{root}/sim/phones", name="Thokozani Phiri", language="en", role=A_YEAR)
    with reading(f"sqlite+aiosqlite:///{tmp_path / 'demo.db'}") as connection:
        names = set(connection.scalars(select(person.c.name)))
    assert {"Thokozani Phiri", "Esther Banda"} <= names


async def test_a_folder_keeps_what_the_bot_knows(tmp_path: Path) -> None:
    """A year later by the demo's own clock the bot still knows her, and no message has a number that was there."""
    async with demo(0, tmp_path) as root:
        before = await _until(root, "In the box now")
        await _post(f"{root}/sim/phones/{FOR_A_YEAR.id}/say", text="+600 honey")
        await _until(root, "honey")
        await _post(f"{root}/sim/clock", by="day")
        was = await _walked(root)
        with pytest.raises(lock.InUse):
            async with demo(0, tmp_path):
                pass
    with reading(f"sqlite+aiosqlite:///{tmp_path / 'demo.db'}") as connection:
        last = health.traffic(connection, wall_clock()).last_sign
    assert last is not None
    assert last >= datetime.fromisoformat(was), "it goes on where it stopped, not where it ticked last"
    async with demo(0, tmp_path) as root:
        after = await _until(root, "In the box now")
        assert after[-1]["text"] != before[-1]["text"]
        assert min(one["id"] for one in after) > max(one["id"] for one in before)
        assert (await _state(root))["now"] >= was


async def test_a_real_bots_folder_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "ovop.db").touch()
    with pytest.raises(NotADemo):
        async with demo(0, tmp_path):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["ovop.db"]


async def _state(root: str) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        return (await client.get(f"{root}/sim/state")).json()


async def _post(url: str, **body: str) -> None:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        (await client.post(url, json=body)).raise_for_status()


async def _until(root: str, words: str) -> list[dict[str, Any]]:
    """Her screen, once the bot has said this in the newest message."""
    async with asyncio.timeout(PATIENCE):
        while True:
            [screen] = [one["screen"] for one in (await _state(root))["phones"] if one["id"] == FOR_A_YEAR.id]
            if screen and not screen[-1]["mine"] and words in screen[-1]["text"]:
                return screen
            await asyncio.sleep(0.05)


async def _walked(root: str) -> str:
    """The time, once the clock stands again."""
    async with asyncio.timeout(PATIENCE):
        while (state := await _state(root))["running"]:
            await asyncio.sleep(0.05)
    return state["now"]
