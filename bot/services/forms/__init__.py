"""Forms: open dialogues, versions, forms of staff, and the columns of their answers."""
