"""Messages that nobody asked for: reminders, and the question again after an outage. Short, and never an amount."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.programme import Purpose
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import N_, Text, plural
from bot.services.loaded_packs import LoadedPacks
from bot.store.evaluation.outages import OpenForm
from bot.store.evaluation.recipients import Address, Asked
from bot.store.evaluation.slots import SlotRow

# What the buttons are about.
CHECK_IN_NOW, OPEN = "checkin", "open"
CHECK_IN = N_("✅ Check-in")
GO_ON = N_("▶️ Go on")

BEGUN = N_("You have begun to answer. Your answers are kept.\nPlease finish by {until}.")
FIRST: Mapping[str, str] = {
    Purpose.BASELINE: N_("Your first questions are waiting: how things are today.\nPlease answer by {until}."),
    Purpose.SHORT_CHECK: N_("A short check-in is due: a few questions only.\nPlease answer by {until}."),
}
FIRST_OF_ALL = N_("It is time for your check-in.\nPlease answer by {until}.")
AGAIN = N_("Your check-in is still open.\nPlease answer by {until}.")
AWAY = N_("I was away, and may have missed what you wrote.\nYour answers up to then are kept.\nPlease go on.")


def nudge(
    loaded: LoadedPacks, person: Asked, address: Address, due: Sequence[SlotRow], begun: Collection[int]
) -> Outgoing:
    """One reminder for all that a person has open, the oldest first. `begun`: slots with an unfinished form."""
    first = due[0]
    zone = ZoneInfo(loaded.pack(person.programme).programme.timezone)
    until = min(local_day(row.closes_at, zone) for row in due) - timedelta(days=1)
    if len(due) > 1:
        text = plural(
            "{n} check-in is due.\nPlease answer by {until}.",
            "{n} check-ins are due.\nPlease answer the first by {until}.",
            len(due),
            until=until,
        )
    else:
        text = Text.of(_words(first, first.id in begun), until=until)
    to = Recipient(address.bot, address.chat, person.language, person.id, person.called)
    told = Message(text, [[Button(Text(CHECK_IN), Meaning.of(CHECK_IN_NOW, first.id))]])
    return bot_api.outgoing(loaded.catalogues, to, told, Lane.NUDGE, _key(first))


def _key(slot: SlotRow) -> str:
    return f"nudge:{slot.id}:{slot.nudges_sent + 1}"


def _words(slot: SlotRow, begun: bool) -> str:
    if begun:
        return BEGUN
    if slot.form == Purpose.BASELINE or slot.nudges_sent == 0:
        return FIRST.get(slot.form, FIRST_OF_ALL)
    return AGAIN


def ask_again(loaded: LoadedPacks, language: str, form: OpenForm, key: str, called: str | None = None) -> Outgoing:
    """After an outage: the form that was in front is still there. `key`: what this may be said once for; `called`: who
    is meant, where others use the phone too.
    """
    to = Recipient(form.bot, form.chat, language, form.person_id, called)
    told = Message(Text(AWAY), [[Button(Text(GO_ON), Meaning.of(OPEN, form.dialogue_id))]])
    return bot_api.outgoing(loaded.catalogues, to, told, Lane.NUDGE, f"{key}:{form.dialogue_id}")
