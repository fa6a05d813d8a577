"""An officer's follow-ups: of her areas and all below, the oldest first, with whom to call; nobody else sees them."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from bot.domain.people.roles import Reach, Role
from bot.packs import places
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.people import roles
from bot.store.schema import follow_up, person, producer
from tests.services import staff_list as follow_ups
from tests.services.village import MAYA, NOW, SITA, Villager, found, nepal, settle


def notes(connection: Connection, *reasons: str, area: str = "NP-D01", who: Villager = SITA) -> int:
    """Somebody new in an area with follow-ups, each a minute after the other; gives her producer."""
    number = settle(connection, who)
    connection.execute(update(producer).where(producer.c.id == number).values(area=area))
    for minute, reason in enumerate(reasons):
        values = {"producer_id": number, "reason": reason, "created_at": NOW + timedelta(minutes=minute)}
        connection.execute(insert(follow_up).values(values))
    return number


def staff(connection: Connection, *held: Reach) -> int:
    values = {"programme": "nepal-odop", "name": "Officer", "language": "ne", "created_at": NOW}
    number = int(connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one())
    for one in held:
        roles.give(connection, number, one, NOW)
    return number


def two_districts() -> tuple[str, str, str]:
    """A province, a district in it, and one that is in another."""
    areas = nepal().areas.rows
    inside = next(row for row in areas if row["level"] == "district")
    outside = next(row for row in areas if row["level"] == "district" and row["parent"] != inside["parent"])
    return inside["parent"], inside["name"], outside["name"]


def test_of_her_areas_and_all_below_the_oldest_first(database_url: str) -> None:
    province, inside, outside = two_districts()
    with writing(database_url) as connection:
        found(connection)
        notes(connection, "no_answer", area=outside)
        notes(connection, "unusual_figure", "no_answer", area=inside)
        of_district = staff(connection, Reach(Role.OFFICER, inside))
        of_province = staff(connection, Reach(Role.OFFICER, province))
        of_both = staff(connection, Reach(Role.OFFICER, inside), Reach(Role.OFFICER, outside))
        of_all = staff(connection, Reach(Role.OFFICER))
        admin = staff(connection, Reach(Role.ADMIN), Reach(Role.OFFICER, inside))
        seen = {
            who: sorted(one.reason for one in follow_ups.waiting(connection, who, nepal()).shown)
            for who in (of_district, of_province, of_both, of_all, admin)
        }
        page = follow_ups.waiting(connection, of_district, nepal())
    assert seen[of_district] == seen[of_province] == ["no_answer", "unusual_figure"]
    assert seen[of_both] == seen[of_all] == seen[admin] == ["no_answer", "no_answer", "unusual_figure"]
    assert (page.shown[0].name, page.shown[0].phone, page.areas) == (SITA.name, SITA.phone, [inside])
    assert inside in places.within(nepal(), province) and outside not in places.within(nepal(), province)


def test_what_is_done_is_gone_and_pages_end(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        number = notes(connection, *["no_answer"] * 21, who=MAYA)
        done = notes(connection, "no_answer")
        connection.execute(update(follow_up).where(follow_up.c.producer_id == done).values(done_at=NOW))
        officer = staff(connection, Reach(Role.OFFICER))
        pages = [follow_ups.waiting(connection, officer, nepal(), page) for page in (-1, 0, 1, 2, 9)]
    assert [(page.number, len(page.shown), page.is_last) for page in pages] == [
        (0, 10, False),
        (0, 10, False),
        (1, 10, False),
        (2, 1, True),
        (2, 1, True),
    ]
    assert {one.producer_id for page in pages for one in page.shown} == {number}
    assert len({one.id for page in pages for one in page.shown}) == pages[0].total == 21


@pytest.mark.parametrize("held", [one for one in Role if one not in (Role.OFFICER, Role.ADMIN)])
def test_nobody_else_sees_them(sqlite_url: str, held: Role) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        notes(connection, "no_answer")
        for who in (staff(connection, Reach(held)), None):
            with pytest.raises(NotAllowed):
                follow_ups.waiting(connection, who, nepal())
