"""Questions to a person: asked, answered, told, counted."""
