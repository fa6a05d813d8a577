"""One member on her leader's phone: how she stands; and reminders, to her or to all who have not answered."""

from collections.abc import Sequence

from bot.domain.groups.month import Standing
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, joined
from bot.services.groups import leading, reminding, telling
from bot.services.groups.leading import Member, Place, Reach, Seen
from bot.services.groups.reminding import Not, Told
from bot.services.groups.report import reporting
from handlers.forms.questions import BACK
from handlers.groups.members import changes, waiting
from handlers.groups.report import answering_for, own_total
from handlers.wire import late_taps
from handlers.wire.turn import Turn

# A prefix of its own beside the group's.
PREFIX = "gm"
SHOW, FOUND, ALL, ONE, UNLEARN = "m", "f", "a", "o", "u"
SHAPES: Shapes = (
    (one_of(SHOW, FOUND), hex_number, hex_number, page_number),
    (ALL, hex_number),
    (one_of(ONE, UNLEARN), hex_number, hex_number),
    (ONE, hex_number, hex_number, page_number),
)
# Pages of who was found; what they do: handlers/groups/members/find.py.
FIND, FOUND_PAGE = "gfind", "p"
# In the dialogue of who looks for somebody: where, and what she typed.
GROUP, SAID = "group", "said"
MOST_NAMED = 20

SIGNS = {
    Standing.LATE: "⌛",
    Standing.DUE: "⏳",
    Standing.MISSED: "✖️",
    Standing.ANSWERED: "✅",
    Standing.NOTHING_DUE: "▫️",
}
HIDDEN = "🔒"
UNREACHED: dict[Reach | None, str] = {Reach.STOPPED: "🔕", Reach.BLOCKED: "⛔", None: "📵"}
# How many cannot be written to, and why.
COUNTED: dict[Reach | None, str] = {
    None: N_("📵 without a phone: {n}"),
    Reach.STOPPED: N_("🔕 want no messages: {n}"),
    Reach.BLOCKED: N_("⛔ have blocked me: {n}"),
}
STANDS = {
    Standing.LATE: N_("⌛ late: it was due on {day}"),
    Standing.DUE: N_("⏳ still to answer: it was due on {day}"),
    Standing.MISSED: N_("✖️ not answered: it was due on {day}"),
    Standing.ANSWERED: N_("✅ answered"),
    Standing.NOTHING_DUE: N_("▫️ nothing due"),
}
UNREACHED_SHE: dict[Reach | None, str] = {
    None: N_("📵 without a phone: ask her when you meet"),
    Reach.STOPPED: N_("🔕 wants no messages from me"),
    Reach.BLOCKED: N_("⛔ has blocked me"),
}
NOT_ASKED = N_("🔒 not asked yet whether you may see how she stands")
HER_NUMBER = N_("Number {number}")
# Learnt when the leader said once whom she means; it may have been the wrong one.
CALLED, UNLEARN_IT = N_("🏷 In your reports: {names}"), N_("🏷 That is not her")
UNLEARNT = N_("🏷 All right. When you write that name, I ask who it is.")
REMIND, REMIND_ALL = N_("🔔 Remind"), N_("🔔 Remind all: {n}")

NIGHT = N_("It is late now, so nobody was reminded.\nPlease tap again in the morning.")
NOBODY_OPEN = N_("Nobody has anything to answer now.")
REMINDED = N_("🔔 reminded: {n}")
WHY_NOT = {
    Not.TODAY: N_("🕗 already written to today: {n}"),
    Not.NO_PHONE: COUNTED[None],
    Not.STOPPED: COUNTED[Reach.STOPPED],
    Not.BLOCKED: COUNTED[Reach.BLOCKED],
    Not.UNSAID: N_("✉️ could not be reminded now: {n}"),
}
SHE_WAS = N_("🔔 {name} was reminded.")
SHE_WAS_TODAY = N_("{name} was written to today already. Once a day is enough.")
SHE_COULD_NOT = N_("{name} could not be reminded now.\nPlease ask her when you meet.")
SHE_HAS_ANSWERED = N_("{name} has nothing to answer now.")


def button(group: int, one: Place, page: int = 0, *, found: bool = False) -> Button:
    """A member on this page of the list, or of who was found: how she stands, her name, and whether she cannot be
    written to.
    """
    sign = SIGNS[one.standing] if one.standing else HIDDEN
    unreached = f" {UNREACHED[one.shown]}" if one.standing and one.shown in UNREACHED else ""
    meaning = Meaning.of(PREFIX, FOUND if found else SHOW, group, one.member.member_id, str(page))
    return Button(f"{sign} {one.member.name or '–'}{unreached}", meaning)


def counts(turn: Turn, seen: Seen) -> list[Html]:
    """How many of those whom she may see cannot be written to, and why."""
    shown = [one.shown for one in seen.places if one.standing]
    return [turn.text(words, n=n) for reach, words in COUNTED.items() if (n := shown.count(reach))]


