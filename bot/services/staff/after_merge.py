"""A merge that is undone: what she wrote meanwhile on her phone goes with her to what she answers for again."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.evaluation.calendar import Why
from bot.packs import Pack
from bot.services.evaluation import calendar as evaluation
from bot.services.work import Connection
from bot.store.evaluation import slots
from bot.store.evaluation.slots import SlotRow
from bot.store.people.merges import Merge
from bot.store.staff import after_merge as rows


def follow_her(connection: Connection, one: Merge, pack: Pack, now: datetime) -> None:
    """Lines of her book, months that she shows, forms that she has sent or begun. What a leader or staff have said of
    the kept one since, and what she is in by her place in a group, stays there.
    """
    if not rows.goes_back(connection, one):
        return
    rows.lines_go_back(connection, one)
    rows.shown_go_back(connection, one)
    hers = slots.of_producer(connection, one.other_id)
    kept = {row.id: row for row in slots.of_producer(connection, one.kept_id)}
    for sent in rows.sent_since(connection, one):
        slot_id = _same_month(hers, kept.get(sent.slot_id or 0))
        rows.sent_goes_back(connection, one, sent, slot_id, now)
        if slot_id is not None:
            evaluation.answered(connection, slot_id, sent.sent_at or now, pack)
    for begun in rows.begun_since(connection, one):
        rows.begun_goes_back(connection, one, begun, _same_month(hers, kept.get(begun.slot_id or 0)))


def _same_month(hers: Collection[SlotRow], meant: SlotRow | None) -> int | None:
    """Her own slot of the same form and month, where staff have moved one to another day the one that is asked; None:
    she has none, and what she said is kept without one.
    """
    if meant is None:
        return None
    when = (meant.form, meant.due.year, meant.due.month)
    same = [one for one in hers if (one.form, one.due.year, one.due.month) == when]
    return min(same, key=lambda one: one.why is Why.MOVED).id if same else None
