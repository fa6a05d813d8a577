"""Lost accounts: a new account with a known phone number shows nothing of the old one until two people confirm."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.wire import bot_api
from bot.domain.wire.message import Message, Recipient
from bot.i18n import N_, Catalogues, Text
from bot.problems import AskedWrongly
from bot.services.evaluation import calendar as evaluation
from bot.services.people import erasure
from bot.services.work import Connection
from bot.store.book import moving as book_moving
from bot.store.people import acting_for, audit, parting, people, relinking
from bot.store.people import erasure as erased
from bot.store.people.audit import Deed
from bot.store.people.erasure import Entry, Left
from bot.store.people.relinking import Known
from bot.store.wire import outbox

CONFIRMED_BY = 2
MOVED_HERE = N_("Welcome back, {name}. This chat is yours from now on.\nTap “✅ Check-in” to go on.")
MOVED_AWAY = N_("This account has moved to another phone.\nIf that was not you, tell programme staff at once.")


class CannotRelink(AskedWrongly):
    """The two accounts cannot be put together; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which old person the new one is, and the two people who know that it is her."""

    old: int
    new: int
    by: Sequence[str]


def note(
    connection: Connection,
    person_id: int,
    producer_id: int,
    programme: str,
    phone: str,
    now: datetime,
    companions: Collection[int] = (),
) -> None:
    """Somebody new has shared the number of a known person as her own: staff are to ask her who she is.

    Not where the two use the same phone (`companions`): that is what sharing a number looks like.
    """
    for known in relinking.with_phone(connection, programme, phone, person_id):
        if known in companions:
            continue
        theirs = acting_for.producer_of(connection, known)
        relinking.note_lost(connection, theirs or producer_id, known, person_id, now)


def relink(connection: Connection, wish: Wish, catalogues: Catalogues, now: datetime) -> None:
    """The new account's chat becomes the old person's with what was written into the book there, the old chats are cut
    off, and the new person is erased.

    Two people confirm, each by an audit row: a phone number alone proves nothing. Raises CannotRelink.
    """
    old, new = _checked(connection, wish)
    here = relinking.newest_chat(connection, new.id)
    if here is None:
        raise CannotRelink(f"The person with the number {new.id} has no chat.")
    before = parting.chats_of(connection, old.id)
    if here in before:
        raise CannotRelink(f"{old.id} and {new.id} use the same phone: they are two people.")
    whose = acting_for.producer_of(connection, old.id)
    for name in wish.by:
        audit.record(connection, Deed(name.strip(), "relink", f"person {old.id}", {"new": new.id}, whose), now)
    relinking.clear(connection, here, new.id)
    left = Left()
    for chat in before:
        relinking.move(connection, chat, here, old.id)
        parting.forget(connection, chat, old.id, left)
    book_moving.move(connection, old.id, new.id)
    _close(connection, new, left, now)
    people.change_person(connection, old.id, language=new.language, phone=new.phone or old.phone)
    relinking.give_chat(connection, here, new.id, old.id, new.language, now)
    relinking.settle_lost(connection, new.id, now)
    evaluation.came_back(connection, old.id, now)
    name = people.name_of(connection, old.id)
    told = [(Recipient(*here, new.language, old.id), Text(MOVED_HERE, {"name": name}))]
    told += [(Recipient(*chat, old.language), Text(MOVED_AWAY)) for chat in before]
    outbox.add(connection, [bot_api.outgoing(catalogues, to, Message(text)) for to, text in told], now)


def _checked(connection: Connection, wish: Wish) -> tuple[Known, Known]:
    if len({name.strip().casefold() for name in wish.by if name.strip()}) < CONFIRMED_BY:
        raise CannotRelink("Two different people have to confirm who she is: --by NAME --by NAME.")
    if wish.old == wish.new:
        raise CannotRelink("The old and the new person are the same.")
    # in the order of their numbers: two operators never wait for each other
    found = {number: relinking.find(connection, number) for number in sorted((wish.old, wish.new))}
    for number, one in found.items():
        if one is None or one.erased:
            raise CannotRelink(f"There is nobody with the number {number}.")
    old, new = found[wish.old], found[wish.new]
    assert old is not None and new is not None  # as was just looked
    if old.programme != new.programme:
        raise CannotRelink(f"They are in two programmes: {old.programme} and {new.programme}.")
    if new.confirmed:
        raise CannotRelink(f"Somebody has vouched for {new.id}: that is a person of her own.")
    return old, new


def _close(connection: Connection, new: Known, left: Left, now: datetime) -> None:
    """The duplicate is an erased shell, on the list of erasures like any other."""
    left.files += erasure.empty(connection, new.id, now).files
    erased.record(connection, Entry(new.id, now), left)
