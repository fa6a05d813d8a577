"""The next migration is written beside those that there are."""

from bot.store.engine import migrate
from scripts import make_migration as subject


def test_the_steps_so_far_are_found() -> None:
    assert sorted(file.name.partition("_")[0] for file in subject.VERSIONS.glob("[0-9]*.py")) == migrate.steps()
