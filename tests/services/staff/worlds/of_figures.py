"""A figure that is far from the usual, and a value that staff propose for one."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from bot.domain.staff.checking import Alike, Deed, Said, Why
from bot.services.staff.checking import asking, deciding
from bot.services.staff.checking.deciding import Because, Outcome
from bot.store.schema import figure_asked, person
from bot.store.staff.checking import queue
from tests.services.staff.checking.queue_of_figures import Village
from tests.services.staff.vouching.people_of_area import AREA, PACK
from tests.services.staff.worlds.people import Case, Cases, World
from tests.services.town import Member

SALES = f"{PACK.forms['checkin'].root}/sales"


def happens(world: World) -> tuple[Member, int]:
    """Months go by in which she answers; gives her, and the number of what is in the queue."""
    village = Village(world.place)
    hers = village.joins("Orlindra", AREA)
    number = village.noted(village.far_off(hers, 8_471))
    # she hears of things by day, as all do who came since
    world.place.rows_changed(update(person).values(confirmed_at=world.place.now))
    return hers, number


def fill(world: World, hers: Member, number: int) -> Cases:
    place, loaded, now = world.place, world.place.loaded, world.place.now
    seen = place.run(deciding.meant, world.leads, PACK, number, None)
    (item,) = place.run(queue.load, [number])
    mark, because = deciding.mark_of(seen), Because(Why.SAID_SO)

    def accepted(connection: Connection, _: int | None) -> Mapping[str, Any]:
        given = (world.here, loaded, PACK, number, mark, Deed.ACCEPT, because, None, now)
        done = deciding.decide(connection, *given)
        assert isinstance(done, Outcome)
        return {"number": done.deed_id}

    def proposed(**more: Any) -> Callable[[Connection, int | None], Mapping[str, Any]]:
        def before(connection: Connection, _: int | None) -> Mapping[str, Any]:
            given = (world.leads, loaded, PACK, number, mark, SALES, "850", because, now)
            assert asking.propose(connection, *given) is None
            return {"number": connection.scalar(select(figure_asked.c.id)), **more}

        return before

    it = {"number": number, "mark": mark, "deed": Deed.ACCEPT, "because": because, "how": None, "path": SALES}
    it |= {"value": "850", "item": item}
    mine = {"said": Said.YES, "how": None, "herself": hers.person}
    return {
        "checking.asking.propose": Case(it),
        "checking.deciding.decide": Case(it),
        "checking.deciding.meant": Case(it),
        "checking.deciding.undo": Case(it, accepted),
        "checking.looking.alike": Case({**it, "how": Alike.FORM, "most": 10}),
        "checking.looking.listed": Case(it),
        "checking.looking.one": Case(it),
        "checking.looking.reader": Case(it),
        "checking.asking.find": Case(mine, proposed()),
        "checking.asking.say": Case(mine, proposed()),
    }
