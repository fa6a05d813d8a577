"""A member gets a phone: what leaders are asked and told of it, and what the phone that asked is told."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button, Keys, Message, Recipient, Rows
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.services.groups import telling
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import groups
from bot.store.groups.members.phones import Request
from bot.store.wire import outbox

# Buttons of who says that a card is hers (handlers/groups/members/own_phone.py), and of leaders who are asked
# (handlers/groups/members/phone_asked.py).
HERS, LEADERS = "mycard", "phone"
BEGIN = "go"
YES, NO, BACK = "y", "n", "b"

IS_IT_HER = N_("📱 Somebody with a phone says that she is {name}: {account}.\nIs it her?")
IT_IS, IT_IS_NOT = N_("✅ Yes, it is her"), N_("✖️ No, it is not her")
WAS_NOT = N_("↩️ It was not her")
LINKED = N_("📱 {name} writes on her own phone from now on.\nWas it not her? You can take it back for a day.")
NOT_AGREED = N_("📱 {name} has not agreed on her phone. She stays as she was, without a phone.")

CONFIRMED = N_("✅ Your leader says that it is you.\nBefore we go on, please read what is kept and who sees it.")
READ = N_("▶️ Read it")
REFUSED = N_("Your leader has not confirmed that this card is yours.\nYou can register by yourself: /start")
OVER = N_("This card cannot be linked to your phone any more.\nPlease ask your leader, or register by yourself: /start")
UNLINKED = N_(
    "Your leader says that this card is not yours.\nI show you nothing of it any more.\n"
    "You can register by yourself: /start"
)


def buttons_back(group_id: int, number: int) -> Rows:
    """The tap that takes a phone back."""
    return [[Button(Text(WAS_NOT), Meaning.of(LEADERS, BACK, group_id, number))]]


def ask_leaders(one: Request, name: str, account: str) -> Message:
    """Whether it is her; `account`: what the phone's owner is called there."""
    buttons = [
        [Button(Text(label), Meaning.of(LEADERS, said, one.group_id, one.id))]
        for label, said in ((IT_IS, YES), (IT_IS_NOT, NO))
    ]
    return Message(Text(IS_IT_HER, {"name": name, "account": account or "–"}), buttons)


def reachable(connection: Connection, group_id: int) -> list[int]:
    """The leaders of a group who can be written to."""
    found = recipients.load(connection, groups.leaders(connection, group_id))
    return [one.id for one in found.values() if one.address is not None and one.address.state is ChatState.ACTIVE]


def to_leaders(connection: Connection, catalogues: Catalogues, group_id: int, message: Message, at: datetime) -> None:
    """Say it to each leader of the group, at a moment."""
    told: Mapping[int, Message] = dict.fromkeys(groups.leaders(connection, group_id), message)
    telling.send(connection, catalogues, told, at, Lane.NUDGE)


def to_phone(
    connection: Connection,
    catalogues: Catalogues,
    one: Request,
    text: str,
    now: datetime,
    buttons: Rows = (),
    keys: Keys | None = None,
) -> None:
    """Say it to the phone that asked, where nobody is named yet."""
    to = Recipient(one.bot, one.chat, one.language)
    outbox.add(connection, [bot_api.outgoing(catalogues, to, Message(Text(text), buttons, keys))], now)
