"""The Bot API as Telegram serves it: methods, their fields, limits, errors, updates and webhooks."""
