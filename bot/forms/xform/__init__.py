"""From XForm XML to an immutable form."""
