"""The cash book of a group, and receipts to who paid in."""
