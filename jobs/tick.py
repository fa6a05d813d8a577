"""The tick: every so often slots open and close, people are reminded, told of a report or get a tip, until nothing due
is left.
"""

from collections.abc import Callable
from datetime import datetime

from bot.domain.clock_trust import Doubted, Reading
from bot.left_out import LeftOut
from bot.services.evaluation import calendar as evaluation
from bot.services.groups import meeting, own_calendar, own_reminding
from bot.services.groups.leaders import terms
from bot.services.groups.members import lot
from bot.services.groups.report import absence, last_word
from bot.services.lessons import tips
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff import merging
from bot.services.staff.announcing import live, second
from bot.services.staff.asking import waiting
from bot.services.staff.checking import answered, levels
from bot.services.staff.vouching import lost
from bot.services.staff.vouching import told as vouched
from bot.services.wire import outbox
from bot.services.work import Connection, Transactions

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = False
# Pieces of work in which people are compared, at most, in a tick.
COMPARED = 100


async def tick(
    transactions: Transactions,
    loaded: LoadedPacks,
    left_out: LeftOut,
    read: Callable[[], Reading],
    wake: Callable[[], None],
) -> None:
    """All that is due; while the clock is doubted, only what does no harm, and that by Telegram's time."""
    try:
        await _all(transactions, loaded, left_out, lambda: read().believed, wake)
    except Doubted:
        await _meanwhile(transactions, read().telegram)


async def _all(
    transactions: Transactions,
    loaded: LoadedPacks,
    left_out: LeftOut,
    now: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """One transaction a chunk, so that updates find room between them; `wake` tells delivery that something was said.

    After a long outage those with an open form are asked again before anything else is decided. Each chunk asks anew
    what time it is: between two of them the clock may be set.
    """
    moment = now()
    async with transactions() as tx:
        await tx.run(outbox.hasten, moment)
        outage = await tx.run(evaluation.heartbeat, moment)
        said = await tx.run(evaluation.asked_again, loaded, left_out, outage, moment) if outage else 0
        told, left, changed = await tx.run(_round, loaded, left_out, moment)
    if said or told:
        wake()
    while left:
        moment = now()
        async with transactions() as tx:
            told, left, changed = await tx.run(_round, loaded, left_out, moment)
        if told:
            wake()
    if changed:
        await _compare(transactions, left_out)


async def _compare(transactions: Transactions, left_out: LeftOut) -> None:
    """Who has changed is compared, to find who stands twice; after an import of thousands a tick does not do all."""
    for _ in range(COMPARED):
        async with transactions() as tx:
            if not await tx.run(merging.compare, left_out):
                return


async def _meanwhile(transactions: Transactions, telegram: datetime | None) -> None:
    """Slots open and the bot says that it is alive, by the time that Telegram told; without one nothing happens."""
    if telegram is None:
        return
    left = True
    while left:
        async with transactions() as tx:
            left = await tx.run(evaluation.meanwhile, telegram)


def _round(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> tuple[int, bool, bool]:
    """One chunk: how many messages were written, whether more is due, and whether people have changed. Tips wait until
    all reminders are written, and people are compared last.
    """
    done = evaluation.tick(connection, loaded, left_out, now)
    if done.left:
        return done.nudged, True, False
    told = meeting.look(connection, loaded, left_out, now) + own_reminding.remind(connection, loaded, left_out, now)
    said = last_word.tell(connection, loaded, left_out, now)
    absent = absence.tell(connection, loaded, left_out, now)
    reported = told + said.told + absent.told
    if said.left or absent.left:
        return done.nudged + reported, True, False
    sent = tips.send(connection, loaded, left_out, now)
    over = terms.end_over(connection, loaded, left_out, now)
    over += levels.move_up(connection, loaded, left_out, now) + answered.lapse(connection, loaded, left_out, now)
    known = vouched.tell(connection, loaded, left_out, now) + lost.give_back(connection, loaded, left_out, now)
    own_calendar.begin_all(connection, loaded, left_out, now)
    lot.draw_all(connection, loaded, now)
    shown = second.ask(connection, loaded, left_out, now) + live.bring_up_to_date(connection, loaded, left_out, now)
    raised = waiting.raise_late(connection, loaded, left_out, now)
    written = done.nudged + reported + len(sent.messages) + over + known + shown + raised
    return written, sent.left, not sent.left and merging.compare(connection, left_out)
