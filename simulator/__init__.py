"""A Telegram of one's own: the Bot API on loopback, phones in a page, a clock that can be turned."""
