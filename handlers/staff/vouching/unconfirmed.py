"""Whom an officer vouches for: who registered alone in her areas, list by list, one tap each or a list in one tap."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, matching, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, Value, joined, plural
from bot.packs import places
from bot.services import roles
from bot.services.roles import NotAllowed
from bot.services.staff.vouching import unconfirmed
from bot.services.staff.vouching.unconfirmed import Bringing, Done, Newcomer, Shown, Why
from handlers.staff import to_work
from handlers.staff.vouching import lost
from handlers.wire import late_taps
from handlers.wire.turn import Turn

COMMAND = PREFIX = "vouch"
# All lists; one of them; one who waits. She is known, she is not, and why not; all are known; it is undone.
LISTS, LIST, ONE, KNOWN, NOT, WHY, ALL, UNDO = "l", "g", "o", "y", "n", "w", "a", "u"
SHAPES: Shapes = (
    (LISTS, page_number),
    (one_of(LIST, KNOWN, NOT), hex_number, page_number),
    (one_of(ONE, UNDO), hex_number),
    (WHY, one_of(*Why), hex_number),
    (ALL, hex_number, hex_number, matching("[0-9a-f]{16}")),
)
LISTS_A_PAGE = 8

NOBODY = N_("👋 Nobody waits for somebody to vouch for her: {where}.")
TITLE = N_("👋 To vouch for: {where}\nWho registered alone counts once somebody says who she is.")
OF_GROUP, LED_BY = N_("🤝 {group}: {n}"), N_("🤝 {group}, of {leader}: {n}")
BY_THEMSELVES = N_("🔎 By themselves: {n}")
WHOM = N_("Whom do you know? ✅ is yes, ✖️ is no.")
SINCE = N_("📅 since {day}")
BROUGHT_BY = N_("🔗 by the link of {group}")
REFUSED_BY = N_("✖️ {group} says: not one of us")
BY_OTHERS = N_("🔗 by the link of a group elsewhere")
INVITED, FOUND_US = N_("🔗 by a link of the programme"), N_("🔎 found the bot by herself")
AND_ALSO = N_("➕ And also: {names}")
YES, NO, KNOW_HER, NOT_HERE = N_("✅ {name}"), "✖️", N_("✅ I know her"), N_("✖️ Not known here")
ALL_OF = N_("✅ All {n} of the list of {leader}")
ALL_OF_GROUP, ALL_ALONE = N_("✅ All {n} of {group}"), N_("✅ All these {n}")
IS_KNOWN = N_("✅ {name} is confirmed, and counts from now on.")
UNDO_UNTIL = N_("↩️ Undo, until {time}")
BACK, LOST = N_("👋 All lists"), N_("🔑 Lost accounts: {n}")
WHY_NOT = N_("✖️ Why do you not vouch for {name}?")
WHYS = {
    Why.NOBODY_KNOWS: N_("Nobody here knows her"),
    Why.ELSEWHERE: N_("She lives elsewhere"),
    Why.NO_PRODUCT: N_("She makes no product"),
}
IS_NOT_KNOWN = N_("✖️ {name} stays unconfirmed, and is off the list.\nShe comes again when she joins a group.")
CHANGED = N_("The list has changed meanwhile. Nobody was confirmed: please look again.")
WAIT_AGAIN = N_("↩️ Undone, as it was before: {names}")
STAY = N_("Somebody else has vouched meanwhile, so confirmed they stay: {n}")
UNDONE_NOT = N_("This cannot be undone any more: ten minutes are over, or somebody else has vouched.")


async def show(turn: Turn) -> None:
    """The command: the lists of which somebody waits."""
    await _lists(turn, 0)


async def tapped(turn: Turn, what: str, *told: Any) -> None:
    """A button; where she does not work any more, and of what was settled, it does nothing."""
    try:
        await DOES[what](turn, *told)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _lists(turn: Turn, number: int, head: Html | None = None, undo: Rows = ()) -> None:
    found = await turn.run(unconfirmed.lists, turn.contact.person_id, turn.pack)
    where = ", ".join(
        places.name(turn.pack, area, turn.language) for area in await turn.run(roles.areas, turn.contact.person_id)
    )
    number = max(0, min(number, (len(found) - 1) // LISTS_A_PAGE))
    shown = found[number * LISTS_A_PAGE : (number + 1) * LISTS_A_PAGE]
    rows = [[Button(_called(one), Meaning.of(PREFIX, LIST, one.group_id, "0"))] for one in shown]
    turns = _turning(number, (len(found) - 1) // LISTS_A_PAGE, LISTS)
    text = turn.text(TITLE if found else NOBODY, where=where)
    wanted = await lost.how_many(turn)
    back = [[Button(Text(LOST, {"n": wanted}), Meaning.of(lost.PREFIX, lost.LIST, "0"))]] if wanted else []
    turn.show_marked(
        joined([*([head] if head else []), text], "\n\n"), buttons=[*undo, *rows, *turns, *back, [to_work.button()]]
    )


def _called(one: Bringing) -> Text:
    if not one.group_id:
        return Text(BY_THEMSELVES, {"n": one.n})
    of_group: dict[str, Value] = {"group": one.group, "n": one.n}
    return Text(LED_BY, of_group | {"leader": one.leader}) if one.leader else Text(OF_GROUP, of_group)


def _turning(number: int, last: int, *about: str | int) -> list[list[Button]]:
    row = [Button("◀️", Meaning.of(PREFIX, *about, str(number - 1)))] if number else []
    row += [Button("▶️", Meaning.of(PREFIX, *about, str(number + 1)))] if number < last else []
    return [row] if row else []


async def _list(turn: Turn, group: int, number: int, head: Html | None = None, undo: Rows = ()) -> None:
    """A page of those of one list; all lists, where nobody of it waits any more."""
    page = await turn.run(unconfirmed.page, turn.contact.person_id, turn.pack, group, number)
    if page is None:
        await _lists(turn, 0, head, undo)
        return
    lines = [*([head] if head else []), joined([turn.text(_called(page.bringing)), turn.text(WHOM)])]
    lines += [_line(turn, one, at) for at, one in enumerate(page.here, page.number * unconfirmed.SIZE + 1)]
    lines += [turn.text(AND_ALSO, names=", ".join(page.others))] if page.others else []
    at = str(page.number)
    rows = [
        [
            Button(Text(YES, {"name": one.name}), Meaning.of(PREFIX, KNOWN, one.producer_id, at)),
            Button(NO, Meaning.of(PREFIX, NOT, one.producer_id, at)),
        ]
        for one in page.here
    ]
    turns = _turning(page.number, page.pages - 1, LIST, group)
    turn.show_marked(joined(lines, "\n\n"), buttons=[*undo, *rows, *_all(page), *turns, _back()])


def _all(page: Shown) -> list[list[Button]]:
    """All who are named here, in one tap."""
    one, n = page.bringing, page.at_once
    if n == 1:
        # she has a button of her own
        return []
    text = Text(ALL_OF, {"n": n, "leader": one.leader}) if one.leader else Text(ALL_ALONE, {"n": n})
    if one.group and not one.leader:
        text = Text(ALL_OF_GROUP, {"n": n, "group": one.group})
    return [[Button(text, Meaning.of(PREFIX, ALL, one.group_id, page.upto, page.mark))]]


def _back() -> list[Button]:
    return [Button(Text(BACK), Meaning.of(PREFIX, LISTS, "0"))]


def _line(turn: Turn, one: Newcomer, number: int | None = None) -> Html:
    """What is known of one: no phone number, and no figure."""
    product = places.label(turn.pack, turn.pack.products, one.product, turn.language) if one.product else "–"
    area = places.name(turn.pack, one.area, turn.language) if one.area else "–"
    name = Html.of("<b>{}</b>", one.name)
    brought = turn.text(BY_OTHERS if one.by_link else INVITED if one.invited else FOUND_US)
    if one.group is not None:
        brought = turn.text(REFUSED_BY if one.refused else BROUGHT_BY, group=one.group)
    return joined(
        [
            name if number is None else Html.of("{}. {}", str(number), name),
            Html.of("🧺 {} 📍 {}", product, area),
            joined([turn.text(SINCE, day=one.since.astimezone(turn.zone).date()), brought], " "),
        ]
    )


async def _one(turn: Turn, producer: int) -> None:
    one = await turn.run(unconfirmed.look, turn.contact.person_id, turn.pack, producer)
    if one is None:
        turn.whisper(late_taps.ANSWERED)
        return
    known = Button(Text(KNOW_HER), Meaning.of(PREFIX, KNOWN, producer, "0"))
    unknown = Button(Text(NOT_HERE), Meaning.of(PREFIX, NOT, producer, "0"))
    turn.show_marked(_line(turn, one), buttons=[[known], [unknown], _back()])


async def _known(turn: Turn, producer: int, number: int) -> None:
    her = turn.contact.person_id
    one = await turn.run(unconfirmed.look, her, turn.pack, producer)
    done = await turn.run(unconfirmed.vouch, her, turn.pack, producer, turn.now)
    if one is None or done is None:
        turn.whisper(late_taps.ANSWERED)
        return
    await _list(turn, one.group_id, number, turn.text(IS_KNOWN, name=one.name), [[_undoes(turn, done)]])


async def _all_known(turn: Turn, group: int, upto: int, mark: str) -> None:
    her = turn.contact.person_id
    done = await turn.run(unconfirmed.vouch_for_list, her, turn.pack, group, upto, mark, turn.now)
    if done is None:
        await _list(turn, group, 0, turn.text(CHANGED))
        return
    n, names = len(done.names), ", ".join(done.names)
    head = turn.text(plural("✅ {n} is confirmed: {names}", "✅ {n} are confirmed: {names}", n, names=names))
    await _list(turn, group, 0, head, [[_undoes(turn, done)]])


def _undoes(turn: Turn, done: Done) -> Button:
    time = f"{done.until.astimezone(turn.zone):%H:%M}"
    return Button(Text(UNDO_UNTIL, {"time": time}), Meaning.of(PREFIX, UNDO, done.number))


async def _not(turn: Turn, producer: int, number: int) -> None:
    one = await turn.run(unconfirmed.look, turn.contact.person_id, turn.pack, producer)
    if one is None:
        turn.whisper(late_taps.ANSWERED)
        return
    rows = [[Button(Text(label), Meaning.of(PREFIX, WHY, why, producer))] for why, label in WHYS.items()]
    back = [Button("◀️", Meaning.of(PREFIX, LIST, one.group_id, str(number)))]
    turn.show(WHY_NOT, buttons=[*rows, back], name=one.name)


async def _why(turn: Turn, why: Why, producer: int) -> None:
    her = turn.contact.person_id
    one = await turn.run(unconfirmed.look, her, turn.pack, producer)
    done = await turn.run(unconfirmed.not_known, her, turn.pack, producer, why, turn.now)
    if one is None or done is None:
        turn.whisper(late_taps.ANSWERED)
        return
    await _list(turn, one.group_id, 0, turn.text(IS_NOT_KNOWN, name=one.name), [[_undoes(turn, done)]])


async def _undo(turn: Turn, number: int) -> None:
    undone = await turn.run(unconfirmed.undo, turn.contact.person_id, turn.pack, number, turn.now)
    if undone is None or not undone.names:
        turn.whisper(UNDONE_NOT)
        return
    told = [turn.text(WAIT_AGAIN, names=", ".join(undone.names))]
    told += [turn.text(STAY, n=undone.stay)] if undone.stay else []
    await _lists(turn, 0, joined(told))


DOES: Mapping[str, Callable[..., Awaitable[None]]] = {
    LISTS: _lists,
    LIST: _list,
    ONE: _one,
    KNOWN: _known,
    NOT: _not,
    WHY: _why,
    ALL: _all_known,
    UNDO: _undo,
}
