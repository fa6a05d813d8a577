"""What a leader may write while she is asked who is new, and means no newcomer by it: later, or her report."""

from bot.domain.groups.new_members import Heard
from bot.i18n import N_, is_later
from handlers.groups.members.draft import Draft
from handlers.groups.report import report_draft, unasked
from handlers.wire import menu
from handlers.wire.turn import Turn

NOTHING_KEPT = N_("Nobody was added.")


def is_left(turn: Turn, text: str) -> bool:
    """She puts it off: nobody is added, and nothing is asked any more."""
    if not is_later(text):
        return False
    turn.contact.close()
    turn.say(NOTHING_KEPT, keys=menu.of(turn))
    return True


async def is_report(turn: Turn, draft: Draft, heard: Heard) -> bool:
    """Whether it is figures of who is in the group: then it is her report, and no second person of that name. Once
    somebody stands in the draft, she is asked whether it is the same person.
    """
    described = any(one.gender or one.age_band or one.product for one in heard.people)
    if draft.rows or described or not await unasked.says_of(turn, draft.group):
        return False
    turn.contact.close()
    await report_draft.take(turn, report_draft.begin(turn, report_draft.Draft(draft.group)))
    return True
