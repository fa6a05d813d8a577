"""kill -9 while staff send forms and people answer them with pictures: each is used, kept and fetched once."""

import asyncio
import random
from pathlib import Path

from bot.app import MEDIA
from bot.clock import wall_clock
from bot.domain.people.roles import Role
from bot.services.people import invitations
from bot.services.people.erasure import HALF_FETCHED
from bot.services.people.invitations import Wish
from bot.store import Store
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import PNG, Phone
from tests.actor import PATIENCE, Actor
from tests.crash.test_crash import CODE, TOKEN, Victim, harass, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

STAFF = 4
KILLS = times(6, 60)
FORM = "| survey |\n| | type | name | label |\n| | image | picture | Your picture? |\n| | text | word | Any word? |\n"


def test_kill_while_forms_and_pictures_are_sent(prepared: str, tmp_path: Path) -> None:
    asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        used = connection.exec_driver_sql("SELECT name FROM form_in_use").scalars().all()
        added = connection.exec_driver_sql("SELECT count(*) FROM audit WHERE action = 'form add'").scalar()
        sent = connection.exec_driver_sql("SELECT form_name FROM submission WHERE form_name LIKE 'paper%'").scalars()
        submissions = sorted(sent)
        pictures = connection.exec_driver_sql("SELECT value FROM answer WHERE path LIKE '%/picture'").scalars().all()
        files = {name: state for name, state in connection.exec_driver_sql("SELECT name, state FROM media")}
        dead = connection.exec_driver_sql("SELECT count(*) FROM dead_update").scalar()
    engine.dispose()
    names = [f"paper_{number}" for number in range(STAFF)]
    assert (sorted(used), added, submissions, dead) == (names, STAFF, names, 0)
    assert len(set(pictures)) == STAFF
    assert {files[name] for name in pictures} == {"kept"}
    folder = tmp_path / MEDIA
    assert all((folder / name).read_bytes() == PNG for name in pictures)
    # what a kill cut off in the middle is never under a file's own name
    whole = {path.name for path in folder.iterdir() if path.suffix != HALF_FETCHED}
    assert whole <= set(files)


async def _story(url: str) -> None:
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    links = [await _link(url) for _ in range(STAFF)]
    phones = [simulator.phone(600 + number) for number in range(STAFF)]
    victim.live(0)
    meetings = (Actor(phone, number).work(link) for number, (phone, link) in enumerate(zip(phones, links, strict=True)))
    await asyncio.gather(*meetings)
    await asyncio.to_thread(victim.die)
    await _harassed(simulator, victim, phones)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _link(url: str) -> str:
    """An officer's invitation, made before the bot lives."""
    store = Store(url)
    async with store.transaction() as tx:
        made = await tx.run(invitations.create, pack(CODE), Wish(Role.OFFICER), "test", wall_clock())
    await store.close()
    return invitations.payload(made)


async def _harassed(simulator: Simulator, victim: Victim, phones: list[Phone]) -> None:
    chance = random.Random(20260302)
    chats = [_send(phone, number) for number, phone in enumerate(phones)]

    def life(kills: int) -> float:
        """A form is checked in a process that takes a moment to start: every third life is long enough for it."""
        return chance.uniform(0.05, 0.5) if kills % 3 else 4

    # what is still to be fetched is looked for every five seconds
    await harass(simulator, victim, 0, chats, KILLS, life, 7)


async def _send(phone: Phone, number: int) -> None:
    """A form, used; answered with a picture."""
    phone.mark()
    await phone.document(FORM.encode(), f"paper_{number}.md")
    ready = await phone.until("is ready.", timeout=PATIENCE)
    await phone.tap("✅ Use it", next(shown.id for shown in ready if "is ready." in shown.text))
    await phone.until("is asked from now on", timeout=PATIENCE)
    answered: int | None = None
    acts = ((f"/paper_{number}", "Your picture?"), (PNG, "Any word?"), ("apple", "Is everything right?"))
    for act, heard in (*acts, (None, "✅ Sent.")):
        phone.mark()
        if act is None:
            await phone.tap("✅ Send", answered)
        else:
            await (phone.photo(act) if isinstance(act, bytes) else phone.say(act))
        answered = next(shown.id for shown in await phone.until(heard, timeout=PATIENCE) if heard in shown.text)
