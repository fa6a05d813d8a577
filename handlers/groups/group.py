"""The group on its leader's phone: who has answered, who is late, who is new, and the link for its members."""

from collections.abc import Sequence
from functools import partial

from bot.domain.groups.month import Standing
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, joined
from bot.services.groups import leading, telling
from bot.services.groups.leaders import changing
from bot.services.groups.leading import Group, Seen
from bot.services.groups.members import joining, membership
from handlers.forms.questions import BACK
from handlers.groups import own_calendar, parts, turning
from handlers.groups.cash_book import pages
from handlers.groups.leaders import hand_over
from handlers.groups.members import adding, changes, find, member
from handlers.groups.members.adding_questions import ADD
from handlers.groups.paper import paper
from handlers.groups.report import answering_for, four_facts
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

COMMAND = "group"
PREFIX = telling.PREFIX
LIST, NEW, LINK, UNLINK, SELDOM = telling.LIST, "w", "k", "u", "o"
SHAPES: Shapes = (
    (LIST, hex_number, page_number),
    (one_of(NEW, LINK, UNLINK, SELDOM), hex_number),
    (one_of(telling.YES, telling.NO), hex_number, hex_number),
)

NO_GROUP = N_("You lead no group now.")
WHICH = N_("🤝 Which group?")
TITLE = N_("🤝 <b>{group}</b>\n{first} – {last}")
NOBODY = N_("Nobody is in it yet. Send your members the link below.")
# What is done seldom stands on a page of its own: a small screen shows a few buttons.
MORE, WHAT = N_("🗂 Members and papers"), N_("🗂 What would you like to do with {group}?")
COUNTED = {
    Standing.ANSWERED: N_("✅ answered: {n}"),
    Standing.DUE: N_("⏳ still to answer: {n}"),
    Standing.LATE: N_("⌛ late: {n}"),
    Standing.MISSED: N_("✖️ not answered: {n}"),
    Standing.NOTHING_DUE: N_("▫️ nothing due: {n}"),
}
# What its leaders have answered for members is counted apart.
BY_YOU = N_("✅ answered: {n}, of these by you: {by}")
BY_LEADERS = N_("✅ answered: {n}, of these by leaders: {by}")
# The month's report may stand where no check-in was due: who has sent it sees that it is there.
REPORTED = N_("📊 in the month's report: {n} of {of}")
HIDDEN = N_("🔒 not asked yet whether you may see it: {n}")
NEW_ONES, FOR_MEMBERS = N_("🆕 New: {n}"), N_("🔗 Link for members")
TERM = N_("📅 You lead it until {day}.")
NO_NEW = N_("Nobody new waits for you.")
IS_ONE = N_("✅ {name} is in your group from now on.")
IS_NONE = N_("{name} is not in your group.")
LINK_IS = N_("Send this link to your members. It is good until {day}.\n{link}")
NEW_LINK = N_("🚫 Take the link back")
TAKEN_BACK = N_("The link opens nothing any more.")


async def show(turn: Turn) -> None:
    """/group: her group, or which of them."""
    groups = await turn.run(leading.mine, turn.contact.person_id)
    if not groups:
        turn.say(NO_GROUP, keys=menu.of(turn))
    elif len(groups) == 1:
        await _list(turn, groups[0].id, 0)
    else:
        turn.say(WHICH, buttons=[[Button(one.name, Meaning.of(PREFIX, LIST, one.id, "0"))] for one in groups])


