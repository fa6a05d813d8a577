"""What a group prints: cards, slips, the sheet and the picture for a meeting."""
