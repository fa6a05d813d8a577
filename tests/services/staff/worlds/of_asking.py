"""Questions to a person: one that waits, and one whose answer has helped."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.staff.asking import About, As
from bot.services.staff.asking import answering, asking
from bot.services.staff.asking.asking import Sent
from bot.store.schema import inquiry_said
from bot.store.staff.asking import inquiries
from tests.services.staff.vouching.people_of_area import PACK, comes
from tests.services.staff.worlds.people import Case, Cases, World
from tests.services.town import BOT

SENT = Sent(As.TEXT, "Where does Vellumina buy labels?", BOT, 1)
ANSWER = Sent(As.TEXT, "Vellumina buys them at the fair.", BOT, 1)


def fill(world: World) -> Cases:
    place, known = world.place, world.common
    catalogues, now = known["catalogues"], place.now
    asker = comes(place, "Vellumina")
    waits, helped = (
        place.run(asking.ask, asker.person, PACK, About.NOBODY, SENT, catalogues, now) for _ in ("first", "second")
    )
    assert waits is not None and helped is not None
    place.run(answering.answer, world.here, PACK, helped, ANSWER, now, catalogues, now)
    assert place.run(asking.judge, asker.person, helped, True, now)
    said = select(inquiry_said.c.id).where(inquiry_said.c.inquiry_id == helped, inquiry_said.c.by_staff)
    which = place.rows(said)[0][0]

    def claimed(connection: Connection, who: int | None) -> Mapping[str, Any]:
        if who is not None:
            inquiries.claim(connection, waits, who, now, now)
        return {}

    def answered(connection: Connection, _: int | None) -> Mapping[str, Any]:
        answering.answer(connection, world.leads, PACK, waits, ANSWER, now, catalogues, now)
        return {}

    it = {"number": waits, "sent": ANSWER, "asked": now, "first": 0, "size": 10, "to": world.leads, "which": which}
    answers = ("answer", "answered_otherwise", "change", "claim", "colleagues", "hand_over", "hand_up", "look")
    hers = {"number": waits, "sent": SENT, "about": About.NOBODY, "helped": True, "herself": asker.person}
    return {
        **{f"asking.answering.{name}": Case(it) for name in (*answers, "may_change", "page")},
        "asking.answering.let_go": Case(it, claimed),
        **{f"asking.lesson_drafts.{name}": Case({"number": helped}) for name in ("drop", "listed", "text")},
        **{f"asking.asking.{name}": Case(hers) for name in ("ask", "can_ask", "more", "own", "way")},
        "asking.asking.judge": Case(hers, answered),
    }