async def tapped(turn: Turn, what: str, group: int, *more: int) -> None:
    """A button about one group; who leads it no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        await hand_over.refused(turn, group)
    elif what == LIST:
        await _list(turn, group, *more)
    elif what == SELDOM:
        await _seldom(turn, group)
    elif what == NEW:
        await _newcomers(turn, group)
    elif what == LINK:
        await _link(turn, group)
    elif what == UNLINK:
        await turn.run(joining.take_back, turn.contact.person_id, group, turn.now)
        turn.show(TAKEN_BACK)
    else:
        await _settle(turn, what, group, *more)


async def _list(turn: Turn, group: int, page: int) -> None:
    seen = await turn.run(leading.look, turn.contact.person_id, group, turn.programme, turn.today)
    page = turning.held(page, len(seen.places))
    first, last = seen.month
    lines = [turn.text(TITLE, group=seen.group.name, first=first, last=last), *_counts(turn, seen)]
    term = (await turn.run(changing.held, turn.contact.person_id, group)).term_until
    lines += [*([turn.text(TERM, day=term)] if term else []), *await parts.line(turn, seen.group)]
    its = await parts.button(turn, group)
    if not seen.places and not its:
        lines.append(turn.text(NOBODY))
    lines += turning.where(turn, page, len(seen.places))
    seldom = [[Button(Text(MORE), Meaning.of(PREFIX, SELDOM, group))]] if seen.places else await _rest(turn, seen)
    turn.show_marked(joined(lines), buttons=[*_buttons(seen, page), *its, *seldom])


async def _seldom(turn: Turn, group: int) -> None:
    """Who comes and goes, what is printed, the link, and who leads after her."""
    seen = await turn.run(leading.look, turn.contact.person_id, group, turn.programme, turn.today)
    back = [Button(Text(BACK), Meaning.of(PREFIX, LIST, group, "0"))]
    turn.show(WHAT, buttons=[*await _rest(turn, seen), back], group=seen.group.name)


async def _rest(turn: Turn, seen: Seen) -> Rows:
    group = seen.group.id
    gone = await turn.run(membership.gone, turn.contact.person_id, group)
    return [
        *(own_calendar.button(turn, group) or pages.button(group)),
        [Button(Text(ADD), Meaning.of(adding.PREFIX, adding.BEGIN, group))],
        *changes.button(group, len(gone)),
        *paper.buttons(group, seen.places),
        *four_facts.button(group, seen.places),
        [Button(Text(FOR_MEMBERS), Meaning.of(PREFIX, LINK, group))],
        [Button(Text(hand_over.HAND_OVER), Meaning.of(hand_over.PREFIX, hand_over.ASK, group))],
    ]


def _counts(turn: Turn, seen: Seen) -> list[Html]:
    """How many stand how; what nobody is, is not said."""
    reported, hers = seen.reported(), seen.reported(turn.contact.person_id)
    apart = {Standing.ANSWERED: BY_YOU if reported == hers else BY_LEADERS} if reported else {}
    counted = [((COUNTED | apart)[standing], seen.count(standing)) for standing in COUNTED]
    hidden = sum(one.standing is None for one in seen.places)
    told = [turn.text(words, n=n, by=reported) for words, n in [*counted, (HIDDEN, hidden)] if n]
    if seen.in_report:
        told.append(turn.text(REPORTED, n=seen.in_report, of=len(seen.places)))
    return [*told, *member.counts(turn, seen)]


def _buttons(seen: Seen, page: int) -> Rows:
    group = seen.group
    size = turning.PAGE_SIZE
    rows: list[Sequence[Button]] = [[member.button(group.id, one, page)] for one in seen.places[page * size :][:size]]
    rows += turning.row(page, len(seen.places), partial(Meaning.of, PREFIX, LIST, group.id))
    rows += member.for_all(seen)
    if any(one.standing for one in seen.places):
        rows += answering_for.button(group.id)
    if len(seen.places) > size:
        rows.append([find.button(group.id)])
    if group.unconfirmed:
        rows.append([Button(Text(NEW_ONES, {"n": group.unconfirmed}), Meaning.of(PREFIX, NEW, group.id))])
    return rows


async def _newcomers(turn: Turn, group: int) -> None:
    """The first who waits, one at a time."""
    waiting = await turn.run(leading.newcomers, turn.contact.person_id, group)
    if not waiting:
        turn.show(NO_NEW)
        return
    one = waiting[0]
    buttons = [
        [Button(Text(label), Meaning.of(PREFIX, said, group, one.member_id))]
        for label, said in ((telling.ONE_OF_US, telling.YES), (telling.NOT_ONE, telling.NO))
    ]
    turn.show(telling.IS_NEW, buttons=buttons, name=one.name or "–", group=await _name(turn, group))


async def _name(turn: Turn, group: int) -> str:
    hers: list[Group] = await turn.run(leading.mine, turn.contact.person_id)
    return next((one.name for one in hers if one.id == group), "")


async def _settle(turn: Turn, answer: str, group: int, member: int) -> None:
    """She is one of them, or not; the next who waits follows."""
    waiting = await turn.run(leading.newcomers, turn.contact.person_id, group)
    one = next((one for one in waiting if one.member_id == member), None)
    if one is None:
        turn.whisper(late_taps.ANSWERED)
        return
    is_one = answer == telling.YES
    her, does = turn.contact.person_id, leading.confirm if is_one else leading.refuse
    if await turn.run(does, her, group, member, turn.now) and is_one:
        await turn.run(telling.let_in, turn.programme, group, member, her, turn.loaded.catalogues, turn.now)
    buttons = [[Button(Text(NEW_ONES, {"n": len(waiting) - 1}), Meaning.of(PREFIX, NEW, group))]]
    turn.show(IS_ONE if is_one else IS_NONE, buttons=buttons if len(waiting) > 1 else (), name=one.name or "–")


async def _link(turn: Turn, group: int) -> None:
    made = await turn.run(joining.link, turn.contact.person_id, group, turn.now)
    address = f"https://t.me/{turn.bot_name()}?start={made.payload}"
    day = made.until.astimezone(turn.zone).date()
    take_back = Button(Text(NEW_LINK), Meaning.of(PREFIX, UNLINK, group))
    turn.say(LINK_IS, buttons=[[paper.scan_button(group)], [take_back]], link=address, day=day)
