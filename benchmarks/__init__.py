"""How fast the bot is, beside what somebody would use instead: `make bench`."""
