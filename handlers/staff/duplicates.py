"""Who may stand twice in the list: two at a time, side by side; staff say whether they are one, and can undo it."""

from datetime import date, timedelta

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, joined
from bot.packs import places
from bot.services import roles
from bot.services.roles import NotAllowed
from bot.services.staff import merging
from bot.services.staff.merging import CAN_BE_UNDONE, Merge, Side
from handlers.wire import late_taps
from handlers.wire.turn import Turn

COMMAND, PREFIX = "duplicates", "dup"
# They are one; they are not; to be asked later; the two at a place; what was done; it is undone.
SAME, OTHER, LATER, PLACE, DONE, UNDO = "y", "n", "l", "f", "d", "u"
SHAPES: Shapes = (
    (one_of(SAME, OTHER, LATER), hex_number, hex_number),
    (one_of(PLACE, DONE), page_number),
    (UNDO, hex_number),
)
PAGE_SIZE = 8

NONE = N_("👥 Nobody stands twice in the list, as far as I can see: {where}.")
NO_MORE = N_("👥 That was the last of them: {where}.\nWho was left for later comes again with /duplicates.")
ARE_ONE = N_("👥 Are these two one person?\nPairs still to look at: {n}")
IN_GROUP, IN_NONE = N_("🤝 {group}, number {number}"), N_("🤝 In no group")
BY_HERSELF = N_("📅 since {day}, on a phone of her own")
BY_LEADER, BY_OFFICE = N_("📅 since {day}, written down by {name}"), N_("📅 since {day}, written down by the office")
HEARD, NOT_HEARD = N_("📝 last report {day}"), N_("📝 no report yet")
HAS_CHAT, HAS_NONE = N_("📱 writes to me"), N_("📵 does not write to me")
CANNOT = N_("I cannot make them one: both write to me, or one of them works here or shares her business.")
THE_SAME, NOT_SAME, LATER_ON = N_("✅ The same person"), N_("✖️ Not the same"), N_("⏳ Leave for later")
WHAT_WAS_DONE, NEXT = N_("🗂 Made one in the last 30 days"), N_("👥 Next pair")
IS_ONE = N_("✅ {name} stands in the list once now.")
JOINED = N_("📝 Reports joined to hers: {n}")
TWO_AGAIN = N_("↩️ They are two again: {name} and {other}.")
UNDO_UNTIL, UNDO_ONE = N_("↩️ Undo, until {day}"), N_("↩️ {name}, until {day}")
NOTHING_DONE = N_("Nobody was made one in the last 30 days: {where}.")
TAP_TO_UNDO = N_("🗂 Made one in the last 30 days: {where}.\nTap a name, and they are two again.")


async def show(turn: Turn) -> None:
    """The command: the two who are most likely one."""
    await _pair(turn)


async def tapped(turn: Turn, what: str, number: int, other: int = 0) -> None:
    """A button; where she does not work any more, and of who is one already, it does nothing."""
    try:
        if what == SAME:
            await _merge(turn, number, other)
        elif what == OTHER:
            await _different(turn, number, other)
        elif what == LATER:
            await _pair(turn, await _place(turn, number, other) + 1)
        elif what == PLACE:
            await _pair(turn, number)
        elif what == DONE:
            await _done(turn, number)
        else:
            await _undo(turn, number)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _place(turn: Turn, first: int, second: int) -> int:
    """Where two stand among all who may be one; those who are not there any more: before the first."""
    found = await turn.run(merging.place_of, turn.contact.person_id, turn.pack, first, second)
    return -1 if found is None else found


async def _pair(turn: Turn, at: int = 0) -> None:
    """The two at a place among all who may be one."""
    found, pair = await turn.run(merging.pair_at, turn.contact.person_id, turn.pack, at)
    both = await turn.run(merging.look, turn.contact.person_id, turn.pack, *pair) if pair else None
    if both is None or pair is None:
        turn.show(NO_MORE if found else NONE, buttons=[_list()], where=await _where(turn))
        return
    can = merging.can_be_one(*both)
    lines = [turn.text(ARE_ONE, n=found - at), *(_side(turn, one) for one in both)]
    lines += [] if can else [turn.text(CANNOT)]
    turn.show_marked(joined(lines, "\n\n"), buttons=_choices(pair, can=can))


