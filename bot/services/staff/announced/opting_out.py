"""Who wants no announcements: one tap of her own, which changes nothing of her reminders, and one tap back."""

from datetime import datetime

from bot.services.work import Connection
from bot.store.staff.announcing import opt_outs

__all__ = ["is_out", "out", "take_back"]


def out(connection: Connection, person_id: int, now: datetime) -> None:
    """No announcements from now on, but for urgent ones; what waits for her is not sent either."""
    opt_outs.opt_out(connection, person_id, now)


def take_back(connection: Connection, person_id: int) -> None:
    """They come again."""
    opt_outs.opt_in(connection, person_id)


def is_out(connection: Connection, person_id: int) -> bool:
    """Whether she wants none."""
    return person_id in opt_outs.among(connection, [person_id])
