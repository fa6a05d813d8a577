"""Rules of staff at work."""
"""Rules of what staff do."""
