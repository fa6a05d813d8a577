"""People: registered, vouched for, found again, forgotten."""
