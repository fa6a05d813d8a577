"""From the outbox to Telegram: replies first, then nudges and broadcasts, each within Telegram's limits."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.domain.wire import bot_api
from bot.domain.wire.outgoing import Claimed, Lane, OutState, Settled
from bot.services.wire import outbox
from bot.services.work import StoreTrouble, Transactions
from bot.supervision import CannotGoOn, Work, keep
from bot.vitals import Vitals
from handlers.wire.file_sender import FileSender, MakeFile, is_made
from handlers.wire.limits import Limits
from handlers.wire.request import Api
from handlers.wire.sender import BLOCKED, STORE_PAUSE, Sender

log = logging.getLogger(__name__)

# How long the fate of a reply may wait for a transaction that takes it along, in seconds.
LINGER = 0.02
# So many on their way, and a fate may linger; with fewer it is written at once, for a kill repeats what is not.
BUSY = 16
# Replies that are on their way at once without being looked for; more wait in the database.
MOST_IN_HAND = 400
REPLY_WORKERS = 12
# Messages with a file that has to be made first: drawing takes its time, and nobody else waits for it.
FILE_WORKERS = 2
# So many that a server 300 ms away takes 25 a second from them.
OTHER_WORKERS = 8
# How often what waits for a token is looked for, in seconds: a few at a time, and no transaction for each.
PACE = 0.2


class Delivery:
    """Sends what one bot has said. `wake` says that there is something new."""

    def __init__(
        self,
        api: Api,
        transactions: Transactions,
        now: Callable[[], datetime],
        limits: Limits,
        make_file: MakeFile,
        vitals: Vitals,
    ) -> None:
        self._api, self._transactions, self._now = api, transactions, now
        self._limits, self._vitals = limits, vitals
        self._sender = Sender(api, FileSender(api, transactions, now, make_file), now, limits, self._happened)
        self._event = asyncio.Event()
        self._replies: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._others: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._made: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._results: list[Settled] = []
        self._effects: list[outbox.Effect] = []
        self._in_hand = 0
        # under which number this process holds the bot; 0: not yet
        self._holder = 0
        # look into the database for what is to be sent; the last look has left something that is due
        self._look, self._more = True, False
        self._lingering: asyncio.TimerHandle | None = None
        self._retry_at: datetime | None = None

    def _happened(self, effect: outbox.Effect) -> None:
        self._effects.append(effect)

    def wake(self) -> None:
        """Something was said."""
        self._look = True
        self._event.set()

    @property
    def in_hand(self) -> int:
        """Messages claimed whose fate is not written down yet."""
        return self._in_hand

    async def run(self) -> None:
        """Send until cancelled; what was in flight at a kill is sent again at the next start, but for broadcasts."""
        if self._holder:
            # what was in hand is known to nobody: taken up again here, some of it would be sent twice
            raise CannotGoOn(f"Sending of bot {self._api.bot_id} has stopped in the middle.")
        await self._hold()
        async with asyncio.TaskGroup() as group:
            for _ in range(REPLY_WORKERS):
                group.create_task(self._worker(self._replies))
            for _ in range(FILE_WORKERS):
                group.create_task(self._worker(self._made))
            for _ in range(OTHER_WORKERS):
                group.create_task(self._worker(self._others))
            exchanging = Work(f"The outbox of bot {self._api.bot_id}", self._exchange_for_ever)
            group.create_task(keep(exchanging, self._vitals.failed))

    async def _hold(self) -> None:
        async with self._transactions() as tx:
            held = await tx.run(outbox.take_over, self._api.bot_id, self._now())
        if held.in_flight:
            log.info("bot %s: %s messages were in flight at the last stop", self._api.bot_id, held.in_flight)
        self._holder = held.number

    async def _exchange_for_ever(self) -> None:
        """A failed exchange has changed nothing, so it may begin again."""
        self._look = True
        while True:
            self._event.clear()
            try:
                busy = await self._exchange()
            except StoreTrouble:
                await asyncio.sleep(STORE_PAUSE)
                self._look = True
                continue
            if not busy:
                await self._sleep()

    async def _sleep(self) -> None:
        """Until woken, or until the next row may be due: rows wait for retries, and other processes add some."""
        wait = min(self._limits.next_token() or (PACE if self._more else 1.0), self._until_retry())
        try:
            async with asyncio.timeout(max(0.02, min(1.0, wait))):
                await self._event.wait()
        except TimeoutError:
            self._look = True

    def _until_retry(self) -> float:
        now = self._now()
        if self._retry_at is not None and self._retry_at <= now:
            self._retry_at = None
        return 1.0 if self._retry_at is None else (self._retry_at - now).total_seconds()

    def offer(self) -> outbox.Offer:
        """For a transaction that is under way anyhow: results to write down, and room for replies to send at once.

        Whoever takes it gives it back by `take` when it is committed, else by `give_back`.
        """
        rate = self._limits.replies()
        room = max(0, min(rate, MOST_IN_HAND - self._in_hand))
        if not self._holder or (self._more and rate < self._limits.CHUNK):
            # where the rate is what holds messages up, the older ones go first
            room = 0
        self._limits.took(room)
        return self._with_results(room)

    def _with_results(self, room: int) -> outbox.Offer:
        results, self._results = self._results, []
        effects, self._effects = self._effects, []
        return outbox.Offer(self._api.bot_id, self._holder, results, effects, room)

    def take(self, offer: outbox.Offer, claimed: Sequence[Claimed], *, more: bool) -> None:
        """The transaction is committed: send what was claimed, and look for `more` that was said, to her or others."""
        self._limits.took(len(claimed) - offer.room)
        self._claimed(offer, claimed)
        if more:
            self.wake()

    def give_back(self, offer: outbox.Offer) -> None:
        """The transaction was rolled back."""
        self._limits.took(-offer.room)
        self._results = [*offer.results, *self._results]
        self._effects = [*offer.effects, *self._effects]
        self._event.set()

    def _claimed(self, offer: outbox.Offer, claimed: Sequence[Claimed]) -> None:
        self._in_hand += len(claimed) - len(offer.results)
        for rows in _by_chat(claimed):
            self._queue(rows).put_nowait(rows)

    def _queue(self, rows: Sequence[Claimed]) -> "asyncio.Queue[list[Claimed]]":
        if any(is_made(row.payload.get(bot_api.ATTACH, {})) for row in rows):
            return self._made
        return self._replies if rows[0].lane is Lane.REPLY else self._others

    async def _exchange(self) -> Sequence[Claimed]:
        """One transaction: write down what became of messages, claim the next ones."""
        order = self._order() if self._look else None
        if not (self._results or self._effects or order):
            return ()
        room = order.room if order else 0
        self._look = self._look and not order
        self._limits.took(room)
        offer = outbox.Offer(self._api.bot_id, self._holder, room=room)
        try:
            async with self._transactions() as tx:
                # only now: what a batch has taken along meanwhile is written down already
                offer = self._with_results(room)
                done = await tx.run(outbox.exchange, offer, order, self._now())
        except BaseException:
            self.give_back(offer)
            raise
        nudges = sum(row.lane is Lane.NUDGE for row in done.claimed)
        self._limits.took(len(done.claimed) - room, nudges)
        self._claimed(offer, done.claimed)
        if order:
            self._more = done.more
            self._look = self._look or done.more
        return done.claimed

    def _order(self) -> outbox.Order | None:
        """What may be claimed now; None: nothing, enough is in hand."""
        room = max(0, min(self._limits.replies(), MOST_IN_HAND - self._in_hand))
        if not room:
            return None
        if not self._others.empty():
            return outbox.Order(room, 0, 0)
        return outbox.Order(room, max(0, self._limits.nudges()), self._limits.broadcasts())

    async def _worker(self, queue: "asyncio.Queue[list[Claimed]]") -> None:
        while True:
            rows = await queue.get()
            for place, row in enumerate(rows):
                settled = await self._sender.send(row)
                self._results.append(settled)
                self._vitals.sends[row.lane.name, outcome_of(settled)] += 1
                if settled.state is OutState.WAITING:
                    self._retry_at = min(filter(None, (self._retry_at, settled.next_attempt)))
                    self._results.extend(self._sender.again(later, 0) for later in rows[place + 1 :])
                    self.wake()
                    break
            self._tell()

    def _tell(self) -> None:
        """Have results written down: at once, but when much is on its way with the next batch, or soon."""
        if self._look or self._in_hand <= BUSY:
            self._event.set()
        elif self._lingering is None:
            self._lingering = asyncio.get_running_loop().call_later(LINGER, self._lingered)

    def _lingered(self) -> None:
        self._lingering = None
        self._event.set()


def outcome_of(settled: Settled) -> str:
    """What became of a message, for who counts: a person who has blocked the bot is no fault."""
    return "blocked" if settled.reason == BLOCKED else settled.state


def _by_chat(claimed: Iterable[Claimed]) -> list[list[Claimed]]:
    chats: dict[tuple[Lane, int], list[Claimed]] = defaultdict(list)
    for row in claimed:
        chats[row.lane, row.chat].append(row)
    return list(chats.values())
