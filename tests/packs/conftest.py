"""A copy of a real pack that a test may break."""

import shutil
from pathlib import Path

import pytest

from bot.packs import PROGRAMMES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROGRAMMES / "malawi-ovop", tmp_path / "malawi-ovop"))
