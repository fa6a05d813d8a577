"""The second yes: who may give it is asked once, with all that people would get; the author hears of a no."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.people.roles import STAFF
from bot.domain.staff.announcement import Announcement
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import N_, Text
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.groups import telling
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import previews, report, standing
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.people import people, roles
from bot.store.staff.announcing import listing
from bot.store.wire import outbox

YES, NO, LOOK = "v", "d", "C"
ASKING = "Asking for the second yes: person"
LOOK_AT_IT = N_("✋ {name} wants to announce this to {n} people. You see it above as they would.\nMay it leave?")
LET_IT, DO_NOT = N_("✅ Yes, it may leave"), N_("✖️ No, it may not")
SAID_NO = N_("✖️ “{title}” does not leave: {name} has said no.\nTo make another: /broadcast")


def ask(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """Each of those who may say the second yes is asked once; gives how many messages were written."""
    if not listing.waits_for_second(connection):
        return 0
    staff = sorted(
        {one.person_id for one in roles.all_held(connection) if one.reach.role in STAFF and not one.suspended}
    )
    due = left_out.others(ASKING, staff, len(staff))

    def work(tx: Connection, numbers: Sequence[int]) -> int:
        return sum(_ask(tx, loaded, one, now) for one in numbers)

    return sum(left_out.each(connection, ASKING, due, work))


def _ask(connection: Connection, loaded: LoadedPacks, person_id: int, now: datetime) -> int:
    who = recipients.load(connection, [person_id]).get(person_id)
    where = who.address if who else None
    if who is None or where is None or where.state is not ChatState.ACTIVE or who.programme not in loaded.packs:
        return 0
    pack = loaded.packs[who.programme]
    to = Recipient(where.bot, where.chat, who.language, who.id, who.called, where.shared)
    try:
        waiting = report.to_approve(connection, person_id, pack)
    except NotAllowed:
        return 0
    messages = [one for announced in waiting for one in _messages(connection, loaded, pack, announced, to)]
    at = min((_at(pack, one, now) for one in waiting), default=now)
    fresh = outbox.unknown(connection, messages)
    outbox.add(connection, fresh, at)
    return len(fresh)


def _at(pack: Pack, one: Announcement, now: datetime) -> datetime:
    """At night not before the morning; an emergency is looked at at once."""
    zone = ZoneInfo(pack.programme.timezone)
    return now if one.emergency else awake_from(now, zone, pack.programme.nudges)


def _messages(
    connection: Connection, loaded: LoadedPacks, pack: Pack, one: Announcement, to: Recipient
) -> list[Outgoing]:
    said = [(replace(to, language=language or to.language), message) for language, message in
            _screen(connection, loaded, pack, one, to.bot)]  # fmt: skip
    return [
        bot_api.outgoing(loaded.catalogues, whom, message, Lane.NUDGE, f"second:{one.id}:{to.person}:{place}")
        for place, (whom, message) in enumerate(said)
    ]


def _screen(
    connection: Connection, loaded: LoadedPacks, pack: Pack, one: Announcement, bot: int
) -> list[tuple[str | None, Message]]:
    """All of its versions, each in its language, and what is asked below them, in the reader's: None."""
    seen: list[tuple[str | None, Message]] = [*previews.messages(connection, loaded, pack, one, one.words, bot)]
    name = people.name_of(connection, one.author) or "–"
    rows = [
        [Button(Text(label), Meaning.of(standing.PREFIX, deed, one.id))]
        for label, deed in ((LET_IT, YES), (DO_NOT, NO))
    ]
    return [*seen, (None, Message(Text(LOOK_AT_IT, {"name": name, "n": one.composed or 0}), rows))]


def look(
    connection: Connection, loaded: LoadedPacks, person_id: int | None, pack: Pack, number: int, bot: int
) -> list[tuple[str | None, Message]]:
    """The same, for who looks again at one that waits for her yes; nothing: it does no longer. Raises NotAllowed."""
    waiting = report.to_approve(connection, person_id, pack)
    return [message for one in waiting if one.id == number for message in _screen(connection, loaded, pack, one, bot)]


def refused(
    connection: Connection, loaded: LoadedPacks, pack: Pack, person_id: int | None, number: int, now: datetime
) -> None:
    """Its author hears who has said no."""
    one = report.look(connection, person_id, pack, number, now)
    if one is None or person_id is None:
        return
    author = recipients.load(connection, [one.announcement.author]).get(one.announcement.author)
    language = author.language if author else pack.programme.languages[0]
    title = standing.title(loaded.catalogues, one.announcement, language)
    text = Text(SAID_NO, {"title": title, "name": people.name_of(connection, person_id) or "–"})
    told = {one.announcement.author: Message(text)}
    telling.send(connection, loaded.catalogues, told, _at(pack, one.announcement, now), Lane.NUDGE)
