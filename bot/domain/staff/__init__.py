"""Rules of what staff do."""
