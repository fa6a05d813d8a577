"""The health door: alive, ready, and figures for a monitor. It stands on an address of its own, for no stranger."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.services.keeping.doctor import Finding, as_json

Examine = Callable[[], Awaitable[Sequence[Finding]]]
# The figures as Prometheus reads them: the text, and what kind of text it is.
Measure = Callable[[], Awaitable[tuple[bytes, str]]]
HEADERS = {"Cache-Control": "no-store"}


async def alive(_request: Request) -> Response:
    """The process answers, which is all that this says."""
    return PlainTextResponse("alive", headers=HEADERS)


# The second name is the older one.
ALIVE = [Route("/healthz", alive, methods=["GET"]), Route("/alive", alive, methods=["GET"])]


def build(examine: Examine, measure: Measure) -> Starlette:
    """`/readyz` answers 200 when all is well, else 503, and names what is not right."""

    async def ready(_request: Request) -> Response:
        told = as_json(await examine())
        return JSONResponse(told, 200 if told["ok"] else 503, HEADERS)

    async def metrics(_request: Request) -> Response:
        content, kind = await measure()
        return Response(content, headers=HEADERS | {"Content-Type": kind})

    return Starlette(
        routes=[*ALIVE, Route("/readyz", ready, methods=["GET"]), Route("/metrics", metrics, methods=["GET"])]
    )
