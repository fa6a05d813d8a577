"""Messages of announcements are handed over to the outbox, each decided on with the person as she is at that moment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.staff.announcement import BLOCKED, CHANGED_WITHIN, STOPPED, Announcement, Change, Fate
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.announced.around import Around, To, around
from bot.services.staff.announcing import saying
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.recipients import Address, Asked
from bot.store.people import merges
from bot.store.staff.announcing import addressees, changing, opt_outs
from bot.store.staff.announcing import announcements as rows
from bot.store.staff.announcing.addressees import Chat, Leaves, Next
from bot.store.staff.announcing.changing import Changes, Had
from bot.store.wire import outbox

# Why somebody is withdrawn, besides that she has said stop.
ERASED, MERGED, OPTED_OUT, GONE, SHARES_THE_CHAT = "erased", "merged", "opted_out", "gone", "shares_the_chat"


def messages(connection: Connection, one: Announcement, loaded: LoadedPacks, now: datetime, room: int) -> int:
    """The next `room` of an announcement leave; gives how many were looked at. Whoever stopped, opted out or is no more
    where she can be reached gets none.
    """
    found = addressees.next_ones(connection, one.id, room)
    turn = _Turn(connection, one, found)
    said: list[Outgoing] = []
    leaves: list[Leaves] = []
    fates: dict[int, tuple[Fate, str | None]] = {}
    going: list[tuple[Next, Recipient]] = []
    for row in found:
        whom = turn.whom(row)
        if isinstance(whom, tuple):
            fates[row.id] = whom
        else:
            going.append((row, whom))
    dressed = _around(connection, one, loaded, [whom for _, whom in going])
    for (row, whom), around_it in zip(going, dressed, strict=True):
        key = f"announcement:{row.id}:{row.tries}"
        version = one.version_for(whom.language)
        message = saying.message(
            one, version, whom.bot, loaded.recordings.media, words_only=row.person_id in turn.words_only
        )
        said.append(bot_api.outgoing(loaded.catalogues, whom, around_it.put(message), Lane.BROADCAST, key))
        leaves.append(Leaves(row.id, key, (whom.bot, whom.chat), version, one.words[version].edition))
    outbox.add(connection, said, now)
    addressees.leave(connection, leaves)
    addressees.settle(connection, fates, now)
    return len(found)


def _around(
    connection: Connection, one: Announcement, loaded: LoadedPacks, to: Sequence[Recipient]
) -> Sequence[Around]:
    """What stands around the words of each of these, in her language."""
    those = [To(whom.person, whom.language) for whom in to if whom.person is not None]
    return around(connection, loaded.catalogues, loaded.pack(one.programme), one.id, those)


class _Turn:
    """Those whose turn it is, as they are now."""

    def __init__(self, connection: Connection, one: Announcement, found: Sequence[Next]) -> None:
        people = [row.person_id for row in found if row.person_id is not None]
        self._known = recipients.load(connection, people)
        self._merged = merges.among(connection, people)
        self._out = frozenset() if one.emergency else opt_outs.among(connection, people)
        self.words_only = addressees.words_only(connection, people)
        moved = [(it.bot, it.chat) for row in found if (it := self._address(row)) and (it.bot, it.chat) != _chat(row)]
        self._taken = addressees.taken(connection, one.id, moved)

    def _address(self, row: Next) -> Address | None:
        asked = None if row.person_id is None else self._known.get(row.person_id)
        return None if asked is None else asked.address

    def whom(self, row: Next) -> Recipient | tuple[Fate, str | None]:
        """To whom hers goes, or what becomes of it instead."""
        if row.person_id is None:
            return Fate.WITHDRAWN, ERASED
        if row.person_id in self._merged:
            return Fate.WITHDRAWN, MERGED
        address = self._address(row)
        if address is None:
            return Fate.WITHDRAWN, GONE
        if address.state is ChatState.BLOCKED:
            return Fate.BLOCKED, BLOCKED
        if address.state is ChatState.STOPPED:
            return Fate.WITHDRAWN, STOPPED
        if row.person_id in self._out:
            return Fate.WITHDRAWN, OPTED_OUT
        where = (address.bot, address.chat)
        if where != _chat(row):
            # she has another phone since: one message a chat all the same
            if where in self._taken:
                return Fate.WITHDRAWN, SHARES_THE_CHAT
            self._taken.add(where)
        return _recipient(self._known[row.person_id], address)


def _chat(row: Next) -> Chat | None:
    return None if row.bot is None or row.chat is None else (row.bot, row.chat)


def _recipient(asked: Asked, address: Address) -> Recipient:
    return Recipient(address.bot, address.chat, asked.language, asked.id, asked.called, shared=address.shared)


def changes(connection: Connection, one: Announcement, loaded: LoadedPacks, now: datetime, room: int) -> int:
    """The next of those who have it get its new words, or lose it from their screens; gives how many. They are no new
    messages, and so come at any hour.
    """
    if room <= 0:
        return 0
    since = now - CHANGED_WITHIN
    wanted = changing.to_edit if one.taken_back_at is None else changing.to_take_back
    found = wanted(connection, one.id, since, room)
    if not found and not changing.on_their_way(connection, one.id):
        rows.change(connection, one.id, changing=False)
    change = Change.EDITED if one.taken_back_at is None else Change.TAKEN_BACK
    known = recipients.load(connection, [row.person_id for row in found])
    has = {row.id: to for row in found if (to := _who_has(row, known.get(row.person_id))) is not None}
    dressed = dict(zip(has, _around(connection, one, loaded, list(has.values())), strict=True))
    said: list[Outgoing] = []
    leaves: list[Changes] = []
    given_up: list[Changes] = []
    for row in found:
        edition = one.words[row.language].edition
        what = Changes(row.id, f"announcement:{row.id}:{change}:{edition}", change, edition)
        to = has.get(row.id)
        if change is Change.TAKEN_BACK:
            to = to or Recipient(row.bot, row.chat, row.language, row.person_id)
            said.append(bot_api.removal(to, row.message_id, Lane.BROADCAST, what.key))
        elif to is not None:
            message = dressed[row.id].put(_anew(one, row, loaded))
            said.append(bot_api.outgoing(loaded.catalogues, to, message, Lane.BROADCAST, what.key))
        (given_up if to is None else leaves).append(what)
    outbox.add(connection, said, now)
    changing.leave(connection, leaves)
    changing.give_up(connection, given_up)
    return len(found)


def _who_has(row: Had, asked: Asked | None) -> Recipient | None:
    """She who has it; None: she is elsewhere, or wants to hear nothing."""
    if asked is None or asked.address is None or asked.address.state is not ChatState.ACTIVE:
        return None
    return _recipient(asked, asked.address) if (asked.address.bot, asked.address.chat) == (row.bot, row.chat) else None


def _anew(one: Announcement, row: Had, loaded: LoadedPacks) -> Message:
    """Its newest words in the place of those that she has."""
    message = saying.message(one, row.language, row.bot, loaded.recordings.media)
    if message.file is not None:
        return replace(message, file=None, under=row.message_id)
    return replace(message, in_place_of=row.message_id)
