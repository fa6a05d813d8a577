"""The groups of an officer's areas: who leads each, what she does when a phone is lost, and who leads next."""

from bot.domain.people.roles import STAFF
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, joined
from bot.packs import places
from bot.services import roles
from bot.services.groups.leaders import overseeing
from bot.services.groups.leaders.overseeing import Group, Leader
from bot.services.groups.members import agreed_aloud, placing
from bot.services.groups.members.placing import Unplaced
from bot.services.people import invitations
from bot.services.roles import Act, NotAllowed
from handlers.groups import new_group, new_group_questions
from handlers.groups.leaders import advisor, area_keys, area_parts, sheets
from handlers.wire import late_taps
from handlers.wire.turn import Turn

COMMAND = PREFIX = "groups"
# The list; a group; a link to lead it beside; a leader; suspended, let go on; the next one's link; ended, and really.
LIST, GROUP, LINK, LEADER, SUSPEND, RESUME, NEXT, END, REALLY = "l", "g", "k", "p", "s", "r", "n", "e", "z"
# Who says that she works in a group and is in none; one of them is asked.
UNPLACED, INVITE = "u", "i"
# A new group, as its command makes it.
NEW = "m"
SHAPES: Shapes = (
    (one_of(LIST, UNPLACED, NEW), page_number),
    (INVITE, hex_number, page_number),
    (one_of(GROUP, LINK), hex_number),
    (one_of(LEADER, SUSPEND, RESUME, NEXT, END, REALLY), hex_number, hex_number),
)
PAGE_SIZE = 8

TITLE = N_("🤝 Groups: {where}")
NONE, MAKE_ONE = N_("There is no group yet: {where}."), N_("➕ Make a group")
NONE_TO_SET_UP = N_("There is no group to set up now: {where}.")
MEMBERS, NO_LEADER = N_("👥 {n} in it"), N_("⚠️ Nobody leads it.")
LEADS, SET_ASIDE = N_("👤 {name} leads it since {day}"), N_("⏸ {name} is suspended")
BY_LOT = N_("🎲 Asked by lot whether they agreed: {asked}, agreed: {agreed}")
TERM = N_("📅 until {day}")
FOR_A_LEADER = N_("🔗 Link for a leader")
SUSPEND_HER, LET_HER = N_("⏸ Suspend: the phone is lost"), N_("▶️ Let {name} go on")
NEXT_ONE, END_IT, YES_END = N_("🔁 Link for the next leader"), N_("🚫 End"), N_("🚫 Yes, end it")
IS_SUSPENDED = N_("⏸ {name} is suspended: what she taps or writes for {group} does nothing.\nNothing is lost.")
GOES_ON = N_("▶️ {name} leads {group} again.")
SURE = N_("Is {name} to lead {group} no longer?")
ENDED = N_("🚫 {name} leads {group} no longer.")
SAY_SO = N_("🙋 In a group, they say: {n}")
UNPLACED_ARE = N_("🙋 In a group, they say, and in none here: {n}\nTap a name, and I ask her once which group it is.")
NO_GROUP_NEAR = N_("She was asked already, or there is no group where she lives.")
FOR_NEXT = N_(
    "Send this link to who leads {group} after {name}. It is for one person, and good until {day}.\n"
    "As soon as she agrees, {name} leads it no longer.\n{link}"
)


async def show(turn: Turn) -> None:
    """The command: the groups where she works."""
    await _list(turn, 0)


async def tapped(turn: Turn, what: str, number: int, role: int = 0) -> None:
    """A button; where she does not work any more, and where nobody leads any more, it does nothing."""
    try:
        if what == LIST:
            await _list(turn, number)
        elif what == NEW:
            await new_group.start(turn)
        elif what == UNPLACED:
            await _unplaced(turn, number)
        elif what == INVITE:
            await _invite(turn, number, role)
        elif what == GROUP:
            await _group(turn, number)
        elif what == LINK:
            await _link(turn, number, None)
        else:
            await _leader(turn, what, number, role)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _only_sets_up(turn: Turn) -> bool:
    """Whether she sets groups up and sees nothing of them afterwards."""
    return not await turn.run(roles.may, turn.contact.person_id, STAFF)


