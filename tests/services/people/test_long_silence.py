"""Who was not heard of for years is told once, by day, and a month later forgotten; a word from her is enough."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.domain.wire.contact import ChatState
from bot.domain.wire.outgoing import OutState
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import silence
from bot.services.people.silence import AT_MOST, NOTICE, Due
from bot.store.engine.sync import writing
from bot.store.people import consents
from bot.store.schema import (
    audit,
    chat,
    chat_person,
    consent,
    erasure,
    form_version,
    outbox,
    person,
    producer,
    speaks_for,
    submission,
)
from bot.store.wire import chats
from tests.house import pack

CODES = ("malawi-ovop", "nepal-odop", "thailand-otop")
# two at night in Blantyre, so nobody is written to before seven
NIGHT = datetime(2026, 6, 1, 0, 30, tzinfo=UTC)
MORNING = datetime(2026, 6, 1, 5, 0, tzinfo=UTC)
KEPT = timedelta(days=1095) + chats.HEARD_WITHIN


@pytest.fixture
def loaded() -> LoadedPacks:
    return LoadedPacks({code: pack(code) for code in CODES}, load_catalogues())


@pytest.fixture
def base(database_url: str) -> Iterator[Connection]:
    with writing(database_url) as connection:
        for code in CODES:
            programmes.record(connection, pack(code), NIGHT)
        yield connection


def somebody(
    base: Connection,
    number: int,
    silent: timedelta,
    state: ChatState = ChatState.ACTIVE,
    code: str = CODES[0],
    language: str = "en",
) -> int:
    """A person who was last heard of so long before the night."""
    at = NIGHT - silent
    values = {"programme": code, "name": f"Person {number}", "language": language, "created_at": at}
    who = int(base.execute(insert(person).values(values).returning(person.c.id)).scalar_one())
    where = {"bot": 1, "chat": number, "person_id": who, "state": state, "state_since": at, "seen_at": at}
    base.execute(insert(chat).values(where))
    wish = ChatState.ACTIVE if state is ChatState.BLOCKED else state
    base.execute(insert(chat_person).values(where | {"since": at, "state": wish}))
    return who


def writes(base: Connection, number: int, now: datetime) -> None:
    contacts = chats.load(base, 1, [number], now)
    chats.save(base, contacts.values(), now)


def a_night(base: Connection, loaded: LoadedPacks, now: datetime) -> Due:
    """As the job does it."""
    everywhere = [one.programme for one in loaded.packs.values()]
    while silence.tell_silent(base, loaded, LeftOut(), everywhere, now, 3):
        pass
    found = silence.due(base, everywhere, now)
    silence.forget_silent(base, loaded, LeftOut(), found.tonight, now)
    return found


def named(base: Connection) -> list[int]:
    return list(base.scalars(select(person.c.id).where(person.c.name.is_not(None)).order_by(person.c.id)))


def told(base: Connection) -> list[tuple[int, datetime]]:
    """Who is written to, and when."""
    return [(row.chat, row.next_attempt) for row in base.execute(select(outbox).order_by(outbox.c.id))]


def arrive(base: Connection) -> None:
    base.execute(update(outbox).values(state=OutState.SENT))


def test_told_a_month_before_once_and_not_at_night(base: Connection, loaded: LoadedPacks) -> None:
    somebody(base, 1, KEPT - NOTICE + timedelta(hours=1))
    kept = somebody(base, 2, KEPT - NOTICE - timedelta(hours=1))
    a_night(base, loaded, NIGHT)
    assert told(base) == [(1, MORNING)]
    arrive(base)
    for days in range(1, 30):
        a_night(base, loaded, NIGHT + timedelta(days=days))
        arrive(base)
    assert len(named(base)) == 2 and [who for who, _ in told(base)] == [1, 2], "each once"
    a_night(base, loaded, NIGHT + timedelta(days=31))
    assert named(base) == [kept]


@pytest.mark.parametrize("code", CODES)
def test_in_her_language_and_by_her_mornings(base: Connection, loaded: LoadedPacks, code: str) -> None:
    for number, language in enumerate(pack(code).programme.languages, 1):
        somebody(base, number, KEPT, code=code, language=language)
    a_night(base, loaded, NIGHT)
    texts = {row.payload["text"] for row in base.execute(select(outbox))}
    assert len(texts) == len(pack(code).programme.languages)
    assert all(len(text) <= 200 and text.count("\n") == 2 for text in texts)


def test_nobody_is_forgotten_who_was_not_told_however_long_it_was(base: Connection, loaded: LoadedPacks) -> None:
    """A register of an older version, or a bot that was off for years."""
    for number in range(1, 6):
        somebody(base, number, timedelta(days=3900))
    a_night(base, loaded, NIGHT)
    arrive(base)
    a_night(base, loaded, NIGHT + timedelta(days=29))
    assert len(named(base)) == 5
    a_night(base, loaded, NIGHT + timedelta(days=31))
    assert not named(base)


def test_a_word_from_her_is_enough_and_years_later_she_is_told_anew(base: Connection, loaded: LoadedPacks) -> None:
    somebody(base, 1, KEPT)
    a_night(base, loaded, NIGHT)
    arrive(base)
    writes(base, 1, NIGHT + timedelta(days=29))
    for days in (31, 60, 1000):
        a_night(base, loaded, NIGHT + timedelta(days=days))
    assert len(named(base)) == len(told(base)) == 1
    later = NIGHT + timedelta(days=29) + KEPT
    a_night(base, loaded, later)
    assert len(named(base)) == 1 and len(told(base)) == 2
    arrive(base)
    a_night(base, loaded, later + timedelta(days=31))
    assert not named(base)


@pytest.mark.parametrize("state", [ChatState.BLOCKED, ChatState.STOPPED])
def test_who_may_not_be_written_to_is_not_and_for_her_the_month_goes_by_as_well(
    base: Connection, loaded: LoadedPacks, state: ChatState
) -> None:
    somebody(base, 1, KEPT, state)
    a_night(base, loaded, NIGHT)
    a_night(base, loaded, NIGHT + timedelta(days=29))
    assert len(named(base)) == 1
    a_night(base, loaded, NIGHT + timedelta(days=31))
    assert not named(base) and not told(base)


@pytest.mark.parametrize(
    ("state", "attempts", "again"),
    [
        (OutState.FAILED, 1440, True),
        (OutState.FAILED, 1, False),
        (OutState.UNSURE, 1, False),
    ],
    ids=["given up", "refused", "may have arrived"],
)
def test_what_was_given_up_was_not_heard(
    base: Connection, loaded: LoadedPacks, state: OutState, attempts: int, again: bool
) -> None:
    somebody(base, 1, KEPT)
    a_night(base, loaded, NIGHT)
    base.execute(update(outbox).values(state=state, attempts=attempts))
    a_night(base, loaded, NIGHT + timedelta(days=1))
    arrive(base)
    a_night(base, loaded, NIGHT + timedelta(days=30, hours=6))
    assert len(named(base)) == again
    a_night(base, loaded, NIGHT + timedelta(days=32))
    assert not named(base)


def test_what_still_waits_to_be_sent_was_not_heard(base: Connection, loaded: LoadedPacks) -> None:
    somebody(base, 1, KEPT)
    a_night(base, loaded, NIGHT)
    a_night(base, loaded, NIGHT + timedelta(days=40))
    assert len(named(base)) == 1
    arrive(base)
    a_night(base, loaded, NIGHT + timedelta(days=41))
    assert not named(base)


def those(base: Connection, people: int, among: int) -> None:
    """So many who are to be forgotten, and so many who are not."""
    for number in range(1, people + 1):
        somebody(base, number, KEPT + NOTICE, code=CODES[number % 3])
    for number in range(people + 1, people + among + 1):
        somebody(base, number, timedelta())
    base.execute(update(person).values(silence_told_at=NIGHT - NOTICE))


@pytest.mark.parametrize(
    ("people", "among", "waits"),
    [(AT_MOST, 0, False), (AT_MOST + 1, 0, True), (21, 2100 - 21, False), (22, 2100 - 22, True)],
)
def test_more_than_the_larger_of_twenty_and_one_in_a_hundred_wait(
    base: Connection, loaded: LoadedPacks, people: int, among: int, waits: bool
) -> None:
    those(base, people, among)
    found = a_night(base, loaded, NIGHT)
    assert (found.waits, len(found.everybody)) == (waits, people)
    assert len(named(base)) == among + people * waits
    assert bool(base.scalar(select(func.count()).select_from(erasure))) is not waits


def test_those_whom_an_operator_agreed_to_go_and_later_ones_wait_for_the_next_word(
    base: Connection, loaded: LoadedPacks
) -> None:
    packs = [one.programme for one in loaded.packs.values()]
    those(base, AT_MOST + 1, 0)
    agreed = silence.agree(base, packs, "somebody", NIGHT)
    assert not agreed.waits and len(agreed.tonight) == AT_MOST + 1
    for number in range(100, 100 + AT_MOST + 1):
        somebody(base, number, KEPT + NOTICE)
    base.execute(update(person).where(person.c.silence_told_at.is_(None)).values(silence_told_at=NIGHT - NOTICE))
    assert len(a_night(base, loaded, NIGHT).tonight) == AT_MOST + 1
    assert len(named(base)) == AT_MOST + 1
    (deed,) = base.execute(select(audit)).all()
    assert (deed.actor, deed.action, deed.detail) == ("somebody", "forget silent", {"people": AT_MOST + 1})


def test_a_word_of_years_ago_is_none_for_a_new_silence(base: Connection, loaded: LoadedPacks) -> None:
    packs = [one.programme for one in loaded.packs.values()]
    those(base, AT_MOST + 1, 0)
    silence.agree(base, packs, "somebody", NIGHT)
    for number in range(1, AT_MOST + 2):
        writes(base, number, NIGHT)
    later = NIGHT + KEPT + timedelta(days=1)
    base.execute(update(person).values(silence_told_at=later - NOTICE))
    assert silence.due(base, packs, later).waits


def test_what_she_was_told_before_her_last_word_does_not_count(base: Connection, loaded: LoadedPacks) -> None:
    packs = [one.programme for one in loaded.packs.values()]
    those(base, 1, 0)
    writes(base, 1, NIGHT)
    assert silence.due(base, packs, NIGHT + KEPT + NOTICE).everybody == []


def test_who_writes_between_the_count_and_the_end_stays(base: Connection, loaded: LoadedPacks) -> None:
    those(base, 3, 0)
    found = silence.due(base, [one.programme for one in loaded.packs.values()], NIGHT)
    writes(base, 2, NIGHT)
    assert silence.forget_silent(base, loaded, LeftOut(), found.tonight, NIGHT) == 2
    assert len(named(base)) == 1


def test_on_a_shared_phone_each_is_told_by_her_name_and_who_writes_stays(base: Connection, loaded: LoadedPacks) -> None:
    first, second = somebody(base, 1, KEPT), somebody(base, 2, KEPT)
    base.execute(update(chat_person).values(chat=1))
    a_night(base, loaded, NIGHT)
    texts = [row.payload["text"] for row in base.execute(select(outbox).order_by(outbox.c.id))]
    assert ["Person 1" in texts[0], "Person 2" in texts[1]] == [True, True]
    arrive(base)
    writes(base, 1, NIGHT + timedelta(days=3))
    a_night(base, loaded, NIGHT + timedelta(days=31))
    assert named(base) == [first] and second not in named(base)


def test_she_is_not_reminded_of_anything_on_that_day(base: Connection, loaded: LoadedPacks) -> None:
    who = somebody(base, 1, KEPT)
    a_night(base, loaded, NIGHT)
    assert base.scalar(select(person.c.last_nudge_on).where(person.c.id == who)) == MORNING.date()


def without_a_phone(base: Connection, silent: timedelta, how: str = consents.TOLD) -> tuple[int, int]:
    """A person without a chat who agreed so long before the night; and her producer."""
    at = NIGHT - silent
    values = {"programme": CODES[0], "name": "Malita", "language": "en", "created_at": at}
    who = int(base.execute(insert(person).values(values).returning(person.c.id)).scalar_one())
    agreed = {"person_id": who, "version": "2", "language": "en", "how": how, "agreed": True, "given_at": at}
    base.execute(insert(consent).values(agreed))
    made = {"programme": CODES[0], "kind": "household", "inception": at.date(), "joined": at.date(), "created_at": at}
    number = int(base.execute(insert(producer).values(made).returning(producer.c.id)).scalar_one())
    base.execute(insert(speaks_for).values(person_id=who, producer_id=number, since=at))
    return who, number


def reported(base: Connection, number: int, at: datetime) -> None:
    """Her leader says something of her."""
    leader = somebody(base, 99, timedelta())
    form = {"hash": f"form {at}", "programme": CODES[0], "name": "checkin", "xml": pack(CODES[0]).forms["checkin"].xml}
    base.execute(insert(form_version).values(form | {"added_at": at}))
    sent = {"dialogue_id": at.timestamp(), "producer_id": number, "person_id": leader, "form": form["hash"]}
    sent |= {"form_name": "checkin", "source": "leader", "language": "en", "practice": False}
    base.execute(insert(submission).values(sent | {"began_at": at, "sent_at": at}))


def test_a_member_without_a_phone_is_silent_from_her_last_report_on(base: Connection, loaded: LoadedPacks) -> None:
    silent, number = without_a_phone(base, KEPT + timedelta(days=1))
    a_night(base, loaded, NIGHT)
    told = base.execute(select(person.c.silence_told_at).where(person.c.id == silent)).scalar_one()
    assert told is not None and not base.execute(select(outbox)).all(), "she cannot be told"
    reported(base, number, told + timedelta(days=1))
    a_night(base, loaded, NIGHT + NOTICE + timedelta(days=2))
    assert "Malita" in names(base), "somebody has said something of her meanwhile"
    later = told + timedelta(days=1) + KEPT + timedelta(days=1)
    a_night(base, loaded, later)
    assert "Malita" in names(base)
    a_night(base, loaded, later + NOTICE + timedelta(days=2))
    assert "Malita" not in names(base)


@pytest.mark.parametrize(("silent", "how"), [(KEPT - NOTICE - timedelta(days=1), consents.TOLD), (2 * KEPT, "button")])
def test_who_agreed_lately_or_has_lost_her_chat_is_not_silent(
    base: Connection, loaded: LoadedPacks, silent: timedelta, how: str
) -> None:
    who, _ = without_a_phone(base, silent, how)
    a_night(base, loaded, NIGHT)
    assert base.execute(select(person.c.silence_told_at).where(person.c.id == who)).scalar_one() is None


def names(base: Connection) -> set[str]:
    return set(base.scalars(select(person.c.name).where(person.c.name.is_not(None))))
