"""Rules of announcements."""
