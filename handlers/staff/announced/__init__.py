"""Announcements as those see them who get them: buttons under each, and what they do."""
