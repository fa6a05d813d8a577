"""Rules of the work of staff."""
