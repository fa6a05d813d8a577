"""The message that shows how an announcement stands and keeps itself up to date: the clock changes it in place, seldom,
never with an earlier change still on its way, and not any more once nothing moves.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Message, Recipient, Rows
from bot.domain.wire.outgoing import OutState
from bot.i18n import Html
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.staff.announced import counted_words
from bot.services.staff.announcing import report, standing
from bot.services.staff.announcing.report import Report
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.staff.announcing import bars
from bot.store.staff.announcing.bars import Bar
from bot.store.wire import outbox

SHOWING = "Showing how an announcement stands: person"
# Twelve a minute at most for each who looks on: Telegram takes one a second in a chat, and its limits are for people's
# messages.
EVERY = timedelta(seconds=5)


def shown(
    connection: Connection, loaded: LoadedPacks, pack: Pack, one: Report, to: Recipient, now: datetime
) -> tuple[Html, Rows]:
    """How it stands, in words and buttons, with what people have answered whom she may see. Raises NotAllowed."""
    hers = (loaded.catalogues, pack, to.person, one.announcement.id, to.language)
    answered = counted_words.lines(connection, *hers)
    return standing.words(loaded.catalogues, pack, one, to.language, answered), standing.buttons(one, now)


def keep(
    connection: Connection, loaded: LoadedPacks, pack: Pack, one: Report, to: Recipient, message: int, now: datetime
) -> None:
    """From now on this message of hers, by its number, is kept up to date."""
    if to.person is None or not standing.moves(one, now):
        return
    mark = _mark(*shown(connection, loaded, pack, one, to, now))
    bars.put(connection, Bar(one.announcement.id, to.bot, to.chat, to.person, message, mark), now)


def _mark(marked: Html, rows: Rows) -> str:
    """The same for the same words and buttons."""
    told = [marked, *(f"{one.meaning} {one.text}" for row in rows for one in row)]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=12).hexdigest()


def bring_up_to_date(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """Change those that show what is true no longer; gives how many changes were written."""
    due = bars.due(connection, now - EVERY)
    people = sorted({one.person_id for one in due})
    who = left_out.others(SHOWING, people, len(people))
    return sum(left_out.each(connection, SHOWING, who, partial(_of_people, due=due, loaded=loaded, now=now)))


def _of_people(
    connection: Connection, people: Sequence[int], *, due: Sequence[Bar], loaded: LoadedPacks, now: datetime
) -> int:
    return sum(_change(connection, one, loaded, now) for one in due if one.person_id in people)


def _change(connection: Connection, bar: Bar, loaded: LoadedPacks, now: datetime) -> bool:
    """One of them: whether a change of it was written."""
    last = bars.last_change(connection, bar)
    if last in (OutState.WAITING, OutState.SENDING):
        return False
    one = _look(connection, bar, loaded, now)
    if one is None or last is OutState.FAILED:
        # she works there no longer, has said stop, or the message is gone
        bars.drop(connection, bar)
        return False
    to = Recipient(bar.bot, bar.chat, bar.language, bar.person_id)
    marked, rows = shown(connection, loaded, loaded.pack(bar.programme), one, to, now)
    differs = _mark(marked, rows) != bar.shows
    if differs:
        bar = replace(bar, changed_at=now, shows=_mark(marked, rows))
        message = Message(marked, rows, in_place_of=bar.message_id, only_there=True)
        outbox.add(connection, [bot_api.outgoing(loaded.catalogues, to, message, dedupe=bar.change)], now)
        bars.put(connection, bar, now)
    if not standing.moves(one, now):
        bars.drop(connection, bar)
    return differs


def _look(connection: Connection, bar: Bar, loaded: LoadedPacks, now: datetime) -> Report | None:
    """How it stands, for who may still see it and be written to."""
    who = recipients.load(connection, [bar.person_id]).get(bar.person_id)
    where = who.address if who else None
    if where is None or where.state is not ChatState.ACTIVE or (where.bot, where.chat) != (bar.bot, bar.chat):
        return None
    try:
        return report.look(connection, bar.person_id, loaded.pack(bar.programme), bar.announcement_id, now)
    except NotAllowed:
        return None
