"""What a group prints, asked for in the chat; and a card that was scanned."""
