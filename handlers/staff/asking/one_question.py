"""One question to a person, as an officer sees it: what was said, how long it waits, who is answering."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, joined
from bot.packs import places
from bot.services.staff.asking import telling, waiting
from bot.services.staff.asking.answering import Said, Seen
from handlers.wire.turn import Turn

# What stands below it: answered in another way; to whom; said anew; all of them.
OTHERWISE, HAND, CHANGE, LIST = "t", "h", "c", "l"
# So many of the last things said, and so many letters of each.
MOST_SAID, MOST_LETTERS = 6, 500
AN_HOUR = timedelta(hours=1)

OF_WHOM = N_("{sign} {name}, {area}")
HAS_WAITED = N_("⏳ Waits since {day}, {hours} working hours")
IS_ANSWERED, IS_CLOSED = N_("✅ Answered"), N_("✅ Closed")
DID_HELP, DID_NOT = N_("👍 It has helped."), N_("👎 It has not helped.")
IS_ANSWERING = N_("✍️ {name} is answering.")
LAST_WITH = N_("👤 With {name}")
SHE_SAID, WE_SAID = N_("🗣 {day}: {words}"), N_("🏢 {day}: {words}")
ANSWERED_OTHERWISE = N_("📞 I have answered in another way")
CHANGE_MINE, ALL_QUESTIONS = N_("✏️ Change my answer"), N_("❓ All questions")
HAND_OVER = N_("↪️ Hand over")


def told(turn: Turn, seen: Seen) -> Html:
    """What was said in it, and how it stands."""
    one = seen.inquiry
    head = turn.text(
        OF_WHOM,
        sign=sign(one.is_question),
        name=seen.name or "–",
        area=places.name(turn.pack, one.area, turn.language),
    )
    lines = [Html.of("<b>{}</b>", head), *(_line(turn, each) for each in seen.said[-MOST_SAID:])]
    if one.waits_since is not None:
        hours = waiting.waited(turn.pack, one, turn.now) // AN_HOUR
        lines.append(turn.text(HAS_WAITED, day=_day(turn, one.waits_since), hours=hours))
    else:
        lines.append(turn.text(IS_CLOSED if one.closed_at else IS_ANSWERED))
    if one.helped is not None:
        lines.append(turn.text(DID_HELP if one.helped else DID_NOT))
    if seen.busy is not None:
        lines.append(turn.text(IS_ANSWERING, name=seen.busy))
    elif seen.with_name is not None:
        lines.append(turn.text(LAST_WITH, name=seen.with_name))
    return joined(lines)


def _line(turn: Turn, one: Said) -> Html:
    words = telling.shown(one)
    cut = words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS]}…"
    return turn.text(WE_SAID if one.by_staff else SHE_SAID, day=_day(turn, one.at), words=cut)


def _day(turn: Turn, moment: datetime) -> date:
    return moment.astimezone(turn.zone).date()


def button(label: str, deed: str, number: int) -> Button:
    """A button about one question."""
    return Button(Text(label), Meaning.of(telling.ANSWER, deed, number))


def buttons(turn: Turn, seen: Seen) -> Rows:
    """What can be done about it; nothing while somebody else is answering."""
    number, one = seen.inquiry.id, seen.inquiry
    back = to_all()
    if seen.busy is not None:
        return [[button(telling.SEE_ALL, telling.LOOK, number)], back]
    rows = [[button(telling.ANSWER_IT, telling.CLAIM, number)]]
    if one.waits_since is not None:
        rows.append([button(ANSWERED_OTHERWISE, OTHERWISE, number)])
    mine = _last_of_mine(turn, seen.said)
    if mine is not None:
        rows.append([button(CHANGE_MINE, CHANGE, mine.id)])
    return [*rows, [button(HAND_OVER, HAND, number)], back]


def _last_of_mine(turn: Turn, said: Sequence[Said]) -> Said | None:
    return next((one for one in reversed(said) if one.by_staff and one.by_id == turn.contact.person_id), None)


def sign(is_question: bool) -> str:
    """A question, or a complaint."""
    return "❓" if is_question else "⚠️"


def to_all() -> list[Button]:
    """The way back to the list."""
    return [Button(Text(ALL_QUESTIONS), Meaning.of(telling.ANSWER, LIST, "0"))]
