"""How many have answered an announcement, and what: only those are counted whom a member of staff may see."""

from bot.domain.staff.announced import Announced, Counts
from bot.packs import Pack
from bot.services import roles
from bot.services.work import Connection
from bot.store.staff.announced import answers, questions

__all__ = ["Announced", "Counts", "counts"]


def counts(connection: Connection, actor: int | None, pack: Pack, number: int) -> tuple[Announced, Counts] | None:
    """An announcement that asks something, and its counts as they are now; None: it asks nothing, there is none,
    or it is another's and has come to nobody whom she may see. Raises NotAllowed.
    """
    within = roles.reach(connection, actor, pack)
    one = questions.find(connection, number)
    if one is None or one.question is None or one.programme != pack.programme.code:
        return None
    counted = answers.counted(connection, number, one.question.places, within, form=one.asks_form)
    # what it asks is for its author's eyes until it has come to somebody whom the reader may see
    return (one, counted) if counted.asked or one.author == actor else None
