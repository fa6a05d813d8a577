"""Who leads a group, in the chat: handed over, confirmed, looked after by staff."""
