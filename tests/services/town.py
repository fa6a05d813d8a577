"""A town for tests: a real database in which people join, answer, stop and come back, and a clock that moves by itself.

Between two ticks nothing happens that a tick would see, so the clock goes from one due moment to the next, and at
least twice a day, as the heartbeat needs it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Transaction, insert, select, update

from bot.domain.programme import Programme
from bot.domain.wire.button_owner import unmarked
from bot.domain.wire.contact import ChatState
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.packs import PROGRAMMES, Pack, load_pack
from bot.services import programmes
from bot.services.evaluation import calendar as evaluation
from bot.services.evaluation import submissions
from bot.services.groups import own_reminding
from bot.services.lessons import tips
from bot.services.loaded_packs import LoadedPacks
from bot.store.engine.sync import sync_engine
from bot.store.evaluation import recipients
from bot.store.schema import (
    chat,
    chat_person,
    dialogue,
    follow_up,
    outbox,
    person,
    producer,
    slot,
    speaks_for,
)
from bot.store.wire import chats
from tests.due import next_moment

P = ParamSpec("P")
T = TypeVar("T")
BOT = 4242


@cache
def pack(code: str) -> Pack:
    """A pack of the project, loaded once for all tests."""
    return load_pack(PROGRAMMES / code)


@dataclass(frozen=True)
class Member:
    """A person who speaks for one producer, in a chat of the same number."""

    person: int
    producer: int
    chat: int
    code: str


@dataclass(frozen=True)
class Nudge:
    """A message of the nudge lane: when it was written, to which chat, and its words."""

    at: datetime
    chat: int
    text: str
    button: str


@dataclass
class Town:
    """A database, loaded packs, and the present moment."""

    connection: Connection
    loaded: LoadedPacks
    now: datetime
    ticks: int = 0
    # whether tips come too: most tests are about reminders alone
    tips: bool = False
    left_out: LeftOut = field(default_factory=LeftOut)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def piece(self) -> Transaction:
        """One piece of work: a transaction, or a part of the one in which a whole life is, to be undone at its end."""
        return self.connection.begin_nested() if self.connection.in_transaction() else self.connection.begin()

    def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.piece():
            return work(self.connection, *args, **kwargs)

    def rows(self, statement: Any) -> Sequence[Any]:
        with self.piece():
            return self.connection.execute(statement).all()

    @contextmanager
    def life(self) -> Iterator["Town"]:
        """This town as it is now; whatever happens in it is undone at the end."""
        with self.connection.begin() as all_of_it:
            yield replace(self, left_out=LeftOut(), _numbers=count(1))
            all_of_it.rollback()

    def programme(self, code: str) -> Programme:
        return self.loaded.pack(code).programme

    def zone(self, code: str) -> ZoneInfo:
        return ZoneInfo(self.programme(code).timezone)

    # people

    def join(self, code: str, *, inception: date | None = None, speaker: Member | None = None, **more: Any) -> Member:
        """Somebody registers now; `speaker`: who answers for one more producer. `more`: columns of person."""
        today = self.now.astimezone(self.zone(code)).date()
        number = next(self._numbers)
        with self.piece():
            if speaker is None:
                speaker = self._person(number, code, more)
            owner = self._insert(
                producer,
                programme=code,
                kind="household",
                inception=inception or today,
                joined=today,
                created_at=self.now,
            )
            self.connection.execute(
                insert(speaks_for).values(person_id=speaker.person, producer_id=owner, since=self.now)
            )
            programme = self.programme(code)
            asked = recipients.load(self.connection, [speaker.person])[speaker.person]
            recipients.nudged_on(self.connection, {speaker.person: evaluation.nudged_today(programme, self.now)})
            evaluation.begin(
                self.connection, owner, speaker.person, inception or today, today, programme, self.now, asked.nudge_hour
            )
        return replace(speaker, producer=owner)

    def _person(self, number: int, code: str, more: Mapping[str, Any]) -> Member:
        given = {"language": "en", **more}
        who = self._insert(person, programme=code, created_at=self.now, **given)
        self.connection.execute(
            insert(chat).values(
                bot=BOT, chat=number, person_id=who, programme=code, state=ChatState.ACTIVE, state_since=self.now,
                seen_at=self.now,
            )
        )  # fmt: skip
        self.enter(who, number)
        return Member(who, 0, number, code)

    def enter(self, who: int, number: int) -> None:
        """A person is registered in a chat, beside those who are there."""
        here = {"bot": BOT, "chat": number, "person_id": who, "since": self.now, "seen_at": self.now}
        wish = {"state": ChatState.ACTIVE, "state_since": self.now}
        self.connection.execute(insert(chat_person).values(here | wish))

    def _insert(self, table: Any, **values: Any) -> int:
        return int(self.connection.execute(insert(table).values(**values).returning(table.c.id)).scalar_one())

    def become(self, member: Member, state: ChatState) -> None:
        """She stops, blocks the bot, or comes back."""
        self.run(chats.set_state, BOT, member.chat, state, self.now)
        if state is not ChatState.BLOCKED:
            hers = (chat_person.c.chat == member.chat, chat_person.c.person_id == member.person)
            self.rows_changed(update(chat_person).where(*hers).values(state=state, state_since=self.now))
        change = evaluation.came_back if state is ChatState.ACTIVE else evaluation.stopped
        self.run(change, member.person, self.now)

    def choose_hour(self, member: Member, hour: int) -> None:
        self.rows_changed(update(person).where(person.c.id == member.person).values(nudge_hour=hour))
        self.run(evaluation.hour_changed, member.person, hour, self.programme(member.code), self.now)

    def rows_changed(self, statement: Any) -> None:
        with self.piece():
            self.connection.execute(statement)

    def due(self, member: Member) -> list[evaluation.DueSlot]:
        return self.run(evaluation.due, member.person, self.programme(member.code), self.now)

    def begin_form(self, member: Member, slot_id: int, front: bool = True) -> int:
        """She opens the form of a slot and leaves it unfinished; gives the dialogue."""
        number = next(self._numbers) + 10_000
        form = self.loaded.pack(member.code).forms["checkin"].hash
        self.rows_changed(
            insert(dialogue).values(
                id=number, bot=BOT, chat=member.chat, person_id=member.person, kind="checkin", front=front, form=form,
                slot_id=slot_id, producer_id=member.producer, state={}, began_at=self.now, touched_at=self.now,
            )
        )  # fmt: skip
        return number

    def sent(self, member: Member, due: evaluation.DueSlot, **answers: Any) -> submissions.Sent:
        """A form as a conversation hands it over."""
        form = self.loaded.pack(member.code).forms[due.form]
        return submissions.Sent(
            dialogue_id=next(self._numbers) + 10_000,
            producer_id=due.producer_id,
            person_id=member.person,
            slot_id=due.slot_id,
            form_hash=form.hash,
            form_name=due.form,
            source="self",
            language="en",
            practice=False,
            began_at=self.now,
            answers={f"{form.root}/{name}": str(value) for name, value in answers.items()},
        )

    def answer(self, member: Member, **answers: Any) -> submissions.Outcome:
        """She answers the oldest thing that is due."""
        sent = self.sent(member, self.due(member)[0], **answers)
        return self.run(submissions.submit, sent, self.loaded.pack(member.code), self.now)

    # time

    def tick(self) -> None:
        """What jobs.tick does, without the loop."""
        self.ticks += 1
        left = self.run(self._first_round)
        while left:
            left = self.run(self._round)

    def _first_round(self, connection: Connection) -> bool:
        outage = evaluation.heartbeat(connection, self.now)
        if outage:
            evaluation.asked_again(connection, self.loaded, self.left_out, outage, self.now)
        return self._round(connection)

    def _round(self, connection: Connection) -> bool:
        """Whether more is due. Tips wait until all reminders are written."""
        if evaluation.tick(connection, self.loaded, self.left_out, self.now).left:
            return True
        own_reminding.remind(connection, self.loaded, self.left_out, self.now)
        return self.tips and tips.send(connection, self.loaded, self.left_out, self.now).left

    def until(self, moment: datetime) -> None:
        """Time passes, with a tick whenever something is due."""
        while self.now < moment:
            following = self.run(next_moment, self.now, tips=self.tips)
            self.now = min(moment, max(following, self.now + timedelta(seconds=1)))
            self.tick()

    def days(self, number: int) -> None:
        self.until(self.now + timedelta(days=number))

    def at(self, code: str, day: date, hour: int = 12) -> None:
        """Until an hour of a local day."""
        self.until(datetime.combine(day, time(hour), tzinfo=self.zone(code)).astimezone(UTC))

    def sleep(self, **by: float) -> None:
        """The bot is away: time passes without a tick, and then there is one."""
        self.now += timedelta(**by)
        self.tick()

    # what can be seen

    def nudges(self, member: Member | None = None) -> list[Nudge]:
        statement = select(outbox.c.created_at, outbox.c.chat, outbox.c.payload).where(outbox.c.lane == 1)
        if member is not None:
            statement = statement.where(outbox.c.chat == member.chat)
        return [
            Nudge(row.created_at, row.chat, row.payload["text"], _button(row.payload))
            for row in self.rows(statement.order_by(outbox.c.created_at, outbox.c.id))
        ]

    def slots(self, member: Member) -> Sequence[Any]:
        return self.rows(select(slot).where(slot.c.producer_id == member.producer).order_by(slot.c.number))

    def told(self) -> list[int]:
        """The slots of which staff were told, and that are still to be looked at."""
        statement = select(follow_up.c.slot_id).where(follow_up.c.done_at.is_(None)).order_by(follow_up.c.id)
        return [row.slot_id for row in self.rows(statement)]

    def table(self, member: Member) -> str:
        """The slots of a producer and the local days and hours of the nudges about each, to be read by people."""
        return "\n".join(self._line(row, member) for row in self.slots(member))

    def _line(self, row: Any, member: Member) -> str:
        zone = self.zone(member.code)
        mine = [nudge for nudge in self.nudges(member) if nudge.button == f"checkin|{row.id:x}"]
        days = [(nudge.at.astimezone(zone).date() - row.due).days for nudge in mine]
        nudges = " ".join(f"+{day}" for day in days)
        told = " told" if row.told_at else ""
        reason = f" ({row.interval_reason}, {row.form})" if row.interval_reason else ""
        state = f"{row.state} {row.why}" if row.why else row.state
        return f"{row.month:>2} {row.due} {state}{reason}: {nudges}{told}".rstrip(" :")


def _button(payload: Mapping[str, Any]) -> str:
    return unmarked(payload["reply_markup"]["inline_keyboard"][0][0]["callback_data"])[0]


@contextmanager
def town(url: str, now: datetime, packs: Sequence[Pack]) -> Iterator[Town]:
    """A town in a migrated database without rows."""
    engine = sync_engine(url)
    loaded = LoadedPacks({one.programme.code: one for one in packs}, load_catalogues())
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA synchronous=OFF")  # type: ignore[union-attr]
        place = Town(connection, loaded, now)
        for one in packs:
            place.run(programmes.record, one, now)
        place.tick()
        yield place
    engine.dispose()
