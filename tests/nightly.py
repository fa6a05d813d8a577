"""How often: a smaller number in `make test`, a larger one in the night."""

import os


def times(by_day: int, at_night: int) -> int:
    """So many: `make nightly` sets OVOP_TESTS_NIGHTLY."""
    return at_night if os.environ.get("OVOP_TESTS_NIGHTLY") else by_day  # noqa: TID251 - the tests' own
