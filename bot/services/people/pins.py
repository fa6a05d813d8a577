"""PINs: set, tried, removed by her, and reset by an operator when it was forgotten.

A PIN of six digits is guessed in hours by whoever has the database, whatever the hash: it guards a screen, not a disk.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

from bot.domain.people.pin import OPEN_FOR, PAUSE, TRIES, Guard, Pin
from bot.problems import AskedWrongly
from bot.services.work import Connection
from bot.store.people import audit, pins
from bot.store.people.audit import Deed

# About 50 ms and 16 MB a try.
COST, BLOCK, PARALLEL = 2**14, 8, 1
SALT_BYTES = 16


class NoPin(AskedWrongly):
    """There is nothing to reset; the message is one sentence for the operator."""


def hashed(digits: str) -> str:
    """A PIN as it is kept: "scrypt$cost$block$parallel$salt$hash", the last two in hex."""
    salt = secrets.token_bytes(SALT_BYTES)
    return f"scrypt${COST}${BLOCK}${PARALLEL}${salt.hex()}${_scrypt(digits, salt, COST, BLOCK, PARALLEL).hex()}"


def matches(digits: str, kept: str) -> bool:
    """Whether these are the digits of a kept PIN."""
    _, cost, block, parallel, salt, wanted = kept.split("$")
    found = _scrypt(digits, bytes.fromhex(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, bytes.fromhex(wanted))


def _scrypt(digits: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(digits.encode(), salt=salt, n=cost, r=block, p=parallel, dklen=32)


def guard(connection: Connection, person_id: int, now: datetime) -> Guard:
    """Whether her PIN has to be typed now."""
    kept = pins.find(connection, person_id)
    return Guard.NONE if kept is None else kept.guard(now)


def minutes_left(connection: Connection, person_id: int, now: datetime) -> int:
    """How many minutes nobody can try her PIN; 0: try."""
    kept = pins.find(connection, person_id)
    return 0 if kept is None else kept.minutes_left(now)


def attempt(connection: Connection, person_id: int, digits: str, now: datetime) -> Guard:
    """She has typed it: open for a while when it is right, a pause after too many that are wrong."""
    kept = pins.find(connection, person_id, lock=True)
    if kept is None:
        return Guard.NONE
    if kept.minutes_left(now):
        return Guard.PAUSED
    if matches(digits, kept.hashed):
        pins.change(connection, person_id, wrong=0, paused_until=None, open_until=now + OPEN_FOR)
        return Guard.OPEN
    wrong = kept.wrong + 1
    if wrong < TRIES:
        pins.change(connection, person_id, wrong=wrong)
        return Guard.SHUT
    pins.change(connection, person_id, wrong=0, paused_until=now + PAUSE)
    return Guard.PAUSED


def put(connection: Connection, person_id: int, kept: str, now: datetime) -> None:
    """A new PIN, as `hashed` gives it; what it guards is open for a while."""
    pins.put(connection, person_id, Pin(kept, open_until=now + OPEN_FOR), now)


def shut(connection: Connection, person_id: int) -> None:
    """Somebody else has the phone now: her PIN is asked again."""
    pins.change(connection, person_id, open_until=None)


def remove(connection: Connection, person_id: int) -> None:
    """She wants none any more."""
    pins.remove(connection, person_id)


def reset(connection: Connection, person_id: int, actor: str, now: datetime) -> None:
    """She has forgotten it, and an operator knows that it is her. Raises NoPin."""
    if not pins.remove(connection, person_id):
        raise NoPin(f"The person with the number {person_id} has no PIN.")
    audit.record(connection, Deed(actor, "reset pin", f"person {person_id}", {}), now)
