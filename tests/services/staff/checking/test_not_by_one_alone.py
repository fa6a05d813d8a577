"""No path of taps by one person alone brings a figure that is far off and held into the figures."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.checking import Alike, Deed, How, Said, Why
from bot.services.evaluation import corrections
from bot.services.evaluation.corrections import Wish
from bot.services.staff.checking import asking
from bot.services.staff.checking.deciding import Because, Outcome
from bot.store.engine import migrate
from bot.store.evaluation import corrections as kept
from bot.store.people import roles
from bot.store.schema import answer, figure_asked, follow_up
from tests.nightly import times
from tests.services.conftest import START
from tests.services.staff.checking.queue_of_figures import BLANTYRE, CODE, SOUTH, Village
from tests.services.town import Member, pack, town

SALES = f"{pack(CODE).forms['checkin'].root}/sales"
FIGURES = ("8500", "8400", "85000", "850", "900")
STEPS = st.one_of(
    st.tuples(
        st.sampled_from([Deed.ACCEPT, Deed.HOLD, Deed.LEAVE]), st.integers(0, 5), st.sampled_from([None, *Alike])
    ),
    st.tuples(st.just("undo"), st.integers(0, 5), st.none()),
    st.tuples(st.just("propose"), st.integers(0, 5), st.sampled_from(FIGURES)),
    st.tuples(st.sampled_from([Said.YES, Said.NO]), st.integers(0, 5), st.sampled_from([None, *How])),
    st.tuples(st.just("correct"), st.integers(0, 5), st.sampled_from(FIGURES)),
)


@dataclass
class One:
    """One person who works here, answers for a producer, and leads a group: whatever she taps."""

    village: Village
    who: Member

    def taps(self, what: object, at: int, more: object) -> None:
        numbers = [row.id for row in self.village.place.rows(select(follow_up.c.id).order_by(follow_up.c.id))]
        number = numbers[at % len(numbers)]
        if what == "undo":
            self.village.undoes(self.who, at + 1)
        elif what == "propose":
            self._propose(number, str(more))
        elif what == "correct":
            self._correct(at, str(more))
        elif isinstance(what, Said):
            self._say(what, more)
        else:
            self.village.does(self.who, Deed(str(what)), number, how=more if isinstance(more, Alike) else None)

    def _propose(self, number: int, value: str) -> None:
        mark, why = self.village.mark(self.who, number), Because(Why.ZEROS)
        self.village.place.run(
            asking.propose, self.who.person, self.village.place.loaded, pack(CODE), number, mark, SALES, value, why,
            self.village.place.now,
        )  # fmt: skip

    def _say(self, said: Said, how: object) -> None:
        for row in self.village.place.rows(select(figure_asked.c.id)):
            self.village.place.run(
                asking.say, self.who.person, row.id, said, how if isinstance(how, How) else None,
                self.village.place.loaded, pack(CODE), self.village.place.now,
            )  # fmt: skip

    def _correct(self, at: int, value: str) -> None:
        found = self.village.place.run(kept.of_person, self.who.person, 9)
        if not found:
            return
        own = found[at % len(found)]
        form = self.village.place.loaded.form(own.form_hash)
        given = self.village.place.run(kept.answers, own.id)
        path = f"{form.root}/sales"
        wish = Wish(own, self.who.person, {**given, path: value}, corrections.Why.MISTYPED)
        self.village.place.run(corrections.send, wish, form, pack(CODE), self.village.place.now)


def far_and_counted(village: Village, submissions: list[int]) -> set[int]:
    """Of these, whose figure is far from 850 and in the figures."""
    held = village.held()
    rows = village.place.rows(select(answer).where(answer.c.submission_id.in_(submissions), answer.c.path == SALES))
    return {
        row.submission_id
        for row in rows
        if int(row.value) >= 850 * 7 and "sales" not in held.get(row.submission_id, set())
    }


@settings(max_examples=times(15, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(hers=st.booleans(), steps=st.lists(STEPS, min_size=1, max_size=8))
def test_by_one_alone_nothing_comes_in(hers: bool, steps: list[tuple[object, int, object]]) -> None:
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        url = f"sqlite+aiosqlite:///{folder}/ovop.db"
        migrate.migrate(url)
        with town(url, START, [pack(CODE)]) as place:
            village = Village(place)
            _play(village, hers=hers, steps=steps)


def _play(village: Village, *, hers: bool, steps: list[tuple[object, int, object]]) -> None:
    malee, noi, nok = village.joins("Malee"), village.joins("Noi"), village.staff("Nok", SOUTH)
    for member in (malee, noi):
        village.usually(member)
    village.next_month()
    submissions = [village.says(one, operating="yes", sales=8_500, produced=21) for one in (malee, noi)]
    who = malee if hers else village.staff("Bupe", BLANTYRE)
    if hers:
        village.place.run(roles.give, malee.person, Reach(Role.OFFICER, BLANTYRE), START)
        village.group(malee, noi)
    # what is her own another holds; what is others' she holds herself, and may not let in
    for submission in submissions:
        assert isinstance(village.does(nok if hers else who, Deed.HOLD, village.noted(submission)), Outcome)
    for what, at, more in steps:
        One(village, who).taps(what, at, more)
    assert far_and_counted(village, submissions) == set(), steps
