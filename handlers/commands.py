"""Every command: records of what is typed with a slash, what Telegram lists of them, and what stands below “More”."""

from collections.abc import Set

from bot.domain.people.roles import PRODUCERS, WORKERS, Role
from bot.domain.wire.button_data import Meaning
from bot.i18n import N_
from bot.services.groups.paper import cards
from handlers import producer_records, work_records
from handlers.book import verify
from handlers.evaluation import open_by_name, practice
from handlers.groups.members import member
from handlers.groups.paper import card
from handlers.people import (
    forget,
    mydata,
    pin,
    preferences,
    producer_too,
    shared_phone,
    started,
    who_she_is,
)
from handlers.records import Command, Heard, at_once, by_name
from handlers.staff.announced import received
from handlers.wire import menu
from handlers.wire.turn import Turn

# What a card opens.
_MEMBER = next(one for one in work_records.TAPS if one.prefix == member.PREFIX)


async def _start(turn: Turn) -> None:
    await started.start(turn, _opened_by_link)


async def _opened_by_link(turn: Turn, payload: str) -> bool:
    """A statement to be verified, by anybody; a member's card, by her leader; a form, by who is registered."""
    if payload.startswith(verify.LINK):
        await verify.answer(turn, payload.removeprefix(verify.LINK))
        return True
    if payload.startswith(cards.LINK):
        await _opened_card(turn, payload.strip().removeprefix(cards.LINK))
        return True
    if turn.contact.person is not None and payload.startswith(open_by_name.LINK):
        await open_by_name.start(turn, payload.strip().removeprefix(open_by_name.LINK))
        return True
    return False


async def _opened_card(turn: Turn, code: str) -> None:
    """As if she had tapped that member: the PIN is before it, and after the PIN it goes on there."""
    if found := await card.behind(turn, code):
        meaning = Meaning.of(member.PREFIX, member.SHOW, *found, "0")
        turn.stand_for(str(meaning))
        await _MEMBER.begin(turn, meaning)


_EARLY = Heard.BEFORE_CONSENT | Heard.BEFORE_REGISTRATION
_ANY_TIME = Heard.BEFORE_ALL


# The order is that of Telegram's list, and below “More”. What is in neither is a key of the menu, or staff's.
COMMANDS = by_name(
    (
        Command("start", _start, heard=Heard.BEFORE_REGISTRATION | Heard.SILENT),
        *producer_records.COMMANDS,
        Command("language", at_once(preferences.ask_language), N_("Change the language"), _EARLY, listed=True),
        Command("textonly", preferences.turn_voice, N_("Text only, or with voice"), _EARLY, place=menu.SETTINGS),
        Command(
            shared_phone.COMMAND,
            shared_phone.ask,
            N_("Somebody else uses this phone too"),
            _ANY_TIME,
            place=menu.SETTINGS,
        ),
        Command(received.COMMAND, received.show, N_("Announcements: on or off"), place=menu.SETTINGS),
        Command(pin.COMMAND, pin.manage, N_("A PIN for a shared phone"), place=menu.SETTINGS),
        Command(
            who_she_is.COMMAND,
            open_by_name.about_you,
            N_("Who I am: three questions"),
            place=menu.ABOUT_ME,
            roles=PRODUCERS,
        ),
        Command(
            "practice",
            practice.turn_over,
            N_("Try it out, it counts for nothing"),
            place=menu.ABOUT_ME,
            roles=PRODUCERS,
        ),
        Command(producer_too.COMMAND, started.too, N_("I make a product myself"), place=menu.ABOUT_ME, roles=WORKERS),
        Command("mydata", mydata.show, N_("See what is kept about me"), _ANY_TIME, guarded=True, place=menu.ABOUT_ME),
        Command("forget", forget.ask, N_("Erase me and what I wrote"), _ANY_TIME, place=menu.ABOUT_ME),
        Command("menu", at_once(menu.offer), N_("All that I can do"), ends=False, listed=True),
        Command("help", at_once(menu.help_text), N_("What this is for"), _EARLY, ends=False, listed=True),
        # heard by the router before all else
        Command("stop", preferences.stop, N_("No more messages"), _ANY_TIME, listed=True, place=menu.ABOUT_ME),
        *work_records.COMMANDS,
    ),
    lambda one: one.name,
)


def listed_for(held: Set[Role]) -> dict[str, str]:
    """What Telegram's list of commands shows to somebody with these roles, and what it says of each."""
    hers = (one for one in COMMANDS.values() if one.listed and (not one.roles or held & one.roles))
    return {one.name: one.told for one in hers}


# What everybody is shown who has no role at work.
LISTED = listed_for(PRODUCERS)
MORE = menu.more_of((one.place, one.name, one.told) for one in COMMANDS.values() if one.place)
