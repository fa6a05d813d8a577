"""The web app behind a real nginx, by the file that operators copy: who asks is who nginx has seen."""

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from limits import RateLimitItemPerHour
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.domain.book.statement_code import with_check
from bot.i18n import load_catalogues
from bot.store import Store
from tests.patience import PATIENCE
from tests.system.programs import free_port
from tests.web.test_verify import prepared, served
from web.hook import SECRET_HEADER, build
from web.limits import Limits
from web.readers import Readers
from web.verify import Pages

CONF = Path(__file__).resolve().parents[2] / "deploy/nginx.conf"
NAME, SECRET = "bot.example.org", "a-secret"
WRONG = with_check([7] * 14)
ABOVE = """
pid nginx.pid; error_log error.log;
events {{ }}
http {{
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    {conf}
}}
"""


def _settings(folder: Path, port: int, web_app: str) -> str:
    """The file as it is, but for the ports and the certificate that only its owner has."""
    conf = CONF.read_text("utf-8")
    for there, here in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(folder / "own.pem")),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(folder / "own.key")),
        ("http://127.0.0.1:8080", web_app),
    ):
        assert there in conf
        conf = conf.replace(there, here)
    return ABOVE.format(conf=conf)


@contextlib.asynccontextmanager
async def behind(nginx: str, folder: Path, web_app: str) -> AsyncIterator[str]:
    """nginx before the web app; gives its address."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed here")
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    make += ["-keyout", str(folder / "own.key"), "-out", str(folder / "own.pem")]
    await asyncio.to_thread(subprocess.run, make, check=True, capture_output=True)
    port = free_port()
    (folder / "nginx.conf").write_text(_settings(folder, port, web_app), "utf-8")
    run = (nginx, "-p", str(folder), "-e", "error.log", "-c", "nginx.conf", "-g", "daemon off; master_process off;")
    process = await asyncio.create_subprocess_exec(*run, stderr=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                assert process.returncode is None, (folder / "error.log").read_text("utf-8")
                with contextlib.suppress(OSError):
                    (await asyncio.open_connection("127.0.0.1", port))[1].close()
                    break
                await asyncio.sleep(0.05)
        yield f"https://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


def reader(root: str, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """Somebody with an address of their own."""
    transport = httpx.AsyncHTTPTransport(verify=False, local_address=address)
    return httpx.AsyncClient(transport=transport, base_url=root, headers={"Host": NAME}, timeout=PATIENCE)


async def _take(_raw: dict[str, Any]) -> None:
    return


async def test_a_forger_shuts_out_nobody(nginx: str, sqlite_store: Store, tmp_path: Path) -> None:
    made = await prepared(sqlite_store)
    pages = Pages(sqlite_store.transaction, load_catalogues(), Limits(RateLimitItemPerHour(1000)), Readers(1))
    async with served(build({7: _take}, SECRET, pages.routes())) as app, behind(nginx, tmp_path, app) as root:
        async with reader(root, "127.0.0.66") as forger:
            answers = []
            for number in range(60):
                forged = {
                    "X-Forwarded-For": f"10.1.2.{number}, 127.0.0.1",
                    "Forwarded": "for=127.0.0.1",
                    "X-Real-IP": "1",
                }
                answers.append((await forger.get(f"/verify/{WRONG}", headers=forged)).status_code)
        # at most twenty a minute, and the test may see two minutes begin
        assert 20 <= answers.count(200) <= 40 and answers.count(429) >= 20
        for address in ("127.0.0.1", "127.0.0.2"):
            async with reader(root, address) as honest:
                page = await honest.get(f"/verify/{made.code}")
                assert (page.status_code, "This statement is real." in page.text) == (200, True)
                assert (await honest.get(f"/verify/{WRONG}")).status_code == 200


async def test_what_is_open_and_what_is_not(nginx: str, sqlite_store: Store, tmp_path: Path) -> None:
    pages = Pages(sqlite_store.transaction, load_catalogues(), Limits(), Readers(1))
    telegrams = {SECRET_HEADER: SECRET}
    async with (
        served(build({7: _take}, SECRET, pages.routes())) as app,
        behind(nginx, tmp_path, app) as root,
        reader(root) as client,
    ):
        form = await client.get("/verify", params={"code": "7KQ2M-7KQ2M-7KQ2M"})
        hook = await client.post("/telegram/7", json={"update_id": 1}, headers=telegrams)
        large = await client.post("/telegram/7", content=b"x" * 1_100_000, headers=telegrams)
        others = ("/", "/healthz", "/alive", "/readyz", "/metrics")
        closed = [(await client.get(path)).status_code for path in others]
    assert (form.status_code, form.headers["location"]) == (303, "verify/7KQ2M-7KQ2M-7KQ2M")
    assert (hook.status_code, large.status_code) == (200, 413)
    assert closed == [404] * 5


async def test_what_a_client_writes_does_not_arrive(nginx: str, tmp_path: Path) -> None:
    async def told(request: Any) -> PlainTextResponse:
        return PlainTextResponse("|".join(request.headers.getlist("X-Forwarded-For")))

    written = [("X-Forwarded-For", "6.6.6.6"), ("x-forwarded-for", "5.5.5.5")]
    async with (
        served(Starlette(routes=[Route("/verify/x", told)])) as app,
        behind(nginx, tmp_path, app) as root,
        reader(root, "127.0.0.3") as client,
    ):
        answer = await client.get("/verify/x", headers=written)
    assert answer.text == "127.0.0.3"


def test_caddy_tells_the_same() -> None:
    caddy = CONF.with_name("Caddyfile").read_text("utf-8")
    for both in ("/telegram/", "/verify", "X-Forwarded-For", "127.0.0.1:8080", "OVOP_WEB_PROXIES=1"):
        assert both in caddy and both in CONF.read_text("utf-8")
