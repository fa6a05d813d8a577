"""A turn: one event of one person, what a handler may know of it, and what it says."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Contact, Dialogue
from bot.domain.wire.message import Button, File, Keys, Message, Recipient, Rows
from bot.domain.wire.outgoing import Outgoing
from bot.i18n import BLANK, Html, Locale, Text
from bot.packs import Pack
from bot.services import refusals
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.work import Connection, Tx
from handlers.wire.events import Event, Kind

P = ParamSpec("P")
T = TypeVar("T")
Conversation = Callable[["Turn"], Awaitable[None]]


class Refresh(Protocol):
    """Brings what a form was filled with up to date, before it speaks; `anew`: more may be known than before."""

    async def __call__(self, turn: "Turn", dialogue: Dialogue, *, anew: bool = False) -> None: ...


async def _nothing(turn: "Turn", dialogue: Dialogue, *, anew: bool = False) -> None:
    """Nothing is known beside the form."""


class Offer(Protocol):
    """Offers a person to whom her words can be sent, as buttons; `asked`: what they were to answer."""

    async def __call__(self, turn: "Turn", asked: str) -> Rows: ...


async def _nobody(turn: "Turn", asked: str) -> Rows:
    """There is nobody whom she could ask."""
    return ()


@dataclass(slots=True)
class Turn:
    """Who, in which language, when, and the transaction; says messages as data and never talks to the network."""

    event: Event
    contact: Contact
    now: datetime
    tx: Tx
    loaded: LoadedPacks
    said: list[Outgoing] = field(default_factory=list)
    toast: str | None = None
    # what was said in this batch before, and is not on disk yet
    earlier: Sequence[Outgoing] = ()
    # the chats of others that wrote in the same batch: who changes one of them elsewhere has to change it here too
    beside: Mapping[int, Contact] = field(default_factory=dict)
    # handed in by the router: forms do not know where their answers come from
    refresh: Refresh = _nothing
    # likewise: whom she can ask where what she says was not understood
    offer_person: Offer = _nobody
    # what the bot is called in links
    bot_name: Callable[[], str] = str
    # what was tapped; None: nothing, or a button that means nothing to us
    meaning: Meaning | None = None
    # which record answers, by its own name: "/work", "tap vouch"
    act: str = ""

    @property
    def language(self) -> str:
        """The language to answer in: hers, else the one her phone is set to, else English."""
        return self.contact.language or self.loaded.guess_language(self.event.language_code)

    @property
    def locale(self) -> Locale:
        return self.loaded.catalogues.locale(self.language)

    @property
    def pack(self) -> Pack:
        """Her programme's pack."""
        return self.loaded.pack(self.contact.programme)

    @property
    def programme(self) -> Programme:
        return self.pack.programme

    @property
    def acting_for(self) -> int | None:
        """The producer for whom she acts, where neither a form nor a button names one; None: for nobody yet."""
        return self.contact.acting_for

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.timezone)

    @property
    def today(self) -> date:
        """The day it is where she lives."""
        return self.now.astimezone(self.zone).date()

    @property
    def day_sent(self) -> date:
        """The day it was where she lives when she sent this: what "today" means in it."""
        return self.sent.astimezone(self.zone).date()

    @property
    def sent(self) -> datetime:
        """When she sent this: long before now, where the bot or her phone was away."""
        return min(self.event.sent_at or self.now, self.now)

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """One service, inside the batch's transaction; that it refused her is written down."""
        try:
            return await self.tx.run(work, *args, **kwargs)
        except NotAllowed:
            await self.note_refused()
            raise

    async def note_refused(self, what: str = "") -> None:
        """A line of the audit log: she may not do what she has tapped or typed, or `what`."""
        dialogue, numbers = self.contact.dialogue, self.meaning.values if self.meaning is not None else ()
        name = what or self.act or (f"open {dialogue.kind}" if dialogue is not None else "words")
        about = [one for one in numbers if isinstance(one, int)]
        await self.tx.run(refusals.note, self.contact.person_id, name, self.now, about)

    def text(self, message: Text | str, **values: Any) -> Html:
        """A sentence in her language, every value escaped for HTML."""
        whole = Text(message, values) if isinstance(message, str) else message
        return self.loaded.catalogues.html(whole, self.language)

    def plain(self, message: Text | str, **values: Any) -> str:
        """A sentence in her language as it is: for buttons and toasts."""
        whole = Text(message, values) if isinstance(message, str) else message
        return self.loaded.catalogues.render(whole, self.language)

    def say(self, message: Text | str, *, buttons: Rows = (), keys: Keys | None = None, **values: Any) -> None:
        """A new message to her."""
        self.send_marked(self.text(message, **values), buttons=buttons, keys=keys)

    def show(self, message: Text | str, *, buttons: Rows = (), **values: Any) -> None:
        """In place of the message whose button was tapped, else as a new one: one message a step at most."""
        self.show_marked(self.text(message, **values), buttons=buttons)

    def send_marked(self, marked: Html, *, buttons: Rows = (), keys: Keys | None = None) -> None:
        """A new message of ready HTML."""
        self._out(Message(marked, buttons, keys))

    def show_marked(self, marked: Html, *, buttons: Rows = ()) -> None:
        """Ready HTML, in place of the tapped message if there is one."""
        self._out(Message(marked, buttons, in_place_of=self.place))

    def rewrite(self, message_id: int, marked: Html, *, buttons: Rows = ()) -> None:
        """Ready HTML in place of an earlier message of ours; as a new one where that is gone."""
        self._out(Message(marked, buttons, in_place_of=message_id))

    def change_caption(self, marked: Html, *, buttons: Rows = ()) -> None:
        """Ready HTML under the same voice note or picture, whose button was tapped."""
        self._out(Message(marked, buttons, under=self.event.message_id))

    def send_message(self, message: Message, language: str) -> None:
        """A new message that somebody else has made, in a language that need not be hers."""
        to = replace(self.here, language=language)
        self.said.append(bot_api.outgoing(self.loaded.catalogues, to, message))

    def change_buttons(self, buttons: Rows) -> None:
        """The message whose button was tapped stays as it is, but for its buttons; who has typed a button's words has
        tapped none.
        """
        if self.event.query_id and self.event.message_id is not None:
            self._out(Message(buttons=buttons, buttons_of=self.event.message_id))

    def send_file(self, file: File, caption: Html = BLANK, buttons: Rows = (), keys: Keys | None = None) -> None:
        """A picture, a voice note or a document; delivery makes its bytes outside the transaction."""
        self._out(Message(caption, buttons, keys, file))

    def take_off_screen(self) -> None:
        """The message that came in does not stay in the chat: a PIN is in it."""
        if self.event.message_id is not None:
            self.said.append(bot_api.removal(self.here, self.event.message_id))

    def list_commands(self, listed: Mapping[str, str]) -> None:
        """What Telegram lists in this chat from now on: commands, each with what it does; none: what all see."""
        here = self.here
        own = bot_api.commands(self.loaded.catalogues, here, listed) if listed else bot_api.usual_commands(here)
        self.said.append(own)

    def stand_for(self, wanted: str) -> None:
        """From here on the event is what was wanted before a PIN was asked: a command's name, or a button's data."""
        said = wanted if "|" in wanted else f"/{wanted}"
        self.event = replace(self.event, kind=Kind.TEXT, said=said, message_id=None)

    def whisper(self, message: Text | str, **values: Any) -> None:
        """A line that appears for a moment over the chat, in answer to a tap; it costs no message.

        Who has typed a button's words instead has tapped nothing: to her it is said.
        """
        if self.event.query_id is None:
            self.say(message, **values)
            return
        self.toast = self.plain(message, **values)[:200]

    def label(self, button: Button) -> str:
        """What a button says: one of our messages, or somebody's words (a choice's label) as they are."""
        return button.text if isinstance(button.text, str) else self.plain(button.text)

    @property
    def place(self) -> int | None:
        """The number of the message whose button was tapped, and in whose place something is shown; None: a new one."""
        return self.event.message_id if self.event.query_id and not self.event.captioned else None

    @property
    def here(self) -> Recipient:
        """Her, in this chat."""
        here = self.contact
        return Recipient(here.bot, here.chat, self.language, here.person_id, shared=here.shared)

    def _out(self, message: Message) -> None:
        self.said.append(bot_api.outgoing(self.loaded.catalogues, self.here, message))
