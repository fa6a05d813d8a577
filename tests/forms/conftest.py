"""What the tests of forms share: a moment, a table of places, a way to load a form that reads like a document."""

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.forms import Context, Table

BANGKOK = timezone(timedelta(hours=7))

AREAS = """name,label::English (en),label::ไทย (th),level,parent
10,Bangkok,กรุงเทพมหานคร,province,
50,Chiang Mai,เชียงใหม่,province,
1001,Phra Nakhon,พระนคร,district,10
1002,Dusit,ดุสิต,district,10
5001,Mueang Chiang Mai,เมืองเชียงใหม่,district,50
"""


@pytest.fixture
def context() -> Context:
    return Context(date(2026, 11, 24), datetime(2026, 11, 24, 10, 30, tzinfo=BANGKOK), seed="session 1")


@pytest.fixture
def areas() -> Table:
    return Table.read_csv(AREAS)
