"""Readings for keeping: backups, exports, health, retention."""
