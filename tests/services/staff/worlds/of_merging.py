"""Two who are alike, newcomers whom nobody vouched for, and a lost account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from bot.i18n import load_catalogues
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.staff import merging
from bot.services.staff.vouching import lost, unconfirmed
from bot.store.people import relinking
from bot.store.schema import follow_up
from tests.services.staff.vouching.people_of_area import PACK, comes
from tests.services.staff.worlds.people import THERE, Case, Cases, World


def fill(world: World) -> Cases:
    place = world.place
    told = Told(place.now.date(), How.ALOUD, "Ruth")
    first, second = (
        place.run(adding.add, PACK, world.group, NewMember(one), told, "command line", place.now)
        for one in ("Malita Phiri", "Malitta Phiri")
    )
    one, other = (comes(place, name) for name in ("Zaphira Known", "Zaphira Unknown"))
    old, new = comes(place, "Quellmist"), comes(place, "Quellmist Too")
    place.run(relinking.note_lost, old.producer, old.person, new.person, place.now)
    ((number,),) = place.rows(select(follow_up.c.id).where(follow_up.c.reason == "account_lost"))

    def seen(connection: Connection, who: int | None) -> Mapping[str, Any]:
        """The list as she has it who works there; the others hold that of one of these."""
        reader = who if who in {world.people[each] for each in THERE} else world.leads
        shown = unconfirmed.page(connection, reader, PACK, unconfirmed.ALONE)
        assert shown is not None
        return {"upto": shown.upto, "mark": shown.mark}

    def merged(connection: Connection, _: int | None) -> Mapping[str, Any]:
        catalogues = load_catalogues()
        return {"number": merging.merge(connection, world.leads, PACK, first, second, catalogues, place.now)}

    def vouched(connection: Connection, _: int | None) -> Mapping[str, Any]:
        done = unconfirmed.vouch(connection, world.leads, PACK, other.producer, place.now)
        assert done is not None
        return {"number": done.number}

    pair = {"first": first, "second": second, "place": 0, "number": 0}
    hers: dict[str, Any] = {"producer_id": one.producer, "group_id": unconfirmed.ALONE}
    hers |= {"why": unconfirmed.Why.NOBODY_KNOWS, "number": number, "how": lost.How.SEEN}
    of_merging = ("different", "look", "merge", "pair_at", "pairs", "place_of", "recent")
    of_newcomers = ("lists", "look", "not_known", "page", "vouch", "vouch_for_list")
    of_lost = ("is_her", "look", "not_her", "take_back", "waiting")
    return {
        **{f"merging.{name}": Case(pair) for name in of_merging},
        "merging.done": Case(pair, merged),
        "merging.undo": Case(pair, merged),
        **{f"vouching.unconfirmed.{name}": Case(hers, seen) for name in of_newcomers},
        "vouching.unconfirmed.undo": Case(hers, vouched),
        **{f"vouching.lost.{name}": Case(hers) for name in of_lost},
    }
