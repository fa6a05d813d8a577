"""What a form takes over from earlier ones: a hidden question has the producer's last answer of the same name."""

from bot.forms import Form, Kind
from bot.services.work import Connection
from bot.store import submissions


def handed_on(connection: Connection, producer_id: int, form: Form) -> dict[str, str]:
    """The answers that a new session of `form` begins with, by path: the unit chosen at the baseline, say."""
    wanted = {
        one.name: one.path
        for one in form.fields.values()
        if one.kind is Kind.HIDDEN and one.calculate is None and not one.preload
    }
    if not wanted:
        return {}
    found = {}
    for kept in submissions.of_producer(connection, producer_id):
        for path, value in kept.answers.items():
            name = path.rpartition("/")[2]
            if name in wanted:
                found[wanted[name]] = value
    return found
