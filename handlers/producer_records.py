"""Records of what producers do: commands and buttons of check-ins, of the book, and of what is learnt."""

from bot.domain.people.roles import PRODUCERS
from bot.domain.wire.button_data import hex_number, number
from bot.i18n import N_
from handlers import tips
from handlers.book import debts, statement, verify
from handlers.book import overview as book
from handlers.book.entering import conversation as cashbook
from handlers.evaluation import checkin, corrections, practice, progress
from handlers.people import consent, preferences, registration, who_she_is
from handlers.records import Command, Heard, Tap, at_once
from handlers.wire import menu
from handlers.wire.turn import Turn


async def _answers(turn: Turn) -> None:
    await corrections.show(turn)


async def _later(turn: Turn, _nothing: str) -> None:
    await checkin.later(turn)


COMMANDS = (
    Command("checkin", checkin.due, N_("Answer what is due"), listed=True, roles=PRODUCERS),
    Command("book", book.show, N_("Read my book"), guarded=True, listed=True, roles=PRODUCERS),
    Command("progress", progress.show, N_("See my progress"), guarded=True, listed=True, roles=PRODUCERS),
    Command("answers", _answers, guarded=True, roles=PRODUCERS),
    # asks the PIN by itself: it is come to from the book too
    Command(debts.COMMAND, debts.show, N_("Who owes me, whom I owe"), place=menu.MONEY, roles=PRODUCERS),
    Command(
        statement.COMMAND,
        statement.start,
        N_("A page of my book for a bank"),
        guarded=True,
        place=menu.MONEY,
        roles=PRODUCERS,
    ),
    Command(verify.COMMAND, verify.typed, N_("See whether a statement is real"), Heard.BEFORE_ALL, place=menu.MONEY),
    Command("tips", tips.show, N_("Short ideas for my money"), place=menu.MONEY, roles=PRODUCERS),
    Command(
        "hour",
        at_once(preferences.ask_hour),
        N_("Choose the hour of my reminders"),
        place=menu.SETTINGS,
        roles=PRODUCERS,
    ),
)
TAPS = (
    Tap(cashbook.PREFIX, cashbook.tapped, cashbook.SHAPES, roles=PRODUCERS),
    Tap(book.PREFIX, book.tapped, book.SHAPES, guarded=True, roles=PRODUCERS),
    Tap(consent.CHECK_IN, checkin.due, ((hex_number,),), roles=PRODUCERS),
    Tap(registration.LATER, _later, (("",),), roles=PRODUCERS),
    Tap(who_she_is.PREFIX, who_she_is.tapped, who_she_is.SHAPES, roles=PRODUCERS),
    Tap(progress.PICTURE, progress.picture, ((hex_number,),), guarded=True, roles=PRODUCERS),
    Tap(preferences.HOUR, preferences.choose_hour, ((number,),), roles=PRODUCERS),
    Tap(corrections.PREFIX, corrections.tapped, corrections.SHAPES, guarded=True, roles=PRODUCERS),
    Tap(practice.PREFIX, practice.tapped, practice.SHAPES, roles=PRODUCERS),
    Tap(statement.PREFIX, statement.tapped, statement.SHAPES, guarded=True, roles=PRODUCERS),
    Tap(tips.PREFIX, tips.tapped, tips.SHAPES, roles=PRODUCERS),
)
