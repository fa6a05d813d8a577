"""Telegram's mechanics: updates in, turns, messages out."""
