"""A small programme in a database: three producers of Nepal's pack, their people, slots and submissions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from bot.packs import PROGRAMMES, Pack, load_pack
from bot.services import programmes
from bot.store import Connection
from bot.store.evaluation import submissions
from bot.store.evaluation.submissions import Sent
from bot.store.people import people
from bot.store.schema import person, producer, slot

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@cache
def nepal() -> Pack:
    return load_pack(PROGRAMMES / "nepal-odop")


@dataclass(frozen=True)
class Villager:
    """A person with her own business."""

    name: str
    phone: str | None = None
    confirmed: bool = True
    practice: bool = False


SITA = Villager("Sita, of the hills", "+9779841234567")
MAYA = Villager("माया", confirmed=False)
TRIAL = Villager("Trial", practice=True)


def found(connection: Connection) -> None:
    """The programme without people."""
    programmes.record(connection, nepal(), NOW)


def settle(connection: Connection, villager: Villager) -> int:
    """A person, her producer and its baseline slot; gives the producer's id."""
    confirmed = NOW if villager.confirmed else None
    values = {"name": villager.name, "phone": villager.phone, "language": "ne", "practice": villager.practice}
    who = {"programme": "nepal-odop", "created_at": NOW, "confirmed_at": confirmed}
    person_id = connection.execute(person.insert().values(**values, **who).returning(person.c.id)).scalar_one()
    business = {"kind": "household", "area": "NP-D01", "product": "tea", "inception": date(2026, 11, 24)}
    statement = producer.insert().values(**business, **who, joined=date(2026, 11, 24)).returning(producer.c.id)
    number = connection.execute(statement).scalar_one()
    people.let_speak(connection, person_id, number, NOW)
    connection.execute(
        slot.insert().values(
            producer_id=number,
            number=0,
            month=0,
            due=date(2026, 11, 24),
            form="baseline",
            state="open",
            opens_at=NOW,
            closes_at=NOW,
        )
    )
    return int(number)


def send(
    connection: Connection,
    producer_id: int,
    form_name: str,
    answers: Mapping[str, str],
    person_id: int | None = None,
) -> None:
    """A form sent by a person, else by the one who has the producer's number; `answers` by question name."""
    form = nepal().forms[form_name]
    paths = {f"{form.root}/{name}": value for name, value in answers.items()}
    slot_id = producer_id if form_name == "baseline" else None
    dialogue = producer_id * 100 + len(form_name)
    sent = Sent(
        dialogue, producer_id, person_id or producer_id, slot_id, form.hash, form_name, "self", "ne", False, NOW, paths
    )
    submissions.add(connection, sent, NOW)
