"""Files sent as answers, as the Telegram door sees them."""

from bot.store.media import Awaited, awaited, expect, keep, lose, put_off

__all__ = ["Awaited", "awaited", "expect", "keep", "lose", "put_off"]
