"""Questions to a person on phones: forged, reused, expired taps, wrong areas, and nobody's account on any screen."""

from collections.abc import AsyncIterator

import pytest

from bot.store.schema import audit, inquiry, inquiry_said, outbox
from simulator.world.phones import Phone
from tests.conversations import questions
from tests.enrol import enrol
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.test_group import CODE
from tests.handlers.groups.test_group import forged as tapped
from tests.house import Stage, stage

NO_LONGER, ANSWERED = "This button no longer works.", "This was answered already."
STAFF_ONLY = "Only programme staff can do this."
OFFICERS = ("asked|a|{0}", "asked|o|{0}", "asked|x|{0}", "asked|t|{0}", "asked|h|{0}", "asked|u|{0}", "asked|p|{0}|{1}")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def forged(running: Stage, phone: Phone, data: str) -> str:
    """What is said, and what appears for a moment."""
    before = len(phone.toasts)
    told = await tapped(running, phone, data)
    return "\n".join([told, *(one.text for one in phone.toasts[before:])])


async def an_asker(running: Stage) -> Phone:
    phone = running.simulator.phone(7001, "Mary", "en")
    await enrol(running, phone)
    await questions.lives_in(running, phone, "MW-BA")
    return phone


async def works(running: Stage, phone: Phone, name: str, role: str, area: str | None) -> Phone:
    who = await questions.works(running, phone, name, role, area)
    await say(running, who, "/language", "[English]")
    return who


async def asked(running: Stage, phone: Phone, words: str = "Where are labels?") -> str:
    await say(running, phone, "/ask", words, "[✅ Send]")
    ((number,),) = await rows(running, inquiry.c.id)
    return f"{number:x}"


async def test_nobody_of_another_area_and_no_other_role_does_anything(running: Stage) -> None:
    mary = await an_asker(running)
    grace = await works(running, mary, "Grace", "officer", "MW-BA")
    number = await asked(running, mary)
    others = [
        (await works(running, mary, "Noah", "officer", "MW-BL"), NO_LONGER),
        (await works(running, mary, "Esther", "evaluator", "MW-BA"), STAFF_ONLY),
        (await works(running, mary, "Agnes", "ministry", None), STAFF_ONLY),
        (mary, STAFF_ONLY),
    ]
    before = await rows(running, inquiry)
    for phone, told in others:
        for data in OFFICERS:
            assert told in await forged(running, phone, data.format(number, 1)), (phone.owner.name, data)
    for phone in (grace, others[0][0]):
        for data in ("ask|y|{0}", "ask|n|{0}", "ask|m|{0}"):
            assert NO_LONGER in await forged(running, phone, data.format(number)), data
    for data in ("asked|a|ffff", "asked|c|ffff", "asked|p|1|ffff", "asked|z|1", "ask|s|ffff", "ask|a|leader|ffff"):
        told = await forged(running, grace, data)
        assert NO_LONGER in told or ANSWERED in told, data
    assert await rows(running, inquiry) == before and await nothing_died(running)
    assert [deed for (deed,) in await rows(running, audit.c.action) if "question" in deed] == []


async def test_what_was_sent_answered_or_left_is_not_done_twice(running: Stage) -> None:
    mary = await an_asker(running)
    grace = await works(running, mary, "Grace", "officer", "MW-BA")
    await say(running, mary, "/ask", "Where are labels?")
    send = mary.screen[-1].buttons[0][0].data
    assert send is not None
    await say(running, mary, "[✅ Send]")
    assert ANSWERED in await forged(running, mary, send)
    await say(running, mary, "/ask", "And soap?")
    other = mary.screen[-1].buttons[0][0].data
    assert other is not None
    await say(running, mary, "/help")
    assert ANSWERED in await forged(running, mary, other), "what was shown was left"
    ((number,),) = await rows(running, inquiry.c.id)
    await say(running, grace, "[✍️ Answer]", "At the fair.")
    assert ANSWERED in await forged(running, grace, f"asked|t|{number:x}")
    assert ANSWERED in await forged(running, grace, f"asked|x|{number:x}")
    assert len(await rows(running, inquiry_said.c.id)) == 2 and await nothing_died(running)


