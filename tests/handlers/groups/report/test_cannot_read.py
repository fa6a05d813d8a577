"""A leader sends what nobody can read for her: she is told what she can send instead."""

import pytest

from simulator.world.phones import Phone
from tests.handlers.books import say
from tests.handlers.groups.report.test_report import members
from tests.handlers.groups.test_group import a_group, leads, running
from tests.house import Stage

__all__ = ["running"]


async def sends(phone: Phone, what: str) -> None:
    if what == "voice":
        await phone.voice()
    elif what == "contact":
        await phone.contact(name="Ruth")
    else:
        await phone.document(b"%PDF", f"report.{what}", mime="application/pdf" if what == "pdf" else "text/csv")


@pytest.mark.parametrize("what", ["pdf", "csv", "voice", "contact"])
async def test_she_hears_what_she_can_send(running: Stage, what: str) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group)
    leader.mark()
    await sends(leader, what)
    await running.settle()
    (told,) = leader.heard
    assert "words and photos" in told.text and "a name and a figure" in told.text


async def test_who_leads_no_group_hears_what_she_heard_before(running: Stage) -> None:
    phone = running.simulator.phone(7300, "Ruth", "en")
    await say(running, phone, "/start", "[English]")
    await phone.voice()
    await running.settle()
    assert "words and photos" not in phone.screen[-1].text
