"""The doctor asks a running bot at its own doors: one that lives and is deaf, or not there, is found."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.clock import wall_clock
from bot.services.keeping.findings import Finding
from bot.store.engine.sync import writing
from bot.store.schema import heartbeat
from tests.cli.operator import Operator
from tests.system.programs import free_port
from tests.web.test_health import opened
from tests.web.test_verify import served
from web.health import HealthDoor

WELL = [Finding("tasks", True, "Every part runs."), Finding("disk", True, "x")]
ILL = [Finding("tasks", False, "Failed: Sending of bot 1."), Finding("disk", True, "x")]


def door(findings: Sequence[Finding]) -> HealthDoor:
    async def examine() -> Sequence[Finding]:
        return findings

    async def measure() -> Any:
        raise AssertionError("nobody asks")

    return HealthDoor(examine, measure)


async def _nonsense(_request: object) -> PlainTextResponse:
    return PlainTextResponse("a shop")


def alive(operator: Operator, ago: timedelta = timedelta()) -> None:
    operator.begin("nepal-odop")
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        connection.execute(heartbeat.insert().values(name="alive", at=wall_clock() - ago))


async def told(operator: Operator, app: HealthDoor | Starlette | None, setting: str) -> dict[str, tuple[bool, str]]:
    """What the doctor says of the doors."""
    if app is None:
        operator.set(setting, str(free_port()))
        said = (await asyncio.to_thread(operator.run, "doctor --json")).json
    else:
        async with opened(app) if isinstance(app, HealthDoor) else served(app) as address:
            operator.set(setting, address.rpartition(":")[2])
            said = (await asyncio.to_thread(operator.run, "doctor --json")).json
    return {one["topic"]: (one["ok"], one["sentence"]) for one in said["findings"] if "door" in one["topic"]}


@pytest.mark.parametrize(
    ("app", "ok", "sentence"),
    [
        (door(WELL), True, "The running bot finds itself well."),
        (door(ILL), False, "The running bot says: tasks: Failed: Sending of bot 1."),
        (None, False, "and the bot was alive minutes ago. Has it ended"),
        (Starlette(routes=[Route("/readyz", _nonsense)]), False, "is not the bot; set another OVOP_HEALTH_PORT."),
        (Starlette(), False, "is not the bot; set another OVOP_HEALTH_PORT."),
    ],
)
async def test_the_health_door(operator: Operator, app: HealthDoor | Starlette | None, ok: bool, sentence: str) -> None:
    alive(operator)
    seen = (await told(operator, app, "HEALTH_PORT"))["health door"]
    assert seen[0] is ok and sentence in seen[1], seen


@pytest.mark.parametrize(("app", "ok"), [(door(WELL), True), (Starlette(), False), (None, False)])
async def test_the_web_door(operator: Operator, app: HealthDoor | Starlette | None, ok: bool) -> None:
    alive(operator)
    seen = (await told(operator, app, "WEB_PORT"))["web door"]
    assert seen[0] is ok and ok is seen[1].startswith("It is open at http://127.0.0.1:"), seen


async def test_who_has_been_silent_for_long_is_not_asked(operator: Operator) -> None:
    alive(operator, timedelta(hours=2))
    assert await told(operator, None, "HEALTH_PORT") == {}
