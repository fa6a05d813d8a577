"""Who works for a programme or leads a group: she takes up a role by a one-time link, and one day it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.calendar import add_months
from bot.domain.people.roles import Reach, Role
from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState, Contact, Person
from bot.domain.wire.message import Message, Recipient
from bot.i18n import N_, Catalogues, Text
from bot.problems import AskedWrongly
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import groups
from bot.store.people import audit, invitations, people, roles
from bot.store.people.audit import Deed, Words
from bot.store.people.invitations import Invitation
from bot.store.people.roles import Held
from bot.store.wire import outbox

# The version of what she agrees to who is no producer: handlers/people/at_work.py has its words.
TERMS = "W2"
ENDED = {
    Role.LEADER: N_("From now on you lead this group no longer.\nThank you for what you did."),
    Role.OFFICER: N_("From now on you are no officer here.\nThank you for what you did."),
    Role.EVALUATOR: N_("From now on you are no evaluator here.\nThank you for what you did."),
    Role.MINISTRY: N_("From now on figures are not shown to you here.\nThank you for what you did."),
    Role.ADMIN: N_("From now on you are no admin here.\nThank you for what you did."),
}


class LinkUsed(Exception):
    """The link was used by somebody else or ran out while she read, or is of another programme."""


class CannotEnd(AskedWrongly):
    """The role cannot be taken away; the message is one sentence for the operator."""


def offered(connection: Connection, code: str, now: datetime) -> Reach | None:
    """The role behind a link; None: the link is not good any more, or it is a member's."""
    return _reach(connection, invitations.find_open(connection, code, now))


def is_own(connection: Connection, code: str, person_id: int | None, now: datetime) -> bool:
    """Whether she has opened the link by which somebody else is to lead her group after her."""
    found = invitations.find_open(connection, code, now)
    old = roles.find(connection, found.replaces) if found is not None and found.replaces is not None else None
    return old is not None and old.person_id == person_id


def _reach(connection: Connection, found: Invitation | None) -> Reach | None:
    """What a link gives. To lead after somebody is given only as long as she leads."""
    if found is None or found.role == Role.MEMBER:
        return None
    if found.replaces is not None and roles.find(connection, found.replaces) is None:
        return None
    return Reach(Role(found.role), found.area, found.group_id, found.duty)


def group_name(connection: Connection, group_id: int) -> str:
    """What a group is called; empty when there is none of this number."""
    found = groups.find(connection, group_id)
    return found.name if found is not None else ""


