"""Numbers as people type them: digits, words, scales, and what they add up to."""
