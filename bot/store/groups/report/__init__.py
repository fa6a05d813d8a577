"""Rows of what leaders report: figures, photos of sheets, absences, and what each member says of it."""
