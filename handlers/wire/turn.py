"""A turn: one event of one person, what a handler may know of it, and what it says."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.programme import Programme
from bot.domain.wire import button_owner
from bot.domain.wire.contact import Contact, Dialogue
from bot.domain.wire.outgoing import Lane, Outgoing, html_caption
from bot.i18n import Html, Locale, Text
from bot.packs import Pack
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection, Tx
from handlers.wire.events import Event, Kind
from handlers.wire.saying import LONGEST_CAPTION, Button, Keys, Rows, check_length, inline, keyboard, text_payload

P = ParamSpec("P")
T = TypeVar("T")
Conversation = Callable[["Turn"], Awaitable[None]]


class Refresh(Protocol):
    """Brings what a form was filled with up to date, before it speaks; `anew`: more may be known than before."""

    async def __call__(self, turn: "Turn", dialogue: Dialogue, *, anew: bool = False) -> None: ...


async def _nothing(turn: "Turn", dialogue: Dialogue, *, anew: bool = False) -> None:
    """Nothing is known beside the form."""


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
    # handed in by the router: forms do not know where their answers come from
    refresh: Refresh = _nothing

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
        """One service, inside the batch's transaction."""
        return await self.tx.run(work, *args, **kwargs)

    def text(self, message: Text | str, **values: Any) -> Html:
        """A sentence in her language, every value escaped for HTML."""
        whole = Text(message, values) if isinstance(message, str) else message
        return self.loaded.catalogues.html(whole, self.language)

    def plain(self, message: Text | str, **values: Any) -> str:
        """A sentence in her language as it is: for buttons and toasts."""
        whole = Text(message, values) if isinstance(message, str) else message
        return self.loaded.catalogues.render(whole, self.language)

    def say(self, message: Text | str, *, buttons: Rows | None = None, keys: Keys | None = None, **values: Any) -> None:
        """A new message to her."""
        self.send_marked(self.text(message, **values), buttons=buttons, keys=keys)

    def show(self, message: Text | str, *, buttons: Rows | None = None, **values: Any) -> None:
        """In place of the message whose button was tapped, else as a new one: one message a step at most."""
        self.show_marked(self.text(message, **values), buttons=buttons)

    def send_marked(self, marked: Html, *, buttons: Rows | None = None, keys: Keys | None = None) -> None:
        """A new message of ready HTML."""
        self._out("sendMessage", text_payload(self.contact.chat, marked, self._markup(buttons, keys)))

    def show_marked(self, marked: Html, *, buttons: Rows | None = None) -> None:
        """Ready HTML, in place of the tapped message if there is one."""
        tapped = self.event.message_id if self.event.query_id else None
        if tapped is None or self.event.captioned:
            self.send_marked(marked, buttons=buttons)
            return
        self.rewrite(tapped, marked, buttons=buttons)

    def rewrite(self, message_id: int, marked: Html, *, buttons: Rows | None = None) -> None:
        """Ready HTML in place of an earlier message of ours; as a new one where that is gone."""
        markup = self._markup(buttons, None) or {"inline_keyboard": []}
        self._out("editMessageText", text_payload(self.contact.chat, marked, markup, message_id))

    def change_caption(self, marked: Html, *, buttons: Rows | None = None) -> None:
        """Ready HTML under the same voice note or picture, whose button was tapped."""
        payload = {"chat_id": self.contact.chat, "message_id": self.event.message_id, **_caption(marked)}
        self._out("editMessageCaption", {**payload, "reply_markup": self._markup(buttons, None)})

    def send_file(
        self,
        method: str,
        name: str,
        wanted: Mapping[str, Any] | str,
        caption: Html | None = None,
        buttons: Rows | None = None,
        keys: Keys | None = None,
    ) -> None:
        """A picture or a voice note; `wanted` says what it is, delivery makes the bytes outside the transaction.

        A string is the id of a file that this bot has seen.
        """
        file = {name: wanted} if isinstance(wanted, str) else {"attach": {name: dict(wanted)}}
        payload: dict[str, Any] = {"chat_id": self.contact.chat, **file, **(_caption(caption) if caption else {})}
        if markup := self._markup(buttons, keys):
            payload["reply_markup"] = markup
        self._out(method, payload)

    def take_off_screen(self) -> None:
        """The message that came in does not stay in the chat: a PIN is in it."""
        if self.event.message_id is not None:
            self._out("deleteMessage", {"chat_id": self.contact.chat, "message_id": self.event.message_id})

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

    def _markup(self, buttons: Rows | None, keys: Keys | None) -> dict[str, Any] | None:
        if buttons:
            whose = self.contact.person_id
            return inline([[(self.label(one), button_owner.marked(one.data, whose)) for one in row] for row in buttons])
        if keys:
            rows = [[self.plain(text) for text in row] for row in keys.rows]
            if keys.shared and self.contact.shared:
                rows.append([self.plain(keys.shared)])
            phone = self.plain(keys.phone) if keys.phone else None
            return keyboard(rows, phone, self.plain(keys.place) if keys.place else None, once=keys.once)
        return None

    def _out(self, method: str, payload: Mapping[str, Any]) -> None:
        here = self.contact
        self.said.append(Outgoing(here.bot, here.chat, Lane.REPLY, method, payload, person=here.person_id))


def _caption(marked: Html) -> dict[str, Any]:
    return html_caption(check_length(marked, LONGEST_CAPTION))
