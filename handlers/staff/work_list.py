"""What waits for an officer, all in one list: how many of each kind, the oldest first, ten a screen, a button each."""

from collections.abc import Collection, Mapping

from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text, joined, plural
from bot.packs import places
from bot.services.groups.members import agreed_aloud
from bot.services.roles import NotAllowed
from bot.services.staff import work
from bot.services.staff.work import Line, Page
from handlers.staff import kinds
from handlers.staff.reasons import NOBODYS_NAME
from handlers.staff.to_work import ALL, PREFIX, TO_CALL
from handlers.wire import late_taps
from handlers.wire.turn import Turn

COMMAND = "work"
OF: Mapping[str, Collection[str]] = {ALL: (), TO_CALL: (work.ACCOUNT_LOST, work.FOLLOW_UP, work.LEADERLESS)}
SHAPES: Shapes = ((one_of(*OF), page_number),)
IN_A_ROW = 5

NOTHING = N_("☀️ Nothing waits for you: {where}.\nThank you, all is looked at.")
NOBODY = N_("There is nobody to follow up: {where}.")
TITLES = {ALL: N_("🗂 <b>What waits</b>: {where}"), TO_CALL: N_("📋 <b>Follow-ups</b>: {where}")}
FROM_TO = N_("{first} to {last} of {n}, the oldest first:")
NUMBERED = N_("{number}. {line}")
NOT_AGREED = N_("✖️ Did not agree: {n}")


async def show(turn: Turn) -> None:
    """The command, and the key of the menu."""
    await _page(turn, ALL, 0)


async def to_call(turn: Turn) -> None:
    """The same list, of whom she is to call or to visit."""
    await _page(turn, TO_CALL, 0)


async def tapped(turn: Turn, which: str, number: int) -> None:
    """A page; where she does not work any more there is none."""
    try:
        await _page(turn, which, number)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _page(turn: Turn, which: str, number: int) -> None:
    page = await turn.run(work.look, turn.contact.person_id, turn.pack, turn.now, number, OF[which])
    where = ", ".join(places.name(turn.pack, area, turn.language) for area in page.areas)
    lot = await _lot(turn)
    if not page.total:
        turn.show(NOTHING if which == ALL else NOBODY, buttons=lot, where=where)
        return
    first = page.number * work.SIZE + 1
    top = [
        turn.text(TITLES[which], where=where),
        *(turn.text(kinds.SHOWN[name].counted(n)) for name, n in page.counts.items()),
    ]
    if page.total > work.SIZE:
        top.append(turn.text(FROM_TO, first=first, last=first + len(page.shown) - 1, n=page.total))
    lines = [turn.text(NUMBERED, number=at, line=_line(turn, one)) for at, one in enumerate(page.shown, first)]
    turn.show_marked(
        joined([joined(top), joined(lines)], "\n\n"), buttons=[*_open(page, first), *_turns(which, page), *lot]
    )


def _line(turn: Turn, one: Line) -> Html:
    values = {
        "name": one.named.name or turn.plain(NOBODYS_NAME),
        "why": turn.plain(kinds.why(one.named.reason)),
        "day": one.item.since.astimezone(turn.zone).date(),
        "n": one.item.ref,
    }
    line = kinds.SHOWN[one.item.kind].line
    return turn.text(line, **{name: value for name, value in values.items() if f"{{{name}}}" in line})


def _open(page: Page, first: int) -> list[list[Button]]:
    """A number for each line that opens."""
    numbers = []
    for at, one in enumerate(page.shown, first):
        opens = kinds.SHOWN[one.item.kind].opens
        if opens is not None:
            numbers.append(Button(Text("{number}", {"number": at}), opens(one.item.ref)))
    return [numbers[start : start + IN_A_ROW] for start in range(0, len(numbers), IN_A_ROW)]


def _turns(which: str, page: Page) -> list[list[Button]]:
    back = [Button("◀️", Meaning.of(PREFIX, which, str(page.number - 1)))] if page.number else []
    on = [] if page.is_last else [Button("▶️", Meaning.of(PREFIX, which, str(page.number + 1)))]
    return [back + on] if back or on else []


async def _lot(turn: Turn) -> list[list[Button]]:
    """The button to those whom the lot has drawn, and to who of them did not agree; none where there is nobody."""
    listed = await turn.run(agreed_aloud.listed, turn.contact.person_id, turn.pack, turn.now)
    n = sum(one.drawn.said is None for one in listed)
    ask = plural("🎲 Ask {n} whether she agreed", "🎲 Ask these {n} whether they agreed", n)
    label = ask if n else Text(NOT_AGREED, {"n": len(listed)})
    return [[Button(label, Meaning.of(agreed_aloud.PREFIX, agreed_aloud.LIST, "0"))]] if listed else []
