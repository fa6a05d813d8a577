"""Who leads a group: the next leader, key holders, terms, and what staff do about leaders."""
