"""What officers say of people in the chat: who is known, and whose a lost account is."""
