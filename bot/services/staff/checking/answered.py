"""What became of a value that an officer has proposed: she hears it, once; what nobody answers for so long as the pack
says is in the queue again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.staff.checking import Said
from bot.domain.wire.message import Message
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Text
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.groups import telling
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.staff.checking import looking
from bot.services.staff.checking.looking import Item
from bot.services.work import Connection
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.staff.checking import asked, queue

TELLS = {
    Said.YES: N_("✅ {name} said yes to the figure that you asked about. It is changed."),
    Said.NO: N_("✖️ {name} said no to the figure that you asked about. It waits for staff again: /figures"),
    Said.NOTHING: N_(
        "⌛ {name} did not answer about the figure that you asked about. It waits for staff again: /figures"
    ),
}
WHAT = "Proposed figures without an answer: proposal"
AT_ONCE = 50


def tell(
    connection: Connection, item: Item, proposed_by: int, said: Said, loaded: LoadedPacks, pack: Pack, now: datetime
) -> int:
    """The officer who has proposed it hears what was said, by day, where she works there still; gives how many hear."""
    if not _works_there(connection, item, proposed_by, pack):
        return 0
    message = Message(Text(TELLS[said], {"name": item.name or "–"}))
    at = awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges)
    telling.send(connection, loaded.catalogues, {proposed_by: message}, at, Lane.NUDGE)
    return 1


def _works_there(connection: Connection, item: Item, person_id: int, pack: Pack) -> bool:
    try:
        her = looking.reader(connection, person_id, pack)
    except NotAllowed:
        return False
    return item.programme == her.programme and (her.areas is None or item.area in her.areas)


def lapse(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """What waits for an answer for longer than the pack says has none; gives how many officers were told."""
    told = 0
    for code, pack in loaded.packs.items():
        before = now - timedelta(days=pack.programme.answer_within_days)
        waiting = asked.waiting_since(connection, code, before, AT_ONCE + len(left_out))
        over = partial(_lapse, loaded=loaded, pack=pack, now=now)
        told += sum(left_out.each(connection, WHAT, left_out.others(WHAT, waiting, AT_ONCE), over))
    return told


def _lapse(connection: Connection, numbers: Sequence[int], loaded: LoadedPacks, pack: Pack, now: datetime) -> int:
    return sum(_lapse_one(connection, number, loaded, pack, now) for number in numbers)


def _lapse_one(connection: Connection, number: int, loaded: LoadedPacks, pack: Pack, now: datetime) -> int:
    """Asked anew once nobody else may do anything about it: she may have answered a moment ago."""
    found = asked.find(connection, number)
    if found is None:
        return 0
    queue.lock(connection, [found[0]])
    item = next(iter(queue.load(connection, [found[0]])), None)
    if item is None or asked.find(connection, number) is None:
        return 0
    what = found[1]
    if item.done or item.answers.get(what.path) != what.old:
        # settled otherwise: there is nothing to answer
        asked.end(connection, number, now)
        return 0
    asked.say(connection, number, Said.NOTHING, None, None, now)
    subject = f"submission {item.submission_id}"
    audit.record(connection, Deed("clock", "figure without answer", subject, {"asked": number}, item.producer_id), now)
    return tell(connection, item, what.person_id, Said.NOTHING, loaded, pack, now)
