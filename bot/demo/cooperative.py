"""The demo's cooperative: half a year ago a roster was taken up, its leader opened her link, and members with a phone
joined; since then she has reported each month. All of it by the house's own services, at the hours of that time.

It is made in many small steps, each a unit of work, so that who chats meanwhile does not wait; a demo that was ended
between two of them goes on with the next.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial

from bot.demo import answering, paper_roster, year
from bot.demo.answering import Answered
from bot.demo.members import find, names, there, told
from bot.demo.paper_roster import BY, MEETS_AFTER, MONTHS
from bot.demo.trade import load_trade
from bot.demo.year import Somebody
from bot.domain.evaluation.calendar import add_months
from bot.domain.evaluation.nudges import local_day
from bot.domain.evaluation.progress import Word
from bot.domain.people.roles import Role
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n import Money
from bot.i18n.calendars import month_of
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services import ids
from bot.services.evaluation import calendar as evaluation
from bot.services.groups import leading
from bot.services.groups.leaders import changing
from bot.services.groups.making import Group
from bot.services.groups.members import joining
from bot.services.groups.report import last_word, reporting, sending
from bot.services.groups.report.reporting import Book
from bot.services.groups.report.sending import Report
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import invitations, pins, registration
from bot.services.people.invitations import GROUP as OF_GROUP
from bot.services.people.invitations import PREFIX, Wish
from bot.services.wire import inbox
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.report import reports
from bot.store.wire import chats

# What guards it on the leader's phone; the page tells it.
PIN = "739154"
# In the evening of a meeting its leader reports.
EVENING, NOON = 19, 12
LATER_BY = 3
FIRST_UNSEEN = 500_000

Step = Callable[[Connection], None]


@dataclass(frozen=True)
class Cooperative:
    """The group of one programme. `leader`: on whose phone it is led; `chats`: of members whose phones are on the page,
    by name; the others' are made up.
    """

    loaded: LoadedPacks
    leader: Somebody
    chats: Mapping[str, int]
    now: datetime

    @property
    def pack(self) -> Pack:
        return self.leader.pack

    @cached_property
    def members(self) -> Mapping[str, Somebody]:
        """Those with a phone, by name."""
        code, first = self.pack.programme.code, FIRST_UNSEEN + 100 * self.leader.chat
        return {
            name: replace(self.leader, chat=self.chats.get(name, first + place), name=name)
            for place, name in enumerate(names(code))
            if place not in told()["without_phone"]
        }

    def steps(self, connection: Connection) -> Iterator[Step]:
        """What is still to be done, in its order; nothing where somebody else leads the group, or all is there."""
        group = find(connection, self.pack)
        known, is_hers = self._leader(connection), self.is_led_by_her(connection)
        taken = known is not None or (group is not None and groups.leaders(connection, group.id))
        if not names(self.pack.programme.code) or (taken and not is_hers):
            return
        if group is not None and self._is_whole(connection, group):
            return
        if known is None:
            if group is None:
                today = local_day(self.now, self.leader.zone)
                yield partial(paper_roster.take_up, pack=self.pack, loaded=self.loaded, today=today)
            yield self._led
        for number in range(MONTHS):
            yield from self._joining(number)
            if number:
                yield partial(self._reported, number=number)
        yield self._answered_already

    # Days

    def is_led_by_her(self, connection: Connection) -> bool:
        """Whether she was the first to lead it."""
        group, known = find(connection, self.pack), self._leader(connection)
        return group is not None and known is not None and groups.leaders(connection, group.id)[:1] == [known]

    def _leader(self, connection: Connection) -> int | None:
        here = chats.load(connection, self.leader.bot, [self.leader.chat]).get(self.leader.chat)
        return here.person.id if here is not None and here.person is not None else None

    def _joining(self, month: int) -> Iterator[Step]:
        """Those who join so many months after its beginning."""
        for place, name in enumerate(names(self.pack.programme.code)):
            if name in self.members and month == (LATER_BY if place in told()["later"] else 0):
                yield partial(self._joined, place=place, month=month, her=self.members[name])

    def _is_whole(self, connection: Connection, group: Group) -> bool:
        return reports.find(connection, group.id, self._month(group.inception, MONTHS - 1)) is not None

    def _month(self, first: date, number: int) -> date:
        return month_of(add_months(first, number), self.pack.programme.calendar)[0]

    # Steps

    def _led(self, connection: Connection) -> None:
        """Its leader agrees, with the link that she was sent, and chooses a PIN."""
        group, her, programme = there(connection, self.pack), self.leader, self.pack.programme
        moment = her.at(group.inception, NOON)
        made = invitations.create(connection, self.pack, Wish(Role.LEADER, group=group.id), BY, moment)
        contact = Contact(
            her.bot, her.chat, ChatState.ACTIVE, moment, her.language, programme.code, is_new=True, changed=True
        )
        code = invitations.payload(made).removeprefix(PREFIX)
        changing.take_up(connection, contact, self.pack, self.loaded.catalogues, code, moment, her.name or "")
        inbox.close_batch(connection, [contact], [], moment)
        pins.put(connection, self._leads(connection, group), pins.hashed(PIN), moment)

    def _joined(self, connection: Connection, *, place: int, month: int, her: Somebody) -> None:
        """A member opens the group's link on her phone, is confirmed, and answers the first questions."""
        group = there(connection, self.pack)
        day = add_months(group.inception, month)
        moment, leader = her.at(day, NOON + 1), self._leads(connection, group)
        if chats.load(connection, her.bot, [her.chat]):
            return
        if her.name in self.chats:
            year.make(connection, her, self.now)
            _, producer = _who(connection, her)
            registration.join_group(connection, producer, group.id, moment)
            leading.confirm(connection, leader, group.id, producer, moment)
            return
        code = joining.link(connection, leader, group.id, moment).payload.removeprefix(OF_GROUP)
        brought = registration.of_group(connection, code, moment)
        trade = load_trade(self.pack.programme.code, her.language, self.pack.programme.currency)
        registered = year.register(connection, her, trade, day, brought)
        leading.confirm(connection, leader, group.id, registered.producer_id, moment)
        self._answer(connection, her, place, 0, her.at(day, NOON + 2))

    def _reported(self, connection: Connection, *, number: int) -> None:
        """A month of it: some answer for themselves; she reports for all; and they have the last word on the newest."""
        group = there(connection, self.pack)
        month, meeting = self._month(group.inception, number), self._meeting(group, number)
        # in a country whose months are longer, two check-ins may fall into one
        if reports.find(connection, group.id, month) is not None:
            return
        self._answer_themselves(connection, told()["answers_herself"], group, number)
        leader, locale = self._leads(connection, group), self.loaded.catalogues.locale(self.leader.language)
        day = local_day(meeting, self.leader.zone)
        book = reporting.begin(connection, self.pack, leader, group.id, locale, day, month)
        rows = book.read(self._message(book, number)).rows
        one = Report(group.id, month, rows, ids.new_id(), meeting, self.leader.language)
        sending.send(connection, self.pack, leader, one, locale, meeting)
        if number == MONTHS - 1:
            self._last_words(connection, group, month, self.leader.at(day + timedelta(days=1), NOON))

    def _last_words(self, connection: Connection, group: Group, month: date, moment: datetime) -> None:
        """They are told on the next day, and most say that it is right."""
        last_word.tell(connection, self.loaded, LeftOut(), moment)
        number = reports.find(connection, group.id, month)
        rows = reports.rows(connection, number) if number is not None else {}
        for place, name in enumerate(names(self.pack.programme.code)):
            if name not in self.members or place in told()["silent"]:
                continue
            person, producer = _who(connection, self.members[name])
            kept = rows.get(producer)
            if kept is not None and kept.sent is not None:
                word = Word.WRONG if place in told()["not_right"] else Word.RIGHT
                last_word.say(connection, person, kept.sent.id, word, self.pack, self.loaded.catalogues, moment)

    def _answered_already(self, connection: Connection) -> None:
        """Some have answered the check-in that the group talks about now."""
        self._answer_themselves(connection, told()["answered_already"], there(connection, self.pack), MONTHS)

    def _answer_themselves(self, connection: Connection, places: Sequence[int], group: Group, number: int) -> None:
        """Not those on the page: they have a calendar of their own, and their book to answer from."""
        for place in places:
            name = names(self.pack.programme.code)[place]
            if name not in self.chats:
                due = add_months(group.inception, number)
                self._answer(connection, self.members[name], place, number, self.leader.at(due, 7))

    def _answer(self, connection: Connection, her: Somebody, place: int, number: int, moment: datetime) -> None:
        person, _ = _who(connection, her)
        moment = min(moment, self.now)
        due = evaluation.due(connection, person, self.pack.programme, moment)
        if due:
            one = Answered(person, her.language, due[0], self._answers(place, number))
            answering.answer(connection, self.pack, one, moment)

    # What is said

    def _message(self, book: Book, number: int) -> str:
        """A line for each member who was at the meeting: the number of her card, and what she sold."""
        absent, nothing = told()["absent"][number - 1], told()["nothing"][number - 1]
        places = {name: place for place, name in enumerate(names(self.pack.programme.code))}
        lines = []
        for one in book.roster:
            place = places.get(book.called(one.id))
            if place is not None and place not in absent:
                lines.append(f"{one.card} {0 if place in nothing else self._sold(place, number)}")
        return "\n".join(lines)

    def _sold(self, place: int, number: int) -> int:
        """In a month, in whole money, as people round it."""
        programme, grown = self.pack.programme, told()["grown"]
        trade = load_trade(programme.code, self.leader.language, programme.currency)
        many = told()["sold"] + (7 * place) % 12
        far = 10 if number == MONTHS and place in told()["far_off"] else 1
        exact = trade.goods[0].price * many * grown[min(max(number, 1), len(grown)) - 1] * far
        return int(Money(round(exact / trade.step) * trade.step, trade.currency).amount)

    def _answers(self, place: int, number: int) -> Mapping[str, str]:
        """The same, to the questions of a form."""
        programme, sold = self.pack.programme, self._sold(place, number)
        trade = load_trade(programme.code, self.leader.language, programme.currency)
        price = int(Money(trade.goods[0].price, trade.currency).amount)
        return {
            "unit": trade.unit, "operating": "yes", "produced": str(sold // price), "price": str(price),
            "sales": str(sold), "costs": str(sold // 2), "people": "2", "share": "half", "have": "none", "news": "none",
        }  # fmt: skip

    def _meeting(self, group: Group, number: int) -> datetime:
        return self.leader.at(add_months(group.inception, number) + timedelta(days=MEETS_AFTER), EVENING)

    def _leads(self, connection: Connection, group: Group) -> int:
        return groups.leaders(connection, group.id)[0]


def _who(connection: Connection, her: Somebody) -> tuple[int, int]:
    """Her person, and the producer that she answers for."""
    person = chats.load(connection, her.bot, [her.chat])[her.chat].person
    if person is None:
        raise LookupError("she is not registered yet")
    return person.id, registration.producers_of(connection, person.id)[0]
