"""Rules of the evaluation calendar: what is due, reminders, intervals, progress."""
