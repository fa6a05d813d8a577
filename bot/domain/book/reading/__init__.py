"""Reading a line of the cash book as people type it."""
