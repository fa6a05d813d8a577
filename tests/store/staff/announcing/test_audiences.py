"""Whom an audience reaches: one row a chat, and who gets nothing says why."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.domain.staff.audience import Audience
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.schema import chat, chat_person, person, producer, programme, speaks_for
from bot.store.staff.announcing.audiences import Wanted, after, left_out, matching, reached

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
EVERYBODY = Audience()


def wanted(audience: Audience = EVERYBODY, areas: frozenset[str] | None = None) -> Wanted:
    return Wanted(audience, "toy", areas, TODAY, ZoneInfo("Asia/Bangkok"))


def somebody(connection: Connection, name: str, area: str = "a") -> int:
    values = {"programme": "toy", "name": name, "language": "en", "created_at": NOW}
    who = connection.scalars(insert(person).values(values).returning(person.c.id)).one()
    made = {"programme": "toy", "kind": "household", "area": area, "inception": TODAY, "joined": TODAY}
    business = connection.scalars(insert(producer).values(made | {"created_at": NOW}).returning(producer.c.id)).one()
    connection.execute(insert(speaks_for).values(person_id=who, producer_id=business, since=NOW))
    return who


def phone(connection: Connection, number: int, *people: int, front: int | None = None, state: str = "active") -> None:
    values = {"bot": 1, "chat": number, "state_since": NOW, "seen_at": NOW}
    connection.execute(insert(chat).values(values | {"state": state, "person_id": front}))
    for one in people:
        connection.execute(insert(chat_person).values(values | {"state": "active", "person_id": one, "since": NOW}))


def test_one_row_a_chat_and_all_others_say_why(database_url: str) -> None:
    with writing(database_url) as connection:
        connection.execute(insert(programme).values(code="toy", folder="toy", added_at=NOW))
        noi, nok, lek, dam, far = (somebody(connection, name) for name in ("Noi", "Nok", "Lek", "Dam", "Far"))
        phone(connection, 1, noi, nok, front=nok)
        phone(connection, 2, lek)
        phone(connection, 3, dam, state="blocked")
        everybody = wanted()
        found = [tuple(row) for row in connection.execute(reached(everybody))]
        assert found == [(nok, 1, 1, "en"), (lek, 1, 2, "en")]
        rest = {tuple(row) for row in connection.execute(left_out(everybody))}
        assert rest == {(noi, "shares_the_chat"), (dam, "blocked"), (far, "no_phone")}
        assert set(connection.scalars(matching(everybody))) == {noi, nok, lek, dam, far}
        piece = connection.execute(reached(everybody).where(after(1, 1)).limit(5))
        assert [row.chat for row in piece] == [2]
        assert not connection.execute(reached(wanted(areas=frozenset("b")))).all()
