"""Messages that wallets and banks send, pasted or forwarded: what moved, with whom, what it cost, what is left."""

from bot.domain.book.wallets.notice import Notice, read_notice, tells_secret

__all__ = ["Notice", "read_notice", "tells_secret"]
