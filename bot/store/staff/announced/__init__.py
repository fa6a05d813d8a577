"""Announcements as those see them who get them: questions, answers, wishes."""
