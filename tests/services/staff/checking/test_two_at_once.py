"""Two officers do something about one figure at the same moment: one has done it, the other reads so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bot.domain.staff.checking import Deed, Refused
from bot.services.staff.checking import deciding
from bot.services.staff.checking.deciding import Because, Outcome, Why
from bot.store.engine.sync import writing
from tests.services.conftest import START
from tests.services.staff.checking.queue_of_figures import BLANTYRE, CODE, Village
from tests.services.town import Member, pack, town


def test_of_two_at_once_one_has_done_it(database_url: str) -> None:
    with town(database_url, START, [pack(CODE)]) as place:
        village = Village(place)
        nok, bupe = village.staff("Nok", BLANTYRE), village.staff("Bupe", BLANTYRE)
        people = [village.joins(name) for name in ("Malee", "Noi", "Lek")]
        for one in people:
            village.usually(one)
        village.next_month()
        numbers = [village.noted(village.says(one, operating="yes", sales=9_000, produced=2)) for one in people]
        marks = [village.mark(nok, number) for number in numbers]
        loaded, now = place.loaded, place.now
        for number, mark, (first, second) in zip(
            numbers, marks, [(Deed.ACCEPT, Deed.HOLD), (Deed.HOLD, Deed.HOLD), (Deed.ACCEPT, Deed.ACCEPT)], strict=True
        ):
            barrier = Barrier(2)

            def does(
                who: Member, deed: Deed, number: int = number, mark: int = mark, barrier: Barrier = barrier
            ) -> object:
                barrier.wait()
                with writing(database_url) as connection:
                    because = Because(Why.SAID_SO)
                    return deciding.decide(
                        connection, who.person, loaded, pack(CODE), number, mark, deed, because, None, now
                    )

            with ThreadPoolExecutor(2) as pool:
                done = list(pool.map(does, (nok, bupe), (first, second)))
            assert sum(isinstance(one, Outcome) for one in done) == 1, done
            assert {one for one in done if not isinstance(one, Outcome)} <= {Refused.GONE, Refused.CHANGED}
