"""A draft, an announcement under way that asks something, and one for each place where another can stand."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, update

from bot.domain.staff.announced import Asks, Question
from bot.domain.staff.announcement import Fate, State, Words
from bot.domain.staff.audience import Audience
from bot.services.staff.announced import asking, opting_out
from bot.services.staff.announcing import composing, saved_audiences, sending
from bot.store.schema import announcement_to
from bot.store.staff.announced import answers
from bot.store.staff.announced.answers import Answer
from bot.store.staff.announcing import announcements
from tests.services.staff.vouching.people_of_area import PACK, comes
from tests.services.staff.worlds.people import Case, Cases, World
from tests.services.town import BOT

TEXT = Words("Brindlewick market begins at eight.")
ASKED = Question(Asks.CHOICES, {"en": ("Brindlewick", "Elsewhere")})
Before = Callable[[Connection, int | None], Mapping[str, Any]]


def fill(world: World) -> Cases:
    place, now = world.place, world.place.now
    hers = comes(place, "Zaphira Reads")
    draft = composed(world, world.here)
    number = composed(world, world.leads)
    # those who work there get none of it: it is about what people make
    place.run(composing.address, world.leads, PACK, number, Audience(products=frozenset({"soya_oil"})))
    place.run(composing.leave, world.leads, PACK, number, now)
    while place.run(sending.step, place.loaded, place.left_out, now).more:
        pass
    place.run(answers.put, number, hers.person, Answer(0, None), now)
    place.run(saved_audiences.save, world.leads, PACK, "Brindlewick people", Audience(), now)
    ((saved,),) = [(one.id,) for one in place.run(saved_audiences.listed, world.leads, PACK)]
    return {
        **_audiences(saved),
        **_drafts(draft),
        **_acts(number, now),
        **_receiver(world, number, hers.person),
    }


def composed(world: World, author: int) -> int:
    """A draft of hers that asks something."""
    place, now = world.place, world.place.now
    number = place.run(composing.begin, author, PACK, "en", now).id
    place.run(composing.write, author, PACK, number, "en", TEXT)
    assert place.run(asking.put, author, PACK, number, ASKED)
    return number


def _audiences(saved: int) -> Cases:
    it = {"audience": Audience(), "number": saved, "name": "Other people"}
    chosen = ("audiences.groups", "audiences.reaches", "audiences.wanted", "audiences.who", "languages.count")
    kept = (f"saved_audiences.{name}" for name in ("delete", "find", "listed", "rename", "save"))
    return {f"announcing.{name}": Case(it) for name in (*chosen, *kept)}


def _drafts(draft: int) -> Cases:
    it = {"number": draft, "language": "en", "words": Words("Not hers"), "fallback": "en", "audience": Audience()}
    # what stands on it already would be no change
    other = {**it, "language": "ny", "audience": Audience(languages=frozenset({"ny"}))}
    names = ("address", "begin", "count", "draft", "fall_back_on", "leave", "write")
    asks = {"number": draft, "asked": None, "days": 3}
    return {
        **{f"announcing.composing.{name}": Case(other) for name in names},
        **{f"announced.asking.{name}": Case(asks) for name in ("languages", "put", "until")},
    }


def _acts(number: int, now: Any) -> Cases:
    def stands(state: State, fate: Fate | None = None) -> Before:
        def before(connection: Connection, _: int | None) -> Mapping[str, Any]:
            announcements.change(connection, number, state=state)
            if fate is not None:
                values = {"state": fate, "outbox_id": None, "at": now}
                connection.execute(update(announcement_to).values(values))
            return {}

        return before

    it = {"number": number, "language": "en", "words": Words("At nine."), "first": 0, "size": 10, "bot": BOT}
    under_way = ("noted.hers", "report.look", "report.recent", "report.rows", "second.refused", "table.as_csv")
    acts = ("table.listed", *(f"steering.{name}" for name in ("edit", "pause", "stop", "take_back")))
    befores = {
        "report.to_approve": stands(State.TO_APPROVE),
        "second.look": stands(State.TO_APPROVE),
        "steering.approve": stands(State.TO_APPROVE),
        "steering.refuse": stands(State.TO_APPROVE),
        "steering.go_on": stands(State.PAUSED),
        "steering.again": stands(State.DONE, Fate.FAILED),
        "unsure.again": stands(State.DONE, Fate.UNSURE),
    }

    def covered(connection: Connection, _: int | None) -> Mapping[str, Any]:
        return {"one": announcements.load(connection, number)}

    return {
        **{f"announcing.{name}": Case(it) for name in (*under_way, *acts)},
        **{f"announcing.{name}": Case(it, before) for name, before in befores.items()},
        "announcing.noted.covers": Case({}, covered),
        "announced.counting.counts": Case(it),
        "announced.counted_words.lines": Case(it),
    }


def _receiver(world: World, number: int, herself: int) -> Cases:
    """What those do who get it, on their own phones."""

    def phone(connection: Connection, who: int | None) -> Mapping[str, Any]:
        return {"contact": world.contact(connection, who)}

    def reads(connection: Connection) -> None:
        mine = update(announcement_to).where(announcement_to.c.person_id == herself)
        connection.execute(mine.values(state=Fate.DELIVERED))

    world.place.run(reads)

    def wants_none(connection: Connection, who: int | None) -> Mapping[str, Any]:
        if who is not None:
            opting_out.out(connection, who, world.place.now)
        return {}

    it = {"number": number, "choice": 1, "herself": herself}
    return {
        **{f"announced.answering.{name}": Case(it, phone) for name in ("answer", "asked", "said")},
        "announced.opting_out.out": Case(it),
        **{f"announced.opting_out.{name}": Case(it, wants_none) for name in ("is_out", "take_back")},
    }
