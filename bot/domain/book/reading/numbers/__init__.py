"""The numbers of a line: which are money, how many, of what, at which price."""
