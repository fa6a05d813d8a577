"""What a leader prints for her group, below /group: cards of its members."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, File, FileKind, Rows
from bot.i18n import N_, Text
from bot.services.groups import cards, leading
from bot.services.groups.cards import Which
from handlers.groups import member, paper_files
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = "paper"
CARDS, ALL, WITHOUT, CHOOSE, ANEW, OPEN = "c", "a", "w", "p", "n", "m"
SHAPES: Shapes = (
    (one_of(CARDS, ALL, WITHOUT), hex_number),
    (CHOOSE, hex_number, page_number),
    (one_of(ANEW, OPEN), hex_number, hex_number),
)
PAGE_SIZE = 8
# A name on a button.
MOST_LETTERS = 40

PRINT_CARDS = N_("📇 Cards")
FOR_WHOM = N_("📇 Cards to print and cut out, eight on a page.\nFor whom?")
THOSE_WITHOUT, THOSE_ALL = N_("Without a phone: {n}"), N_("All members: {n}")
FOR_ONE = N_("🔁 New card for …")
WHOSE = N_("Whose card is to be new? The old one opens nothing then.")
NO_MEMBER = N_("There is nobody to print a card for yet.")
CARDS_SENT = N_("📇 Print this, and cut along the lines.\nA card opens only on your phone.")
NEW_CARD = N_("📇 The new card of {name}.\nThe old one opens nothing any more.")


def buttons(group: int) -> Rows:
    """What stands below the list of a group."""
    return [[Button(Text(PRINT_CARDS), Meaning.of(PREFIX, CARDS, group))]]


async def tapped(turn: Turn, offers: member.Offers, deed: str, group: int, *more: int) -> None:
    """A button about one group; who leads it no more is told so. `offers`: what can be done with a member."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
    elif deed == OPEN:
        await member.show(turn, offers, group, *more)
    else:
        await DEEDS[deed](turn, group, *more)


async def _for_whom(turn: Turn, group: int) -> None:
    counts = {
        which: len(await turn.run(cards.chosen, turn.contact.person_id, group, which))
        for which in (Which.WITHOUT_PHONE, Which.ALL)
    }
    if not counts[Which.ALL]:
        turn.show(NO_MEMBER)
        return
    labels = {Which.WITHOUT_PHONE: (THOSE_WITHOUT, WITHOUT), Which.ALL: (THOSE_ALL, ALL)}
    rows = [
        [Button(Text(words, {"n": counts[which]}), Meaning.of(PREFIX, deed, group))]
        for which, (words, deed) in labels.items()
        if counts[which]
    ]
    turn.show(FOR_WHOM, buttons=[*rows, [Button(Text(FOR_ONE), Meaning.of(PREFIX, CHOOSE, group, "0"))]])


def _many(which: Which) -> Callable[[Turn, int], Awaitable[None]]:
    async def send(turn: Turn, group: int) -> None:
        if await turn.run(cards.make, turn.contact.person_id, group, which, turn.now):
            _send(turn, group, which, Text(CARDS_SENT))
        else:
            turn.show(NO_MEMBER)

    return send


async def _choose(turn: Turn, group: int, page: int) -> None:
    here = await turn.run(cards.chosen, turn.contact.person_id, group, Which.ALL)
    shown = here[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    if not shown:
        turn.show(NO_MEMBER)
        return
    rows = [[Button(_called(turn, one), Meaning.of(PREFIX, ANEW, group, one.member_id))] for one in shown]
    signs = [("◀️", page - 1)] if page else []
    signs += [("▶️", page + 1)] if (page + 1) * PAGE_SIZE < len(here) else []
    turning = [Button(sign, Meaning.of(PREFIX, CHOOSE, group, str(to))) for sign, to in signs]
    turn.show(WHOSE, buttons=[*rows, *([turning] if turning else [])])


def _called(turn: Turn, one: leading.Member) -> str:
    name = one.name or "–"
    short = name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1] + "…"
    return short if one.number is None else turn.plain("{number}. {name}", number=one.number, name=short)


async def _anew(turn: Turn, group: int, member_id: int) -> None:
    one = await turn.run(cards.renew, turn.contact.person_id, group, member_id, turn.now)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        _send(turn, group, member_id, Text(NEW_CARD, {"name": one.name or "–"}))


def _send(turn: Turn, group: int, of: Which | int, caption: Text) -> None:
    said = paper_files.wanted(paper_files.CARDS, turn.contact.person_id, group, of=of)
    turn.send_file(File(FileKind.DOCUMENT, said), turn.text(caption))


DEEDS: dict[str, Callable[..., Awaitable[Any]]] = {
    CARDS: _for_whom,
    ALL: _many(Which.ALL),
    WITHOUT: _many(Which.WITHOUT_PHONE),
    CHOOSE: _choose,
    ANEW: _anew,
}
