"""Reading what people type: numbers, money, dates, times, choices, phones."""
