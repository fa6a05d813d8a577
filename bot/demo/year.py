"""A producer who has been registered for a year, made by the house's own services: something to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo import answering, entries
from bot.demo.answering import Answered
from bot.demo.trade import Trade, load_trade
from bot.domain.book import Direction, Entry, in_force
from bot.domain.evaluation.calendar import add_months
from bot.domain.evaluation.nudges import local_day
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n import Money
from bot.packs import Pack
from bot.services.book import entries as book
from bot.services.book.check_in_answers import FromBook, of_month
from bot.services.book.entries import Owner
from bot.services.evaluation import calendar as evaluation
from bot.services.people import registration, vouching
from bot.services.people.registration import Registered, Registration
from bot.services.wire import inbox
from bot.services.work import Connection
from bot.store.wire import chats

MONTHS = 12
ACTOR = "demo"
# By month since the start: how many days late she answered, and what was new.
DAYS_LATE = {3: 2, 5: 17, 8: 4}
FROM_MEMORY = (5,)  # here she said something else than her book
GROWN = 6  # from this month on three work in it
NEWS = {1: "records", 3: "customers", 6: "trained", 8: "customers used", 10: "product"}
OUTGO = (Direction.OUT, Direction.OWED)
SALES = (Direction.IN, Direction.CREDIT)


@dataclass(frozen=True, slots=True)
class Somebody:
    """In which chat of which bot she is, which programme she is in, and what she speaks."""

    bot: int
    chat: int
    pack: Pack
    language: str
    # None: the name that goes with the business
    name: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.pack.programme.timezone)

    def at(self, day: date, hour: int) -> datetime:
        """An hour of a day where she lives (UTC)."""
        return datetime.combine(day, time(hour), tzinfo=self.zone).astimezone(UTC)


def make(connection: Connection, her: Somebody, now: datetime) -> bool:
    """Let her have registered a year ago, with check-ins answered and a cash book; one unit of work.

    The check-in of month 12 is left for today. False: the chat is somebody's already, and nothing is changed.
    """
    if chats.load(connection, her.bot, [her.chat]):
        return False
    programme, today = her.pack.programme, local_day(now, her.zone)
    first, trade = add_months(today, -MONTHS), load_trade(programme.code, her.language, programme.currency)
    registered = register(connection, her, trade, first)
    vouching.confirm(connection, [registered.person.id], ACTOR, her.at(first, 9) + timedelta(days=3))
    owner = Owner(registered.producer_id, registered.person.id, practice=False, currency=programme.currency)
    year = entries.year(trade, first, today, her.zone, book.new_id)
    for one in year:
        book.add(connection, owner, one.entries, one.at.astimezone(UTC))
    written = in_force(entry for one in year for entry in one.entries)
    for month in (0, *(one for one in programme.schedule.months if one < MONTHS)):
        _answer(connection, her, owner, _Told(trade, written, first), month)
    return True


def register(
    connection: Connection, her: Somebody, trade: Trade, first: date, joining: dict[str, str] | None = None
) -> Registered:
    """She is registered on that day; `joining`: what the link of a group has brought along."""
    programme, moment = her.pack.programme, her.at(first, 9)
    contact = Contact(
        her.bot, her.chat, ChatState.ACTIVE, moment, her.language, programme.code,
        joining=joining, is_new=True, changed=True,
    )  # fmt: skip
    answers = {
        "name": her.name or trade.name,
        **dict(zip((level.name for level in programme.levels), trade.areas, strict=True)),
        "product": trade.product,
        "works": "group" if joining else "alone",
        "people": "2",
    }
    consent = {"version": str(programme.consent.version), "language": her.language}
    registered = registration.register(connection, contact, Registration(answers, consent, programme, first), moment)
    contact.person, contact.joining = registered.person, None
    inbox.close_batch(connection, [contact], [], moment)
    return registered


# Baseline and check-ins


@dataclass(frozen=True, slots=True)
class _Told:
    """What she says of her work from memory, so rounded."""

    trade: Trade
    written: Sequence[Entry]
    first: date

    def answers(self, month: int, today: date) -> Mapping[str, str]:
        """By the names of the forms' questions."""
        day = max(today, self.first + timedelta(days=30))  # the baseline is about days before the book
        lately = [entry for entry in self.written if day - timedelta(days=30) <= entry.day < day]
        part = 0.8 if month == 0 else 1
        own = [entry for entry in lately if entry.direction in SALES and entry.item == self.trade.goods[0].item]
        made = sum(int(entry.quantity or 0) for entry in own)
        price = own[-1].amount // int(own[-1].quantity or 1) if own else self.trade.goods[0].price
        return {
            "unit": self.trade.unit,
            "operating": "yes",
            "produced": _about(made * part),
            "price": self._whole(price),
            "sales": _about(float(self._whole(_sum(lately, SALES))) * part),
            "costs": _about(float(self._whole(_sum(lately, OUTGO))) * part),
            "people": "3" if month >= GROWN else "2",
            "share": "most" if month >= GROWN else "half",
            "have": "none",
            "news": NEWS.get(month, "none"),
        }

    def _whole(self, minor: int) -> str:
        return format(round(Money(minor, self.trade.currency).amount), "d")


def _sum(lately: Sequence[Entry], directions: Sequence[Direction]) -> int:
    return sum(entry.amount for entry in lately if entry.direction in directions)


def _about(number: float) -> str:
    """To two digits, as people remember."""
    return format(int(float(f"{number:.1e}")), "d")


def _answer(connection: Connection, her: Somebody, owner: Owner, told: _Told, month: int) -> None:
    """The baseline on the first day, or the check-in of a month: as her book says, or from memory."""
    programme = her.pack.programme
    day = add_months(told.first, month) + timedelta(days=DAYS_LATE.get(month, 0))
    moment = her.at(day, 10 if month == 0 else 19)
    due = evaluation.due(connection, owner.person_id, programme, moment)[0]
    form = her.pack.forms[due.form]
    from_book = FromBook() if month == 0 else of_month(connection, owner, programme, form, told.trade.unit, day)
    said = from_book.answers
    answers = {**told.answers(month, day), **({} if month in FROM_MEMORY else said)}
    answering.answer(connection, her.pack, Answered(owner.person_id, her.language, due, answers, said), moment)
