"""Staff at work: what they are to look at, and what they do."""
