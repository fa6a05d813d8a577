"""The queue of figures, as rows."""
