"""Asking and answering a questionnaire in the chat."""
