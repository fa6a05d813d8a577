"""Who is this: how many are meant, ten of those who get it by name, and who is left out and why."""

from bot.domain.staff.audience import Audience, Why
from bot.i18n import N_, Html, joined, plural
from bot.services.staff.announcing import audiences
from bot.services.staff.announcing.audiences import Shown
from handlers.staff.announcing import audience_state as kept
from handlers.wire.turn import Turn

MEANT = N_("🔎 People who are meant: {n}")
LEFT_OUT = {
    Why.NO_PHONE: N_("📵 Without a phone: {n}"),
    Why.STOPPED: N_("🔇 Said stop: {n}"),
    Why.BLOCKED: N_("🚫 Blocked me: {n}"),
    Why.OPTED_OUT: N_("🔕 Want no announcements: {n}"),
    Why.SHARES_THE_CHAT: N_("🤳 On the phone of somebody who gets it: {n}"),
}
LEADERS_TOLD = N_("🗣 Of {members} without a phone their leaders are told: {leaders}")
NOBODY_TOLD = N_("❔ Without a phone and without a leader: {n}")


async def show(turn: Turn, audience: Audience) -> None:
    """All of it in one message. Raises NotAllowed."""
    shown = await turn.run(audiences.who, turn.contact.person_id, turn.pack, audience, turn.now)
    gets = shown.counted.reached
    lines = [turn.text(MEANT, n=shown.counted.matching)]
    lines += [turn.text(plural("👥 It goes to {n} phone.", "👥 It goes to {n} phones.", gets))]
    lines += [Html.of("• {}", name) for name in shown.names]
    more = gets - len(shown.names)
    lines += [turn.text(plural("and {n} more", "and {n} more", more))] if more else []
    turn.show_marked(joined([*lines, *_left_out(turn, shown)]), buttons=[kept.back()])


def _left_out(turn: Turn, shown: Shown) -> list[Html]:
    """A line each reason: who is left out is never passed over; then who tells them that have no phone."""
    counted = shown.counted.left_out
    lines = [turn.text(LEFT_OUT[why], n=n) for why, n in counted.items()]
    lines += [turn.text(LEADERS_TOLD, members=shown.members, leaders=shown.leaders)] if shown.members else []
    others = counted.get(Why.NO_PHONE, 0) - shown.members
    return [*lines, *([turn.text(NOBODY_TOLD, n=others)] if others else [])]
