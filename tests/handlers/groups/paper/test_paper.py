"""What a leader prints, on her phone: cards that open a member on it, and on no other; drawn when they are sent."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from bot.domain.people.roles import Role
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.groups.paper.sheet import Before
from bot.services.people import working
from bot.services.people.working import Ending
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.schema import card, chat, group_link, outbox, person, role
from handlers.groups.paper import paper_files
from handlers.groups.paper.paper_files import Makers, NothingToDraw
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.test_group import CODE, a_group, forged, joins, leads, link_of
from tests.house import Stage, pack, stage
from tests.render.pdf import has, pages
from tests.render.squares import codes_in

ONLY_HERS = "This card opens only on the phone of the group's leader."


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def without_phones(running: Stage, group: int, *names: str) -> list[int]:
    """Members without a phone come into a group."""
    now = running.clock.now()

    def add(connection: Connection) -> list[int]:
        told = Told(now.date(), How.ALOUD, "Esther Phiri")
        return [
            adding.add(connection, pack(CODE), group, NewMember(name, language="en"), told, "command line", now)
            for name in names
        ]

    async with running.house.store.transaction() as tx:
        return await tx.run(add)


async def code_of(running: Stage, member: int = 0) -> str:
    """The newest code that was made."""
    found = await rows(running, card.c.code, card.c.until)
    return next(str(code) for code, until in reversed(found) if until is None)


def last_page(phone: Phone, name: str = "cards.pdf") -> str:
    """The text of the last file that was sent to her."""
    shown = next(one for one in reversed(phone.screen) if one.file is not None)
    assert shown.file is not None and shown.file.name == name
    return "".join(pages(shown.file.data))


async def ends(running: Stage, group: int) -> None:
    """The leader's time is over."""
    async with running.house.store.transaction() as tx:
        leader = select(role.c.person_id).where(role.c.group_id == group, role.c.until.is_(None))
        number = await tx.run(lambda connection: connection.scalars(leader).one())
        wish = Ending(number, Role.LEADER, "command line", group_id=group)
        await tx.run(working.end, wish, running.house.loaded.catalogues, running.clock.now())


