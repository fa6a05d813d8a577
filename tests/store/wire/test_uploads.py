"""What Telegram has of our files, and recordings on their way: on each kind of database."""

from datetime import UTC, datetime

from bot.left_out import LeftOut
from bot.store import Store
from bot.store.wire import received_files, telegram_files

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DIGEST = "a" * 64


async def test_an_id_is_good_for_one_bot_and_one_kind(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.run(telegram_files.learn, 1, DIGEST, "voice", "first", NOW)
        await tx.run(telegram_files.learn, 1, DIGEST, "voice", "second", NOW)
        assert await tx.run(telegram_files.known, 1, DIGEST, "voice") == "second"
        assert await tx.run(telegram_files.known, 2, DIGEST, "voice") is None
        assert await tx.run(telegram_files.known, 1, DIGEST, "photo") is None
        await tx.run(telegram_files.forget, 1, "second")
        assert await tx.run(telegram_files.known, 1, DIGEST, "voice") is None


async def test_the_last_take_is_the_one_that_is_fetched(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.run(received_files.expect, "old.ogg", 1, 5, "old", NOW, place="recordings/p/en/consent.ogg")
        await tx.run(received_files.expect, "new.ogg", 1, 5, "new", NOW, place="recordings/p/en/consent.ogg")
        await tx.run(received_files.expect, "answer.ogg", 1, 5, "answer", NOW)
        found = await tx.run(received_files.awaited, LeftOut(), 1, NOW, 9)
        assert {one.name for one in found} == {"new.ogg", "answer.ogg"}
        assert await tx.run(received_files.coming, "recordings/p/en/") == {"recordings/p/en/consent.ogg"}
        assert await tx.run(received_files.take_for, 1, "recordings/p/en/consent.ogg") == "new"
        assert await tx.run(received_files.take_for, 2, "recordings/p/en/consent.ogg") is None
        assert await tx.run(received_files.keep, "new.ogg")
        assert await tx.run(received_files.coming, "recordings/") == set()
