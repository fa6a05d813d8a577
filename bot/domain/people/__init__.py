"""Rules about people: PIN and roles."""
