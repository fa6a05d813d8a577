"""`ovop` as a process of its own: it starts from any folder, and stops in good order."""

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

LINE = [sys.executable, "-m", "bot"]


def test_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "ovop", "init", "nepal-odop"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "data" / "ovop.db").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_answers_and_stops_when_told(tmp_path: Path, number: signal.Signals) -> None:
    demo = subprocess.Popen([*LINE, "demo", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    assert demo.stderr is not None
    with demo:
        line = demo.stdout.readline()
        address = line.split()[1] if line else demo.stderr.read()
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        demo.send_signal(number)
        assert demo.wait(timeout=15) == 0
        assert "Traceback" not in demo.stderr.read()
