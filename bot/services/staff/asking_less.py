"""What the house has for who has died, gives up her work or does not want to be asked: offered when a follow-up is
closed for that reason, done by a tap of its own, and undone by another.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.calendar import Facts, add_months
from bot.domain.evaluation.nudges import local_day
from bot.domain.staff.outcomes import Closed, What
from bot.packs import Pack
from bot.services.evaluation import calendar as evaluation
from bot.services.staff import outcomes
from bot.services.staff.outcomes import Known
from bot.services.work import Connection
from bot.store.groups.members import members, pauses
from bot.store.groups.members.members import Left
from bot.store.groups.members.pauses import Reason
from bot.store.people import audit
from bot.store.people.audit import Deed

# Of whom nothing is asked any more, and how that stands in her groups.
GONE: Mapping[Closed, Left] = {Closed.DIED: Left.DIED, Closed.CEASED: Left.CLOSED}
MONTHS = 3


def offered(known: Known) -> Closed | None:
    """For which reason something can be done about who is asked; None: there is nothing to offer."""
    taken = [one for one in known.steps if one.what is not What.NOTED]
    if known.one.is_group or known.one.name is None or not taken or taken[-1].what is not What.CLOSED:
        return None
    return next((why for why in (*GONE, Closed.NOT_WANTED) if why == taken[-1].reason), None)


def ask_less(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Closed | None:
    """Who has died or given up her work is asked nothing any more, and is in no group; who does not want to is asked
    nothing for three months. Gives the reason; None: nothing is offered. Raises NotAllowed.
    """
    known = outcomes.look(connection, person_id, pack, number)
    why, member = offered(known), known.one.producer_id
    if why is None:
        return None
    if why in GONE:
        for group in members.groups_of(connection, member):
            members.leave(connection, group, member, GONE[why], now)
        evaluation.end_all(connection, [member], Facts(producing=False))
    else:
        until = add_months(local_day(now, ZoneInfo(pack.programme.timezone)), MONTHS)
        pauses.begin(connection, member, Reason.OTHER, until, now)
    _note(connection, person_id, "ask less", member, why, now)
    return why


def ask_again(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """She is asked as before, and is in the groups that she was taken out of. False: she was asked all the time. Raises
    NotAllowed.
    """
    known = outcomes.look(connection, person_id, pack, number)
    why, member = offered(known), known.one.producer_id
    speaker, _ = members.who_answers(connection, member)
    if why is None or speaker is None:
        return False
    if why in GONE:
        for group in members.left_for(connection, member, GONE[why]):
            members.come_back(connection, group, member, now)
        evaluation.begun_again(connection, member, speaker, now)
    elif pauses.end(connection, member, now):
        evaluation.looked_at_again(connection, speaker, now)
    else:
        return False
    _note(connection, person_id, "ask again", member, why, now)
    return True


def _note(
    connection: Connection, person_id: int | None, action: str, producer_id: int, why: Closed, now: datetime
) -> None:
    deed = Deed(f"person {person_id}", action, f"producer {producer_id}", {"reason": why}, producer_id)
    audit.record(connection, deed, now)
