"""What a form takes over from earlier ones: a hidden question has the producer's last answer of the same name."""

from bot.forms import Form, Kind
from bot.services.evaluation.submissions import last_answers
from bot.services.work import Connection


def handed_on(connection: Connection, producer_id: int, form: Form) -> dict[str, str]:
    """The answers that a new session of `form` begins with, by path: the unit chosen at the baseline, say."""
    wanted = [
        one for one in form.fields.values() if one.kind is Kind.HIDDEN and one.calculate is None and not one.preload
    ]
    if not wanted:
        return {}
    known = last_answers(connection, producer_id)
    return {one.path: known[one.name] for one in wanted if one.name in known}
