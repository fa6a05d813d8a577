"""What comes in and goes out: units of work of the Telegram door."""
