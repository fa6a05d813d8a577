"""Announcements by the clock: until nothing can be done now, a transaction a piece; nothing while it is doubted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.domain.clock_trust import Trust
from bot.domain.staff.announcement import Counts, State
from bot.domain.wire.message import Recipient
from bot.services.staff.announcing import live
from bot.store.schema import outbox
from jobs.announcing import Announcing
from tests.jobs.test_tick import Watched
from tests.services.conftest import START
from tests.services.staff.announcing.square import CODE, Square, square
from tests.services.town import BOT, pack, town
from tests.system.databases import Templates


@pytest.fixture
def at(templates: Templates, tmp_path: Path) -> Iterator[Square]:
    with town(templates.copy("sqlite", tmp_path), START, [pack(CODE)]) as made:
        yield square(made)


async def announce(watched: Watched) -> None:
    job = Announcing(watched.transaction, watched.place.loaded, watched.left_out, watched.read, watched.wake)
    await job.round()


async def test_pieces_are_transactions_of_their_own_and_delivery_is_woken(at: Square) -> None:
    at.crowd(3)
    number = at.compose()
    watched = Watched(at.place)
    await announce(watched)
    assert (at.state(number), at.in_outbox(), watched.woken) == (State.UNDER_WAY, 3, 1)
    # gathered, planned and gathered again, sent
    assert watched.transactions == 4
    await watched.store.close()


@pytest.mark.parametrize("trust", [Trust.APART, Trust.UNSEEN])
async def test_while_the_clock_is_doubted_what_waits_is_taken_back_and_nothing_leaves(at: Square, trust: Trust) -> None:
    at.crowd(3)
    number = at.compose()
    watched = Watched(at.place)
    await announce(watched)
    flying = at.claim(1)
    watched.trust = trust
    await announce(watched)
    assert (at.in_outbox(), at.counts(number)) == (0, Counts(audience=3, waiting=3))
    at.answer(flying)
    watched.trust = Trust.AGREES
    await announce(watched)
    assert (at.in_outbox(), at.counts(number)) == (2, Counts(audience=3, delivered=1, waiting=2))
    await watched.store.close()


def bars(at: Square) -> int:
    """How many changes of messages that show how an announcement stands were written."""
    here = (outbox.c.dedupe.like("bar:%"),)
    return int(at.place.rows(select(func.count()).select_from(outbox).where(*here))[0][0])


async def show(watched: Watched) -> None:
    """As a process does that has just begun."""
    await Announcing(watched.transaction, watched.place.loaded, watched.left_out, watched.read, watched.wake).show()


async def test_its_bar_follows_within_seconds_and_not_while_the_clock_is_doubted(at: Square) -> None:
    at.crowd(3)
    number = at.compose()
    author = Recipient(BOT, at.author.chat, "en", at.author.person)
    at.place.run(live.keep, at.place.loaded, at.pack, at.look(number), author, 7, at.place.now)
    watched = Watched(at.place)
    await announce(watched)
    at.wait(seconds=4)
    await show(watched)
    assert bars(at) == 0, "too soon"
    at.wait(seconds=1)
    watched.trust = Trust.APART
    await show(watched)
    assert bars(at) == 0, "the clock is doubted"
    watched.trust = Trust.AGREES
    woken = watched.woken
    await show(watched)
    assert (bars(at), watched.woken) == (1, woken + 1)
    at.wait(seconds=60)
    await show(watched)
    assert bars(at) == 1, "an earlier change of it is still on its way"
    await watched.store.close()


async def test_showing_takes_a_small_part_of_the_time(at: Square) -> None:
    watched = Watched(at.place)
    job = Announcing(watched.transaction, watched.place.loaded, watched.left_out, watched.read, watched.wake)
    await job.show()
    await job.show()
    assert watched.transactions == 1, "the second time was too soon"
    await watched.store.close()


async def test_an_announcement_of_which_nothing_can_be_read_holds_up_no_other(at: Square) -> None:
    at.crowd(2)
    broken, whole = at.compose(), at.compose()
    at.place.rows_changed(text(f"UPDATE announcement SET audience = 'no JSON' WHERE id = {broken}"))
    watched = Watched(at.place)
    await announce(watched)
    assert (at.state(whole), at.in_outbox()) == (State.UNDER_WAY, 2)
    await watched.store.close()
