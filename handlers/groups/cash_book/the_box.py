"""The box of a group: what is in it when its book begins, and whenever somebody counts it."""

from functools import partial

from bot.domain.book import Direction, Source, read_count
from bot.domain.wire.contact import Dialogue
from bot.i18n import N_, Ask, Html, Money, Read, Text, joined, read_money
from bot.services.book import entries as book
from bot.services.book.box import Counted
from bot.services.groups.cash_book import keeping
from handlers.book import box
from handlers.groups.cash_book import book_words
from handlers.groups.cash_book.book_words import GROUP, NAME
from handlers.people import pin
from handlers.wire.turn import Turn

# In the state: the amounts that it has asked back about.
STEP_BOX, OFFERED = "box", "offered"
HOW_MUCH = N_("📦 Count the money in the box of the group.\nHow much is there? If it is empty, type 0.")
BEGINS = N_("✔️ The group's book begins with {held} in the box.")

BEHIND_PIN = N_("✔️ Written down: the box of the group holds {held}.\nWhat the book says you see behind your PIN.")


def ask(turn: Turn, group: int, name: str) -> None:
    """How much is in it?"""
    dialogue = book_words.ask(turn, group, name, STEP_BOX)
    told = joined([book_words.above(turn, name), turn.text(HOW_MUCH)])
    turn.send_marked(told, buttons=[[book_words.answer(dialogue, box.NOT_NOW, book_words.LEAVE)]])


async def said(turn: Turn, dialogue: Dialogue, text: str) -> None:
    """An amount, or what is none."""
    currency = turn.programme.currency
    match read_count(text, turn.locale, currency) or read_money(text, turn.locale, currency):
        case Read(value=held) if held.minor >= 0:
            await _take(turn, dialogue, held)
        case Ask() as doubt:
            _ask_which(turn, dialogue, doubt)
        case _:
            leave = [book_words.answer(dialogue, box.NOT_NOW, book_words.LEAVE)]
            told = joined([book_words.above(turn, dialogue.state[NAME]), turn.text(box.AMOUNT_ONLY, example=1850)])
            turn.send_marked(told, buttons=[leave])


def _ask_which(turn: Turn, dialogue: Dialogue, doubt: Ask[Money]) -> None:
    group, name = dialogue.state[GROUP], dialogue.state[NAME]
    again = book_words.ask(turn, group, name, STEP_BOX, **{OFFERED: [one.minor for one in doubt.choices]})
    rows = [
        [book_words.answer(again, Text("{money}", {"money": one}), str(at))] for at, one in enumerate(doubt.choices)
    ]
    leave = [book_words.answer(again, box.NOT_NOW, book_words.LEAVE)]
    turn.send_marked(joined([book_words.above(turn, name), turn.text(box.WHICH)]), buttons=[*rows, leave])


async def answered(turn: Turn, dialogue: Dialogue, answer: str) -> bool:
    """One of several amounts that it may have been; False: it is none of them."""
    offered = dialogue.state.get(OFFERED, ())
    if not answer.isdecimal() or int(answer) >= len(offered):
        return False
    await _take(turn, dialogue, Money(offered[int(answer)], turn.programme.currency))
    return True


async def _take(turn: Turn, dialogue: Dialogue, held: Money) -> None:
    group, who, new = dialogue.state[GROUP], turn.contact.person_id, partial(book.new_id, turn.now)
    counted = await turn.run(keeping.count, who, group, held, turn.today, turn.now, new)
    turn.contact.close()
    under = [] if counted.entry is None else [book_words.undo(group, counted.entry.id)]
    is_shut = await pin.is_shut(turn)
    said = turn.text(BEHIND_PIN, held=counted.held) if is_shut else _told(turn, counted)
    told = joined([book_words.above(turn, dialogue.state[NAME]), said])
    turn.show_marked(told, buttons=[*([under] if under else []), [book_words.write(group)], [book_words.book(group)]])


def _told(turn: Turn, counted: Counted) -> Html:
    entry = counted.entry
    if entry is None:
        return turn.text(box.AGREE, held=counted.held)
    if entry.source is Source.OPENING:
        return turn.text(BEGINS, held=counted.held)
    message = box.MORE if entry.direction is Direction.IN else box.LESS
    told = turn.text(message, held=counted.held, said=counted.book, difference=entry.money)
    return Html.of("{}\n{}", told, turn.text(box.KNOW_WHY))
