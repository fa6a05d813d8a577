"""From the card to her own phone: who scans it, what her leader says, what she agrees to; and taken back again."""

from collections.abc import AsyncIterator

import pytest

from bot.store.schema import (
    audit,
    chat,
    chat_person,
    consent,
    dialogue,
    person,
    phone_request,
    speaks_for,
)
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.paper.test_paper import ONLY_HERS, code_of, without_phones
from tests.handlers.groups.test_group import CODE, a_group, forged, leads
from tests.house import Stage, stage

MINE = "[📇 This is my card]"
ASKED, TODAY = "Your leader is asked whether it is you.", "Your leader was asked about this card today already."
IS_IT_HER = "📱 Somebody with a phone says that she is Malee Jaidee: {}.\nIs it her?"
YES, NO, BACK = "[✅ Yes, it is her]", "[✖️ No, it is not her]", "[↩️ It was not her]"
CONFIRMED = "✅ Your leader says that it is you."
OVER = "This card cannot be linked to your phone any more."
ENDED = "This card is not good any more."
IS_HERS = "Malee Jaidee, from now on you write here yourself"
ANSWERED = "This was answered already."
HER = 2  # the number of the member, after her leader's


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def led(running: Stage) -> tuple[int, Phone, int, str]:
    """A group, its leader, a member without a phone, and what is typed by who scans her card."""
    group = await a_group(running)
    leader = await leads(running, group)
    (member,) = await without_phones(running, group, "Malee Jaidee")
    await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[All members: 1]")
    return group, leader, member, f"/start m_{await code_of(running)}"


def finder(running: Stage, number: int = 7500, name: str = "Malee") -> Phone:
    return running.simulator.phone(number, name, "en")


async def outcomes(running: Stage) -> list[str | None]:
    return [one for (one,) in await rows(running, phone_request.c.outcome)]


async def has_phone(running: Stage) -> list[int]:
    """The chats that are hers."""
    return [where for who, where in await rows(running, chat_person.c.person_id, chat_person.c.chat) if who == HER]


async def agrees(running: Stage, phone: Phone) -> str:
    """She reads all three screens and says yes."""
    return await say(running, phone, "[▶️ Read it]", "[▶️ Next]", "[▶️ Next]", "[✅ Yes, I agree]")


async def asked(running: Stage) -> tuple[int, Phone, int, str, Phone]:
    group, leader, member, scanned = await led(running)
    phone = finder(running)
    await say(running, phone, scanned, MINE)
    return group, leader, member, scanned, phone


async def linked(running: Stage) -> tuple[int, Phone, int, str, Phone]:
    found = await asked(running)
    await say(running, found[1], YES)
    await agrees(running, found[-1])
    return found


async def test_from_the_card_to_her_phone(running: Stage) -> None:
    _, leader, _, scanned = await led(running)
    people, theirs = await rows(running, person.c.id), await rows(running, speaks_for.c.producer_id)
    phone = finder(running)
    told = await say(running, phone, scanned)
    assert told.startswith(ONLY_HERS) and "Malee" not in told and "Kampini" not in told
    assert await rows(running, phone_request.c.id) == []
    leader.mark()
    assert (await say(running, phone, MINE)).startswith(ASKED)
    assert [one.text for one in leader.heard] == [IS_IT_HER.format("Malee")]
    assert (await say(running, phone, "hello")).startswith("Your leader has not answered yet.")
    phone.mark()
    assert "Malee Jaidee is asked on that phone" in await say(running, leader, YES)
    (read,) = phone.heard
    assert read.text.startswith(CONFIRMED) and "Jaidee" not in read.text
    assert await has_phone(running) == [], "until she agrees the chat is nobody's"
    leader.mark()
    assert (await agrees(running, phone)).startswith(IS_HERS)
    assert leader.heard[0].text.startswith("📱 Malee Jaidee writes on her own phone from now on.")
    assert await rows(running, person.c.id) == people and await rows(running, speaks_for.c.producer_id) == theirs
    assert await has_phone(running) == [phone.id]
    hers = [one for one in await rows(running, consent.c.person_id, consent.c.version, consent.c.how) if one[0] == HER]
    assert hers == [(HER, "3", "told"), (HER, "3", "chat")]
    assert "Malee Jaidee" in await say(running, leader, scanned), "the card is her leader's key to her as before"
    assert "This is your card." in await say(running, phone, scanned)
    assert await rows(running, dialogue.c.kind) == []
    done = [action for (action,) in await rows(running, audit.c.action)]
    assert done[-3:] == ["ask for a phone", "confirm phone", "link phone"]
    assert not any("Malee" in str(row) for row in await rows(running, *audit.c))
    assert await nothing_died(running)


