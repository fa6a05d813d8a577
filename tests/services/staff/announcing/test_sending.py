"""An announcement from its first word to its last message: gathered, sent, held up, sent again, changed, taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.staff.announcement import Change, Counts, State, Words
from bot.domain.wire.contact import ChatState
from bot.domain.wire.outgoing import OutState
from bot.services.staff.announcing import report, sending, steering
from bot.store.keeping import retention
from bot.store.schema import announcement_to, outbox
from tests.services.staff.announcing.square import Square, enter_opt_out, square
from tests.services.town import Town


@pytest.fixture
def here_all(place: Town) -> Square:
    """On each kind of database."""
    return square(place)


@pytest.fixture
def at(here: Town) -> Square:
    return square(here)


def test_all_of_it_on_both_databases(here_all: Square) -> None:
    at = here_all
    people = at.crowd(7)
    thai = at.join("Lek", language="th")
    number = at.compose(th="ตลาดเริ่มแปดโมง")
    assert at.state(number) is State.GATHERING
    at.steps()
    # nothing was sent before all were gathered, and then all of them wait
    assert at.state(number) is State.UNDER_WAY
    assert at.counts(number) == Counts(audience=8, waiting=8)
    assert (at.one(number).composed, at.one(number).left) == (8, 8)
    rows = at.claim(5)
    assert at.counts(number) == Counts(audience=8, waiting=8)
    at.answer(rows[:2])
    at.answer(rows[2:3], OutState.FAILED, "Chat not found")
    at.answer(rows[3:4], OutState.FAILED, "blocked")
    at.answer(rows[4:], OutState.UNSURE, "unsure: no answer in time")
    counts = Counts(audience=8, delivered=2, waiting=3, failed=1, blocked=1, unsure=1)
    assert at.counts(number) == counts
    at.step()
    assert at.counts(number) == counts
    at.deliver()
    assert at.state(number) is State.DONE
    assert at.counts(number) == Counts(audience=8, delivered=5, failed=1, blocked=1, unsure=1)
    assert at.look(number).failed == {"Chat not found": 1}
    assert at.do(steering.again, number) == 1
    assert at.counts(number) == Counts(audience=8, delivered=5, waiting=1, blocked=1, unsure=1)
    at.deliver()
    assert at.counts(number) == Counts(audience=8, delivered=6, blocked=1, unsure=1)
    assert at.do(steering.edit, number, "th", Words("เก้าโมง")) == 1
    at.deliver()
    assert at.look(number).changed == {Change.EDITED: 1}
    assert at.arrived[-1] == (thai.chat, "editMessageText")
    assert at.do(steering.take_back, number) == 6
    at.deliver()
    assert at.look(number).changed == {Change.TAKEN_BACK: 6}
    assert at.counts(number) == Counts(audience=8, delivered=6, blocked=1, unsure=1)
    assert [one.chat for one in people if (one.chat, "sendMessage") in at.arrived].count(people[0].chat) == 1
    found = list(at.place.run(_rows, at, number))
    assert (len(found), {one.tries for one in found}) == (8, {1, 2})
    assert not at.one(number).changing
    assert at.links() == 0


def _rows(connection: object, at: Square, number: int) -> list[report.Row]:
    found = report.rows(connection, at.author.person, at.pack, number)  # type: ignore[arg-type]
    assert found is not None
    return list(found)


def test_each_hears_her_own_version_frozen_as_hers_leaves(at: Square) -> None:
    at.join("Nok")
    at.join("Lek", language="th")
    at.join("Sita", language="ne")
    at.compose(th="ตลาดเริ่มแปดโมง")
    at.steps()
    said = [
        row[0]["text"].split("\n\n")[1] for row in at.place.rows(select(outbox.c.payload).where(outbox.c.lane == 2))
    ]
    assert sorted(said) == sorted(["The market begins at eight."] * 2 + ["ตลาดเริ่มแปดโมง"])
    languages = [row[0] for row in at.place.rows(select(announcement_to.c.language))]
    assert sorted(languages) == ["en", "en", "th"]


def test_who_stops_opts_out_or_is_gone_since_is_withdrawn(at: Square) -> None:
    stops, out, blocks, stays = at.crowd(4)
    number = at.compose(at=at.place.now + timedelta(hours=2))
    at.steps()
    assert (at.state(number), at.counts(number)) == (State.PLANNED, Counts(audience=4, waiting=4))
    at.place.become(stops, ChatState.STOPPED)
    at.place.become(blocks, ChatState.BLOCKED)
    enter_opt_out(at.place, out)
    late = at.join("Who came since")
    at.wait(hours=2)
    at.deliver()
    assert at.counts(number) == Counts(audience=5, delivered=2, blocked=1, withdrawn=2)
    assert at.look(number).withdrawn == {"stopped": 1, "opted_out": 1}
    # counted when it was composed, and again when it left
    assert (at.one(number).composed, at.one(number).left, at.one(number).came_since) == (4, 2, -2)
    assert sorted(chat for chat, _ in at.arrived) == sorted([stays.chat, late.chat])


def test_a_pause_takes_back_what_waits_and_goes_on_where_it_was(at: Square) -> None:
    at.crowd(6)
    number = at.compose()
    at.steps()
    flying = at.claim(2)
    before = at.counts(number)
    assert at.do(steering.pause, number).state is State.PAUSED
    assert (at.counts(number), at.in_outbox()) == (before, 0)
    at.steps()
    assert at.in_outbox() == 0
    at.answer(flying)
    assert at.counts(number) == Counts(audience=6, delivered=2, waiting=4)
    assert at.do(steering.pause, number) is None
    assert at.do(steering.go_on, number).state is State.UNDER_WAY
    at.deliver()
    assert at.counts(number) == Counts(audience=6, delivered=6)
    assert len(at.arrived) == len(set(at.arrived)) == 6


def test_a_stop_changes_no_count_and_nothing_leaves_any_more(at: Square) -> None:
    at.crowd(5)
    number = at.compose()
    at.steps()
    at.answer(at.claim(2))
    counts = at.counts(number)
    assert at.do(steering.stop, number).state is State.STOPPED
    at.deliver()
    assert (at.counts(number), at.in_outbox()) == (counts, 0)
    assert (at.do(steering.go_on, number), at.do(steering.stop, number), at.do(steering.again, number)) == (None,) * 3


def test_a_kill_leaves_what_was_in_flight_unsure_and_it_is_not_sent_again(at: Square) -> None:
    at.crowd(5)
    number = at.compose()
    at.steps()
    at.claim(2)
    at.start()
    assert at.counts(number) == Counts(audience=5, waiting=3, unsure=2)
    at.deliver()
    assert at.counts(number) == Counts(audience=5, delivered=3, unsure=2)
    assert len(at.arrived) == 3


def test_only_a_few_wait_in_the_outbox_whatever_there_is(at: Square, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WINDOW", 4)
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    at.crowd(11)
    first, second = at.compose(), at.compose()
    at.steps()
    assert at.in_outbox() == 4
    flying = at.claim(3)
    at.steps()
    assert at.in_outbox() == 1
    at.answer(flying)
    at.steps()
    assert at.in_outbox() == 4
    at.deliver()
    assert at.counts(first) == at.counts(second) == Counts(audience=11, delivered=11)


def test_at_night_it_waits_and_an_emergency_does_not(at: Square) -> None:
    someone, out = at.crowd(2)
    enter_opt_out(at.place, out)
    stopped = at.join("Stopped")
    at.place.become(stopped, ChatState.STOPPED)
    at.wait(hours=9, minutes=59)
    number = at.compose()
    at.steps()
    assert at.in_outbox() == 1
    at.wait(minutes=2)
    at.steps()
    assert (at.in_outbox(), at.counts(number).waiting) == (0, 1)
    leaves = at.look(number).leaves_at
    assert leaves is not None and leaves.astimezone(at.place.zone("thailand-otop")).hour == 7
    urgent = at.compose(emergency=True)
    at.deliver()
    assert at.counts(urgent) == Counts(audience=2, delivered=2)
    at.wait(hours=11)
    at.deliver()
    assert at.counts(number) == Counts(audience=1, delivered=1)
    assert sorted(chat for chat, _ in at.arrived) == sorted([someone.chat, someone.chat, out.chat])


def test_while_the_clock_is_doubted_nothing_leaves_that_is_not_in_flight(at: Square) -> None:
    at.crowd(3)
    number = at.compose()
    at.steps()
    at.claim(1)
    at.place.run(sending.hold)
    assert (at.in_outbox(), at.counts(number)) == (0, Counts(audience=3, waiting=3))


def test_what_goes_from_the_outbox_is_written_down_first(at: Square) -> None:
    at.crowd(3)
    number = at.compose()
    at.steps()
    at.answer(at.claim(2))
    before = at.counts(number)
    assert (before, at.links()) == (Counts(audience=3, delivered=2, waiting=1), 3)
    at.wait(days=40)
    assert at.place.run(retention.forget_messages, "thailand-otop", at.place.now) == 2
    assert (at.counts(number), at.links()) == (before, 1)
