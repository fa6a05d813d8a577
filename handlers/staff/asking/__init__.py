"""Questions to a person: both sides of them in the chat."""
