"""Cooperatives: made, led, joined, and looked at by who leads them."""
