"""The demo's form to try things out with: one question of each kind, in every language, walked to its end."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo import EXAMPLE, _house
from bot.forms import Context, Kind, Session, load_form
from bot.forms.check import check
from bot.forms.model import UNASKED
from bot.forms.walk import walk
from bot.services import forms_in_use
from simulator.phones import Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage

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
    house = await _house(tmp_path, lambda: NOW)
    assert all("everything" in one.forms for one in house.desk.packs.values())
    assert set(house.commands) == {"everything"}
    await house.store.close()


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
