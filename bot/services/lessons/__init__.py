"""Tips: which lesson, when, and in which words."""