async def test_cards_for_who_has_no_phone(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await joins(running, await link_of(running, leader))
    await say(running, leader, "🤝 My group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    await without_phones(running, group, "Malee Jaidee", "Somchai")
    told = await say(running, leader, "🤝 My group", "[🗂 Members and papers]", "[📇 Cards]")
    assert told == "📇 Cards to print and cut out, eight on a page.\nFor whom?"
    offered = [button.text for row in leader.screen[-1].buttons for button in row]
    assert offered == ["Without a phone: 2", "All members: 3", "🔁 New card for …"]
    await say(running, leader, "[Without a phone: 2]")
    page = last_page(leader)
    assert has(page, "Malee Jaidee") and has(page, "Somchai") and has(page, "Kampini") and not has(page, "Person 2")
    await say(running, leader, "🤝 My group", "[🗂 Members and papers]", "[📇 Cards]", "[All members: 3]")
    assert has(last_page(leader), "Person 2")
    assert await nothing_died(running)


async def test_the_row_of_the_outbox_has_numbers_alone(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await without_phones(running, group, "Malee Jaidee")
    await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[All members: 1]")
    ((payload,),) = [row for row in await rows(running, outbox.c.payload) if "attach" in row[0]]
    assert payload["attach"]["document"] == {"kind": "cards", "person": 1, "group": group, "of": "all"}
    assert "Malee" not in str(payload)


async def test_her_phone_opens_the_member_and_others_read_no_name(running: Stage) -> None:
    group, other = await a_group(running), await a_group(running, "Other")
    leader = await leads(running, group)
    stranger_who_leads = await leads(running, other, 7101, "Ruth Phiri")
    member = await joins(running, await link_of(running, leader))
    await without_phones(running, group, "Malee Jaidee")
    await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[All members: 1]")
    scanned = f"/start m_{await code_of(running)}"
    told = await say(running, leader, scanned)
    assert told.startswith("Malee Jaidee\nNumber 1\n")
    people = await rows(running, func.count(chat.c.chat))
    stranger = running.simulator.phone(7400, "Finder", "en")
    for phone in (stranger, member, stranger_who_leads):
        phone.mark()
        told = await say(running, phone, scanned)
        assert told.startswith(ONLY_HERS)
        assert not any(name in one.text for name in ("Malee", "Kampini") for one in phone.heard)
    assert await rows(running, func.count(chat.c.chat)) == people, "who finds a card is nobody of the programme's"
    assert (await say(running, leader, "/start m_nonsense")).startswith(ONLY_HERS)


async def test_a_new_card_for_one(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await without_phones(running, group, *(f"Member {letter}" for letter in "ABCDEFGHIJ"))
    await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[All members: 10]")
    old = await code_of(running)
    told = await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[🔁 New card for …]", "[▶️]")
    assert told == "Whose card is to be new? The old one opens nothing then."
    assert [button.text for row in leader.screen[-1].buttons for button in row] == ["9. Member I", "10. Member J", "◀️"]
    told = await say(running, leader, "[10. Member J]")
    assert told == "📇 The new card of Member J.\nThe old one opens nothing any more."
    assert has(last_page(leader), "Member J") and not has(last_page(leader), "Member I")
    assert (await say(running, leader, f"/start m_{old}")).startswith("This card opens nothing any more.")
    assert (await say(running, leader, f"/start m_{await code_of(running)}")).startswith("Member J\nNumber 10")


async def test_her_pin_is_before_the_member_that_a_card_opens(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await without_phones(running, group, "Malee Jaidee")
    await say(
        running,
        leader,
        "/group",
        "[🗂 Members and papers]",
        "[📇 Cards]",
        "[All members: 1]",
        "/pin",
        "739154",
        "739154",
    )
    running.clock.turn(minutes=11)
    scanned = f"/start m_{await code_of(running)}"
    assert await say(running, leader, scanned) == "🔒 Please type your PIN."
    assert (await say(running, leader, "739154")).startswith("Malee Jaidee\nNumber 1")


async def test_old_buttons_of_who_leads_no_more_and_of_others_do_nothing(running: Stage) -> None:
    group, other = await a_group(running), await a_group(running, "Other")
    leader = await leads(running, group)
    stranger = await leads(running, other, 7101, "Ruth Phiri")
    (member,) = await without_phones(running, group, "Malee Jaidee")
    await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[All members: 1]")
    code, before = await code_of(running), await rows(running, card.c.code, card.c.until)
    files = len(await rows(running, outbox.c.id))
    deeds = [f"paper|{deed}|{group:x}" for deed in ("c", "a", "w", "s", "t", "h", "i", "k")]
    deeds += [f"paper|{deed}|{group:x}|0" for deed in ("p", "q")]
    deeds += [f"paper|{deed}|{group:x}|{member:x}" for deed in ("n", "m", "o")]
    for data in deeds:
        assert "Malee" not in await forged(running, stranger, data)
    await ends(running, group)
    for data in deeds:
        assert "Malee" not in await forged(running, leader, data)
    assert (await say(running, leader, f"/start m_{code}")).startswith(ONLY_HERS)
    assert await rows(running, card.c.code, card.c.until) == before
    assert not [one for one in (await rows(running, outbox.c.id, outbox.c.payload))[files:] if "attach" in one[1]]
    assert await nothing_died(running)


async def test_whoever_leads_no_more_when_it_is_drawn_gets_nothing(running: Stage) -> None:
    group = await a_group(running)
    await leads(running, group)
    (member,) = await without_phones(running, group, "Malee Jaidee")
    makers = Makers(running.house.store.transaction, running.house.loaded, lambda: "a_bot").by_kind()
    for kind in (paper_files.CARDS, paper_files.SLIPS):
        with pytest.raises(NothingToDraw):
            await makers[kind](paper_files.wanted(kind, 1, group, of=[member + 1]))
    await ends(running, group)
    when = {"on": "2026-03-02", "month": "2026-02-01", "language": "en", "programme": CODE}
    for kind in makers:
        with pytest.raises(NotAllowed):
            await makers[kind](
                paper_files.wanted(kind, 1, group, of=[member], **when, media="x.jpg", dialogue=1, page=0)
            )


async def test_how_she_stands_is_hidden_until_she_has_agreed_to_it(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await without_phones(running, group, "Malee Jaidee")
    async with running.house.store.transaction() as tx:
        before = update(person).where(person.c.name == "Malee Jaidee").values(consent_version="1")
        await tx.run(lambda connection: connection.execute(before))
    await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[All members: 1]")
    told = await say(running, leader, f"/start m_{await code_of(running)}")
    assert told.endswith("🔒 not asked yet whether you may see how she stands")


async def test_slips_for_who_has_no_phone_all_or_one(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await joins(running, await link_of(running, leader))
    await say(running, leader, "🤝 My group", "[🆕 New: 1]", "[✅ Yes, in our group]", "🤝 My group")
    assert "✍️ Consent slips" not in [button.text for row in leader.screen[-1].buttons for button in row]
    await without_phones(running, group, "Malee Jaidee", "Somchai")
    await say(running, leader, "🤝 My group", "[🗂 Members and papers]", "[✍️ Consent slips]", "[Without a phone: 2]")
    page = last_page(leader, "slips.pdf")
    assert (
        has(page, "Malee Jaidee") and has(page, "Somchai") and has(page, "Esther Phiri") and not has(page, "Person 2")
    )
    assert has(page, "You may say no at any time. You lose no support by it.")
    await say(running, leader, "🤝 My group", "[🗂 Members and papers]", "[✍️ Consent slips]", "[👤 For one of them …]")
    offered = [button.text for row in leader.screen[-1].buttons for button in row]
    assert offered == ["2. Malee Jaidee", "3. Somchai"]
    await say(running, leader, "[3. Somchai]")
    assert has(last_page(leader, "slips.pdf"), "Somchai") and not has(last_page(leader, "slips.pdf"), "Malee")
    assert "nobody to print this for" in await forged(running, leader, f"paper|o|{group:x}|2")
    assert await nothing_died(running)


async def test_a_sheet_and_a_picture_for_the_meeting(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, "/group")
    assert not [button.text for row in leader.screen[-1].buttons for button in row if button.text[:1] in "📄🖼📇"]
    await without_phones(running, group, "Malee Jaidee", "Somchai")
    told = await say(running, leader, "/group", "[🗂 Members and papers]", "[📄 Sheet for the meeting]")
    assert told.startswith("📄 Print this for the meeting. Write down who came, and what each says.\nA photo of it")
    page = last_page(leader, "sheet.pdf")
    for words in ("Kampini", "Malee Jaidee", "Somchai", "Meeting about February 2026", "Sales", "Came"):
        assert has(page, words), words
    assert await say(running, leader, "/group", "[🗂 Members and papers]", "[🖼 Picture for the meeting]") == (
        "🖼 Show this at the meeting. It names nobody."
    )
    shown = leader.heard[-1]
    assert shown.kind == "photo" and shown.file is not None and shown.file.data.startswith(b"\x89PNG")
    made = [row[0]["attach"] for row in await rows(running, outbox.c.payload) if "attach" in row[0]]
    assert "Malee" not in str(made) and "Kampini" not in str(made)
    assert await nothing_died(running)


async def test_the_link_can_be_scanned_until_it_is_taken_back(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    link = await link_of(running, leader)
    await say(running, leader, "[🔳 Link to be scanned]")
    shown = leader.heard[-1]
    assert shown.kind == "photo" and shown.file is not None
    bot = running.house.lines[0].application.bot.username
    assert codes_in(shown.file.data) == [f"https://t.me/{bot}?start={link.removeprefix('/start ')}"]
    makers = Makers(running.house.store.transaction, running.house.loaded, lambda: "a_bot").by_kind()
    when = {"at": running.clock.now().isoformat(), "on": "2026-03-02", "language": "en"}
    await say(running, leader, "[🚫 Take the link back]")
    with pytest.raises(NothingToDraw):
        await makers[paper_files.POSTER](paper_files.wanted(paper_files.POSTER, 1, group, **when))
    assert len(await rows(running, group_link.c.code)) == 1, "drawing makes no new one"


async def test_what_is_known_of_earlier_months_and_of_sales_is_drawn(running: Stage) -> None:
    """Handed in by who knows: the sheet and the picture ask for their own group and month."""
    group = await a_group(running)
    await leads(running, group)
    (member,) = await without_phones(running, group, "Malee Jaidee")
    asked: list[tuple[int, date]] = []

    def reported(connection: Connection, of: int, month: date, columns: Sequence[str]) -> dict[int, Before]:
        asked.append((of, month))
        return {member: Before([Decimal(4321)] * len(columns))}

    def sold(connection: Connection, of: int, month: date) -> None:
        asked.append((of, month))

    makers = Makers(running.house.store.transaction, running.house.loaded, str, reported, sold).by_kind()
    for kind in (paper_files.SHEET, paper_files.MEETING):
        drawing = await makers[kind](paper_files.wanted(kind, 1, group, on="2026-03-02", language="en"))
        if kind == paper_files.SHEET:
            assert has(pages(drawing().content)[0], "4,321")
    assert asked == [(group, date(2026, 1, 1)), (group, date(2026, 2, 1))]
