"""Who is compared with whom, and the pairs that were found: looked for when somebody has changed, never at a tap."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_

from bot.domain.people.duplicates import Candidate, Pair
from bot.left_out import AT_ONCE
from bot.store.engine.engine import insert_for
from bot.store.people import merges
from bot.store.people.to_compare import ABOUT
from bot.store.schema import alike, answer, membership, person, producer, speaks_for, submission, to_compare

# Who can be one with somebody at all.
NAMED = (producer.c.kind == "household", person.c.name.is_not(None), ~person.c.practice, merges.standing(producer.c.id))
_PEOPLE = (
    select(producer.c.id, person.c.name, producer.c.area, producer.c.product, person.c.phone)
    .join_from(producer, speaks_for, speaks_for.c.producer_id == producer.c.id)
    .join(person, person.c.id == speaks_for.c.person_id)
    .where(*NAMED)
    # who has answered for it for longest comes first
    .order_by(producer.c.id, speaks_for.c.since, person.c.id)
)
_NOW_IN = membership.c.until.is_(None)
_MADE = select(producer.c.programme, producer.c.area, producer.c.product)
_ORDER = (alike.c.rank, alike.c.first_id, alike.c.second_id)


def due(connection: Connection, most: int) -> list[int]:
    """Who is to be compared, the oldest first."""
    return list(connection.scalars(select(to_compare.c.producer_id).order_by(to_compare.c.producer_id).limit(most)))


def due_with(connection: Connection, producer_id: int, most: int) -> list[int]:
    """This one, and who else is to be compared of those who make the same in the same area: with the same people."""
    made = connection.execute(_MADE.where(producer.c.id == producer_id)).one()
    others = select(to_compare.c.producer_id).join(producer, producer.c.id == to_compare.c.producer_id)
    mates = others.where(_makes(*made), producer.c.id != producer_id).order_by(producer.c.id).limit(most - 1)
    return [producer_id, *connection.scalars(mates)]


def beside(connection: Connection, numbers: Collection[int]) -> list[Candidate]:
    """These, and all of their programme who have a product of an area, a group or a phone in common with one of them;
    not yet who they are.
    """
    these = producer.c.id.in_(numbers)
    made = {tuple(row) for row in connection.execute(_MADE.where(these))}
    here = producer.c.programme.in_({one[0] for one in made})
    phones = {row.phone for row in connection.execute(_PEOPLE.where(these)) if row.phone}
    shared = {group for held in _groups(connection, membership.c.member_id.in_(numbers)).values() for group in held}
    in_them = select(membership.c.member_id).where(membership.c.group_id.in_(shared), _NOW_IN)
    groups = _groups(connection, membership.c.group_id.in_(shared))
    on_them = select(speaks_for.c.producer_id).join(person).where(person.c.phone.in_(phones))
    found: dict[int, Candidate] = {}
    for which in (
        or_(these, *(_makes(*one) for one in made if one[2])),
        and_(here, producer.c.id.in_(in_them)),
        and_(here, producer.c.id.in_(on_them)),
    ):
        for row in connection.execute(_PEOPLE.where(which)):
            found.setdefault(row.id, Candidate(*row[:4], frozenset(groups.get(row.id, ())), row.phone))
    return list(found.values())


def _makes(programme: str, area: str | None, product: str | None) -> ColumnElement[bool]:
    return and_(producer.c.programme == programme, producer.c.area == area, producer.c.product == product)


def _groups(connection: Connection, who: ColumnElement[bool]) -> dict[int, set[int]]:
    """The groups in which members are now."""
    found = defaultdict[int, set[int]](set)
    now_in = select(membership.c.member_id, membership.c.group_id).where(who, _NOW_IN)
    for member, group in connection.execute(now_in):
        found[member].add(group)
    return dict(found)


def who_they_are(connection: Connection, people: Sequence[Candidate]) -> list[Candidate]:
    """The same people with what they have said of who they are: the newest answer of each."""
    told = select(submission.c.producer_id, answer.c.path, answer.c.value).join_from(submission, answer)
    asked = or_(*(answer.c.path.endswith(f"/{name}", autoescape=True) for name in ABOUT))
    newest = told.where(asked).order_by(submission.c.id)
    found = defaultdict[int, dict[str, str]](dict)
    numbers = [one.producer_id for one in people]
    for first in range(0, len(numbers), AT_ONCE):
        some = submission.c.producer_id.in_(numbers[first : first + AT_ONCE])
        for row in connection.execute(newest.where(some)):
            found[row.producer_id][row.path.rpartition("/")[2]] = row.value
    return [replace(one, **found[one.producer_id]) for one in people]  # type: ignore[arg-type]


def put(connection: Connection, pairs: Sequence[Pair], people: Sequence[Candidate], of: Collection[int]) -> None:
    """What was found of some people of one programme, but for those of whom somebody said that they are two; in each
    pair is one of `of`.
    """
    areas = {one.producer_id: one.area for one in people}
    known = merges.different(connection, of)
    rows = [
        {"first_id": one.first, "second_id": one.second, "rank": one.rank,
         "first_area": areas[one.first], "second_area": areas[one.second]}
        for one in pairs if (one.first, one.second) not in known
    ]  # fmt: skip
    if rows:
        programme = connection.scalar(select(producer.c.programme).where(producer.c.id == rows[0]["first_id"]))
        statement = insert_for(connection.dialect)(alike).on_conflict_do_nothing(
            index_elements=["first_id", "second_id"]
        )
        connection.execute(statement, [{**row, "programme": programme} for row in rows])


# What was found


@dataclass(frozen=True, slots=True)
class Where:
    """A programme, and the areas in which both of a pair have to be; None: all of it."""

    programme: str
    areas: Collection[str] | None = None


def pairs(connection: Connection, where: Where, first: int = 0, most: int | None = None) -> list[tuple[int, int]]:
    """Those who may be one, the most likely first: from a place on, so many."""
    here = select(alike.c.first_id, alike.c.second_id).where(*_here(where)).order_by(*_ORDER)
    return [(row.first_id, row.second_id) for row in connection.execute(here.offset(first).limit(most))]


def count(connection: Connection, where: Where) -> int:
    """How many these are."""
    return connection.scalar(select(func.count()).select_from(alike).where(*_here(where))) or 0


def place(connection: Connection, where: Where, pair: tuple[int, int]) -> int | None:
    """How many of these come before a pair; None: it is not among them."""
    same = (alike.c.first_id == pair[0], alike.c.second_id == pair[1])
    rank = connection.scalar(select(alike.c.rank).where(*same, *_here(where)))
    if rank is None:
        return None
    before = tuple_(*_ORDER) < tuple_(rank, *pair)
    return connection.scalar(select(func.count()).select_from(alike).where(before, *_here(where)))


def _here(where: Where) -> Iterator[ColumnElement[bool]]:
    yield alike.c.programme == where.programme
    if where.areas is not None:
        yield from (column.in_(sorted(where.areas)) for column in (alike.c.first_area, alike.c.second_area))
