"""Installed as a package, away from the source, the bot still finds its packs, catalogues and migrations."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".*", "build", "*.egg-info", "tests", "__pycache__", "benchmarks")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what pip installs. From a copy: building leaves things behind in the source."""
    source, target = tmp_path_factory.mktemp("source") / "ovop", tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (source / "README.md").touch()
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
    ]
    subprocess.run([*pip, "--no-deps", "--target", target, source], check=True)
    return target


def run(installed: Path, tmp_path: Path, *arguments: str) -> str:
    environment = {"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_packs_migrations_and_catalogues(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "-m", "bot", "init", "nepal-odop").startswith("nepal-odop is ready: 7 forms")
    code = (
        "import bot; from bot.i18n import load_catalogues; from bot.packs import find_packs;"
        " print(bot.__file__, len(find_packs()), sorted(load_catalogues().languages))"
    )
    file, packs, languages = run(installed, tmp_path, "-c", code).split(maxsplit=2)
    assert file.startswith(str(installed))
    assert packs == "3"
    assert "'ne'" in languages
