"""Follow-ups: whom an officer is to call or to visit in her area, and why."""

from bot.domain.wire.button_data import Meaning, Shapes
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text, format_phone, joined, plural
from bot.packs import places
from bot.services.groups.members import agreed_aloud
from bot.services.staff import follow_ups
from bot.services.staff.follow_ups import Page, Waiting
from handlers.wire.turn import Turn

PREFIX = COMMAND = "followups"
SHAPES: Shapes = ((page_number,),)

NONE = N_("There is nobody to follow up: {where}.")
NOBODYS_NAME = N_("a producer without a name")
WHY = {
    "no_answer": N_("did not answer a check-in"),
    "unusual_figure": N_("a figure far from the usual"),
    "same_answers": N_("the same answers again and again"),
    "correction_wanted": N_("wants an answer changed"),
    "silent_leader": N_("nothing was heard of the leader for months"),
    "group_no_answer": N_("the questions about the group itself were not answered"),
    "account_lost": N_("has a new phone, and wants the account back"),
    "report_disputed": N_("says that what the leader reported is not right; the leader knows"),
    "report_private": N_("says that what the leader reported is not right; the leader does not know"),
    "report_question": N_("has a question about what the leader reported"),
    "not_agreed": N_("did not agree, and is asked nothing any more"),
}
LINE = N_("{number}. <b>{name}</b>, {product}, {area}\n{why}, since {day}")
MOST_NAMED, LONGEST_WORDS = 20, 300
NOT_AGREED = N_("✖️ Did not agree: {n}")
CALL, WORDS = N_("📱 {phone}"), N_("💬 {words}")


async def show(turn: Turn, number: int = 0) -> None:
    """A page of the list, the oldest first."""
    page = await turn.run(follow_ups.waiting, turn.contact.person_id, turn.pack, number)
    where = ", ".join(places.name(turn.pack, area, turn.language) for area in page.areas)
    lot = await _lot(turn)
    if not page.total:
        turn.show_marked(joined([turn.text(NONE, where=where), *_leaderless(turn, page)], "\n\n"), buttons=lot)
        return
    title = plural("📋 {n} to follow up: {where}", "📋 {n} to follow up: {where}", page.total, where=where)
    first = page.number * follow_ups.SIZE + 1
    lines = [turn.text(title), *(_line(turn, at, one) for at, one in enumerate(page.shown, first))]
    if page.is_last:
        lines += _leaderless(turn, page)
    turns = [_turning(page)] if page.total > follow_ups.SIZE else []
    turn.show_marked(joined(lines, "\n\n"), buttons=[*turns, *lot])


async def _lot(turn: Turn) -> list[list[Button]]:
    """The button to those whom the lot has drawn, and to who of them did not agree; none where there is nobody."""
    listed = await turn.run(agreed_aloud.listed, turn.contact.person_id, turn.pack, turn.now)
    n = sum(one.drawn.said is None for one in listed)
    ask = plural("🎲 Ask {n} whether she agreed", "🎲 Ask these {n} whether they agreed", n)
    label = ask if n else Text(NOT_AGREED, {"n": len(listed)})
    return [[Button(label, Meaning.of(agreed_aloud.PREFIX, agreed_aloud.LIST, "0"))]] if listed else []


def _leaderless(turn: Turn, page: Page) -> list[Html]:
    """The groups without a leader, by name."""
    if not page.leaderless:
        return []
    names = ", ".join(one.name for one in page.leaderless[:MOST_NAMED])
    n = len(page.leaderless)
    return [
        turn.text(
            plural("🤝 {n} group without a leader: {names}", "🤝 {n} groups without a leader: {names}", n, names=names)
        )
    ]


def _line(turn: Turn, number: int, one: Waiting) -> Html:
    values = {
        "number": number,
        "name": one.name or turn.plain(NOBODYS_NAME),
        "product": places.label(turn.pack, turn.pack.products, one.product, turn.language) if one.product else "–",
        "area": places.name(turn.pack, one.area, turn.language) if one.area else "–",
        "why": turn.plain(WHY[one.reason]) if one.reason in WHY else one.reason,
        "day": one.since.astimezone(turn.zone).date(),
    }
    told = [turn.text(LINE, **values)]
    if one.words:
        told.append(turn.text(WORDS, words=one.words[:LONGEST_WORDS]))
    if one.phone:
        told.append(turn.text(CALL, phone=format_phone(one.phone, turn.programme.phone_region)))
    return joined(told)


def _turning(page: Page) -> list[Button]:
    back = [Button("◀️", Meaning.of(PREFIX, str(page.number - 1)))] if page.number else []
    on = [] if page.is_last else [Button("▶️", Meaning.of(PREFIX, str(page.number + 1)))]
    return back + on


async def from_start(turn: Turn) -> None:
    """The command, and the key of the menu."""
    await show(turn)
