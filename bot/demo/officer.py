"""The demo's officer: on this morning an announcement of hers is under way and held up, somebody has a question, and
people wait to be vouched for. All of it by the house's own services.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.demo import members, year
from bot.demo.cooperative import FIRST_UNSEEN, Step
from bot.demo.members import told
from bot.demo.trade import load_trade
from bot.demo.year import Somebody
from bot.domain.evaluation.calendar import add_months
from bot.domain.evaluation.nudges import local_day
from bot.domain.people.roles import Role
from bot.domain.staff.announcement import State, Words
from bot.domain.staff.asking import About, As
from bot.domain.staff.audience import Audience
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n.languages import SOURCE
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.groups.leaders import changing
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import invitations
from bot.services.people.invitations import PREFIX, Wish
from bot.services.staff.announcing import composing, handing_over, report, sending, steering
from bot.services.staff.asking import asking
from bot.services.staff.asking.asking import Sent
from bot.services.wire import inbox
from bot.services.work import Connection
from bot.store.wire import chats

BY = "demo"
# So long she has worked here.
MONTHS, HOUR = 6, 9
# So many have the announcement when she holds it up.
HAVE_IT = 10
# A gathering and a second one, with room to spare.
STEPS = 10


@dataclass(frozen=True)
class Officer:
    """Who works for a programme as an officer, on the phone that `her` names."""

    loaded: LoadedPacks
    her: Somebody
    now: datetime

    @property
    def pack(self) -> Pack:
        return self.her.pack

    def steps(self, connection: Connection) -> Iterator[Step]:
        """What is still to be done, in its order; nothing where the phone is somebody's already."""
        if chats.load(connection, self.her.bot, [self.her.chat]):
            return
        yield self._works
        for one in self.newcomers:
            yield partial(self._comes, newcomer=one)
        yield self._is_asked
        yield self._announces

    @property
    def newcomers(self) -> list[Somebody]:
        """Those whose phones are made up."""
        names = told()["newcomers"].get(self.pack.programme.code, [])
        first = FIRST_UNSEEN + 100 * self.her.chat
        return [replace(self.her, chat=first + place, name=name) for place, name in enumerate(names)]

    @property
    def _morning(self) -> datetime:
        """The last hour of the kind in which announcements leave."""
        today = local_day(self.now, self.her.zone)
        here = self.her.at(today, HOUR)
        return here if here <= self.now else self.her.at(today - timedelta(days=1), HOUR)

    def _works(self, connection: Connection) -> None:
        """She took up her link, agreed and said her name."""
        moment = self.her.at(add_months(local_day(self.now, self.her.zone), -MONTHS), HOUR)
        made = invitations.create(connection, self.pack, Wish(Role.OFFICER), BY, moment)
        contact = Contact(
            self.her.bot, self.her.chat, ChatState.ACTIVE, moment, self.her.language, self.pack.programme.code,
            is_new=True, changed=True,
        )  # fmt: skip
        code = invitations.payload(made).removeprefix(PREFIX)
        changing.take_up(connection, contact, self.pack, self.loaded.catalogues, code, moment, self.her.name or "")
        inbox.close_batch(connection, [contact], [], moment)

    def _comes(self, connection: Connection, *, newcomer: Somebody) -> None:
        """Somebody registers alone, yesterday."""
        trade = load_trade(self.pack.programme.code, self.her.language, self.pack.programme.currency)
        year.register(connection, newcomer, trade, local_day(self.now, self.her.zone) - timedelta(days=1))

    def _is_asked(self, connection: Connection) -> None:
        """The first who came has a question."""
        first = self.newcomers[0]
        person = chats.load(connection, first.bot, [first.chat])[first.chat].person
        said = told()["asked"].get(first.language, told()["asked"][SOURCE])
        if person is not None:
            sent = Sent(As.TEXT, said, first.bot, first.chat)
            asking.ask(connection, person.id, self.pack, About.NOBODY, sent, self.loaded.catalogues, self._morning)

    def _announces(self, connection: Connection) -> None:
        """She has announced something to her group, and held it up when some had it."""
        group, moment = members.find(connection, self.pack), self._morning
        here = chats.load(connection, self.her.bot, [self.her.chat])[self.her.chat].person
        said = told()["announced"].get(self.her.language, told()["announced"][SOURCE])
        if group is None or here is None:
            return
        number = composing.begin(connection, here.id, self.pack, self.her.language, moment).id
        composing.write(connection, here.id, self.pack, number, self.her.language, Words(said))
        composing.address(connection, here.id, self.pack, number, Audience(groups=frozenset({group.id})))
        composing.leave(connection, here.id, self.pack, number, moment)
        for _ in range(STEPS):
            found = report.look(connection, here.id, self.pack, number, moment)
            if found is not None and found.announcement.state is State.UNDER_WAY:
                steering.pause(connection, here.id, self.pack, number, moment)
                handing_over.messages(connection, found.announcement, self.loaded, moment, HAVE_IT)
                return
            sending.step(connection, self.loaded, LeftOut(), moment)