async def test_she_has_her_menu_and_sees_the_link_in_her_data(running: Stage) -> None:
    _, _, _, _, phone = await linked(running)
    assert "Check-in" in str(phone.keyboard)
    told = "\n".join([await say(running, phone, "/mydata"), *(one.text for one in phone.heard)])
    assert "Malee Jaidee" in told and "from a card to this phone" in told
    assert await nothing_died(running)


async def test_words_do_what_the_buttons_do(running: Stage) -> None:
    _, leader, _, _, phone = await asked(running)
    await say(running, leader, "yes, it is her")
    assert "We keep your name" in await say(running, phone, "what?")
    assert "You and programme staff" in await say(running, phone, "yes")
    assert "please tap" in (await say(running, phone, "hmm")).lower()
    assert "You may say no" in await say(running, phone, "yes")
    assert (await say(running, phone, "yes")).startswith(IS_HERS)


async def test_a_no_of_her_leader(running: Stage) -> None:
    _, leader, _, scanned, phone = await asked(running)
    assert "That phone is not linked. Malee Jaidee stays as she was." in await say(running, leader, NO)
    assert phone.heard[-1].text.startswith("Your leader has not confirmed that this card is yours.")
    assert await outcomes(running) == ["refused"] and await has_phone(running) == []
    assert (await say(running, phone, scanned, MINE)).startswith(TODAY)
    running.clock.turn(hours=25)
    assert (await say(running, phone, scanned, MINE)).startswith(ASKED), "a day later she may ask again"
    assert "language" in await say(running, phone, "/start"), "and she may register by herself"


async def test_a_no_of_hers_leaves_all_as_it_was(running: Stage) -> None:
    _, leader, _, _, phone = await asked(running)
    before = [await rows(running, *table.c) for table in (person, consent, speaks_for, chat_person)]
    await say(running, leader, YES)
    leader.mark()
    assert "Nothing is linked" in await say(running, phone, "[▶️ Read it]", "no")
    assert "Malee Jaidee has not agreed on her phone." in leader.heard[0].text
    assert [await rows(running, *table.c) for table in (person, consent, speaks_for, chat_person)] == before
    assert await outcomes(running) == ["declined"]
    phone.mark()
    assert OVER in await say(running, phone, "[▶️ Next]"), "what is above opens nothing any more"


async def test_it_was_not_her(running: Stage) -> None:
    """Within a day the leader takes it back: nothing of hers is read there, and all is as it was before."""
    _, leader, _, _, phone = await linked(running)
    await say(running, phone, "sold soap 700", "/pin", "4711", "4711")
    before = await rows(running, consent.c.id)
    assert "Malee Jaidee is without a phone again." in await say(running, leader, BACK)
    assert phone.heard[-1].text.startswith("Your leader says that this card is not yours.")
    assert await has_phone(running) == [] and phone.id not in [one for (one,) in await rows(running, chat.c.chat)]
    assert len(await rows(running, consent.c.id)) == len(before) - 1
    (version,) = [one for who, one in await rows(running, person.c.id, person.c.consent_version) if who == HER]
    assert version == "3"
    phone.mark()
    for words in ("/mydata", "/book", "/answers", "📈 My progress", "📒 My book"):
        assert "Malee" not in await say(running, phone, words) and "700" not in phone.heard[-1].text
    assert await outcomes(running) == ["taken_back"]
    assert [action for (action,) in await rows(running, audit.c.action)][-1] == "take phone back"
    assert "📵" in await say(running, leader, "/group")
    assert await nothing_died(running)


