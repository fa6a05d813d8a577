"""Somebody's year, made by the house's services in a real database of either kind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.demo import year
from bot.domain.evaluation.calendar import SlotState
from bot.domain.evaluation.interval import Course
from bot.services import programmes
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.evaluation import calendar as evaluation
from bot.services.evaluation import progress
from bot.services.people import mydata, registration
from bot.store import Store
from bot.store.evaluation import slots
from bot.store.wire import chats
from tests.house import COUNTRIES, pack

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BOT, CHAT = 77, 1005
A_YEAR = date(2025, 11, 24), date(2026, 11, 24)
# Bytes of all that is kept about her: she may pay for them.
MOST_OF_A_YEAR = 60_000


@pytest.mark.parametrize("code", COUNTRIES)
async def test_she_has_a_year_behind_her_and_a_check_in_before_her(database_url: str, code: str) -> None:
    store, there = Store(database_url), pack(code)
    her = year.Somebody(BOT, CHAT, there, there.programme.languages[0])
    async with store.transaction() as tx:
        await tx.run(programmes.record, there, NOW)
        assert await tx.run(year.make, her, NOW)
    async with store.transaction() as tx:
        contact = (await tx.run(chats.load, BOT, [CHAT]))[CHAT]
        assert contact.person is not None and contact.person.confirmed
        [producer] = await tx.run(registration.producers_of, contact.person.id)
        ended = [slot for slot in await tx.run(slots.of_producer, producer) if slot.state.ended]
        assert {slot.state for slot in ended} == {SlotState.ANSWERED, SlotState.LATE}
        [due] = await tx.run(evaluation.due, contact.person.id, there.programme, NOW)
        assert (due.month, due.due) == (12, A_YEAR[1])
        assert (await tx.run(progress.of_producer, producer, there)).standings.course is Course.ON_TRACK
        owner = Owner(producer, contact.person.id, practice=False, currency=there.programme.currency)
        assert await tx.run(book.began, owner) == A_YEAR[0]
        assert len(await tx.run(book.entries, owner, *A_YEAR)) > 500
        assert all(kept.at < NOW for kept in await tx.run(book.versions, owner, *A_YEAR))
        assert len(await tx.run(mydata.as_json, contact.person.id)) <= MOST_OF_A_YEAR
    async with store.transaction() as tx:
        assert not await tx.run(year.make, her, NOW + timedelta(days=1)), "what she has done since stays"
    await store.close()
