"""Rows of the evaluation calendar: slots, submissions, outages, follow-ups."""
