"""The queue of figures in the chat."""
