"""The law of announcements: at every instant each of the audience is in one place. Histories made up by hypothesis."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.domain.staff.announcement import Fate, State, Words
from bot.domain.wire.contact import ChatState
from bot.domain.wire.outgoing import Claimed, OutState
from bot.left_out import LeftOut
from bot.services.people import erasure
from bot.services.staff import merging
from bot.services.staff.announcing import sending, steering
from bot.store.keeping import retention
from bot.store.people import parting
from bot.store.schema import announcement_to, chat_person, outbox, producer
from bot.store.staff.announcing import addressees, opt_outs
from bot.store.wire import chats
from tests.nightly import times
from tests.services.conftest import START
from tests.services.staff.announcing.square import CODE, Square, square
from tests.services.town import BOT, Member, Town, pack, town

PEOPLE = 5
ALIKE = {"area": "10", "product": "rice"}
HAPPENINGS = (
    "compose", "later", "emergency", "step", "step", "step", "claim", "claim", "claim",
    "arrived", "arrived", "failed", "blocked", "timed out", "not now", "kill",
    "stop", "back", "block", "opt out", "opt in", "erase", "forget", "unlink", "new phone", "second on it",
    "merge", "merge", "undo",
    "pause", "go on", "end", "again", "edit", "take back", "hour", "night", "sweep", "retention",
)  # fmt: skip
OUTCOMES = {
    "arrived": (OutState.SENT, None),
    "failed": (OutState.FAILED, "Chat not found"),
    "blocked": (OutState.FAILED, "blocked"),
    "timed out": (OutState.UNSURE, "unsure: no answer in time"),
    "not now": (OutState.WAITING, "no connection"),
}
STEERED = {"pause": steering.pause, "go on": steering.go_on, "end": steering.stop, "again": steering.again,
           "take back": steering.take_back}  # fmt: skip


@dataclass
class History:
    """What has happened so far, as somebody would count it who sees only Telegram."""

    at: Square
    people: list[Member] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    in_flight: list[Claimed] = field(default_factory=list)
    # by announcement and chat: how often its message may have arrived
    arrived: Counter[tuple[str, int]] = field(default_factory=Counter)
    delivered: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    audience: Counter[int] = field(default_factory=Counter)

    def happens(self, what: str, which: int) -> None:
        if what in OUTCOMES:
            self._answer(what, 1 + which % 3)
        elif what in STEERED and self.numbers:
            self.at.do(STEERED[what], self.numbers[which % len(self.numbers)])
        elif what in ("compose", "later", "emergency"):
            self._compose(what)
        else:
            self._by_the_clock(what, which) or self._to_somebody(what, self.people[which % len(self.people)], which)

    def _compose(self, what: str) -> None:
        later = self.at.place.now + timedelta(hours=3) if what == "later" else None
        words = Words(f"Notice {len(self.numbers)}.")
        self.numbers.append(self.at.compose(words, at=later, emergency=what == "emergency"))

    def _answer(self, what: str, most: int) -> None:
        rows, self.in_flight = self.in_flight[:most], self.in_flight[most:]
        state, reason = OUTCOMES[what]
        self.at.answer(rows, state, reason)
        for row in rows:
            if row.method == "sendMessage" and state in (OutState.SENT, OutState.UNSURE):
                self._may_have_arrived(row, state)

    def _may_have_arrived(self, row: Claimed, state: OutState) -> None:
        # whose office it is stands over it, and who is called first where a phone is shared
        text = next(iter(re.findall(r"Notice \d+", row.payload["text"])))
        self.arrived[text, row.chat] += 1
        (self.delivered if state is OutState.SENT else self.unsure)[text] += 1

    def _by_the_clock(self, what: str, which: int) -> bool:
        match what:
            case "step":
                self.at.steps()
            case "claim":
                self.in_flight += self.at.claim(1 + which % 4)
            case "kill":
                for row in self.in_flight:
                    if row.method == "sendMessage":
                        self._may_have_arrived(row, OutState.UNSURE)
                self.in_flight = []
                self.at.start()
            case "hour" | "night":
                self.at.wait(hours=1 if what == "hour" else 12)
            case "sweep":
                self.at.place.run(erasure.under_way, LeftOut())
            case "retention":
                self.at.place.run(retention.forget_messages, CODE, self.at.place.now)
            case "edit" if self.numbers:
                number = self.numbers[which % len(self.numbers)]
                # the same words: by them Telegram's messages are told apart here
                self.at.do(steering.edit, number, "en", self.at.one(number).words["en"])
            case "undo":
                done = self.at.do(merging.recent)
                if done:
                    self.at.do(merging.undo, done[which % len(done)][0].id, self.at.place.loaded.catalogues)
            case _:
                return False
        return True

    def _to_somebody(self, what: str, member: Member, which: int) -> None:
        place = self.at.place
        match what:
            case "stop":
                place.become(member, ChatState.STOPPED)
            case "back":
                place.become(member, ChatState.ACTIVE)
            case "block":
                place.become(member, ChatState.BLOCKED)
            case "opt out":
                place.run(opt_outs.opt_out, member.person, place.now)
            case "opt in":
                place.run(opt_outs.opt_in, member.person)
            case "erase":
                place.run(erasure.erase_person, member.person, place.now)
                self.people[which % len(self.people)] = self.join()
            case "forget":
                self._asks_to_be_forgotten(member)
            case "merge":
                self._merge(member, self.people[(which + 1 + which // len(self.people)) % len(self.people)])
            case "unlink" | "new phone":
                place.run(parting.unlink, (BOT, member.chat), member.person)
                if what == "new phone":
                    self._second(member, self.join())
            case "second on it":
                self._second(member, self.people[(which + 1) % len(self.people)])

    def _second(self, member: Member, whose: Member) -> None:
        """She uses somebody else's phone too."""
        place = self.at.place
        if place.rows(select(chat_person.c.chat).where(chat_person.c.chat == whose.chat)):
            place.run(chats.belongs_to, BOT, whose.chat, member.person, place.now)

    def _asks_to_be_forgotten(self, member: Member) -> None:
        """Who is in front on her phone says /forget."""
        place = self.at.place
        contact = place.run(chats.load, BOT, [member.chat]).get(member.chat)
        if contact is None or contact.person_id is None:
            return
        gone = contact.person_id
        place.run(erasure.erase, contact, place.now)
        place.run(chats.save, [contact], place.now)
        self.people = [self.join() if one.person == gone else one for one in self.people]

    def _merge(self, one: Member, other: Member) -> None:
        """Two stand twice, an officer sees: of one of them the phone is somebody else's now."""
        place, at = self.at.place, self.at
        if place.rows(select(chat_person.c.chat).where(chat_person.c.person_id == one.person)):
            for chat in place.run(parting.chats_of, other.person):
                place.run(parting.unlink, chat, other.person)
        if one.person != other.person:
            place.run(merging.compare_with_all, (one.producer, other.producer))
            at.do(merging.merge, one.producer, other.producer, place.loaded.catalogues)

    def join(self) -> Member:
        """Somebody registers who may stand twice with any other: they are called alike, and make the same."""
        member = self.at.join()
        self.at.place.rows_changed(update(producer).where(producer.c.id == member.producer).values(**ALIKE))
        return member

    def is_lawful(self) -> None:
        assert not self.at.place.left_out, "no step was given up"
        for place, number in enumerate(self.numbers):
            counts, text = self.at.place.run(addressees.tally, number).counts, f"Notice {place}"
            assert counts.is_lawful
            assert counts.audience >= self.audience[number]
            self.audience[number] = counts.audience
            assert (counts.delivered, counts.unsure) == (self.delivered[text], self.unsure[text])
        assert all(many == 1 for many in self.arrived.values())

    def comes_to_its_end(self) -> None:
        """Whatever was held up goes on, and nobody waits any more where it was not ended."""
        for number in self.numbers:
            self.at.do(steering.go_on, number)
        self._answer("arrived", len(self.in_flight))
        for _ in range(20 * len(self.numbers)):
            self.at.steps()
            self.in_flight += self.at.claim()
            self._answer("arrived", len(self.in_flight))
            if all(self.at.state(number).is_over for number in self.numbers):
                break
            self.at.wait(hours=6 if not self.in_flight else 0)
        self.is_lawful()
        self.at.steps()
        assert self.at.links() == 0
        assert self.at.in_outbox() == 0
        for number in self.numbers:
            state, counts = self.at.state(number), self.at.counts(number)
            assert counts == self.at.place.run(addressees.tally, number).counts
            assert state in (State.DONE, State.STOPPED)
            assert state is State.STOPPED or counts.waiting == 0
        nobody = announcement_to.c.person_id.is_(None)
        kept = self.at.place.rows(select(announcement_to.c.chat, announcement_to.c.message_id).where(nobody))
        assert all(tuple(row) == (None, None) for row in kept)


events = st.lists(st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 11)), min_size=10, max_size=60)


@pytest.fixture
def ground(database_url: str) -> Iterator[Town]:
    """Where all histories of a test are lived, one after the other."""
    with town(database_url, START, [pack(CODE)]) as place:
        yield place


@settings(max_examples=times(10, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=events)
def test_the_law_holds_whatever_happens(ground: Town, life: Sequence[tuple[str, int]]) -> None:
    with ground.life() as place, mock.patch.multiple(sending, WINDOW=4, AT_ONCE=2):
        at = square(place)
        history = History(at)
        history.people += [history.join() for _ in range(PEOPLE)]
        for what, which in [("compose", 0), *life]:
            history.happens(what, which)
            history.is_lawful()
        history.comes_to_its_end()


def test_the_six_places_are_all_there_are() -> None:
    assert {one.value for one in Fate} == {"delivered", "waiting", "failed", "blocked", "unsure", "withdrawn"}
    assert {one.name for one in OutState} == {"WAITING", "SENDING", "SENT", "FAILED", "UNSURE"}
    assert outbox.c.state.type is not None
