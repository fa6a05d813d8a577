"""What the doctor advises though nothing is wrong."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.people.roles import Role
from bot.services.keeping.findings import Finding
from bot.services.people import working
from bot.services.work import Connection

ENOUGH_ADMINS = 2


def admins(connection: Connection) -> Iterator[Finding]:
    """Two admins a programme in which anybody works: the last one can neither leave nor be replaced by herself."""
    held = [one.held for one in working.everybody(connection)]
    known = Counter(one.programme for one in held if one.reach.role is Role.ADMIN)
    for programme in sorted({one.programme for one in held}):
        if known[programme] < ENOUGH_ADMINS:
            has = "one admin" if known[programme] else "no admin"
            sentence = f"{programme} has {has}; two are advised: ovop invite admin --programme {programme}"
            yield Finding("roles", True, sentence)
