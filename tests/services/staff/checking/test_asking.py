"""Another value is only asked for: her yes changes the figure, her no brings it back; nobody else can say either."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.checking import Deed, How, Refused, Said, Why
from bot.domain.wire.contact import ChatState
from bot.left_out import LeftOut
from bot.services.people import erasure
from bot.services.staff.checking import answered, asking
from bot.services.staff.checking.asking import Question
from bot.services.staff.checking.deciding import Because
from bot.store.people import mydata, roles
from bot.store.schema import answer, chat_person, correction, figure_asked, outbox
from bot.store.staff.checking import queue
from bot.store.staff.waiting import Reader
from tests.services.conftest import START
from tests.services.staff.checking.queue_of_figures import BLANTYRE, CODE, Village
from tests.services.town import Member, pack, town

ROOT = pack(CODE).forms["checkin"].root
SALES = f"{ROOT}/sales"


@pytest.fixture
def village(database_url: str) -> Iterator[Village]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield Village(place)


def proposes(village: Village, who: Member, number: int, value: str = "850", path: str = SALES) -> Refused | None:
    mark, because, now = village.mark(who, number), Because(Why.ZEROS), village.place.now
    return village.place.run(
        asking.propose, who.person, village.place.loaded, pack(CODE), number, mark, path, value, because, now
    )


def asked(village: Village) -> int:
    return int(village.place.rows(select(figure_asked.c.id).order_by(figure_asked.c.id.desc()))[0][0])


def says(
    village: Village, who: Member, said: Said, how: How | None = None, number: int | None = None
) -> Question | None:
    which = asked(village) if number is None else number
    return village.place.run(
        asking.say, who.person, which, said, how, village.place.loaded, pack(CODE), village.place.now
    )


def sales(village: Village, submission: int) -> str:
    return str(
        village.place.rows(select(answer.c.value).where(answer.c.submission_id == submission, answer.c.path == SALES))[
            0
        ][0]
    )


def heard(village: Village, who: Member) -> list[str]:
    rows = village.place.rows(select(outbox.c.payload).where(outbox.c.chat == who.chat).order_by(outbox.c.id))
    return [row.payload["text"] for row in rows if "Programme staff have" in row.payload["text"]]


def test_her_yes_changes_it_and_lets_go_what_was_held(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    submission = village.far_off(malee)
    number = village.noted(submission)
    village.does(nok, Deed.HOLD, number)
    assert proposes(village, nok, number) is None
    assert heard(village, malee) == ["Programme staff have a question about a number that you gave."], (
        "without a figure"
    )
    assert sales(village, submission) == "8500" and village.held()
    assert says(village, nok, Said.YES) is None, "she has proposed it"
    assert says(village, malee, Said.YES, How.ALOUD) is None, "nobody says it for her"
    assert isinstance(says(village, malee, Said.YES), Question)
    assert sales(village, submission) == "850" and village.held() == {} and village.page(nok).total == 0
    (kept,) = village.place.rows(select(correction))
    assert (kept.old, kept.new, kept.reason, kept.person_id) == ("8500", "850", "agreed", malee.person)
    assert says(village, malee, Said.NO) is None, "it was said"


def test_her_no_brings_it_back_with_it(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    submission = village.far_off(malee)
    number = village.noted(submission)
    assert proposes(village, nok, number) is None
    assert isinstance(says(village, malee, Said.NO), Question)
    shown = village.first(nok)
    assert shown.item.asked is not None and shown.item.asked.said == Said.NO and sales(village, submission) == "8500"


def test_a_yes_to_another_far_figure_lets_nothing_in(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    submission = village.far_off(malee)
    number = village.noted(submission)
    village.does(nok, Deed.HOLD, number)
    assert proposes(village, nok, number, "8400") is None
    assert isinstance(says(village, malee, Said.YES), Question)
    assert sales(village, submission) == "8400" and [*village.held().values()] == [{"sales"}]
    assert village.does(nok, Deed.ACCEPT, number) is Refused.NEEDS_ANOTHER


def test_without_a_phone_her_leader_says_how_she_agreed(village: Village) -> None:
    nok, dao, malee = village.staff("Nok", BLANTYRE), village.joins("Dao"), village.joins("Malee")
    group = village.group(dao, malee)
    submission = village.far_off(malee)
    village.place.rows_changed(chat_person.delete().where(chat_person.c.person_id == malee.person))
    assert proposes(village, nok, village.noted(submission)) is None
    assert heard(village, dao) == ["Programme staff have a question about a number of Malee."]
    assert says(village, dao, Said.YES) is None, "how she agreed is part of it"
    other = village.joins("Som")
    village.group(other, name="Another")
    assert says(village, other, Said.YES, How.ALOUD) is None
    village.place.run(roles.give, nok.person, Reach(Role.LEADER, group_id=group), START)
    assert says(village, nok, Said.YES, How.ALOUD) is None, "she has proposed it, though she leads the group by now"
    held = village.place.run(roles.of, dao.person)
    village.place.run(roles.suspend, held[0].id, village.place.now)
    assert says(village, dao, Said.YES, How.ALOUD) is None, "she is suspended"
    village.place.run(roles.suspend, held[0].id, None)
    assert isinstance(says(village, dao, Said.YES, How.SIGNED), Question)
    assert sales(village, submission) == "850"
    assert village.place.rows(select(figure_asked.c.how, figure_asked.c.said_by))[0] == ("signed", dao.person)


def test_what_has_changed_meanwhile_is_not_changed_again(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    submission = village.far_off(malee)
    assert proposes(village, nok, village.noted(submission)) is None
    village.place.rows_changed(
        update(answer).where(answer.c.submission_id == submission, answer.c.path == SALES).values(value="900")
    )
    assert says(village, malee, Said.YES) is None and sales(village, submission) == "900"


def test_a_new_value_takes_the_place_of_the_one_before(village: Village) -> None:
    nok, bupe, malee = village.staff("Nok", BLANTYRE), village.staff("Bupe", BLANTYRE), village.joins("Malee")
    submission = village.far_off(malee)
    number = village.noted(submission)
    assert proposes(village, nok, number) is None
    first = asked(village)
    assert proposes(village, bupe, number, "950") is None
    assert says(village, malee, Said.YES, number=first) is None
    assert isinstance(says(village, malee, Said.YES), Question) and sales(village, submission) == "950"


def test_what_cannot_be_asked_is_not(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    number = village.noted(village.far_off(malee))
    assert proposes(village, nok, number, path=f"{ROOT}/operating") is Refused.NO_FIGURE
    assert proposes(village, nok, number, "8500") is Refused.NO_FIGURE
    village.place.become(malee, ChatState.STOPPED)
    assert proposes(village, nok, number) is Refused.NOBODY_TO_ASK
    village.place.become(malee, ChatState.ACTIVE)
    village.does(nok, Deed.ACCEPT, number)
    assert says(village, malee, Said.YES, number=99) is None


def test_at_night_it_waits_for_the_morning(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    number = village.noted(village.far_off(malee))
    village.place.now = village.place.now.replace(hour=22)
    assert proposes(village, nok, number) is None
    (row,) = village.place.rows(
        select(outbox).where(outbox.c.chat == malee.chat, outbox.c.lane == 1).order_by(outbox.c.id.desc()).limit(1)
    )
    assert row.next_attempt > village.place.now + timedelta(hours=5)


def test_what_is_kept_of_it_goes_with_her_and_is_in_her_data(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    number = village.noted(village.far_off(malee))
    village.does(nok, Deed.HOLD, number, words="Malee wrote this in a hurry")
    assert proposes(village, nok, number) is None
    hers = village.place.run(mydata.everything, malee.person)
    assert [row["new"] for row in hers["figures_proposed"]] == ["850"] and len(hers["figures_held"]) == 1
    assert hers["words_about_her"][0]["words"] == "Malee wrote this in a hurry"
    assert len(village.place.run(mydata.everything, nok.person)["decided_about_figures"]) == 2
    village.place.run(erasure.erase_person, malee.person, village.place.now)
    assert village.place.rows(select(figure_asked)) == [] and village.page(nok).total == 0
    assert len(village.held()) == 1, "it stays out of all figures"


def told(village: Village, who: Member) -> list[str]:
    """What an officer has heard of what she proposed."""
    rows = village.place.rows(select(outbox.c.payload).where(outbox.c.chat == who.chat).order_by(outbox.c.id))
    return [row.payload["text"] for row in rows if "the figure that you asked about" in row.payload["text"]]


def lapses(village: Village) -> int:
    return village.place.run(answered.lapse, village.place.loaded, LeftOut(), village.place.now)


@pytest.mark.parametrize(("said", "words"), [(Said.YES, "said yes"), (Said.NO, "said no")])
def test_who_proposed_it_hears_the_answer_once_and_nobody_else(village: Village, said: Said, words: str) -> None:
    nok, bupe, malee = village.staff("Nok", BLANTYRE), village.staff("Bupe", BLANTYRE), village.joins("Malee")
    assert proposes(village, nok, village.noted(village.far_off(malee))) is None
    assert says(village, malee, Said.NOTHING) is None, "forged: silence is nobody's word"
    for _ in range(2):
        says(village, malee, said)
    (line,) = told(village, nok)
    assert f"Malee {words}" in line and not any(one.isdigit() for one in line), "without a figure"
    assert told(village, bupe) == []
    village.place.now += timedelta(days=30)
    assert lapses(village) == 0 and len(told(village, nok)) == 1, "it was answered"


def test_at_night_she_hears_it_in_the_morning(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    assert proposes(village, nok, village.noted(village.far_off(malee))) is None
    village.place.now = village.place.now.replace(hour=22)
    assert isinstance(says(village, malee, Said.NO), Question)
    (row,) = village.place.rows(select(outbox).where(outbox.c.chat == nok.chat).order_by(outbox.c.id.desc()).limit(1))
    assert row.next_attempt > village.place.now + timedelta(hours=5)


def test_after_the_packs_days_it_is_in_the_queue_without_an_answer_and_she_hears_it_once(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    submission = village.far_off(malee)
    number = village.noted(submission)
    village.place.now = village.place.now.replace(hour=9)
    assert proposes(village, nok, number) is None

    def waits() -> int:
        return len(village.place.rows(queue.waits(Reader(nok.person, CODE, frozenset({BLANTYRE})))))

    village.place.now += timedelta(days=14) - timedelta(seconds=1)
    assert lapses(village) == 0 and waits() == 0 and told(village, nok) == []
    village.place.now += timedelta(seconds=1)
    assert lapses(village) == 1 and lapses(village) == 0 and waits() == 1
    (line,) = told(village, nok)
    assert "Malee did not answer" in line
    shown = village.first(nok).item
    assert shown.asked is not None and shown.asked.said == Said.NOTHING and not shown.done
    assert says(village, malee, Said.YES) is None and sales(village, submission) == "8500", "too late"
    assert proposes(village, nok, number) is None, "she can ask again"
    assert isinstance(says(village, malee, Said.YES), Question) and sales(village, submission) == "850"


def test_what_was_settled_otherwise_is_asked_no_more_and_nobody_hears_of_it(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    submission = village.far_off(malee)
    assert proposes(village, nok, village.noted(submission)) is None
    changed = update(answer).where(answer.c.submission_id == submission, answer.c.path == SALES).values(value="900")
    village.place.rows_changed(changed)
    village.place.now += timedelta(days=14)
    assert lapses(village) == 0 and told(village, nok) == [] and village.first(nok).item.asked is None


def test_who_works_there_no_longer_hears_nothing(village: Village) -> None:
    nok, malee = village.staff("Nok", BLANTYRE), village.joins("Malee")
    assert proposes(village, nok, village.noted(village.far_off(malee))) is None
    village.place.run(roles.end, [village.place.run(roles.of, nok.person)[0].id], village.place.now)
    village.place.run(roles.give, nok.person, Reach(Role.OFFICER, "MW-N"), village.place.now)
    assert isinstance(says(village, malee, Said.NO), Question) and told(village, nok) == []
