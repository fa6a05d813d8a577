"""Check-ins, what came of them, and corrections of what was sent."""
