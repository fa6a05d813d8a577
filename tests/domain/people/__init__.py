"""Tests of what is said of people."""
