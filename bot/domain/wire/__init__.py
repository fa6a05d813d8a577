"""What travels between a chat and the house."""