async def test_who_works_elsewhere_by_now_sends_no_answer_that_she_began(running: Stage) -> None:
    mary = await an_asker(running)
    grace = await works(running, mary, "Grace", "officer", "MW-BA")
    await asked(running, mary)
    await say(running, grace, "[✍️ Answer]")
    await questions.ends(running, grace)
    assert STAFF_ONLY in await say(running, grace, "At the fair.")
    assert len(await rows(running, inquiry_said.c.id)) == 1 and await nothing_died(running)


async def test_who_does_something_else_first_answers_nothing_and_lets_it_go(running: Stage) -> None:
    mary = await an_asker(running)
    grace = await works(running, mary, "Grace", "officer", "MW-BA")
    await asked(running, mary)
    await say(running, grace, "[✍️ Answer]", "/questions", "hello")
    assert len(await rows(running, inquiry_said.c.id)) == 1
    assert await rows(running, inquiry.c.claimed_by) == [(None,)]


async def test_neither_side_sees_the_others_account(running: Stage) -> None:
    mary = await an_asker(running)
    grace = await works(running, mary, "Grace", "officer", "MW-BA")
    grace.mark()
    number = await asked(running, mary)
    await say(running, mary, "/ask")
    await mary.voice()
    await running.settle()
    await say(running, mary, "[✅ Send]")
    await say(running, grace, "[✍️ Answer]")
    await grace.photo(caption="like this")
    await running.settle()
    payloads = [payload for (payload,) in await rows(running, outbox.c.payload)]
    for mine, theirs in ((mary, grace), (grace, mary)):
        sent = [str(one) for one in payloads if one.get("chat_id") == mine.id]
        assert not any(str(theirs.id) in one for one in sent), mine.owner.name
    assert not any("Grace" in str(one) for one in payloads if one.get("chat_id") == mary.id and "ask|" in str(one))
    assert not any(name in str(payloads) for name in ("forward", "contact", "from_chat_id"))
    assert any(one.file is not None and "like this" in one.text for one in mary.screen), "the photo has come"
    assert number and await nothing_died(running)


async def test_a_form_that_was_open_goes_on_after_the_question(running: Stage) -> None:
    mary = await an_asker(running)
    await works(running, mary, "Grace", "officer", "MW-BA")
    await say(running, mary, "/checkin", "[piece]", "blue", "is that")
    assert "🙋 Ask a person" in [one.text for row in mary.screen[-1].buttons for one in row]
    told = await say(running, mary, "[🙋 Ask a person]", "[✅ Send]")
    assert "Sent" in told and "2 of 8" in told
    words = (await rows(running, inquiry_said.c.words))[0][0]
    assert words.endswith("is that") and words.startswith("(")


async def test_what_is_offered_once_is_offered_after_two_in_a_row_alone(running: Stage) -> None:
    mary = await an_asker(running)
    await works(running, mary, "Grace", "officer", "MW-BA")
    for words in ("blue", "[⬅️ Back]", "[piece]", "is that"):
        if words == "blue":
            await say(running, mary, "/checkin", "[piece]")
        await say(running, mary, words)
        assert "🙋 Ask a person" not in [one.text for row in mary.screen[-1].buttons for one in row], words


async def test_a_reply_is_of_whose_the_question_is_and_forged_buttons_do_nothing(running: Stage) -> None:
    mary = await an_asker(running)
    grace = await works(running, mary, "Grace", "officer", "MW-BA")
    noah = await works(running, mary, "Noah", "officer", "MW-BL")
    number = await asked(running, mary)
    brought = grace.last
    assert (brought.buttons[0][0].data or "").startswith(f"asked|a|{number}")
    markup, before = brought.api["reply_markup"], await rows(running, inquiry)
    for phone in (noah, mary):
        message = phone.last
        message.api["reply_markup"] = markup
        await phone.say("At the fair.", reply_to=message.id)
        await running.settle()
        assert phone.last.text == NO_LONGER, phone.owner.name
    brought.api["reply_markup"] = {"inline_keyboard": [[{"text": "✏️", "callback_data": f"ask|m|{number}"}]]}
    await grace.say("And more of it.", reply_to=brought.id)
    await running.settle()
    assert await rows(running, inquiry) == before and len(await rows(running, inquiry_said)) == 1
    brought.api["reply_markup"] = markup
    await say(running, grace, "/menu")
    await grace.say("At the fair.", reply_to=brought.id)
    await running.settle()
    assert len(await rows(running, inquiry_said)) == 2 and await nothing_died(running)
