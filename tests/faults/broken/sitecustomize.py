"""For a process of a test: no child can be started while a file is there, as on a machine without memory."""

import os
import subprocess
from pathlib import Path
from typing import Any

_run = subprocess.run


def run(*given: Any, **more: Any) -> Any:
    if Path(os.environ["TESTS_NO_CHILDREN"]).exists():  # noqa: TID251 - a process of its own
        raise OSError(12, "Cannot allocate memory")
    return _run(*given, **more)


subprocess.run = run  # type: ignore[assignment]
