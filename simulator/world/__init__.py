"""What there is at Telegram: bots, chats, groups, phones, and what is written and sent in them."""
