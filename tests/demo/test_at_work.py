"""Who works in the demo opens a link; where a demo is taken up again she is known, and opens none."""

from datetime import UTC, datetime

import pytest

from bot.demo import at_work, members, year
from bot.i18n import load_catalogues
from bot.services import programmes
from bot.services.groups import making
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import registration
from bot.store.engine.sync import writing
from simulator.server import Simulator
from simulator.world.phones import Owner
from tests.house import TOKEN, pack

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CODE = "malawi-ovop"


@pytest.mark.parametrize(("role", "becomes"), [("leader", "leader"), ("staff", "officer")])
async def test_she_opens_a_link_until_she_is_known(sqlite_url: str, role: str, becomes: str) -> None:
    simulator = Simulator([TOKEN], now=lambda: NOW, phones=[Owner(1003, "Grace", "ny", role)])
    loaded = LoadedPacks({CODE: pack(CODE)}, load_catalogues())
    (phone,) = simulator.phones
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), NOW)
        typed = [line for _ in range(2) for line in at_work.opens(connection, phone, pack(CODE), loaded, NOW)]
        assert len(set(typed)) == 2, "each phone has a link of its own"
        for line in typed:
            found = registration.invited(connection, line.removeprefix("/start join_"), NOW)
            assert found is not None and found["role"] == becomes
        groups = [one.name for one in making.listed(connection, CODE)]
        assert groups == ([members.NAME] if role == "leader" else [])
        year.make(connection, year.Somebody(phone.bot.id, phone.id, pack(CODE), "en"), NOW)
        assert at_work.opens(connection, phone, pack(CODE), loaded, NOW) == []