def _choices(pair: tuple[int, int], *, can: bool) -> Rows:
    labels = ((THE_SAME, SAME), (NOT_SAME, OTHER), (LATER_ON, LATER))
    kept = [(label, what) for label, what in labels if can or what != SAME]
    return [[Button(Text(label), Meaning.of(PREFIX, what, *pair))] for label, what in kept]


def _list() -> list[Button]:
    return [Button(Text(WHAT_WAS_DONE), Meaning.of(PREFIX, DONE, "0"))]


def _next(at: int = 0) -> list[Button]:
    return [Button(Text(NEXT), Meaning.of(PREFIX, PLACE, str(at)))]


async def _where(turn: Turn) -> str:
    areas = await turn.run(roles.areas, turn.contact.person_id)
    return ", ".join(places.name(turn.pack, area, turn.language) for area in areas)


def _side(turn: Turn, one: Side) -> Html:
    """One of the two: no phone number, and no figure."""
    product = places.label(turn.pack, turn.pack.products, one.product, turn.language) if one.product else "–"
    where = places.name(turn.pack, one.area, turn.language) if one.area else "–"
    group = turn.text(IN_GROUP, group=one.group, number=one.number or "–") if one.group else turn.text(IN_NONE)
    heard = one.heard.astimezone(turn.zone).date() if one.heard else None
    return joined(
        [
            Html.of("<b>{}</b>", one.name),
            group,
            Html.of("🧺 {} 📍 {}", product, where),
            _since(turn, one),
            turn.text(HEARD, day=heard) if heard else turn.text(NOT_HEARD),
            turn.text(HAS_CHAT if one.has_chat else HAS_NONE),
        ]
    )


def _since(turn: Turn, one: Side) -> Html:
    if not one.told:
        return turn.text(BY_HERSELF, day=one.joined)
    return turn.text(BY_LEADER, day=one.joined, name=one.by) if one.by else turn.text(BY_OFFICE, day=one.joined)


async def _merge(turn: Turn, first: int, second: int) -> None:
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    at = max(0, await _place(turn, first, second))
    number = await turn.run(merging.merge, her, turn.pack, first, second, catalogues, turn.now)
    done = None if number is None else await turn.run(merging.done, her, turn.pack, number, turn.now)
    if done is None:
        turn.whisper(late_taps.ANSWERED)
        return
    one, kept, reports = done
    lines = [turn.text(IS_ONE, name=kept.name), _side(turn, kept)]
    lines += [turn.text(JOINED, n=reports)] if reports else []
    undo = Button(Text(UNDO_UNTIL, {"day": _last_day(turn, one)}), Meaning.of(PREFIX, UNDO, one.id))
    turn.show_marked(joined(lines, "\n\n"), buttons=[[undo], _next(at), _list()])


def _last_day(turn: Turn, one: Merge) -> date:
    """On which it can be undone to the last minute."""
    return (one.at + CAN_BE_UNDONE).astimezone(turn.zone).date() - timedelta(days=1)


async def _different(turn: Turn, first: int, second: int) -> None:
    at = max(0, await _place(turn, first, second))
    if await turn.run(merging.different, turn.contact.person_id, turn.pack, first, second, turn.now):
        await _pair(turn, at)
    else:
        turn.whisper(late_taps.ANSWERED)


async def _undo(turn: Turn, number: int) -> None:
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    two = await turn.run(merging.undo, her, turn.pack, number, catalogues, turn.now)
    if two is None:
        turn.whisper(late_taps.ANSWERED)
    else:
        turn.show(TWO_AGAIN, buttons=[_next(), _list()], name=two[0].name, other=two[1].name)


async def _done(turn: Turn, page: int) -> None:
    """What can be undone, the newest first."""
    found = await turn.run(merging.recent, turn.contact.person_id, turn.pack, turn.now)
    page = max(0, min(page, (len(found) - 1) // PAGE_SIZE))
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    rows = [[_undoes(turn, one, kept)] for one, kept in shown]
    turns = [Button("◀️", Meaning.of(PREFIX, DONE, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, DONE, str(page + 1)))] if len(found) > (page + 1) * PAGE_SIZE else []
    text = TAP_TO_UNDO if found else NOTHING_DONE
    turn.show(text, buttons=[*rows, *([turns] if turns else []), _next()], where=await _where(turn))


def _undoes(turn: Turn, one: Merge, kept: Side) -> Button:
    text = Text(UNDO_ONE, {"name": kept.name, "day": _last_day(turn, one)})
    return Button(text, Meaning.of(PREFIX, UNDO, one.id))
