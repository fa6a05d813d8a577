"""Lost accounts in both kinds of database: who may say that it is her, what one yes moves, and what two give back."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.people import erasure, relinking, vouching
from bot.services.roles import NotAllowed
from bot.services.staff.vouching import lost, unconfirmed
from bot.services.staff.vouching.lost import How, Step, WhyNot
from bot.store.people import roles
from bot.store.schema import audit, chat_person, follow_up, lost_word, outbox, person, producer
from bot.store.staff.vouching import lost as rows
from bot.store.staff.waiting import Reader
from tests.services.staff.vouching.people_of_area import AREA, CODE, ELSEWHERE, PACK, a_group, comes, officer, works
from tests.services.staff.vouching.test_unconfirmed import kept
from tests.services.town import Member, Town

WORDS, PHONE = load_catalogues(), "+265991234567"


@pytest.fixture
def old(place: Town) -> Member:
    member = comes(place, "Malita Phiri")
    place.rows_changed(update(person).where(person.c.id == member.person).values(phone=PHONE))
    place.answer(member, sales=424242)
    place.days(40)
    return member


@pytest.fixture
def new(place: Town, old: Member) -> Member:
    member = comes(place, "malita phiri", area=ELSEWHERE)
    place.rows_changed(update(person).where(person.c.id == member.person).values(phone=PHONE))
    place.run(relinking.note, member.person, member.producer, CODE, PHONE, place.now)
    return member


def the_one(place: Town) -> int:
    ((number,),) = place.rows(select(follow_up.c.id).where(follow_up.c.reason == "account_lost"))
    return int(number)


def says(place: Town, who: int | None, how: How = How.SEEN) -> Step | None:
    return place.run(lost.is_her, who, PACK, the_one(place), how, place.now)


def gives(place: Town) -> int:
    return place.run(lost.give_back, place.loaded, place.left_out, place.now)


def phones_of(place: Town, member: Member) -> list[int]:
    return [row[0] for row in place.rows(select(chat_person.c.chat).where(chat_person.c.person_id == member.person))]


def heard(place: Town, chat: int) -> list[str]:
    told = place.rows(select(outbox.c.payload).where(outbox.c.chat == chat, outbox.c.lane == 1).order_by(outbox.c.id))
    return [row.payload["text"] for row in told if "🔑" in row.payload["text"]]


def test_what_is_seen_is_who_she_was_and_since_when_the_new_account_is(place: Town, old: Member, new: Member) -> None:
    grace = officer(place)
    (seen,) = place.run(lost.waiting, grace, PACK)
    one = seen.account
    assert (one.name, one.same_name, one.old_id, one.new_id) == ("Malita Phiri", True, old.person, new.person)
    assert (one.area, seen.by, seen.own) == (AREA, [], False)
    assert one.new_since == place.now


def test_one_yes_moves_nothing_and_two_give_it_back(place: Town, old: Member, new: Member) -> None:
    grace, ruth = officer(place), officer(place, "Ruth", "MW-S")
    before = kept(place)
    assert says(place, grace, How.CARD) is Step.FIRST
    after = kept(place)
    assert {name for name in after if after[name] != before[name]} == {"lost_word", "audit"}
    assert gives(place) == 0 and phones_of(place, old) == [old.chat]
    assert says(place, grace) is Step.SAID_BEFORE
    assert says(place, ruth, How.LEADER) is Step.SECOND
    # nothing that cannot be undone is done on a tap: the tick does it, by the clock that is believed
    assert phones_of(place, old) == [old.chat]
    assert gives(place) == 2
    assert phones_of(place, old) == [new.chat] and phones_of(place, new) == []
    lines = place.rows(select(audit.c.actor, audit.c.subject).where(audit.c.action == "relink").order_by(audit.c.id))
    assert [tuple(one) for one in lines] == [(f"person {one}", f"person {old.person}") for one in (grace, ruth)]
    ends = place.rows(select(lost_word.c.how, lost_word.c.end).order_by(lost_word.c.id))
    assert [tuple(one) for one in ends] == [("card", "done"), ("leader", "done")]
    assert gives(place) == 0 and place.run(lost.waiting, grace, PACK) == []


def test_both_are_told(place: Town, old: Member, new: Member) -> None:
    grace, ruth = officer(place), officer(place, "Ruth")
    for who in (grace, ruth):
        says(place, who)
    gives(place)
    chats = place.rows(select(chat_person.c.chat).where(chat_person.c.person_id.in_((grace, ruth))))
    told = "🔑 Malita Phiri has her account back: two of you have said that it is her."
    assert [heard(place, chat) for (chat,) in chats] == [[told], [told]]


def test_a_yes_is_taken_back_until_another_says_so_too(place: Town, old: Member, new: Member) -> None:
    grace, ruth = officer(place), officer(place, "Ruth")
    says(place, grace)
    assert not place.run(lost.take_back, ruth, PACK, the_one(place), place.now)
    assert place.run(lost.take_back, grace, PACK, the_one(place), place.now)
    assert not place.run(lost.take_back, grace, PACK, the_one(place), place.now)
    (line,) = place.rows(select(audit.c.actor).where(audit.c.action == "lost account: taken back"))
    assert line.actor == f"person {grace}"
    assert says(place, ruth) is Step.FIRST and says(place, grace) is Step.SECOND
    assert not place.run(lost.take_back, grace, PACK, the_one(place), place.now)
    assert not place.run(lost.not_her, grace, PACK, the_one(place), WhyNot.SOMEBODY_ELSE, WORDS, place.now)
    assert gives(place) == 2


def test_a_yes_ends_after_seven_days(place: Town, old: Member, new: Member) -> None:
    grace, ruth = officer(place), officer(place, "Ruth")
    says(place, grace)
    place.now += timedelta(days=7)
    assert says(place, ruth) is Step.FIRST
    place.now += timedelta(days=6, hours=23)
    assert says(place, grace) is Step.SECOND
    # the clock is doubted for a month: two have said it, and that stays
    place.now += timedelta(days=30)
    assert gives(place) == 2


def test_the_tick_ends_a_yes_that_has_waited_too_long(place: Town, old: Member, new: Member) -> None:
    grace = officer(place)
    says(place, grace)
    reader = Reader(grace, CODE, None)
    assert place.rows(rows.waits(reader)) == []
    place.now += timedelta(days=7)
    gives(place)
    assert [row.ref for row in place.rows(rows.waits(reader))] == [the_one(place)]


def test_the_second_is_another_person_on_another_phone(place: Town, old: Member, new: Member) -> None:
    grace, ruth = officer(place), officer(place, "Ruth")
    ((chat,),) = place.rows(select(chat_person.c.chat).where(chat_person.c.person_id == grace))
    with place.connection.begin():
        place.enter(ruth, chat)
    assert says(place, grace) is Step.FIRST
    assert says(place, ruth) is Step.SAME_PHONE
    assert gives(place) == 0


def test_a_yes_of_who_works_there_no_longer_counts_no_more(place: Town, old: Member, new: Member) -> None:
    grace, ruth, mary = officer(place), officer(place, "Ruth"), officer(place, "Mary")
    says(place, grace)
    place.run(roles.end, [one.id for one in place.run(roles.of, grace)], place.now)
    assert says(place, ruth) is Step.FIRST
    says(place, mary)
    place.run(roles.end, [one.id for one in place.run(roles.of, mary)], place.now)
    assert gives(place) == 0 and phones_of(place, old) == [old.chat]
    assert says(place, officer(place, "Noi")) is Step.SECOND


def test_it_is_not_her_and_who_has_said_so_is_told(place: Town, old: Member, new: Member) -> None:
    grace, ruth = officer(place), officer(place, "Ruth")
    far = officer(place, "Far", ELSEWHERE)
    assert place.run(unconfirmed.lists, far, PACK) == [], "who may be somebody known is not vouched for meanwhile"
    says(place, grace)
    assert place.run(lost.not_her, ruth, PACK, the_one(place), WhyNot.SAME_NUMBER, WORDS, place.now)
    ((chat,),) = place.rows(select(chat_person.c.chat).where(chat_person.c.person_id == grace))
    assert heard(place, chat) == ["🔑 Ruth says that the new account is not Malita Phiri. Nothing was moved."]
    assert says(place, grace) is None and gives(place) == 0
    assert [one.n for one in place.run(unconfirmed.lists, far, PACK)] == [1]
    (line,) = place.rows(select(audit.c.detail).where(audit.c.action == "lost account: not her"))
    assert line[0]["why"] == "same_number"


@pytest.mark.parametrize("way", ["vouched", "erased", "gone"])
def test_what_has_changed_meanwhile_is_not_given_back(place: Town, old: Member, new: Member, way: str) -> None:
    grace, ruth = officer(place), officer(place, "Ruth")
    for who in (grace, ruth):
        says(place, who)
    if way == "vouched":
        place.run(vouching.confirm, [new.person], "command line", place.now)
    elif way == "erased":
        place.run(erasure.erase_person, new.person, place.now)
    else:
        place.rows_changed(chat_person.delete().where(chat_person.c.person_id == new.person))
    gives(place)
    assert phones_of(place, old) == [old.chat] and gives(place) == 0
    assert place.run(lost.waiting, grace, PACK) == []


def test_whoever_does_not_work_there_may_nothing(place: Town, old: Member, new: Member) -> None:
    grace, group = officer(place), a_group(place, "Kampini")
    says(place, grace)
    gone = officer(place, "Gone")
    place.run(roles.end, [one.id for one in place.run(roles.of, gone)], place.now)
    beside = officer(place, "Beside")
    with place.connection.begin():
        place.enter(beside, new.chat)
    others = [
        None, gone, beside, officer(place, "Far", ELSEWHERE), works(place, "Noi", Reach(Role.LEADER, group_id=group)),
        works(place, "E", Reach(Role.EVALUATOR)), works(place, "M", Reach(Role.MINISTRY)), old.person, new.person,
    ]  # fmt: skip
    before = kept(place)
    number = the_one(place)
    for who in others:
        for does, more in (
            (lost.look, ()),
            (lost.is_her, (How.SEEN, place.now)),
            (lost.take_back, (place.now,)),
            (lost.not_her, (WhyNot.NOBODY_KNOWS, WORDS, place.now)),
        ):
            with pytest.raises(NotAllowed):
                place.run(does, who, PACK, number, *more)  # type: ignore[arg-type]
    for who in others[2:4]:
        assert place.run(lost.waiting, who, PACK) == []
    assert kept(place) == before


def test_no_other_follow_up_is_a_lost_account(place: Town, old: Member, new: Member) -> None:
    grace, number = officer(place), the_one(place)
    place.rows_changed(update(follow_up).where(follow_up.c.id == number).values(reason="silent"))
    assert place.run(lost.look, grace, PACK, number) is None
    assert place.run(lost.is_her, grace, PACK, number, How.SEEN, place.now) is None


def test_an_old_account_without_a_business_is_of_the_area_of_the_new_one(place: Town) -> None:
    worked = works(place, "Malita Phiri", Reach(Role.EVALUATOR))
    place.rows_changed(update(person).where(person.c.id == worked).values(phone=PHONE))
    member = comes(place, "Malita")
    place.run(relinking.note, member.person, member.producer, CODE, PHONE, place.now)
    (seen,) = place.run(lost.waiting, officer(place), PACK)
    assert seen.account.old_id == worked
    assert place.rows(select(producer.c.area).where(producer.c.id == seen.account.producer_id)) == [(AREA,)]