async def test_it_is_taken_back_while_she_reads(running: Stage) -> None:
    _, leader, _, _, phone = await asked(running)
    await say(running, leader, YES)
    await say(running, phone, "[▶️ Read it]", "[▶️ Next]", "[▶️ Next]")
    await say(running, leader, BACK)
    assert OVER in await say(running, phone, "[✅ Yes, I agree]")
    assert await has_phone(running) == [] and await outcomes(running) == ["taken_back"]


async def test_after_a_day_it_is_her_own(running: Stage) -> None:
    _, leader, _, _, _ = await linked(running)
    running.clock.turn(hours=25)
    await say(running, leader, BACK)
    assert "More than a day has passed." in leader.toasts[-1].text
    assert await outcomes(running) == ["linked"]


async def test_two_phones_scan_one_card(running: Stage) -> None:
    """The leader is asked once a day about a card, whoever has it; the day after the other may ask."""
    _, leader, _, scanned, first = await asked(running)
    second = finder(running, 7501, "Thief")
    leader.mark()
    assert (await say(running, second, scanned, MINE)).startswith(TODAY)
    assert not leader.heard and await outcomes(running) == [None]
    assert second.id not in [one for (one,) in await rows(running, chat.c.chat)], "nothing is kept of who was not heard"
    running.clock.turn(hours=24.1)
    assert (await say(running, second, scanned, MINE)).startswith(ASKED)
    assert leader.heard[-1].text == IS_IT_HER.format("Thief")
    await say(running, leader, YES)
    assert "has a phone" not in await agrees(running, second)
    assert sorted(map(str, await outcomes(running))) == ["linked", "over"]
    assert (await say(running, first, "hello")).startswith(OVER)


async def test_two_leaders_who_answer_differently(running: Stage) -> None:
    """The first word counts; either of them may take it back."""
    group, leader, _, scanned = await led(running)
    other = await leads(running, group, 7101, "Ruth Phiri")
    phone = finder(running)
    await say(running, phone, scanned, MINE)
    assert other.heard[-1].text == IS_IT_HER.format("Malee")
    await say(running, other, YES)
    await say(running, leader, NO)
    assert ANSWERED in leader.toasts[-1].text
    await agrees(running, phone)
    assert await outcomes(running) == ["linked"]
    await say(running, leader, BACK)
    assert await has_phone(running) == []


async def test_who_is_registered_is_told_that_she_stands_twice(running: Stage) -> None:
    _, _, _, scanned = await led(running)
    phone = finder(running)
    await Actor(phone, 2).meet()
    told = await say(running, phone, scanned)
    assert told.startswith(ONLY_HERS) and "tell your leader that you stand twice" in told and "Malee" not in told
    told = await forged(running, phone, f"mycard|m|{await code_of(running)}")
    assert "you stand twice" in told and await rows(running, phone_request.c.id) == []


async def test_who_registers_by_herself_meanwhile_stands_twice(running: Stage) -> None:
    _, leader, _, _, phone = await asked(running)
    await Actor(phone, 2).meet()
    await say(running, leader, YES)
    assert "tell your leader that you stand twice" in await say(running, phone, "[▶️ Read it]")
    assert await has_phone(running) == []


async def test_somebody_else_who_uses_the_phone_gets_it_too(running: Stage) -> None:
    """A daughter's phone: both use it then, and each has what is hers."""
    _, leader, _, scanned = await led(running)
    phone = finder(running)
    await Actor(phone, 2).meet()
    running.clock.turn(minutes=1)
    await say(running, phone, scanned, "[➕ Somebody else]", scanned, MINE)
    await say(running, phone, "/who", "[👤 Person 2]")
    await say(running, leader, YES)
    assert (await agrees(running, phone)).startswith(IS_HERS)
    assert len(await rows(running, chat_person.c.person_id)) == 3
    await say(running, leader, BACK)
    assert await has_phone(running) == [] and len(await rows(running, chat_person.c.person_id)) == 2
    await say(running, phone, "/who")
    assert [row[0].text for row in phone.screen[-1].buttons] == ["👤 Person 2", "➕ Somebody else"]
    assert await nothing_died(running)


