"""The cash book in the chat: what is looked at, counted, and put on paper."""
