"""My data: what is kept about her, in a few lines and as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.programme import version_number
from bot.domain.wire.message import LONGEST_TEXT, File, FileKind, visible_length
from bot.forms import Table
from bot.i18n import N_, Html, Text, format_phone, joined, plural
from bot.services.people import mydata
from bot.services.people.mydata import About
from bot.services.work import Transactions
from handlers.wire import request
from handlers.wire.turn import Turn

KIND = "mydata"
FILE = "mydata.json"

TITLE = N_("What I keep about you")
SEEN_BY = N_("You and programme staff can see this.\nTo erase it, write /forget.")
SEEN_BY_LEADER = N_(
    "You and programme staff can see this.\n"
    "Your group's leader sees whether you answered and what the leader reported, never your book.\n"
    "To erase it, write /forget."
)


async def show(turn: Turn) -> None:
    """A summary to read, and all of it as a file."""
    person = turn.contact.person
    if person is None:
        turn.say(
            N_("You are not registered yet. Once you are, I show you here what I keep about you.\nTo begin: /start")
        )
        return
    about = await turn.run(mydata.about, person.id)
    for page in pages(_lines(turn, about)):
        turn.send_marked(page)
    # The outbox keeps messages for weeks: the row says whose data it is, and the file is made when it is sent.
    wanted = {"kind": KIND, "person": person.id}
    turn.send_file(File(FileKind.DOCUMENT, wanted), turn.text(N_("All that I keep, as a file.")))


async def document(transactions: Transactions, wanted: Mapping[str, Any]) -> request.File:
    """The file of a message, as things stand when it is sent; after an erasure there is nothing in it any more."""
    async with transactions() as tx:
        content = await tx.run(mydata.as_json, wanted["person"])
    return request.File(FILE, content, "application/json")


def pages(lines: Sequence[Html], limit: int = LONGEST_TEXT) -> list[Html]:
    """Lines of HTML put together to as few messages as Telegram takes."""
    found: list[Html] = []
    for line in lines:
        longer = joined([found[-1], line]) if found else line
        if found and visible_length(longer) <= limit:
            found[-1] = longer
        else:
            found.append(line)
    return found


def _lines(turn: Turn, about: About) -> list[Html]:
    phone = format_phone(about.phone, turn.programme.phone_region) if about.phone else "–"
    told = [Text.of(N_("Name: {name}"), name=about.name or "–"), Text.of(N_("Phone: {phone}"), phone=phone)]
    for business in about.businesses:
        area, product = _place(turn, business.area), _label(turn, turn.pack.products, business.product)
        told += [Text(N_("Area: {area}"), {"area": area}), Text(N_("Product: {product}"), {"product": product})]
    told.append(Text(N_("In the programme since {day}"), {"day": about.since.astimezone(turn.zone).date()}))
    if about.linked_at is not None:
        day = about.linked_at.astimezone(turn.zone).date()
        told.append(Text(N_("Linked from a card to this phone on {day}"), {"day": day}))
    if about.agreed_at is not None and about.consent_version is not None:
        day, version = about.agreed_at.astimezone(turn.zone).date(), about.consent_version
        if about.guardian is not None:
            told.append(Text.of(N_("Guardian: {name}"), name=about.guardian))
        told.append(Text.of(N_("You agreed on {day} (text number {version})"), day=day, version=_number(version)))
    if about.refused_at is not None and about.refused_version is not None:
        day, version = about.refused_at.astimezone(turn.zone).date(), about.refused_version
        told.append(Text.of(N_("You said no on {day} (text number {version})"), day=day, version=_number(version)))
    told.append(plural("{n} form sent", "{n} forms sent", about.submissions))
    if about.reported:
        told.append(
            plural("Your leader reported {n} time for you", "Your leader reported {n} times for you", about.reported)
        )
    if about.entries:
        told.append(plural("{n} entry in your book", "{n} entries in your book", about.entries))
    leader_sees = about.in_group and turn.programme.consent.names_leader(version_number(about.consent_version))
    told.append(Text(SEEN_BY_LEADER if leader_sees else SEEN_BY))
    return [Html.of("<b>{}</b>", turn.text(TITLE)), *(turn.text(one) for one in told)]


def _place(turn: Turn, code: str | None) -> str:
    """The area with all above it: district, province."""
    names = []
    while code and (rows := turn.pack.areas.where("name", code)):
        names.append(_label(turn, turn.pack.areas, code))
        code = rows[0].get("parent")
    return ", ".join(names) or "–"


def _label(turn: Turn, table: Table, code: str | None) -> str:
    rows = table.where("name", code) if code else ()
    return table.label(rows[0], "label", (turn.language, *turn.programme.languages)) if rows else code or "–"


def _number(version: str) -> int | str:
    """A version that is a number is written in her digits."""
    return int(version) if version.isdecimal() else version
