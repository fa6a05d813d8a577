"""The page of a follow-up in words: who she is, why she is on the list, what was done and noted, and the buttons."""

from collections.abc import Sequence

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, format_phone, joined
from bot.packs import places
from bot.services.staff import asking_less, outcomes, pacing
from bot.services.staff.outcomes import Closed, Known, Outcome, What
from handlers.staff import kinds, to_work
from handlers.staff.reasons import FOLLOW_UPS, NOBODYS_NAME, OPEN
from handlers.wire.turn import Turn

VISITED, CALL, ON, CLOSE, BECAUSE, NOTE, UNDO = "v", "c", "d", "x", "r", "n", "u"
LESS, AGAIN = "l", "g"
LONGEST_WORDS = 300

WHO = N_("☎️ <b>{name}</b>, {product}, {area}")
SINCE = N_("{why}, since {day}")
CALL_HER, WORDS = N_("📱 {phone}"), N_("💬 {words}")
IN_GROUP, HEARD, NOT_HEARD = N_("🤝 {group}"), N_("📝 last answers {day}"), N_("📝 no answers yet")
NOT_BEFORE = N_("⏳ Off the list until {day}")
NOTHING_MORE = N_("☑️ There is nothing more to do here.")
BEFORE = N_("Before that:")
WAS = {
    What.VISITED: N_("✅ {day}: visited, {name}"),
    What.CALL_AGAIN: N_("📞 {day}: call again on {again}, {name}"),
    What.CLOSED: N_("🚪 {day}: closed, {reason}, {name}"),
    What.NOTED: N_("✏️ {day}: {words} ({name})"),
    What.UNDONE: N_("↩️ {day}: taken back, {name}"),
}
REASONS = {
    Closed.MOVED: N_("moved away"),
    Closed.ILL: N_("is ill"),
    Closed.CEASED: N_("has given up the work"),
    Closed.NOT_WANTED: N_("does not want to take part"),
    Closed.DIED: N_("has died"),
    Closed.WRONG_NUMBER: N_("wrong number"),
    Closed.OTHER: N_("another reason"),
}
SOMEBODY = N_("somebody")
I_WAS_THERE, CALL_AGAIN, CLOSE_IT = N_("✅ Visited"), N_("📞 Call again"), N_("🚪 Closed, because …")
ASK_NOTHING, ASK_LATER = N_("🕊 Ask nothing any more"), N_("⏸ Ask nothing for three months")
ASKED_NOTHING = N_("🕊 Nothing is asked of {name} any more, and {name} is in no group.")
ASKED_LATER, ASK_AGAIN = N_("⏸ Nothing is asked of {name} for three months."), N_("↩️ Ask as before")
ASKED_AGAIN = N_("▶️ {name} is asked as before.")
WRITE_NOTE, TAKE_BACK = N_("✏️ Write a note"), N_("↩️ Take it back")


def marked(turn: Turn, known: Known) -> Html:
    """All that is known, in a few lines."""
    parts = [joined(_who(turn, known)), *([joined(_steps(turn, known.steps))] if known.steps else [])]
    if known.before:
        parts.append(joined([turn.text(BEFORE), *_steps(turn, known.before)]))
    return joined(parts, "\n\n")


def _who(turn: Turn, known: Known) -> list[Html]:
    one, pack = known.one, turn.pack
    product = places.label(pack, pack.products, one.product, turn.language) if one.product else "–"
    area = places.name(pack, one.area, turn.language) if one.area else "–"
    name = one.name or turn.plain(NOBODYS_NAME)
    lines = [turn.text(WHO, name=name, product=product, area=area)]
    day = one.since.astimezone(turn.zone).date()
    lines.append(turn.text(SINCE, why=turn.plain(kinds.why(one.reason)), day=day))
    lines += [turn.text(WORDS, words=one.words[:LONGEST_WORDS])] if one.words else []
    lines += [turn.text(CALL_HER, phone=format_phone(one.phone, turn.programme.phone_region))] if one.phone else []
    lines += [turn.text(IN_GROUP, group=known.group.name)] if known.group is not None else []
    heard = known.heard.astimezone(turn.zone).date() if known.heard else None
    lines.append(turn.text(HEARD, day=heard) if heard else turn.text(NOT_HEARD))
    if one.done is not None:
        lines.append(turn.text(NOTHING_MORE))
    elif one.again is not None and one.again > turn.now:
        lines.append(turn.text(NOT_BEFORE, day=one.again.astimezone(turn.zone).date()))
    return lines


def _steps(turn: Turn, steps: Sequence[Outcome]) -> list[Html]:
    return [line for one in steps for line in _step(turn, one)]


def _step(turn: Turn, one: Outcome) -> list[Html]:
    """One step; a note whose words are gone says nothing any more."""
    if one.what is What.NOTED and not one.words:
        return []
    values = {
        "day": one.at.astimezone(turn.zone).date(),
        "name": one.name or turn.plain(SOMEBODY),
        "again": one.again_on,
        "reason": reason(turn, one),
        "words": one.words,
    }
    sentence = WAS[one.what]
    return [turn.text(sentence, **{name: value for name, value in values.items() if f"{{{name}}}" in sentence})]


def reason(turn: Turn, one: Outcome) -> str:
    """Why it was closed: in her words, where it is another reason."""
    if one.reason == Closed.OTHER and one.words:
        return one.words
    known = [code for code in Closed if code == one.reason]
    return turn.plain(REASONS[known[0]]) if known else one.reason or "–"


def buttons(turn: Turn, known: Known) -> Rows:
    """What can be done about it now."""
    number = known.one.id
    rows: list[list[Button]] = []
    if known.one.done is None:
        rows.append([_button(I_WAS_THERE, VISITED, number), _button(CALL_AGAIN, CALL, number)])
        rows.append([_button(CLOSE_IT, CLOSE, number)])
    if outcomes.can_undo(known.steps, turn.contact.person_id, turn.now) is not None:
        rows.append([_button(TAKE_BACK, UNDO, number)])
    offered = asking_less.offered(known)
    if offered is not None:
        rows.append([_button(ASK_NOTHING if offered in asking_less.GONE else ASK_LATER, LESS, number)])
    rows.append([_button(WRITE_NOTE, NOTE, number)])
    if known.one.name is not None:
        rows.append([Button(Text(pacing.CHANGE), Meaning.of(pacing.PREFIX, pacing.OPEN, known.one.producer_id))])
    return [*rows, [to_work.button()]]


def _button(label: str, deed: str, number: int) -> Button:
    return Button(Text(label), Meaning.of(FOLLOW_UPS, deed, number))


def back(number: int) -> list[Button]:
    """Back to her page."""
    return [Button("◀️", Meaning.of(FOLLOW_UPS, OPEN, number))]
