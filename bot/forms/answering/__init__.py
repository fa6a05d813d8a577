"""Answering: one question at a time, and what follows from each answer."""
