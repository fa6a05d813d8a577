"""A roster in a spreadsheet: groups, their members and leaders, and what was known of them before the programme."""
