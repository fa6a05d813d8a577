"""An answer that somebody wanted to be another one when it was too late to change it: staff let it be so."""

from datetime import datetime

from bot.domain.evaluation.progress import Source
from bot.packs import Pack
from bot.services.evaluation import corrections
from bot.services.evaluation.corrections import Own, Why
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.groups.report import last_word
from bot.store.staff.checking.queue import Item


def grant(connection: Connection, item: Item, loaded: LoadedPacks, pack: Pack, now: datetime) -> None:
    """It is as she wanted it; what a leader has changed so, the member is told of anew."""
    own = own_of(item)
    if own is None or item.said_by is None:
        return
    new = {one.path: one.value for one in item.points}
    form = loaded.form(own.form_hash)
    why = item.why or Why.OTHER
    if corrections.agreed(connection, own, item.said_by, new, why, form, pack, now) and item.source == Source.LEADER:
        last_word.tell_anew(connection, own.id)


def own_of(item: Item) -> Own | None:
    """The submission that an item is about; None: it is about an absence."""
    if item.submission_id is None or item.form_hash is None or item.sent_at is None:
        return None
    name = item.form_name or ""
    return Own(item.submission_id, item.producer_id, item.form_hash, name, item.sent_at, None)
