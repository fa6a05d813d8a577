"""The keys of the menu and what stands below “More”: what each does."""

from bot.domain.people.roles import PRODUCERS
from bot.domain.wire.button_data import Shapes, one_of
from handlers.book.entering import conversation as cashbook
from handlers.commands import COMMANDS, MORE
from handlers.evaluation import checkin
from handlers.groups import group
from handlers.groups.leaders import of_area
from handlers.groups.report import report
from handlers.people import shared_phone
from handlers.records import Heard, Key, by_name
from handlers.staff import follow_ups, work_list
from handlers.wire import menu
from handlers.wire.turn import Turn

# The commands that have a button below “More”.
NAMES: Shapes = ((one_of(*(name for place in MORE.values() for name, _ in place)),),)


async def more(turn: Turn, place: str | int = "") -> None:
    """All places, or what is in one of them, of what she may."""
    held = menu.roles(turn)
    hers = {
        known: [(name, told) for name, told in within if not COMMANDS[name].roles or held & COMMANDS[name].roles]
        for known, within in MORE.items()
    }
    menu.show_more(turn, hers, place)


async def as_if_typed(turn: Turn, name: str) -> None:
    """The router has the command typed, which is heard when it is; so it comes here from nowhere else."""
    await COMMANDS[name].begin(turn)


KEYS = by_name(
    (
        Key(menu.CHECK_IN, checkin.due, roles=PRODUCERS),
        Key(menu.BOOK, cashbook.open_book, roles=PRODUCERS),
        Key(menu.PROGRESS, COMMANDS["progress"].begin),
        Key(menu.ANSWERS, COMMANDS["answers"].begin),
        Key(menu.LANGUAGE, COMMANDS["language"].begin, Heard.BEFORE_CONSENT),
        # it is on keyboards that were shown before “More” took its place
        Key(menu.HOUR, COMMANDS["hour"].begin),
        Key(menu.WORK, COMMANDS[work_list.COMMAND].begin),
        Key(menu.FOLLOW_UPS, COMMANDS[follow_ups.COMMAND].begin),
        Key(menu.GROUPS, COMMANDS[of_area.COMMAND].begin),
        Key(menu.GROUP, COMMANDS[group.COMMAND].begin),
        Key(menu.REPORT, COMMANDS[report.COMMAND].begin),
        Key(menu.MORE, more, ends=False),
        Key(menu.HELP, COMMANDS["help"].begin, Heard.BEFORE_CONSENT, ends=False),
        Key(menu.WHO, COMMANDS[shared_phone.COMMAND].begin, Heard.BEFORE_ALL),
    ),
    lambda one: one.label,
)
