"""Rules of staff at work."""
