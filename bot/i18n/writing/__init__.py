"""Writing for a reader: numbers, money, dates, sentences."""
