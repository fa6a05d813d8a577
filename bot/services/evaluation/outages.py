"""Outages: the bot notices that it was away for longer than Telegram keeps what people write, and asks them again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day, quiet
from bot.domain.evaluation.outage import Outage, outage_between
from bot.domain.programme import Programme
from bot.domain.wire.outgoing import Outgoing
from bot.left_out import LeftOut
from bot.services.evaluation import reminders
from bot.services.loaded_packs import LoadedPacks
from bot.store import Connection
from bot.store.evaluation import outages, recipients
from bot.store.evaluation.outages import OpenForm
from bot.store.wire import chats, outbox


def heartbeat(connection: Connection, now: datetime) -> Outage | None:
    """Say that the bot is alive; gives the outage that this ends, if it was a long one, which is then on record."""
    outage = outage_between(outages.beat(connection, now), now)
    if outage is not None:
        outages.add(connection, outage)
    return outage


def sign_of_life(connection: Connection, now: datetime) -> None:
    """Say that the bot is alive, unless that would end an outage: that waits for somebody who can say what it meant."""
    if outage_between(outages.last(connection), now) is None:
        outages.beat(connection, now)


def asked_again(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, outage: Outage, now: datetime) -> int:
    """Whoever was in the middle of a form gets one message, not in quiet hours; it counts as the nudge of that day."""
    say = partial(_ask_again, loaded=loaded, outage=outage, now=now)
    return sum(left_out.each(connection, outages.FORMS, outages.in_front(connection), say))


def _ask_again(
    connection: Connection, forms: Sequence[int], *, loaded: LoadedPacks, outage: Outage, now: datetime
) -> int:
    said: dict[datetime, list[Outgoing]] = defaultdict(list)
    days: dict[int, date] = {}
    key = f"outage:{int(outage.end.timestamp())}"
    for form in outages.open_forms(connection, forms):
        programme = loaded.pack(form.programme).programme
        at = awake(now, programme)
        language = form.language or programme.languages[0]
        said[at].append(reminders.ask_again(loaded, language, form, key, _called(connection, form)))
        if form.person_id is not None:
            days[form.person_id] = local_day(at, ZoneInfo(programme.timezone))
    recipients.nudged_on(connection, days)
    for at, rows in said.items():
        outbox.add(connection, rows, at)
    return sum(len(rows) for rows in said.values())


def _called(connection: Connection, form: OpenForm) -> str | None:
    if not form.shared:
        return None
    here = chats.people_in(connection, form.bot, form.chat)
    return next((one.called for one in here if one.id == form.person_id), None)


def awake(now: datetime, programme: Programme) -> datetime:
    """Now, or the end of the quiet hours."""
    zone, ladder = ZoneInfo(programme.timezone), programme.nudges
    if not quiet(now, zone, ladder):
        return now
    today = local_day(now, zone)
    mornings = (datetime.combine(today + timedelta(days=n), time(ladder.earliest), tzinfo=zone) for n in (0, 1))
    return next(morning for morning in mornings if morning > now)
