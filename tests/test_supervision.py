"""What has to run runs: one that fails begins again, takes nobody with it, and is not missed in silence."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot import app, supervision
from bot.store import StoreTrouble
from bot.supervision import CannotGoOn, Work, keep, kind_of, running
from bot.vitals import Vitals
from handlers.wire.delivery import Delivery
from handlers.wire.fetching import Fetcher
from handlers.wire.inbox import WebhookInbox
from handlers.wire.request import Api
from handlers.wire.sender import Sender
from jobs.form_checks import FormChecks
from tests.house import Stage, stage
from tests.patience import PATIENCE, until

SECRET_WORDS = "Mary owes 500"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "PAUSES", (0.01, 0.02, 0.03))


class Failing:
    """Work that fails so many times, then waits for ever."""

    def __init__(self, times: int, error: BaseException) -> None:
        self.times, self.error, self.begun = times, error, 0

    async def __call__(self) -> None:
        self.begun += 1
        if self.begun <= self.times:
            raise self.error
        await asyncio.Event().wait()


async def begun_again(work: Failing) -> bool:
    task = asyncio.create_task(keep(Work("Something", work)))
    await until(lambda: task.done() or work.begun > work.times)
    alive = not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return alive


@pytest.mark.parametrize("error", [ValueError(SECRET_WORDS), OSError(28, SECRET_WORDS), asyncio.CancelledError()])
async def test_it_begins_again_and_its_words_are_not_logged(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    work = Failing(3, error)
    assert await begun_again(work)
    assert work.begun == 4
    assert SECRET_WORDS not in caplog.text
    assert len([one for one in caplog.records if one.levelno == logging.ERROR]) == 3


async def test_what_fails_again_and_again_cannot_go_on() -> None:
    with pytest.raises(
        CannotGoOn, match=r"^Something fails again and again: ValueError at tests/test_supervision.py:\d+\."
    ):
        await keep(Work("Something", Failing(9, ValueError(SECRET_WORDS))))


async def test_trouble_of_the_store_lasts_as_long_as_it_lasts(caplog: pytest.LogCaptureFixture) -> None:
    work = Failing(6, StoreTrouble("disk is full"))
    assert await begun_again(work)
    assert (work.begun, caplog.text) == (7, "")


async def test_each_failure_is_counted_but_trouble_of_the_store() -> None:
    vitals = Vitals(time.monotonic)
    for error in (ValueError("odd"), StoreTrouble("locked")):
        task = asyncio.create_task(
            keep(Work(f"Something with {type(error).__name__}", Failing(2, error)), vitals.failed)
        )
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert vitals.failures == {"Something with ValueError": 2}
    assert vitals.failed_lately == ["Something with ValueError"]


async def test_what_is_to_run_for_ever_and_returns_has_failed() -> None:
    async def nothing() -> None:
        return

    with pytest.raises(CannotGoOn):
        await keep(Work("Something", nothing))
    await keep(Work("Something", nothing, lasting=False))


async def test_what_is_done_once_ends_nothing() -> None:
    async with running([Work("Something", Failing(99, ValueError()), lasting=False)]):
        await asyncio.sleep(0.2)


async def test_one_that_was_cancelled_by_somebody_ends_the_body() -> None:
    with pytest.raises(CannotGoOn, match="Something: it was stopped"):
        async with running([Work("Something", Failing(0, ValueError()))]):
            await asyncio.sleep(0)
            (task,) = [one for one in asyncio.all_tasks() if one.get_coro().__name__ == "_kept"]  # type: ignore[union-attr]
            task.cancel()
            await asyncio.sleep(5)


async def test_who_leaves_in_good_order_hears_nothing() -> None:
    async with running([Work("Something", Failing(0, ValueError()))]):
        await asyncio.sleep(0)


def test_the_kind_of_an_error_in_a_group() -> None:
    assert kind_of(ExceptionGroup("two", [KeyError(SECRET_WORDS)])) == "KeyError"


# Each of what a house runs, at the place where it can be made to fail.
TASKS: dict[str, tuple[Any, str]] = {
    "sending, before it began": (Delivery, "run"),
    "sending": (Delivery, "_exchange"),
    "fetching": (Fetcher, "round"),
    "polling": (Api, "updates"),
    "forms": (FormChecks, "round"),
    "introduction": (app, "introduce"),
}


def failing(monkeypatch: pytest.MonkeyPatch, where: tuple[Any, str], times: int) -> list[int]:
    real: Callable[..., Awaitable[Any]] = getattr(*where)
    failed: list[int] = []

    async def sometimes(*given: Any) -> Any:
        if len(failed) < times:
            failed.append(1)
            raise RuntimeError(SECRET_WORDS)
        return await real(*given)

    monkeypatch.setattr(*where, sometimes)
    return failed


@pytest.mark.parametrize("task", TASKS)
async def test_each_task_may_fail_and_people_are_answered(
    task: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = failing(monkeypatch, TASKS[task], 2)
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running_house:
        phone = running_house.simulator.phone(1)
        await phone.say("/help")
        await phone.until("I ask you about your work", timeout=PATIENCE)
        assert len([one for one in phone.heard if "I ask you about your work" in one.text]) == 1
    assert failed


@pytest.mark.parametrize("task", [one for one in TASKS if one != "introduction"])
async def test_each_task_that_always_fails_ends_the_house(
    task: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, TASKS[task], 99)
    with pytest.raises(CannotGoOn):
        async with stage(sqlite_url, codes=("malawi-ovop",)):
            await asyncio.sleep(20)


async def test_sending_that_has_stopped_in_the_middle_ends_the_house(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError(SECRET_WORDS)

    async def say(running_house: Stage) -> None:
        await running_house.simulator.phone(1).say("/help")
        await asyncio.sleep(20)

    monkeypatch.setattr(Sender, "send", broken)
    with pytest.raises(CannotGoOn, match="has stopped in the middle"):
        async with stage(sqlite_url, codes=("malawi-ovop",)) as running_house:
            await say(running_house)


async def test_who_takes_the_webhooks_updates_fails_and_telegram_offers_them_again() -> None:
    class Broken:
        async def handle(self, _raws: object) -> None:
            raise RuntimeError(SECRET_WORDS)

    box = WebhookInbox(Broken())  # type: ignore[arg-type]
    task = asyncio.create_task(keep(Work("Taking updates", box.run)))
    await asyncio.sleep(0)
    for number in range(3):
        with pytest.raises(StoreTrouble):
            await asyncio.wait_for(box.accept({"update_id": number}), 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    with pytest.raises(StoreTrouble):
        await asyncio.wait_for(box.accept({"update_id": 9}), 1)


async def test_nobody_waits_in_a_queue_that_nobody_takes_from() -> None:
    class Slow:
        async def handle(self, _raws: object) -> None:
            await asyncio.Event().wait()

    box = WebhookInbox(Slow())  # type: ignore[arg-type]
    task = asyncio.create_task(box.run())
    waiting = [asyncio.create_task(box.accept({"update_id": number})) for number in range(2500)]
    await asyncio.sleep(0.05)
    task.cancel()
    ended = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), PATIENCE)
    assert {type(one) for one in ended} == {StoreTrouble}
    await asyncio.gather(task, return_exceptions=True)
