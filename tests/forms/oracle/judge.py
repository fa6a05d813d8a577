"""Asks ODK's engine, in node, what it makes of forms; installed beside evaluate.mjs on first use."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NOW = "2026-11-24T03:30:00.000Z"
PACKAGE = "@getodk/xforms-engine"


def version() -> str:
    found: str = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"][PACKAGE]
    return found


def judged(asked: Sequence[tuple[str, str]], zone: str) -> Iterator[dict[str, Any]]:
    """For each form and instance its nodes, [value, relevant, fits its constraint, required, choices], or an error."""
    if not (HERE / "node_modules" / PACKAGE).exists():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], cwd=HERE, check=True)
    lines = "\n".join(json.dumps({"form": form, "instance": instance}) for form, instance in asked)
    told = subprocess.run(
        ["node", "evaluate.mjs"],
        cwd=HERE,
        env={**os.environ, "TZ": zone, "NOW": NOW},  # noqa: TID251
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return (json.loads(line) for line in told.stdout.splitlines())
