"""Saved audiences: given a name, used again, called otherwise and deleted by who works in their area."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.staff.audience import Audience
from bot.packs import Pack
from bot.services import roles
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.staff.announcing import saved
from bot.store.staff.announcing.saved import Saved

__all__ = ["LONGEST_NAME", "CannotSave", "Saved", "delete", "find", "listed", "rename", "save"]

LONGEST_NAME = 40


class CannotSave(ValueError):
    """There is one of this name already, or it is none."""


def listed(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[Saved]:
    """Those of the areas where she works, by name. Raises NotAllowed."""
    return saved.of(connection, pack.programme.code, roles.reach(connection, person_id, pack))


def find(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Saved | None:
    """One of them; None: it was deleted. Raises NotAllowed."""
    one = saved.find(connection, pack.programme.code, number)
    roles.require_area(connection, person_id, pack, one.area) if one else roles.reach(connection, person_id, pack)
    return one


def save(
    connection: Connection, person_id: int | None, pack: Pack, name: str, audience: Audience, now: datetime
) -> int:
    """Keep an audience by a name, for all who work where she does: of several areas in the first. Gives its number.
    Raises NotAllowed and CannotSave.
    """
    roles.reach(connection, person_id, pack)
    area = roles.areas(connection, person_id)[0]
    if person_id is None:
        raise NotAllowed("nobody saves an audience")
    name = _name(connection, pack, area, name)
    number = saved.add(connection, pack.programme.code, area, name, audience, person_id, now)
    _note(connection, person_id, "save audience", number, area, now)
    return number


def rename(connection: Connection, person_id: int | None, pack: Pack, number: int, name: str, now: datetime) -> bool:
    """It is called otherwise. False: it was deleted. Raises NotAllowed and CannotSave."""
    one = find(connection, person_id, pack, number)
    if one is None:
        return False
    saved.rename(connection, number, _name(connection, pack, one.area, name))
    _note(connection, person_id, "rename audience", number, one.area, now)
    return True


def delete(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """It is there no more. False: it was not. Raises NotAllowed."""
    one = find(connection, person_id, pack, number)
    if one is None:
        return False
    saved.drop(connection, number)
    _note(connection, person_id, "delete audience", number, one.area, now)
    return True


def _name(connection: Connection, pack: Pack, area: str | None, name: str) -> str:
    name = " ".join(name.split())
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME:
        raise CannotSave(f"An audience needs a name, of {LONGEST_NAME} letters at the most.")
    if saved.is_taken(connection, pack.programme.code, area, name):
        raise CannotSave("There is an audience of this name there.")
    return name


def _note(
    connection: Connection, person_id: int | None, action: str, number: int, area: str | None, now: datetime
) -> None:
    deed = Deed(f"person {person_id}", action, f"audience {number}", {"area": area})
    audit.record(connection, deed, now)
