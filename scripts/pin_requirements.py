"""Write requirements.txt and requirements-dev.txt anew, with the newest versions that pyproject.toml allows.

pip-tools lives in a virtual environment of its own, which is thrown away. The lists name no host, no path and no
option, so that they install from any mirror.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
    "--no-header",
    "--no-annotate",
    "--strip-extras",
    "--allow-unsafe",
    "--upgrade",
    "--quiet",
)
# pip-tools often needs some weeks to follow a new pip.
TOOLS = ("pip-tools>=7.4",)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = next(
            path for path in (Path(folder, "bin/python"), Path(folder, "Scripts/python.exe")) if path.exists()
        )
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS], check=True)
        compile_list = [str(python), "-m", "piptools", "compile", *FLAGS, "pyproject.toml"]
        subprocess.run([*compile_list, "-o", "requirements.txt"], cwd=ROOT, check=True)
        # The same versions in both lists: what is tested is what runs.
        development = ["--extra", "dev", "--constraint", "requirements.txt", "-o", "requirements-dev.txt"]
        subprocess.run([*compile_list, *development], cwd=ROOT, check=True)
    return _check()


def _check() -> int:
    lists = [ROOT / name for name in ("requirements.txt", "requirements-dev.txt")]
    wrong = [file.name for file in lists if "://" in (text := file.read_text("utf-8")) or "file:" in text]
    for name in wrong:
        print(f"{name} names a host or a file; it must not be committed like this.", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
