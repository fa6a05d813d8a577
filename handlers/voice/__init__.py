"""Recording what is read aloud."""