def for_all(seen: Seen) -> Rows:
    """The one tap that reminds everybody; none where nobody can be."""
    n = sum(one.is_open and one.shown is Reach.ACTIVE for one in seen.places)
    group = seen.group.id
    return [[Button(Text(REMIND_ALL, {"n": n}), Meaning.of(PREFIX, ALL, group))]] if n else []


async def tapped(turn: Turn, what: str, group: int, *more: int) -> None:
    """A button about a member, or about all; who leads the group no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
    elif what in (SHOW, FOUND):
        await _show(turn, group, *more, found=what == FOUND)
    elif what == ALL:
        await _remind_all(turn, group)
    elif what == UNLEARN:
        done = await turn.run(reporting.unlearn, turn.contact.person_id, group, *more)
        turn.whisper(UNLEARNT if done else late_taps.ANSWERED)
    else:
        await _remind(turn, group, *more)


async def _find(turn: Turn, group: int, member: int) -> Place | None:
    seen = await turn.run(leading.look, turn.contact.person_id, group, turn.programme, turn.today)
    return next((one for one in seen.places if one.member.member_id == member), None)


def _to_list(group: int, page: int) -> Button:
    return Button(Text(BACK), Meaning.of(telling.PREFIX, telling.LIST, group, str(page)))


def _to_found(group: int, page: int) -> Button:
    return Button(Text(BACK), Meaning.of(FIND, FOUND_PAGE, group, str(page)))


async def _show(turn: Turn, group: int, member: int, page: int, *, found: bool) -> None:
    one = await _find(turn, group, member)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    lines = [Html.of("<b>{}</b>", one.member.name or "–")]
    if one.member.number:
        lines.append(turn.text(HER_NUMBER, number=one.member.number))
    if one.standing is None:
        lines.append(turn.text(NOT_ASKED))
    else:
        lines.append(turn.text(STANDS[one.standing], day=one.due))
        lines += [turn.text(UNREACHED_SHE[one.shown])] if one.shown in UNREACHED else []
    lines += await own_total.for_leader(turn, group, member)
    called = await turn.run(reporting.called, turn.contact.person_id, group, member)
    lines += [turn.text(CALLED, names=", ".join(called))] if called else []
    unlearn = [[Button(Text(UNLEARN_IT), Meaning.of(PREFIX, UNLEARN, group, member))]] if called else []
    of_list = () if found else (str(page),)
    remind = [Button(Text(REMIND), Meaning.of(PREFIX, ONE, group, member, *of_list))]
    back = [_to_found(group, page) if found else _to_list(group, page)]
    change = [Button(Text(changes.CHANGE), Meaning.of(waiting.PREFIX, waiting.SHOW, group, member))]
    rows = [remind] if one.is_open and one.shown is Reach.ACTIVE else []
    more = [*await answering_for.for_her(turn, group, member), *unlearn]
    turn.show_marked(joined(lines), buttons=[*rows, *more, change, back])


async def _told(turn: Turn, group: int, only: int | None = None) -> Told:
    who = turn.contact.person_id
    return await turn.run(reminding.remind, turn.programme, turn.loaded.catalogues, who, group, turn.now, only)


async def _remind_all(turn: Turn, group: int) -> None:
    told = await _told(turn, group)
    if told.night:
        turn.say(NIGHT)
    elif not told.reminded and not told.others:
        turn.say(NOBODY_OPEN)
    else:
        lines = [turn.text(REMINDED, n=len(told.reminded))]
        lines += [_named(turn, words, told.others[why]) for why, words in WHY_NOT.items() if told.others.get(why)]
        turn.send_marked(joined(lines))


def _named(turn: Turn, words: str, some: Sequence[Member]) -> Html:
    names = ", ".join(one.name or "–" for one in some[:MOST_NAMED])
    return Html.of("{}\n{}{}", turn.text(words, n=len(some)), names, " …" if len(some) > MOST_NAMED else "")


async def _remind(turn: Turn, group: int, member: int, page: int | None = None) -> None:
    """With the way back to where she was: there are more to be reminded."""
    one = await _find(turn, group, member)
    told = await _told(turn, group, member)
    if one is None or one.standing is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    back = _to_list(group, page or 0) if page is not None or not _has_found(turn, group) else _to_found(group, 0)
    turn.send_marked(_of_one(turn, one, told), buttons=[[back]])


def _has_found(turn: Turn, group: int) -> bool:
    """Whether she looks for members of this group."""
    front = turn.contact.dialogue
    return front is not None and front.kind == FIND and front.state.get(GROUP) == group and SAID in front.state


def _of_one(turn: Turn, one: Place, told: Told) -> Html:
    name = one.member.name
    if told.night:
        return turn.text(NIGHT)
    if told.reminded:
        return turn.text(SHE_WAS, name=name)
    if Not.TODAY in told.others:
        return turn.text(SHE_WAS_TODAY, name=name)
    if Not.UNSAID in told.others:
        return turn.text(SHE_COULD_NOT, name=name)
    return turn.text(UNREACHED_SHE[one.shown]) if one.shown in UNREACHED else turn.text(SHE_HAS_ANSWERED, name=name)
