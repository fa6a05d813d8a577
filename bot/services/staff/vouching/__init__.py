"""What officers say of people: who is known in her area, and whose a lost account is."""