async def test_at_night_the_leader_is_asked_in_the_morning(running: Stage) -> None:
    _, leader, _, scanned = await led(running)
    running.clock.turn(hours=13)
    leader.mark()
    phone = finder(running)
    await say(running, phone, scanned)
    await phone.tap(MINE[1:-1])
    await phone.until(ASKED)
    assert not leader.heard
    running.clock.turn(hours=12)
    running.house.lines[0].delivery.wake()
    await leader.until("Is it her?")
    assert [one.text for one in leader.heard] == [IS_IT_HER.format("Malee")]


async def test_where_no_leader_can_be_asked_nothing_is_kept(running: Stage) -> None:
    _, leader, _, scanned = await led(running)
    await say(running, leader, "/stop")
    phone = finder(running)
    assert (await say(running, phone, scanned, MINE)).startswith("No leader of your group can be asked now.")
    assert await rows(running, phone_request.c.id) == []
    assert phone.id not in [one for (one,) in await rows(running, chat.c.chat)]


async def test_a_card_that_was_never_made(running: Stage) -> None:
    """It is answered like every other, and comes to nothing."""
    await led(running)
    phone = finder(running)
    told = await say(running, phone, f"/start m_{'x' * 22}")
    assert told.startswith(ONLY_HERS)
    assert (await say(running, phone, MINE)).startswith(ENDED)
    phone.mark()
    told = await say(running, phone, "/start m_nonsense")
    assert told == ("This card opens only on the phone of the group's leader.\nPlease give it back to whom it belongs.")
    assert not phone.heard[-1].buttons
    assert await rows(running, phone_request.c.id) == [] and len(await rows(running, chat.c.chat)) == 1


async def test_nobody_takes_a_request_of_another_chat(running: Stage) -> None:
    _, leader, _, _, _ = await asked(running)
    await say(running, leader, YES)
    thief = finder(running, 7600, "Thief")
    await say(running, thief, "/start")
    for data in ("mycard|go|1", "mycard|yes|1|2", "mycard|screen|2|1|2", "mycard|guardian|1|2", "mycard|no|1|2"):
        assert "Malee" not in await forged(running, thief, data)
    assert await outcomes(running) == [None] and await has_phone(running) == []


async def test_an_older_text_is_read_anew(running: Stage) -> None:
    _, leader, _, _, phone = await asked(running)
    await say(running, leader, YES)
    await say(running, phone, "[▶️ Read it]")
    await forged(running, phone, "mycard|yes|1|1")
    assert "We keep your name" in phone.screen[-1].text, "a yes to an earlier text is none"
    assert await has_phone(running) == []


async def test_it_is_taken_back_in_the_batch_in_which_she_writes(running: Stage) -> None:
    """Both were away: what both have sent comes in together."""
    _, leader, _, _, phone = await linked(running)
    shown = next(one for one in reversed(leader.screen) if any(BACK[1:-1] in str(row) for row in one.buttons))
    (data,) = [one.data for row in shown.buttons for one in row]
    people = [{"id": one.id, "is_bot": False, "first_name": one.owner.name} for one in (phone, leader)]
    here, there = ({"id": one.id, "type": "private"} for one in (phone, leader))
    sent = int(running.clock.now().timestamp())
    said = {"message_id": 900, "date": sent, "chat": here, "from": people[0], "text": "stop"}
    message = {"message_id": shown.id, "date": sent, "chat": there, "text": shown.text}
    tap = {"id": "7", "from": people[1], "chat_instance": "7", "message": message, "data": data}
    batch = [
        {"update_id": 90_001, "message": said},
        {"update_id": 90_002, "callback_query": tap},
        {"update_id": 90_003, "message": said | {"message_id": 901}},
    ]
    await running.house.lines[0].driver.handle(batch)
    await running.settle()
    assert await has_phone(running) == []


async def test_who_asked_and_is_forgotten_leaves_nothing(running: Stage) -> None:
    _, leader, _, _, phone = await asked(running)
    await say(running, phone, "/forget", "[Yes, go on]", "[🗑 Erase all]")
    assert await rows(running, phone_request.c.id) == []
    await say(running, leader, YES)
    assert "no longer works" in leader.toasts[-1].text
