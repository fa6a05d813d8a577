"""Rows of who is in a group: memberships, cards, pauses, phones, what was asked by lot."""
