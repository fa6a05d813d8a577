"""The error that speaks to a person keeps names and amounts out of the log."""

from bot.domain.errors import PersonError
from bot.i18n import N_, Text


def test_the_values_travel_but_are_not_in_the_exceptions_text() -> None:
    error = PersonError(Text.of(N_("{name} is not in your group."), name="Malee"))
    assert str(error) == "{name} is not in your group."
    assert error.message.values == {"name": "Malee"}
