"""The cash book and its statements."""
