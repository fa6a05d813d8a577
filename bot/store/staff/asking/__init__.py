"""Questions to a person: their rows, who works where, what goes with whom, what waits."""
