"""`ovop review-sheet`: what the bot says in a language, as a sheet that a native speaker reads and answers."""