async def _list(turn: Turn, page: int) -> None:
    her, pack, below = turn.contact.person_id, turn.pack, []
    areas = await turn.run(roles.areas, her, Act.SET_UP)
    where = ", ".join(places.name(turn.pack, area, turn.language) for area in areas)
    if await _only_sets_up(turn):
        found = await turn.run(overseeing.to_set_up, her, pack)
    else:
        found = await turn.run(overseeing.listed, her, pack)
        others = await turn.run(placing.listed, her, pack)
        below += [[Button(Text(SAY_SO, {"n": len(others)}), Meaning.of(PREFIX, UNPLACED, "0"))]] if others else []
        below += await sheets.button(turn)
    below += [[Button(Text(MAKE_ONE), Meaning.of(PREFIX, NEW, "0"))]]
    if not found:
        turn.show(NONE_TO_SET_UP if await _only_sets_up(turn) else NONE, buttons=below, where=where)
        return
    page = max(0, min(page, (len(found) - 1) // PAGE_SIZE))
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    rows: list[list[Button]] = [
        [Button(f"{'🤝' if one.leaders else '⚠️'} {one.name}", Meaning.of(PREFIX, GROUP, one.id))] for one in shown
    ]
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, str(page + 1)))] if len(found) > (page + 1) * PAGE_SIZE else []
    turn.show(TITLE, buttons=[*rows, *([turns] if turns else []), *below], where=where)


