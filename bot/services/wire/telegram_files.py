"""Our own files at Telegram, as its door sees them."""

from bot.store.uploads import forget, known, learn

__all__ = ["forget", "known", "learn"]
