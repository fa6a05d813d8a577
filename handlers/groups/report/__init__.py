"""A leader's report for her whole group, in the chat, and a member's last word on it."""