async def _unplaced(turn: Turn, page: int, first: str = "") -> None:
    """Those who are in no group though they say so, each with a tap that asks her, once."""
    found = await turn.run(placing.listed, turn.contact.person_id, turn.pack)
    page = max(0, min(page, (len(found) - 1) // PAGE_SIZE))
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    rows = [[Button(f"✉️ {_who(turn, one)}", _asks(one, page))] for one in shown if not one.asked]
    lines = [*([turn.text(first)] if first else []), turn.text(UNPLACED_ARE, n=len(found))]
    lines += [Html.of("✔️ {}", _who(turn, one)) for one in shown if one.asked]
    turns = [Button("◀️", Meaning.of(PREFIX, UNPLACED, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, UNPLACED, str(page + 1)))] if len(found) > (page + 1) * PAGE_SIZE else []
    back = [Button("🤝", Meaning.of(PREFIX, LIST, "0"))]
    turn.show_marked(joined(lines), buttons=[*rows, *([turns] if turns else []), back])


def _who(turn: Turn, one: Unplaced) -> str:
    return f"{one.name or '–'}, {places.name(turn.pack, one.area, turn.language)}"


def _asks(one: Unplaced, page: int) -> Meaning:
    return Meaning.of(PREFIX, INVITE, one.producer_id, str(page))


async def _invite(turn: Turn, producer: int, page: int) -> None:
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    asked = await turn.run(placing.invite, her, turn.pack, producer, catalogues, turn.now)
    await _unplaced(turn, page, "" if asked else NO_GROUP_NEAR)


async def _group(turn: Turn, number: int) -> None:
    if await _only_sets_up(turn):
        group = await turn.run(overseeing.one_to_set_up, turn.contact.person_id, turn.pack, number)
        link = [Button(Text(FOR_A_LEADER), Meaning.of(PREFIX, LINK, number))]
        below = [link, [Button("◀️", Meaning.of(PREFIX, LIST, "0"))]]
        turn.show_marked(joined([*_about(turn, group), turn.text(NO_LEADER)]), buttons=below)
        return
    group = await turn.run(overseeing.one, turn.contact.person_id, turn.pack, number)
    leaders = await turn.run(overseeing.leaders, turn.contact.person_id, turn.pack, number)
    lines = [*_about(turn, group), *await area_parts.lines(turn, group), *(_line(turn, one) for one in leaders)]
    lines += [] if leaders else [turn.text(NO_LEADER)]
    asked, agreed = await turn.run(agreed_aloud.figures, turn.contact.person_id, turn.pack, number)
    lines += await advisor.lines(turn, number)
    lines += [turn.text(BY_LOT, asked=asked, agreed=agreed)] if asked else []
    rows = [[Button(f"👤 {one.name}", Meaning.of(PREFIX, LEADER, number, one.role_id))] for one in leaders]
    rows += [[Button(Text(FOR_A_LEADER), Meaning.of(PREFIX, LINK, number))]]
    rows += [[advisor.opens(turn, group)], *([one] for one in area_keys.opens(turn, number))]
    rows += [*await area_parts.opens(turn, number), *await sheets.of_group(turn, number)]
    turn.show_marked(joined(lines), buttons=[*rows, [Button("◀️", Meaning.of(PREFIX, LIST, "0"))]])


def _about(turn: Turn, group: Group) -> list[Html]:
    product = places.label(turn.pack, turn.pack.products, group.product, turn.language) if group.product else "–"
    where = Html.of("🧺 {} 📍 {}", product, places.name(turn.pack, group.area, turn.language))
    lines = [turn.text(new_group_questions.IS_CALLED, group=group.name), where, turn.text(MEMBERS, n=group.members)]
    return lines + new_group_questions.agreed(turn, group.meeting_day, group.lender)


def _line(turn: Turn, one: Leader) -> Html:
    day = one.since.astimezone(turn.zone).date()
    told = turn.text(SET_ASIDE, name=one.name) if one.suspended else turn.text(LEADS, name=one.name, day=day)
    return joined([told, turn.text(TERM, day=one.term_until)]) if one.term_until else told


async def _leader(turn: Turn, what: str, number: int, role: int) -> None:
    """What is done about one who leads a group."""
    her, pack = turn.contact.person_id, turn.pack
    group = await turn.run(overseeing.one, her, pack, number)
    known = await turn.run(overseeing.leaders, her, pack, number)
    one = next((one for one in known if one.role_id == role), None)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    elif what == LEADER:
        turn.show_marked(
            joined([turn.text(new_group_questions.IS_CALLED, group=group.name), _line(turn, one)]),
            buttons=_deeds(number, one),
        )
    elif what == NEXT:
        await _link(turn, number, one)
    elif what == END:
        turn.show(
            SURE,
            buttons=[[_button(YES_END, REALLY, number, one)], [_back(LEADER, number, one)]],
            name=one.name,
            group=group.name,
        )
    else:
        await _done(turn, what, group, one)


def _deeds(number: int, one: Leader) -> Rows:
    first = _button(LET_HER, RESUME, number, one) if one.suspended else _button(SUSPEND_HER, SUSPEND, number, one)
    others = [_button(NEXT_ONE, NEXT, number, one), _button(END_IT, END, number, one)]
    return [[first], *([button] for button in others), [Button("◀️", Meaning.of(PREFIX, GROUP, number))]]


def _button(label: str, deed: str, number: int, one: Leader) -> Button:
    return Button(
        Text(label, {"name": one.name} if "{name}" in label else {}), Meaning.of(PREFIX, deed, number, one.role_id)
    )


def _back(deed: str, number: int, one: Leader) -> Button:
    return Button("◀️", Meaning.of(PREFIX, deed, number, one.role_id))


DONE = {
    SUSPEND: (overseeing.suspend, IS_SUSPENDED),
    RESUME: (overseeing.resume, GOES_ON),
    REALLY: (overseeing.end, ENDED),
}


async def _done(turn: Turn, what: str, group: Group, one: Leader) -> None:
    """Suspended, which one tap undoes; let go on; or ended."""
    does, told = DONE[what]
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    if not await turn.run(does, her, turn.pack, group.id, one.role_id, catalogues, turn.now):
        turn.whisper(late_taps.ANSWERED)
        return
    undo = [[_button(LET_HER, RESUME, group.id, one)]] if what == SUSPEND else []
    back = [Button("◀️", Meaning.of(PREFIX, GROUP, group.id))]
    turn.show(told, buttons=[*undo, back], name=one.name, group=group.name)


async def _link(turn: Turn, number: int, one: Leader | None) -> None:
    """The one-time link for who is to lead it: after one, or beside."""
    group = await turn.run(overseeing.one_to_set_up, turn.contact.person_id, turn.pack, number)
    replaces = one.role_id if one is not None else None
    made = await turn.run(overseeing.invite, turn.contact.person_id, turn.pack, number, replaces, turn.now)
    if made is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    link, day = invitations.link(made, turn.bot_name()), made.expires_at.astimezone(turn.zone).date()
    if one is None:
        turn.say(new_group.FOR_LEADER, link=link, day=day)
    else:
        turn.say(FOR_NEXT, group=group.name, name=one.name, link=link, day=day)
