"""Locales and catalogues as the project ships them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.i18n import Locale, locales

FOLDER = Path(__file__).parents[2] / "locales"


@pytest.fixture(scope="session")
def every() -> Mapping[str, Locale]:
    return locales(FOLDER)
