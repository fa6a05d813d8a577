"""Rows of the cash book and its statements."""
