"""Keeping the data: backup, doctor, exports, housekeeping."""
