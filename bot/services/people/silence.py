"""Long silence: who has not been heard of for the years that the programme keeps names is told, and a month later
forgotten, as by /forget.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import NO_KEYS, Message, Recipient
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Text
from bot.left_out import LeftOut
from bot.services.evaluation.outages import awake
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import erasure
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.recipients import Asked
from bot.store.keeping import silence
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.wire import outbox
from bot.store.wire.chats import HEARD_WITHIN

# So long before she is forgotten she hears of it.
NOTICE = timedelta(days=30)
# A night forgets so many by itself, or one in a hundred of all, where that is more.
AT_MOST, SHARE = 20, 100
TELLING, FORGETTING = "Telling the silent: person", "Forgetting the silent: person"

WILL_FORGET = N_(
    "I have not heard from you for a long time.\n"
    "In a month I will erase your name and what you wrote.\n"
    "To keep them, send me any word."
)
FORGOTTEN = N_(
    "I have not heard from you for a long time. So I have erased your name, your phone number and what you wrote.\n"
    "Figures and choices stay, without your name. To begin anew: /start"
)


@dataclass(frozen=True, slots=True)
class Due:
    """Who is to be forgotten: everybody, and whom an operator has agreed to; `at_most`: so many in one night."""

    everybody: Sequence[int]
    agreed: Sequence[int]
    at_most: int

    @property
    def waits(self) -> bool:
        """Whether there are more than a night forgets by itself."""
        return len(self.everybody) - len(self.agreed) > self.at_most

    @property
    def tonight(self) -> Sequence[int]:
        """Who is forgotten as things are."""
        return self.agreed if self.waits else self.everybody


def tell_silent(
    connection: Connection,
    loaded: LoadedPacks,
    left_out: LeftOut,
    programmes: Sequence[Programme],
    now: datetime,
    limit: int,
) -> int:
    """Tell up to `limit` people of each of these programmes that they are forgotten in a month, by day; gives how many.

    Who has blocked the bot or said stop is written to by nobody: for them the month goes by without a word.
    """
    silence.tell_again(connection)
    done = 0
    for programme in programmes:
        before, most = _heard_before(programme, now) + NOTICE, limit + len(left_out)
        found = left_out.others(TELLING, silence.untold(connection, programme.code, before, most), limit)
        tell = partial(_tell, loaded=loaded, programme=programme, at=awake(now, programme))
        done += sum(left_out.each(connection, TELLING, found, tell))
    return done


def _tell(
    connection: Connection, found: Sequence[int], *, loaded: LoadedPacks, programme: Programme, at: datetime
) -> int:
    people = recipients.load(connection, found, lock=True)
    for person in people.values():
        _say(connection, loaded, person, WILL_FORGET, f"{silence.TOLD}{person.id}:{at.timestamp():.0f}", at)
    silence.tell(connection, dict.fromkeys(people, at))
    recipients.nudged_on(connection, dict.fromkeys(people, _day(at, programme)))
    return len(people)


def due(connection: Connection, programmes: Sequence[Programme], now: datetime) -> Due:
    """Who is to be forgotten by now."""
    found: dict[int, bool] = {}
    for programme in programmes:
        found |= silence.due(connection, programme.code, _heard_before(programme, now), now - NOTICE)
    agreed = [number for number, is_agreed in found.items() if is_agreed]
    return Due(list(found), agreed, max(AT_MOST, silence.known(connection) // SHARE))


def agree(connection: Connection, programmes: Sequence[Programme], actor: str, now: datetime) -> Due:
    """An operator agrees to all who are due now, whatever their number: the next night forgets them."""
    found = due(connection, programmes, now)
    silence.agree(connection, found.everybody, now)
    audit.record(connection, Deed(actor, "forget silent", "people", {"people": len(found.everybody)}), now)
    return due(connection, programmes, now)


def forget_silent(
    connection: Connection, loaded: LoadedPacks, left_out: LeftOut, people: Sequence[int], now: datetime
) -> int:
    """Forget those of these people who are still to be forgotten: somebody may have written meanwhile."""
    everywhere = [pack.programme for pack in loaded.packs.values()]
    still = set(due(connection, everywhere, now).everybody) & set(people)
    return sum(left_out.each(connection, FORGETTING, sorted(still), partial(_forget, loaded=loaded, now=now)))


def _forget(connection: Connection, still: Sequence[int], *, loaded: LoadedPacks, now: datetime) -> int:
    programmes = {code: pack.programme for code, pack in loaded.packs.items()}
    gone = recipients.load(connection, still, lock=True)
    for person in gone.values():
        programme = programmes[person.programme]
        key = erasure.erase_person(connection, person.id, now)
        _say(connection, loaded, person, FORGOTTEN, key, awake(now, programme), ends=True)
    return len(gone)


def _heard_before(programme: Programme, now: datetime) -> datetime:
    """When somebody was heard of is known to the month: nobody is forgotten too early."""
    return now - timedelta(days=programme.retention.silent_days) - HEARD_WITHIN


def _day(moment: datetime, programme: Programme) -> date:
    return local_day(moment, ZoneInfo(programme.timezone))


def _say(
    connection: Connection,
    loaded: LoadedPacks,
    person: Asked,
    what: str,
    key: str,
    at: datetime,
    *,
    ends: bool = False,
) -> None:
    """Where she may be written to, and not at night; the row of her last message goes once it has arrived."""
    where = person.address
    if where is None or where.state is not ChatState.ACTIVE:
        return
    to = Recipient(where.bot, where.chat, person.language, None if ends else person.id, called=person.called)
    told = Message(Text(what), keys=NO_KEYS if ends and not where.shared else None)
    outbox.add(connection, [bot_api.outgoing(loaded.catalogues, to, told, Lane.NUDGE, key)], at)
