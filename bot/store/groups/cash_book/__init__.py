"""Rows of a group's cash book that are no lines of it: since when it is kept, who paid in, receipts."""
