"""An announcement and two who are made one while it waits: one of them hears it, and the report says why not both."""

from typing import Any

from sqlalchemy import update

from bot.domain.staff.announcement import State
from bot.services.staff import merging
from bot.services.staff.announcing import standing
from bot.store.people import parting
from bot.store.schema import producer
from bot.store.wire import chats
from tests.services.staff.announcing.square import CODE, Square, square
from tests.services.town import BOT, Member, Town

ALIKE = {"area": "10", "product": "rice"}


def two(place: Town) -> tuple[Square, Member, Member]:
    """Two who are called alike and make the same, in an audience that waits; the second one's phone is lost since."""
    at = square(place)
    one, other = at.join(), at.join()
    place.rows_changed(update(producer).where(producer.c.id.in_((one.producer, other.producer))).values(**ALIKE))
    return at, one, other


def merge(at: Square, one: Member, other: Member) -> Any:
    place = at.place
    place.run(merging.compare_with_all, (one.producer, other.producer))
    return at.do(merging.merge, one.producer, other.producer, place.loaded.catalogues)


def test_who_was_merged_after_it_was_composed_is_withdrawn_and_the_report_says_so(place: Town) -> None:
    at, one, other = two(place)
    number = at.compose()
    while at.state(number) is State.GATHERING:
        at.step()
    place.run(parting.unlink, (BOT, other.chat), other.person)
    assert merge(at, one, other) is not None
    at.deliver()
    found = at.look(number)
    assert (found.counts.delivered, found.counts.withdrawn) == (1, 1)
    assert found.withdrawn == {"merged": 1}
    said = standing.words(place.loaded.catalogues, place.loaded.pack(CODE), found, "en")
    assert "• stood twice: 1" in str(said)


def test_undone_before_it_leaves_both_hear_it(place: Town) -> None:
    at, one, other = two(place)
    number = at.compose()
    while at.state(number) is State.GATHERING:
        at.step()
    place.run(parting.unlink, (BOT, other.chat), other.person)
    done = merge(at, one, other)
    assert at.do(merging.undo, done, place.loaded.catalogues) is not None
    # who has no name is in no audience
    theirs = place.join(CODE)
    place.run(chats.belongs_to, BOT, theirs.chat, other.person, place.now)
    at.deliver()
    assert at.counts(number).delivered == 2 and at.counts(number).withdrawn == 0


def test_who_has_come_to_the_phone_of_another_who_gets_it_is_said_in_words(place: Town) -> None:
    at, one, other = two(place)
    number = at.compose()
    while at.state(number) is State.GATHERING:
        at.step()
    place.run(parting.unlink, (BOT, other.chat), other.person)
    place.run(chats.belongs_to, BOT, one.chat, other.person, place.now)
    at.deliver()
    found = at.look(number)
    assert found.withdrawn == {"shares_the_chat": 1}
    said = str(standing.words(place.loaded.catalogues, place.loaded.pack(CODE), found, "en"))
    assert "• now use the phone of somebody who gets it: 1" in said
