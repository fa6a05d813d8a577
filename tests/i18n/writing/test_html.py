"""HTML is a type of its own: made by escaping, by rendering, or of a pattern that stands in the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.i18n import Html, Text, escaped, joined, load_catalogues

ROOT = Path(__file__).parents[3]
NASTY = '<b>&"'
SHOWN = "&lt;b&gt;&amp;&quot;"


def test_words_are_escaped_once() -> None:
    assert escaped(NASTY) == SHOWN
    assert escaped(escaped(NASTY)) == SHOWN
    assert Html.of("<i>{}</i>", escaped(NASTY)) == f"<i>{SHOWN}</i>"


def test_a_pattern_escapes_what_is_put_into_it() -> None:
    assert Html.of("<b>{}</b> {}", NASTY, Html.of("<i>{}</i>", "x")) == f"<b>{SHOWN}</b> <i>x</i>"
    assert joined([Html.of("<b>1</b>"), escaped(NASTY)]) == f"<b>1</b>\n{SHOWN}"
    assert joined([escaped("1"), escaped("2")], " · ") == "1 · 2"


def test_a_rendered_message_is_html_and_a_plain_one_is_not() -> None:
    catalogues, text = load_catalogues(), Text.of("{name}!", name=NASTY)
    assert catalogues.html(text, "en") == f"{SHOWN}!"
    assert catalogues.render(text, "en") == f"{NASTY}!"
    made: list[object] = [catalogues.html(text, "en"), escaped(""), Html.of("x"), joined([])]
    assert all(isinstance(one, Html) for one in made)
    assert not isinstance(catalogues.render(text, "en"), Html)


def _sources() -> Iterator[tuple[Path, str]]:
    for folder in ("bot", "handlers", "jobs", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path, text in _sources():
        yield from ((path, node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def test_nobody_calls_words_html_without_escaping_them() -> None:
    """`Html(words)` is the catalogues' alone, and a pattern is a literal: nothing can be pasted into it."""
    casts = {str(path) for path, call in _calls() if isinstance(call.func, ast.Name) and call.func.id == "Html"}
    assert casts == {"bot/i18n/catalogues.py", "bot/i18n/writing/text.py"}
    patterns = [(path, call.args[0]) for path, call in _calls() if ast.unparse(call.func) == "Html.of"]
    assert [f"{path}:{one.lineno}" for path, one in patterns if not isinstance(one, ast.Constant)] == []


def test_there_is_one_way_to_escape_and_one_into_a_message() -> None:
    """Whoever escapes by hand has a str; whoever writes `parse_mode` by hand lets one into a message."""
    escapes = {str(path) for path, call in _calls() if ast.unparse(call.func) == "html.escape"}
    assert escapes == {"bot/i18n/writing/text.py", "web/verify.py"}  # the second makes a page of its own
    modes = {str(path) for path, text in _sources() if "parse_mode" in text}
    assert modes == {"bot/domain/wire/bot_api.py"}
