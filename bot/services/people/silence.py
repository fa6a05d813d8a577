"""Long silence: who has not been heard of for the years that the programme keeps names is forgotten, as by /forget."""

from datetime import datetime, timedelta

from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import NO_KEYS, Message, Recipient
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Text
from bot.services.evaluation.outages import awake
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import erasure
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.recipients import Asked
from bot.store.keeping import retention
from bot.store.wire import outbox
from bot.store.wire.chats import HEARD_WITHIN

FORGOTTEN = N_(
    "I have not heard from you for a long time. So I have erased your name, your phone number and what you wrote.\n"
    "Numbers stay, without your name. To begin anew: /start"
)


def forget_silent(connection: Connection, loaded: LoadedPacks, now: datetime, limit: int) -> int:
    """Forget up to `limit` people of each programme who have been silent for too long; gives how many."""
    gone = 0
    for pack in loaded.packs.values():
        programme = pack.programme
        # when somebody was heard of is known to the month: nobody is forgotten too early
        before = now - timedelta(days=programme.retention.silent_days) - HEARD_WITHIN
        silent = retention.silent(connection, programme.code, before, limit)
        for person in recipients.load(connection, silent, lock=True).values():
            _forget(connection, loaded, person, programme, now)
            gone += 1
    return gone


def _forget(connection: Connection, loaded: LoadedPacks, person: Asked, programme: Programme, now: datetime) -> None:
    """She is told, where she may be written to, and not at night; the row of that message goes once it has arrived."""
    key = erasure.erase_person(connection, person.id, now)
    where = person.address
    if where is None or where.state is not ChatState.ACTIVE:
        return
    to = Recipient(where.bot, where.chat, person.language, called=person.called)
    told = Message(Text(FORGOTTEN), keys=None if where.shared else NO_KEYS)
    outbox.add(connection, [bot_api.outgoing(loaded.catalogues, to, told, Lane.NUDGE, key)], awake(now, programme))
