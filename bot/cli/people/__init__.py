"""Commands about people: invited, vouched for, what they may, lost accounts, who is forgotten."""
