"""What a link has brought before somebody is registered: the programme, the area, the group, the role."""

from bot.domain.people.roles import Role
from bot.forms import Form
from bot.i18n import N_, country_name
from bot.services.people import invitations, registration, working
from handlers.wire.turn import Turn

JOIN, GROUP = invitations.PREFIX, invitations.GROUP


async def take(turn: Turn, payload: str) -> None:
    """Keep what an invitation brings (area, group, role) until registration has used it."""
    find = registration.of_group if payload.startswith(GROUP) else registration.invited
    code = payload.removeprefix(GROUP).removeprefix(JOIN)
    brought = await turn.run(find, code, turn.now)
    if brought is not None and brought["role"] != Role.MEMBER and not await turn.run(working.offered, code, turn.now):
        brought = None
    if brought is None or brought["programme"] not in turn.loaded.packs:
        await no_good(turn, N_("This link is used up or too old. You can go on without it, or ask for a new one."))
        return
    turn.contact.joining = brought
    turn.contact.programme = brought["programme"]
    turn.contact.changed = True


async def no_good(turn: Turn, message: str) -> None:
    """A link does nothing for who has opened it: she is told why, and it is noted as what she was refused."""
    turn.show(message)
    await turn.note_refused("open link")


def known(turn: Turn, form: Form, name: str = "") -> dict[str, str]:
    """The area that a link has brought, with all above it, and her name where she has said it: not asked again, and
    still open to change.
    """
    area = (turn.contact.joining or {}).get("area")
    known = {f"{form.root}/name": name} if name else {}
    while area:
        rows = turn.pack.areas.where("name", area)
        if not rows:
            break
        known[f"{form.root}/{rows[0]['level']}"] = area
        area = rows[0].get("parent")
    return known


def programme_title(turn: Turn, code: str) -> str:
    """Country and programme, so that each can be found by either."""
    programme = turn.loaded.pack(code).programme
    return f"{country_name(programme.country, turn.locale)}: {programme.title_in(turn.language)}"


def flag(turn: Turn, code: str) -> str:
    """The flag of a programme's country, from its two letters."""
    country = turn.loaded.pack(code).programme.country
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country)
