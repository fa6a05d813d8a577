"""The evaluation calendar: slots, reminders, check-ins, progress, corrections."""
