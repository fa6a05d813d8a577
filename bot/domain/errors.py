"""Errors that carry the sentence for the person who caused them; one handler at the edge replies with it."""

from bot.i18n import Text


class PersonError(Exception):
    """What a person asked for cannot be done. `message` says why, to them, in words of the catalogues."""

    def __init__(self, message: Text) -> None:
        # The values stay out of the exception's own text: it goes to the log, where names and amounts have no place.
        super().__init__(message.message)
        self.message = message
