"""Meeting somebody, consent, registration, and what she decides about herself."""
