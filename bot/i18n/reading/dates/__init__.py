"""Dates as people type them: written out, said from today on, in any calendar."""
