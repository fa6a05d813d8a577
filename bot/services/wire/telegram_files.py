"""Our own files at Telegram, as its door sees them."""

from bot.store.wire.telegram_files import forget, known, learn

__all__ = ["forget", "known", "learn"]
