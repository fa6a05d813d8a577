"""Is a statement real? A page for whoever holds one: typed code or scanned square, totals and dates, and no name."""

import html
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.domain.book.statement_code import dashed, read_code
from bot.i18n import N_, Catalogues, Text, Value
from bot.services.book import statements
from bot.services.book.statement_told import Told, Tone, told
from bot.services.book.statements import Found, Verdict
from bot.services.work import StoreTrouble, Transactions
from web.languages import preferred
from web.limits import Limits
from web.readers import Readers

TITLE = N_("Is a statement real?")
HOW = N_("Type the code of the paper. You will see its totals and dates; no name is shown.")
LOOK, CODE, ANOTHER = N_("Look"), N_("Code"), N_("Another code")
NOTE = N_("Figures as the person wrote them in a cash book. Nobody has compared them with receipts.")
MANY = Text(N_("Too many tries."))
WAIT = Text(N_("Please wait a minute, then try again."))
SIGNS: Final = {Tone.GOOD: "✓", Tone.CAREFUL: "!", Tone.BAD: "✕"}
STYLE: Final = files("web").joinpath("verify.css").read_text("utf-8").strip()
LONGEST_CODE: Final = 80
NO_CODE: Final = re.compile(r"\W+")
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages need: the database, the words, how often they may be asked, and by whom."""

    transactions: Transactions
    catalogues: Catalogues
    limits: Limits
    readers: Readers

    def routes(self) -> list[Route]:
        return [
            Route("/verify", self.ask, methods=["GET"]),
            Route("/verify/{code}", self.show, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        """An empty form; what it sends becomes an address of its own, without a script."""
        code = request.query_params.get("code", "")[:LONGEST_CODE].strip()
        if code:
            plain = read_code(code) or NO_CODE.sub("-", code)
            return RedirectResponse(f"verify/{quote(plain)}", 303, HEADERS)
        return self._page(request, None, "")

    async def show(self, request: Request) -> Response:
        """The verdict on a code."""
        code = request.path_params["code"][:LONGEST_CODE]
        if read_code(code) is None:
            # a slip is found without looking anything up
            return self._page(request, told(Found(Verdict.MISTYPED)), code)
        address = self.readers.address(request)
        if not self.limits.may_look(address):
            return self._too_often(request, code)
        try:
            async with self.transactions() as tx:
                found = await tx.run(statements.verify, code)
        except StoreTrouble:
            return self._page(request, None, code, 503, {"Retry-After": "60"})
        if found.verdict is Verdict.UNKNOWN and not self.limits.may_fail(address):
            return self._too_often(request, code)
        return self._page(request, told(found), code)

    def _too_often(self, request: Request, code: str) -> Response:
        return self._page(request, Told(Tone.CAREFUL, MANY, WAIT), code, 429, {"Retry-After": "60"})

    def _page(
        self, request: Request, words: Told | None, code: str, status: int = 200, more: dict[str, str] | None = None
    ) -> Response:
        language = preferred(request.headers.get("Accept-Language", ""), self.catalogues.languages)
        direction = self.catalogues.locale(language).direction

        def say(value: Value, **values: Value) -> str:
            whole = Text(value, values) if isinstance(value, str) else value
            return html.escape(self.catalogues.render(Text("{value}", {"value": whole}), language))

        content = _body(words, code, say, "../verify" if "code" in request.path_params else "verify")
        page = (
            f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="color-scheme" content="light dark"><title>{say(TITLE)}</title>'
            f"<style>{STYLE}</style></head>\n<body><main>\n{content}\n</main></body>\n</html>\n"
        )
        return HTMLResponse(page, status, HEADERS | (more or {}))


Say = Callable[..., str]


def _body(words: Told | None, code: str, say: Say, address: str) -> str:
    parts = [f"<h1>{say(TITLE)}</h1>"]
    if words is None:
        parts.append(f"<p>{say(HOW)}</p>")
    else:
        parts.append(_verdict(words, code, say))
    parts.append(_form(words is not None, say, address))
    return "\n".join(parts)


def _verdict(words: Told, code: str, say: Say) -> str:
    good = read_code(code)
    shown = html.escape(dashed(good) if good else code)
    rows = "".join(f"<div><dt>{say(label)}</dt><dd>{say(value)}</dd></div>" for label, value in words.figures)
    figures = f"<dl>{rows}</dl><p class=note>{say(NOTE)}</p>" if rows else ""
    return (
        f'<section class="{words.tone}"><p class=sign aria-hidden=true>{SIGNS[words.tone]}</p>'
        f"<h2>{say(words.heading)}</h2><p class=code>{shown}</p><p>{say(words.meaning)}</p>{figures}</section>"
    )


def _form(again: bool, say: Say, address: str) -> str:
    return (
        f'<form action="{address}" method=get><label for=code>{say(ANOTHER if again else CODE)}</label>'
        "<input id=code name=code required maxlength=40 autocomplete=off autocapitalize=characters spellcheck=false "
        f'placeholder="7KQ2M-XXXXX-XXXXX"><button>{say(LOOK)}</button></form>'
    )
