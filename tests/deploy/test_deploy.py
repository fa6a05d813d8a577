"""What operators copy: units that systemd takes and finds tight, settings that exist, a container that is not root."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from bot.__main__ import make_parser
from bot.services.keeping import doctor, nights_done
from bot.services.people import erasure
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ["ovop.service", "ovop-copy.service", "ovop-copy.timer"]
# Of 10: 0 sees nothing of the machine.
MOST_EXPOSED = {"ovop.service": 20, "ovop-copy.service": 60}


@pytest.fixture
def analyze() -> str:
    """Where there is no systemd, its files are not tried."""
    return shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is not installed here")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they are, but for the program, which is somewhere else here."""
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8").replace("/opt/ovop/.venv/bin/ovop", "/bin/sh")
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def said_by(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_the_units(analyze: str, units: Path, name: str) -> None:
    code, said = said_by(analyze, "verify", str(units / name))
    # what the machine's own units are like is none of ours
    assert code == 0 and "ovop" not in said, said


@pytest.mark.parametrize("name", MOST_EXPOSED)
def test_little_of_the_machine_is_open_to_them(analyze: str, units: Path, name: str) -> None:
    most = str(MOST_EXPOSED[name])
    code, said = said_by(analyze, "security", "--offline=true", f"--threshold={most}", str(units / name))
    assert code == 0, said[-300:]


def entries(name: str) -> dict[str, list[str]]:
    """A unit's settings."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        key, is_one, value = line.partition("=")
        if is_one and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_the_service_runs_what_there_is() -> None:
    service = entries("ovop.service")
    (line,) = service["ExecStart"]
    assert make_parser("run").parse_args(line.split()[1:]).command.name == "run"
    assert service["User"] == ["ovop"] and service["RestartPreventExitStatus"] == ["2"]
    assert float(service["TimeoutStopSec"][0]) > 10


@pytest.mark.parametrize("name", ["ovop.env", "ovop.service", "Dockerfile", "nginx.conf", "Caddyfile"])
def test_settings_that_are_named_exist(name: str) -> None:
    named = set(re.findall(r"\bOVOP_[A-Z_]*[A-Z]\b", (DEPLOY / name).read_text("utf-8")))
    assert named and named <= {f"OVOP_{field.upper()}" for field in Settings.model_fields}


def test_the_settings_are_read_as_they_stand(tmp_path: Path) -> None:
    """By the shell, for the command; systemd and docker read the same lines."""
    lines = [line.lstrip("#") for line in (DEPLOY / "ovop.env").read_text("utf-8").splitlines() if "OVOP_" in line]
    assert all(re.fullmatch(r"OVOP_[A-Z_]+=[\w:/.-]*", line) for line in lines), lines
    copy = (DEPLOY / "ovop-copy.env").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r'#?COPY="[^"$`\\]+"', line) for line in copy if "COPY=" in line)
    assert sum(line.startswith("COPY=") for line in copy) == 1


def copy(folder: Path, command: str) -> int:
    """What the service does, by the shell that it names; gives its exit code."""
    service = entries("ovop-copy.service")
    lines = [*service["ExecStartPre"], *service["ExecStart"], *service["ExecStartPost"]]
    for line in lines:
        here = line.replace("/var/lib/ovop", str(folder)).replace("$$", "$")
        done = subprocess.run(here, shell=True, cwd=folder, env={"PATH": os.defpath, "COPY": command}, check=False)
        if done.returncode:
            return done.returncode
    return 0


def test_a_copy_is_made_with_the_tool_of_ones_choice(tmp_path: Path) -> None:
    data, away = tmp_path / "data", tmp_path / "away"
    (data / "backups").mkdir(parents=True)
    away.mkdir()
    (data / "backups/ovop-2026-11-24.tar.gz").write_bytes(b"x")
    assert copy(data, f'cp -r backups {erasure.LIST} "{away}" && echo done > {away}/told') == 0
    assert sorted(path.name for path in away.iterdir()) == ["backups", erasure.LIST, "told"]
    assert (data / nights_done.COPIED).exists()


def test_a_copy_that_fails_is_no_copy(tmp_path: Path) -> None:
    assert copy(tmp_path, "false; true") != 0
    assert copy(tmp_path, "no-such-tool") != 0
    assert not (tmp_path / nights_done.COPIED).exists()


@pytest.mark.parametrize(("days", "ok"), [(0, True), (1, True), (3, False)])
def test_the_doctor_knows_when_copies_have_stopped(tmp_path: Path, days: int, ok: bool) -> None:
    from bot.clock import wall_clock

    def told() -> list[doctor.Finding]:
        url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
        return [one for one in doctor.examine(url, tmp_path, wall_clock()) if "another machine" in one.sentence]

    assert told() == []
    (tmp_path / nights_done.COPIED).touch()
    past = time.time() - days * 86_400
    os.utime(tmp_path / nights_done.COPIED, (past, past))
    assert [one.ok for one in told()] == [ok]


# The command beside the service


def test_the_command_has_the_services_user_settings_and_folder(tmp_path: Path) -> None:
    text = (DEPLOY / "ovop").read_text("utf-8")
    service = entries("ovop.service")
    assert f"settings={service['EnvironmentFile'][0]}\n" in text
    assert f"data={service['WorkingDirectory'][0]}\n" in text
    assert f"code={service['ExecStart'][0].partition('/.venv')[0]}\n" in text
    code, data = tmp_path / "code/.venv/bin", tmp_path / "data"
    code.mkdir(parents=True)
    data.mkdir()
    (code / "ovop").write_text('#!/bin/sh\necho "$OVOP_TOKEN|$OVOP_DATA_DIR|$(pwd)|$*"\n')
    (code / "ovop").chmod(0o755)
    who = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    for there, here in (
        ("/etc/ovop.env", DEPLOY / "ovop.env"),
        ("/var/lib/ovop", data),
        ("/opt/ovop", tmp_path / "code"),
        ("!= ovop ]", f"!= {who} ]"),
    ):
        text = text.replace(there, str(here))
    (tmp_path / "ovop").write_text(text)
    ran = said_by("sh", str(tmp_path / "ovop"), "backup", "a b.tar.gz")
    assert ran == (0, f"123456:ABC-DEF|{data}|{data}|backup a b.tar.gz\n")
    assert (DEPLOY / "ovop").stat().st_mode & 0o111


# The container


def test_the_container_has_all_it_needs_and_is_not_root() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    taken = {word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]}
    assert all((ROOT / one).exists() for one in taken)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks", "scripts"}
    assert packages | {"requirements.txt", "pyproject.toml", "locales", "programmes"} <= taken
    sent = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert taken == {line[1:] for line in sent if line.startswith("!")} and sent[0] == "*"
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users == ["10001"]
    assert f"127.0.0.1:{Settings.model_fields['health_port'].default}/healthz" in "\n".join(lines)


def test_compose_gives_it_no_more_than_it_needs() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    for wanted in ("dockerfile: deploy/Dockerfile", "read_only: true", "- ALL", "no-new-privileges:true", "data:/data"):
        assert wanted in text


def test_it_is_built_where_docker_runs() -> None:
    docker = shutil.which("docker")
    if docker is None or said_by(docker, "info")[0]:
        pytest.skip("no docker runs here")
    code, said = said_by(docker, "build", "--quiet", "-f", str(DEPLOY / "Dockerfile"), str(ROOT))
    assert code == 0, said
    image = said.strip().splitlines()[-1]
    assert said_by(docker, "run", "--rm", image, "--version")[1].startswith("ovop ")
    assert said_by(docker, "run", "--rm", "--entrypoint", "id", image, "-u")[1].strip() == "10001"


def test_each_file_is_told_of() -> None:
    docs = (ROOT / "docs/operations.md").read_text("utf-8")
    assert [path.name for path in DEPLOY.iterdir() if f"../deploy/{path.name}" not in docs] == []
