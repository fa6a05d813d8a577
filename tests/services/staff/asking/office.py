"""An office for tests: who works where, and who asks."""

from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.asking import About, As
from bot.services.staff.asking import answering, asking
from bot.services.staff.asking.answering import Fate
from bot.services.staff.asking.asking import Sent
from bot.store.people import people, roles
from bot.store.schema import audit, outbox, producer, role
from tests.services.town import BOT, Member, Town, pack

CODE, DISTRICT, REGION, OTHER = "malawi-ovop", "MW-BA", "MW-S", "MW-BL"


def said(words: str = "Where can I buy labels?", file: str | None = None) -> Sent:
    """A text, or a voice message."""
    return Sent(As.TEXT if file is None else As.VOICE, words, BOT, 1, file)


def asker(place: Town, area: str | None = DISTRICT, name: str = "Mary Banda") -> Member:
    """Somebody who has her business there."""
    member = place.join(CODE, name=name)
    place.rows_changed(update(producer).where(producer.c.id == member.producer).values(area=area))
    return member


def worker(place: Town, area: str | None, role: Role = Role.OFFICER, name: str = "Grace Phiri") -> Member:
    """Somebody who works for the programme, on a phone of her own."""
    member = place.join(CODE, name=name)
    give(place, member, Reach(role, area))
    return member


def give(place: Town, member: Member, reach: Reach) -> None:
    place.run(roles.give, member.person, reach, place.now)


def ask(place: Town, who: Member, about: About = About.NOBODY, words: str = "Where can I buy labels?") -> int | None:
    """She asks; gives the number."""
    return place.run(asking.ask, who.person, pack(CODE), about, said(words), place.loaded.catalogues, place.now)


def answer(place: Town, who: Member, number: int, words: str = "At the fair.") -> Fate:
    """She answers what she had seen waiting."""
    one = place.run(answering.look, who.person, pack(CODE), number, place.now).inquiry
    given = (who.person, pack(CODE), number, said(words), one.waits_since, place.loaded.catalogues, place.now)
    return place.run(answering.answer, *given)


def told(place: Town, who: Member) -> list[str]:
    """What was said to her of questions and answers, the first first."""
    rows = place.rows(select(outbox.c.payload).where(outbox.c.chat == who.chat).order_by(outbox.c.id))
    texts = [row.payload.get("text") or row.payload.get("caption", "") for row in rows if "ask" in str(row.payload)]
    return [text for text in texts if text[:1] in "❓⚠↪⏫💬✏"]


def waiting(place: Town, who: Member) -> list[int]:
    """The numbers of what waits for her."""
    _, found = place.run(answering.page, who.person, pack(CODE), 0, 10)
    return [one.id for one, _ in found]


def deeds(place: Town) -> list[tuple[str, str, str]]:
    rows = place.rows(select(audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail).order_by(audit.c.id))
    return [(row.actor, row.action, row.subject) for row in rows if row.subject.startswith("inquiry")]


def name_of(place: Town, who: Member) -> str:
    return place.run(people.name_of, who.person)


def role_ends(place: Town, who: Member) -> None:
    """She works here no longer."""
    place.rows_changed(update(role).where(role.c.person_id == who.person).values(until=place.now))
