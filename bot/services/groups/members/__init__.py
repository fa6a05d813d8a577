"""Who is in a group: taken in, joined, left, found, forgotten."""
