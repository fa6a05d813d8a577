"""The records of what can be done: which are guarded, which are heard when most is not; each is walked in a chat."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import LEADERS, PRODUCERS, SET_UP, STAFF, WORKERS, Reach, Role
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n import load_catalogues
from bot.services import recordings
from bot.services.forms import form_uploads
from bot.services.forms.form_uploads import Upload
from bot.services.people import invitations
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.people import people, roles
from bot.store.schema import person, role
from handlers.commands import COMMANDS, LISTED, MORE
from handlers.conversations import OPEN, TAPS
from handlers.menu_keys import KEYS
from handlers.records import EVERYBODY, NOT_YOURS, Command, Heard, by_name
from handlers.wire import menu
from simulator.bot_api.profile import commands_for
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage
from tests.patience import PATIENCE

MOST_LISTED = 8
# Which key of the menu does what a command does, that is not listed.
KEY_OF = {"answers": "📝 My answers", "progress": "📈 My progress", "language": "🌐 Language", "help": "❓ Help"}
STAFF_ONLY = "Only programme staff can do this. Thank you for wanting to help!"
# What is staff's. Whoever adds a record that changes what others are asked or hear adds it here, and names the roles.
STAFF_COMMANDS = {
    "broadcast", "duplicates", "figures", "followups", "groups", "newgroup", "questions", "record", "vouch", "work",
}  # fmt: skip
STAFF_OPEN = {
    "asked", "asks", "cast", "figures", "followups", "newgroup", "pace", "record",
}  # fmt: skip
STAFF_TAPS = {
    "record": "record|stop|", "newform": "newform|y|x", "followups": "followups|0", "newgroup": "newgroup|name|x",
    "groups": "groups|l|0",
    "gkeys": "gkeys|l|1|0",
    "advise": "advise|t|1",
    "gparts": "gparts|l|1|0",
    "sheets": "sheets|l|0",
    "lot": "lot|l|0",
    "dup": "dup|f|0",
    "todo": "todo|a|0",
    "vouch": "vouch|l|0",
    "cast": "cast|c|0",
    "aud": "aud|m",
    "asked": "asked|l|0",
    "figures": "figures|l|0",
    "pace": "pace|o|1",
    "lost": "lost|l|0",
    "asks": "asks|n|1",
}  # fmt: skip
# Of these, what a trainer may too: she sets groups up, and sees nothing afterwards.
SET_UP_COMMANDS, SET_UP_TAPS, SET_UP_OPEN = {"groups", "newgroup"}, {"groups", "newgroup"}, {"newgroup"}
# What is for who leads a group; in which, is asked when it is done.
LEADERS_ONLY = "This is for who leads a group."
LEADERS_COMMANDS = {
    "group",
    "report",
    "add",
}  # fmt: skip
LEADERS_TAPS = {
    "g": "g|l|1|0",
    "gp": "gp|l|1|0",
    "gfind": "gfind|f|1",
    "af": "af|l|1|0",
    "gi": "gi|l|1",
    "gb": "gb|o|1",
    "gbl": "gbl|k|1|x",
    "gm": "gm|a|1",
    "handover": "handover|a|1",
    "gc": "gc|l|1|0",
    "rp": "rp|b|1",
    "paper": "paper|c|1",
    "facts": "facts|s|1",
    "sheet": "sheet|g|1|1",
    "add": "add|begin|1",
    "phone": "phone|y|1|1",
}  # fmt: skip
# Answers to what she has just typed herself: they show nothing else, and a PIN between would take her words for digits.
LEADERS_OWN_WORDS = {"gbl"}
# Staff type from a leader's paper: buttons of a report are theirs too.
TYPED_BY_STAFF = {"rp"}
# What is for who works here or leads a group, and may make a product too.
WORKERS_COMMANDS, WORKERS_TAPS = {"register"}, {"too": "too|yes"}
# What is for who makes a product, and would be asked nothing else.
PRODUCERS_ONLY = "This is for people who make a product."
PRODUCERS_COMMANDS = {
    "checkin", "book", "progress", "answers", "debts", "statement", "tips", "hour", "practice",
    "about_you",
    "showtotal",
}  # fmt: skip
PRODUCERS_TAPS = {
    "book": "book|s", "e": "e|l", "ingroup": "ingroup|yes", "key": "key|y|1",
    "which": "which|n|1|0", "word": "word|s|1", "absent": "absent|s|1|1",
    "checkin": "checkin|1", "fix": "fix|l|0", "hour": "hour|9", "later": "later|",
    "picture": "picture|1", "practice": "practice|off", "statement": "statement|start", "tip": "tip|0|on|",
    "who_she_is": "who_she_is|n",
    "showtotal": "showtotal|s|1|m20261001",
}  # fmt: skip
ASKED, SILENT = "🔒 Please type your PIN.", "I am silent"
# What shows her figures or what is kept about her. Whoever adds a record that does adds it here, and guards it.
PRIVATE_COMMANDS = {"progress", "answers", "book", "debts", "statement", "mydata", "showtotal"}
PRIVATE_TAPS = {
    "book": "book|s", "picture": "picture|1", "fix": "fix|l|0", "statement": "statement|start", "word": "word|s|1",
    "absent": "absent|s|1|1",
    "showtotal": "showtotal|s|1|m20261001",
    "figureasked": "figureasked|s|1",
}  # fmt: skip
# What shows staff the figures of others.
GUARDED_OF_STAFF = {"figures"}
HERS_ALL_THE_SAME = {"start", "mydata", "forget", "verify", "who"}
TAPPED_ALL_THE_SAME = {"pin", "forget", "who"}
# They change the PIN or forget her: what they ask is their own.
ASK_BY_THEMSELVES = {"pin", "forget", "stop"}


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


@pytest.fixture
async def phone(running: Stage) -> Phone:
    """Hers, with a PIN that was set some time ago."""
    phone = running.simulator.phone(7001)
    await Actor(phone, 2).meet()
    for typed in ("/pin", "739154", "739154"):
        await phone.say(typed)
        await running.settle()
    running.clock.turn(minutes=11)
    return phone


async def type_in(running: Stage, phone: Phone, text: str) -> str:
    phone.mark()
    await phone.say(text)
    await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def tap(running: Stage, phone: Phone, number: int, data: str) -> str:
    """A tap on a button of any old message, also one that is on no screen any more."""
    user = {"id": phone.id, "is_bot": False, "first_name": "Mary", "language_code": "en"}
    message = {"message_id": 1, "date": 1, "chat": {"id": phone.id, "type": "private"}, "text": "…"}
    query: dict[str, Any] = {"id": str(number), "from": user, "message": message, "chat_instance": "1", "data": data}
    phone.mark()
    await running.house.lines[0].driver.handle([{"update_id": 10**6 + number, "callback_query": query}])
    await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def test_what_is_private_asks_for_the_pin_and_nothing_else_does(running: Stage, phone: Phone) -> None:
    for name in sorted(COMMANDS.keys() - ASK_BY_THEMSELVES):
        told = await type_in(running, phone, f"/{name}")
        assert (ASKED in told) is (name in PRIVATE_COMMANDS), (name, told)
        await type_in(running, phone, "/menu")


async def test_old_buttons_of_what_is_private_ask_for_the_pin(running: Stage, phone: Phone) -> None:
    for number, data in enumerate(PRIVATE_TAPS.values()):
        assert await tap(running, phone, number, data) == ASKED, data
        await type_in(running, phone, "/menu")


async def test_who_said_stop_is_heard_for_what_is_hers_alone(running: Stage, phone: Phone) -> None:
    await type_in(running, phone, "stop")
    for name in sorted(COMMANDS.keys() - {"start", "stop"}):
        told = await type_in(running, phone, f"/{name}")
        assert told.startswith(SILENT) is not (name in HERS_ALL_THE_SAME), (name, told)
        # a PIN that is asked would be heard next
        await type_in(running, phone, "stop")
    for number, prefix in enumerate(sorted(TAPS.keys() - TAPPED_ALL_THE_SAME)):
        data = PRIVATE_TAPS.get(prefix, f"{prefix}|x")
        assert (await tap(running, phone, number, data)).startswith(SILENT), data


async def test_who_has_no_role_is_refused_what_is_staffs_and_nothing_else(running: Stage, phone: Phone) -> None:
    for name in sorted(COMMANDS.keys() - ASK_BY_THEMSELVES):
        assert (await type_in(running, phone, f"/{name}") == STAFF_ONLY) is (name in STAFF_COMMANDS), name
        await type_in(running, phone, "/menu")
    for number, prefix in enumerate(sorted(STAFF_TAPS)):
        assert await tap(running, phone, number, STAFF_TAPS[prefix]) == STAFF_ONLY, prefix


@pytest.mark.parametrize("held", list(Role))
async def test_each_role_may_what_the_records_say(running: Stage, phone: Phone, held: Role) -> None:
    await give(running, held)
    for name in sorted(STAFF_COMMANDS):
        allowed = held in (SET_UP if name in SET_UP_COMMANDS else STAFF)
        assert (await type_in(running, phone, f"/{name}") != STAFF_ONLY) is allowed, name
    for number, prefix in enumerate(sorted(STAFF_TAPS)):
        allowed = held in (SET_UP if prefix in SET_UP_TAPS else STAFF)
        assert (await tap(running, phone, number, STAFF_TAPS[prefix]) != STAFF_ONLY) is allowed, prefix


@pytest.mark.parametrize("held", [one for one in Role if one is not Role.MEMBER])
async def test_who_only_works_here_is_offered_and_may_do_what_her_role_may(running: Stage, held: Role) -> None:
    phone = running.simulator.phone(7002)
    await join(running, phone, held)
    for name in sorted(COMMANDS.keys() - ASK_BY_THEMSELVES):
        told = await type_in(running, phone, f"/{name}")
        assert told.startswith(PRODUCERS_ONLY) is (name in PRODUCERS_COMMANDS), (name, told)
        staffs = SET_UP if name in SET_UP_COMMANDS else STAFF
        assert (told == STAFF_ONLY) is (name in STAFF_COMMANDS and held not in staffs), (name, told)
        assert (told == LEADERS_ONLY) is (name in LEADERS_COMMANDS and held not in LEADERS), (name, told)
        await type_in(running, phone, "/menu")
    for number, (prefix, data) in enumerate(sorted((PRODUCERS_TAPS | STAFF_TAPS | LEADERS_TAPS).items())):
        told = await tap(running, phone, number, data)
        assert told.startswith(PRODUCERS_ONLY) is (prefix in PRODUCERS_TAPS), (prefix, told)
        staffs = SET_UP if prefix in SET_UP_TAPS else STAFF
        assert (told == STAFF_ONLY) is (prefix in STAFF_TAPS and held not in staffs), (prefix, told)
        allowed = LEADERS | STAFF if prefix in TYPED_BY_STAFF else LEADERS
        assert (told == LEADERS_ONLY) is (prefix in LEADERS_TAPS and held not in allowed), (prefix, told)
    if held is Role.TRAINER:
        # what a member of staff has begun since, she has not
        await tap(running, phone, 10**4, "newgroup|area|x")
    assert "did not understand" in await type_in(running, phone, "sold 12 soap 600")
    await type_in(running, phone, "/menu")
    assert phone.keyboard is not None
    keys = {key.text for row in phone.keyboard.rows for key in row}
    refused = [key for key in sorted(keys) if (await type_in(running, phone, key)) in (PRODUCERS_ONLY, STAFF_ONLY)]
    assert not refused and "📒 My book" not in keys
    listed = commands_for(phone.bot, phone.chat, "en")
    assert ("followups" in {one["command"] for one in listed}) is (held in STAFF)
    assert "book" not in {one["command"] for one in listed}


async def join(running: Stage, phone: Phone, held: Role) -> None:
    """By a link, as somebody who is not registered."""
    wish = invitations.Wish(held, group=await a_group(running) if held is Role.LEADER else None)
    async with running.house.store.transaction() as tx:
        made = await tx.run(invitations.create, pack("malawi-ovop"), wish, "command line", running.clock.now())
    for act in (f"/start {invitations.payload(made)}", "[English]", "[✅ Yes, I agree]", "Grace Banda"):
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()


async def a_group(running: Stage) -> int:
    """A producer that is a group."""
    now = running.clock.now()
    values = {"programme": "malawi-ovop", "kind": "group", "inception": now.date(), "joined": now.date()}
    async with running.house.store.transaction() as tx:
        return await tx.run(
            people.add_producer, {**values, "created_at": now, "registered": None, "area": None, "product": None}
        )


async def test_a_role_that_has_ended_ends_what_is_open_and_its_old_buttons(running: Stage, phone: Phone) -> None:
    line = "sold 12 soap 600"
    for number, prefix in enumerate(["", *sorted(STAFF_TAPS)]):
        await give(running, Role.OFFICER)
        assert "In which language" in await type_in(running, phone, "/record")
        await give(running, None)
        told = await (tap(running, phone, number, STAFF_TAPS[prefix]) if prefix else type_in(running, phone, "hello"))
        assert told == STAFF_ONLY, prefix
        if prefix in STAFF_TAPS and prefix != "record":
            # a button of something else leaves the walk to the next word
            assert await type_in(running, phone, line) == STAFF_ONLY
        # what was open has ended: words are a line of the book again
        assert STAFF_ONLY not in await type_in(running, phone, line), prefix


async def give(running: Stage, held: Role | None) -> None:
    """From now on she has this role alone."""

    def change(connection: Connection) -> None:
        connection.execute(update(role).values(until=running.clock.now()))
        for number in connection.scalars(select(person.c.id)).all() if held else ():
            roles.give(connection, number, Reach(held), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(change)


async def test_services_ask_for_the_role_themselves(running: Stage, phone: Phone) -> None:
    upload = Upload("form-1.md", 1, phone.id, 1, "malawi-ovop", "visit")
    contact = Contact(1, phone.id, ChatState.ACTIVE, running.clock.now())
    async with running.house.store.transaction() as tx:
        with pytest.raises(NotAllowed, match="none of: admin, officer"):
            await tx.run(form_uploads.expect, upload, "file", running.clock.now())
        with pytest.raises(NotAllowed):
            await tx.run(form_uploads.use, running.house.loaded, upload, "<x/>", running.clock.now())
        with pytest.raises(NotAllowed):
            await tx.run(recordings.keep, contact, "file", "place", running.clock.now())


def test_what_is_staffs_has_its_roles_and_the_rest_is_for_everybody() -> None:
    for roles_of, commands, taps in (
        (STAFF, STAFF_COMMANDS - SET_UP_COMMANDS, STAFF_TAPS.keys() - SET_UP_TAPS),
        (SET_UP, SET_UP_COMMANDS, SET_UP_TAPS),
        (PRODUCERS, PRODUCERS_COMMANDS, PRODUCERS_TAPS.keys()),
        (LEADERS, LEADERS_COMMANDS, LEADERS_TAPS.keys() - TYPED_BY_STAFF),
        (LEADERS | STAFF, set(), TYPED_BY_STAFF),
        (WORKERS, WORKERS_COMMANDS, WORKERS_TAPS.keys()),
    ):
        assert {name for name, one in COMMANDS.items() if one.roles == roles_of} == commands
        assert {prefix for prefix, one in TAPS.items() if one.roles == roles_of} == taps
    assert {kind for kind, one in OPEN.items() if one.roles == STAFF} == STAFF_OPEN - SET_UP_OPEN
    assert {kind for kind, one in OPEN.items() if one.roles == SET_UP} == SET_UP_OPEN
    every = [*COMMANDS.values(), *TAPS.values(), *OPEN.values(), *KEYS.values()]
    assert {one.roles for one in every} == {STAFF, SET_UP, PRODUCERS, LEADERS, LEADERS | STAFF, WORKERS, EVERYBODY}


def test_every_record_has_its_word_in_every_language() -> None:
    catalogues = load_catalogues()
    words = [*(one.told for one in COMMANDS.values() if one.told), *KEYS, *MORE, NOT_YOURS]
    for language in set(catalogues.languages) - {"en"}:
        same = [word for word in words if catalogues.text(word, language) == word]
        assert same == [], language


def test_flags_are_those_of_the_tables() -> None:
    assert {one.prefix for one in TAPS.values() if one.guarded} == PRIVATE_TAPS.keys() | (
        LEADERS_TAPS.keys() - LEADERS_OWN_WORDS | GUARDED_OF_STAFF
    )
    assert {name for name, one in COMMANDS.items() if one.guarded} | {"debts"} == (
        PRIVATE_COMMANDS | LEADERS_COMMANDS | GUARDED_OF_STAFF
    )
    assert {name for name, one in COMMANDS.items() if Heard.SILENT in one.heard} == HERS_ALL_THE_SAME | {"stop"}
    assert {one.prefix for one in TAPS.values() if Heard.SILENT in one.heard} == TAPPED_ALL_THE_SAME
    assert {name for name, one in COMMANDS.items() if Heard.BEFORE_CONSENT in one.heard} == {
        "language", "textonly", "help", "mydata", "forget", "verify", "who", "stop",
    }  # fmt: skip
    assert {one.prefix for one in TAPS.values() if Heard.BEFORE_CONSENT in one.heard} == {*TAPPED_ALL_THE_SAME, "voice"}


def test_every_key_of_the_menu_has_a_record_and_every_listed_command_its_words() -> None:
    on_screen = {key for rows in menu.ROWS.values() for row in rows for key in row} | {*menu.LAST, menu.WHO}
    # keyboards that were shown before still have the key of the hour
    assert set(KEYS) == on_screen | {menu.HOUR}
    assert set(LISTED) <= set(COMMANDS)
    assert all(LISTED.values())
    assert all(one.told for one in COMMANDS.values() if one.place)


async def test_the_list_of_commands_is_short(running: Stage) -> None:
    # the demo has one more
    assert len(LISTED) <= MOST_LISTED - 1
    assert {"stop", "help", "menu"} <= set(LISTED)
    bot = running.simulator.bot(running.tokens[0])
    async with asyncio.timeout(PATIENCE):
        while len(bot.commands) <= len(running.house.loaded.languages):
            await asyncio.sleep(0.02)
    for where, listed in bot.commands.items():
        assert where[0] == "default" and [one["command"] for one in listed] == list(LISTED), where


async def test_what_is_not_listed_is_reached_by_taps_and_does_the_same(running: Stage, phone: Phone) -> None:
    reached = dict(KEY_OF)
    await type_in(running, phone, "/menu")
    for key, name in ((key, name) for name, key in KEY_OF.items()):
        assert await type_in(running, phone, key) == await type_in(running, phone, f"/{name}"), key
        await type_in(running, phone, "/menu")
    places = await buttons_of(running, phone, "☰ More")
    assert len(places) <= 4
    for place in places.values():
        inside = await buttons_of(running, phone, place, below="☰ More")
        assert len(inside) <= 6
        reached |= {data.removeprefix("do|"): label for data, label in inside.items() if data.startswith("do|")}
    missing = {name for name, one in COMMANDS.items() if not one.roles} - LISTED.keys() - reached.keys()
    assert missing == {"start"}, "neither listed nor below the menu"


async def buttons_of(running: Stage, phone: Phone, opens: str, below: str = "") -> dict[str, str]:
    """The labels of what a key or button shows, by their data without whose they are."""
    if below:
        await type_in(running, phone, below)
        await phone.tap(opens)
        await running.settle()
    else:
        await type_in(running, phone, opens)
    return {(one.data or "").partition("~")[0]: one.text for row in phone.last.buttons for one in row}


@pytest.mark.parametrize("name", sorted(name for name, one in COMMANDS.items() if one.place))
async def test_a_button_below_more_does_what_the_command_does(running: Stage, phone: Phone, name: str) -> None:
    if name == "about_you":
        # begun already, so that both go on with it
        await type_in(running, phone, f"/{name}")
    typed = await type_in(running, phone, f"/{name}")
    await type_in(running, phone, "/start" if name == "stop" else "/practice" if name == "practice" else "/menu")
    if name == "textonly":
        await type_in(running, phone, "/textonly")
    tapped = await tap(running, phone, 1, f"do|{name}")
    assert tapped.splitlines()[0] == typed.splitlines()[0]
    assert (ASKED in tapped) is (name in PRIVATE_COMMANDS | {"pin"})


async def test_no_other_command_is_a_button(running: Stage, phone: Phone) -> None:
    for number, data in enumerate(("do|nothing", "do|record", "do|start", "do|", "more|9", "more|x")):
        told = await tap(running, phone, number, data)
        assert told == ("What else would you like to do?" if data == "more|9" else ""), data


def test_two_records_are_never_called_alike() -> None:
    with pytest.raises(ValueError, match="called help"):
        by_name([COMMANDS["help"], Command("help", COMMANDS["menu"].does)], lambda one: one.name)
