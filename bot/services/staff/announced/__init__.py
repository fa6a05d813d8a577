"""Announcements as those see them who get them: what stands on each, what they answer, who wants none."""
