"""Pairs are kept, and looked for when somebody has changed: at any time they are those of all with all."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.domain.people import duplicates
from bot.domain.people.duplicates import Candidate
from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact, Person
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services.people import erasure, preferences
from bot.services.staff import merging as service
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.evaluation import corrections, submissions
from bot.store.evaluation.corrections import Change, Correction
from bot.store.evaluation.submissions import Sent
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.people import comparing, people
from bot.store.schema import (
    answer,
    membership,
    merge,
    not_same,
    person,
    producer,
    speaks_for,
    submission,
)
from tests.domain.people.people_alike import NAMES
from tests.nightly import times
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, found, nepal

TEXTS = load_catalogues()
AREAS, PRODUCTS, PHONES = ("NP-D01", "NP-D01", "NP-D02", None), ("tea", "tea", "ginger", None), (None, "+661", "+662")


def everybody(connection: Connection, areas: frozenset[str] | None) -> list[tuple[int, int]]:
    """All with all, from the tables that people themselves write into."""
    merged = set(connection.scalars(select(merge.c.other_id).where(merge.c.undone_at.is_(None))))
    groups = defaultdict[int, set[int]](set)
    for row in connection.execute(select(membership).where(membership.c.until.is_(None))):
        groups[row.member_id].add(row.group_id)
    told = defaultdict[int, dict[str, str]](dict)
    said = select(submission.c.producer_id, answer.c.path, answer.c.value).join_from(submission, answer)
    for producer_id, path, value in connection.execute(said.order_by(submission.c.id)):
        told[producer_id][path.rpartition("/")[2]] = value
    rows = connection.execute(
        select(producer.c.id, person.c.name, producer.c.area, producer.c.product, person.c.phone)
        .join_from(producer, speaks_for)
        .join(person, person.c.id == speaks_for.c.person_id)
        .where(producer.c.kind == "household", person.c.name.is_not(None), ~person.c.practice)
        .order_by(speaks_for.c.since, person.c.id)
    ).all()
    known: dict[int, Candidate] = {}
    for row in rows:
        if row.id not in merged and (areas is None or row.area in areas):
            about = told[row.id].get("gender"), told[row.id].get("age_band")
            known.setdefault(row.id, Candidate(*row[:4], frozenset(groups[row.id]), row.phone, *about))
    said_two = {(row.first_id, row.second_id) for row in connection.execute(select(not_same))}
    pairs = [(one.first, one.second) for one in duplicates.find(list(known.values()))]
    return [pair for pair in pairs if pair not in said_two]


class _Life:
    """What happens to people, through the functions that write it."""

    def __init__(self, connection: Connection) -> None:
        found(connection)
        self.connection, self.officer = connection, somebody(connection, Reach(Role.ADMIN))
        self.groups = [a_group(connection, name) for name in ("One", "Two")]
        self.sent = 0
        for at, name in ((0, "Malee"), (1, "Noi Kham"), (12, "Malee"), (13, "Noi"), (12, "Mallee Kham")):
            self.comes(at, name)
        while service.compare(connection, LeftOut()):
            pass

    def _who(self, at: int) -> int:
        numbers = self.connection.scalars(select(producer.c.id).where(producer.c.kind == "household")).all()
        return numbers[at % len(numbers)] if numbers else self.comes(at, "Noi")

    def _speaker(self, number: int) -> int:
        return people_of(self.connection, number)[0]

    def comes(self, at: int, name: str) -> int:
        who = {"programme": "nepal-odop", "created_at": NOW}
        values = {"name": name, "phone": PHONES[at % 3], "language": "ne"}
        person_id = people.add_person(self.connection, who | values)
        business = {"kind": "household", "area": AREAS[at % 4], "product": PRODUCTS[at // 4 % 4]}
        days = {"inception": NOW.date(), "joined": NOW.date()}
        number = people.add_producer(self.connection, who | business | days)
        people.let_speak(self.connection, person_id, number, NOW)
        return number

    def is_called(self, at: int, name: str) -> None:
        people.change_person(self.connection, self._speaker(self._who(at)), name=name)

    def gets_a_phone(self, at: int, _: str) -> None:
        people.change_person(self.connection, self._speaker(self._who(at)), phone=PHONES[at % 3])

    def practises(self, at: int, _: str) -> None:
        people.change_person(self.connection, self._speaker(self._who(at)), practice=at % 2 == 0)

    def joins(self, at: int, _: str) -> None:
        members.join(self.connection, self.groups[at % 2], self._who(at), NOW, confirmed=True)

    def leaves(self, at: int, _: str) -> None:
        members.leave(self.connection, self.groups[at % 2], self._who(at), Left.MOVED, NOW)

    def leaves_all(self, at: int, _: str) -> None:
        members.leave_all(self.connection, [self._who(at)], NOW)

    def says_who_she_is(self, at: int, _: str) -> None:
        self.sent += 1
        form, number = nepal().forms["about_you"], self._who(at)
        answers = {f"{form.root}/gender": ("female", "male")[at % 2], f"{form.root}/age_band": "over_50"}
        kept = (None, form.hash, "about_you", "self", "ne", False, NOW)
        submissions.add(self.connection, Sent(self.sent, number, self._speaker(number), *kept, answers), NOW)

    def corrects_it(self, at: int, _: str) -> None:
        path = f"{nepal().forms['about_you'].root}/gender"
        newest = self.connection.scalar(select(func.max(submission.c.id)))
        if newest is not None:
            change = Change(path, None, (None, "female", "male")[at % 3])
            who = self._speaker(self._who(at))
            corrections.write(self.connection, Correction(newest, who, "mistake", (change,)), NOW)

    def is_forgotten(self, at: int, _: str) -> None:
        erasure.erase_person(self.connection, self._speaker(self._who(at)), NOW)

    def shares_her_business(self, at: int, _: str) -> None:
        one, other = self._who(at), self._who(at // 3)
        if self._speaker(other) not in people_of(self.connection, one):
            people.let_speak(self.connection, self._speaker(other), one, NOW)

    def are_compared(self, _: int, __: str) -> None:
        service.compare(self.connection, LeftOut())

    def _pair(self, at: int) -> tuple[int, int] | None:
        known = service.pairs(self.connection, self.officer, nepal())
        return known[at % len(known)] if known else None

    def are_one(self, at: int, _: str) -> None:
        if pair := self._pair(at):
            service.merge(self.connection, self.officer, nepal(), *pair, TEXTS, NOW)

    def are_two_again(self, at: int, _: str) -> None:
        done = self.connection.scalars(select(merge.c.id).order_by(merge.c.id)).all()
        if done:
            service.undo(self.connection, self.officer, nepal(), done[at % len(done)], TEXTS, NOW)

    def are_not_the_same(self, at: int, _: str) -> None:
        if pair := self._pair(at):
            service.different(self.connection, self.officer, nepal(), *pair, NOW)


def people_of(connection: Connection, number: int) -> list[int]:
    hers = select(speaks_for.c.person_id).where(speaks_for.c.producer_id == number)
    return list(connection.scalars(hers.order_by(speaks_for.c.since, speaks_for.c.person_id)))


DEEDS = sorted(name for name in vars(_Life) if not name.startswith("_"))
# a few names of a kind, so that many are near
_CALLED = st.one_of(st.sampled_from(["Malee", "Malee Kham", "Kham Malee"]), st.just("Noi"), NAMES)
HISTORY = st.lists(
    st.tuples(st.sampled_from([*DEEDS, "comes", *["joins"] * 3]), st.integers(0, 47), _CALLED), max_size=12
)


@settings(max_examples=times(80, 1500), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY)
def test_whatever_has_happened_the_pairs_are_those_of_all_with_all(
    sqlite_url: str, history: list[tuple[str, int, str]]
) -> None:
    engine = sync_engine(sqlite_url)
    with engine.connect() as connection, connection.begin() as all_of_it:
        life = _Life(connection)
        for deed, at, name in history:
            getattr(life, deed)(at, name)
            life.are_compared(at, name)
        while service.compare(connection, LeftOut()):
            pass
        nearby = frozenset({"NP-D01"})
        for areas in (None, nearby):
            where, wanted = comparing.Where("nepal-odop", areas), everybody(connection, areas)
            assert comparing.pairs(connection, where) == wanted
            assert comparing.count(connection, where) == len(wanted)
            assert [comparing.place(connection, where, pair) for pair in wanted] == list(range(len(wanted)))
            assert [comparing.pairs(connection, where, at, 1)[0] for at in range(len(wanted))] == wanted
        all_of_it.rollback()
    engine.dispose()


def test_who_only_practises_is_like_nobody_until_it_is_meant(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        life, where = _Life(connection), comparing.Where("nepal-odop")
        before = service.pairs(connection, life.officer, nepal())
        (one, _), *_ = before
        contact = Contact(1, 5, ChatState.ACTIVE, NOW, "ne", "nepal-odop", is_new=False)
        contact.person = Person(people_of(connection, one)[0], "nepal-odop", "ne", None, practice=False, confirmed=True)
        for practises in (True, False, True):
            preferences.practise(connection, contact, practises)
            pairs = service.pairs(connection, life.officer, nepal())
            assert any(one in pair for pair in pairs) is not practises
            assert practises or pairs == before
            assert pairs == everybody(connection, None) == comparing.pairs(connection, where)


def test_who_is_forgotten_is_like_nobody_at_once(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        _Life(connection)
        where = comparing.Where("nepal-odop")
        (one, _), *_ = comparing.pairs(connection, where)
        erasure.erase_person(connection, people_of(connection, one)[0], NOW)
        assert not any(one in pair for pair in comparing.pairs(connection, where))


def test_a_tap_compares_few_of_many_and_shows_what_is_there(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 1)
    with writing(sqlite_url) as connection:
        life = _Life(connection)
        known, _ = service.pair_at(connection, life.officer, nepal(), 0)
        for _ in range(service.AT_A_TAP + 2):
            life.comes(0, "Malee")
        assert len(comparing.due(connection, 9)) == service.AT_A_TAP + 2
        assert service.pair_at(connection, life.officer, nepal(), 0)[0] > known
        assert len(comparing.due(connection, 9)) == 2