def name_of(connection: Connection, person_id: int) -> str:
    """Her name as she wrote it."""
    return people.name_of(connection, person_id)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A link has done its work: who has agreed to what, whose role that ends, and the last day of the term."""

    person: Person
    reach: Reach
    replaces: int | None
    term_until: date | None


def accept(
    connection: Connection, contact: Contact, programme: Programme, code: str, now: datetime, name: str = ""
) -> Accepted:
    """She has agreed to work: the link does its work, once; who is new has said her `name`. Raises LinkUsed."""
    found = invitations.find_open(connection, code, now)
    what = _reach(connection, found)
    if found is None or what is None or found.programme != programme.code or not _may(connection, contact, found):
        raise LinkUsed
    person = contact.person or _begin(connection, contact, programme, name, now)
    invitations.use(connection, code, person.id, now)
    agreed = {"version": TERMS, "language": person.language, "how": "chat", "given_at": now}
    people.add_consent(connection, {**agreed, "person_id": person.id})
    return Accepted(person, what, found.replaces, _term(programme, what, found, now))


def _may(connection: Connection, contact: Contact, found: Invitation) -> bool:
    """Nobody follows herself, and who is suspended comes back by no link."""
    held = roles.kept(connection, contact.person_id) if contact.person_id is not None else []
    return not any(one.id == found.replaces or (one.suspended and one.reach.group_id == found.group_id) for one in held)


def _term(programme: Programme, what: Reach, found: Invitation, now: datetime) -> date | None:
    months = programme.groups.term_months
    if what.role is not Role.LEADER or found.term_until is not None or not months:
        return found.term_until
    return add_months(now.astimezone(ZoneInfo(programme.timezone)).date(), months)


def give(connection: Connection, person_id: int, what: Reach, term_until: date | None, now: datetime) -> None:
    """From now on she is what she has agreed to be."""
    roles.give(connection, person_id, what, now, term_until)
    _note(connection, f"person {person_id}", "take up", person_id, what, now)


def _begin(connection: Connection, contact: Contact, programme: Programme, name: str, now: datetime) -> Person:
    """Somebody new: a person who works here, and no producer."""
    language = contact.language or programme.languages[0]
    kept = {"programme": programme.code, "name": name, "language": language, "text_only": contact.words_only}
    values = {"practice": False, "consent_version": TERMS, "created_at": now, "confirmed_at": now}
    person_id = people.add_person(connection, kept | values)
    person = Person(
        id=person_id,
        programme=programme.code,
        language=language,
        nudge_hour=None,
        practice=False,
        confirmed=True,
        text_only=contact.words_only,
        consent_version=TERMS,
    )
    contact.person, contact.changed = person, True
    return person


@dataclass(frozen=True, slots=True)
class Ending:
    """Whose role is to end, which, and who says so. Only what is named has to fit: an area, a group. `reason`: why, in
    words that lie beside the audit log.
    """

    person_id: int
    role: Role
    by: str
    area: str | None = None
    group_id: int | None = None
    reason: str | None = None

    def fits(self, one: Held) -> bool:
        """Whether this is one of the roles that are meant."""
        reach = one.reach
        wanted = ((self.area, reach.area), (self.group_id, reach.group_id))
        is_it = self.role in (reach.role, reach.office)
        return is_it and all(named in (None, held) for named, held in wanted)


def end(connection: Connection, wish: Ending, catalogues: Catalogues, now: datetime) -> Sequence[Held]:
    """Take a role away, at once; she is told. Raises CannotEnd."""
    held = [one for one in roles.kept(connection, wish.person_id) if wish.fits(one)]
    if not held:
        raise CannotEnd(f"The person with the number {wish.person_id} is no {wish.role} there; see: ovop roles")
    if wish.role is Role.ADMIN and is_last_admin(connection, wish.person_id):
        raise CannotEnd(
            f"{wish.person_id} is the only admin of {held[0].programme}; invite another first: ovop invite admin"
        )
    roles.end(connection, [one.id for one in held], now)
    words = Words(reason, about=wish.person_id) if (reason := " ".join((wish.reason or "").split())) else None
    for one in held:
        _note(connection, wish.by, "end role", wish.person_id, one.reach, now, words)
    _tell(connection, wish, catalogues, now)
    return held


def _tell(connection: Connection, wish: Ending, catalogues: Catalogues, now: datetime) -> None:
    """Where she can be reached, and has not said stop; of her list of commands that of the role goes."""
    her = recipients.load(connection, [wish.person_id]).get(wish.person_id)
    if her is None or her.address is None or her.address.state is not ChatState.ACTIVE:
        return
    to = Recipient(her.address.bot, her.address.chat, her.language, her.id, her.called, her.address.shared)
    told = [bot_api.outgoing(catalogues, to, Message(Text(ENDED[Reach(wish.role).office])))]
    if not roles.of(connection, her.id):
        told.append(bot_api.usual_commands(to))
    outbox.add(connection, told, now)


@dataclass(frozen=True, slots=True)
class Worker:
    """A role that is held, and the name of who has it."""

    held: Held
    name: str


def everybody(connection: Connection) -> list[Worker]:
    """All that have a role in any programme, the oldest first."""
    return [Worker(one, people.name_of(connection, one.person_id)) for one in roles.all_held(connection)]


def is_last_admin(connection: Connection, person_id: int) -> bool:
    """Whether she is the only one who is admin of her programme: she cannot leave."""
    programmes = {one.programme for one in roles.of(connection, person_id) if one.reach.role is Role.ADMIN}
    return any(admins(connection, programme) == {person_id} for programme in programmes)


def admins(connection: Connection, programme: str) -> set[int]:
    """The numbers of those who are admins now."""
    return {
        one.person_id
        for one in roles.all_held(connection)
        if one.programme == programme and one.reach.role is Role.ADMIN
    }


def _note(
    connection: Connection,
    actor: str,
    action: str,
    person_id: int,
    what: Reach,
    now: datetime,
    words: Words | None = None,
) -> None:
    detail: dict[str, object] = {"role": what.office, "area": what.area, "group": what.group_id}
    detail |= {"duty": what.duty} if what.duty is not None else {}
    audit.record(connection, Deed(actor, action, f"person {person_id}", detail, what.group_id), now, words)
