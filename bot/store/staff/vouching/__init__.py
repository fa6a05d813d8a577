"""Rows of whom officers vouch for, and of lost accounts that they give back."""
