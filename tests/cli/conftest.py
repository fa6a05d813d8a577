"""The operator of the command line's tests."""

from pathlib import Path

import pytest

from tests.cli.operator import Operator
from tests.system.databases import Templates


@pytest.fixture
def operator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, templates: Templates
) -> Operator:
    """Without a token, in an empty data folder."""
    operator = Operator(tmp_path / "data", capsys, monkeypatch, templates)
    operator.set("DATA_DIR", str(operator.data))
    # whoever runs a bot here: nobody asks it, and two at once do not want the same port
    operator.set("HEALTH_PORT", "0")
    for name in ("TOKEN", "DATABASE_URL", "WEBHOOK_URL", "API_URL", "LOG"):
        monkeypatch.delenv(f"OVOP_{name}", raising=False)
    return operator
