"""What a leader reports for her members, and what each of them says of it."""
