"""Telegram's HTML in, text with entities and safe HTML out."""

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.bot_api.errors import ApiError
from simulator.world.entities import parse, to_html, units


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b>", "a", [entity("bold", 0, 1)]),
        ("<B >a</B>", "a", [entity("bold", 0, 1)]),
        ("🙂<i>b</i>", "🙂b", [entity("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ('<a href="https://x.org/?a=1&amp;b=2">a</a>', "a", [entity("text_link", 0, 1, url="https://x.org/?a=1&b=2")]),
        ('<a href="javascript:x()">a</a>', "a", []),
        ("<pre><code class='language-py'>a</code></pre>", "a", [entity("pre", 0, 1, language="py")]),
        ("<b><i>a</i></b>", "a", [entity("bold", 0, 1), entity("italic", 0, 1)]),
        ("a &lt;b&gt; &amp; &quot; &#39; &#x41;", "a <b> & \" ' A", []),
        ("AT&T &nbsp; &copy;", "AT&T &nbsp; &copy;", []),
        ("  <b> a </b>\n", "a", [entity("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("see https://x.org/a. or /help", "see https://x.org/a. or /help",
         [entity("url", 4, 15), entity("bot_command", 24, 5)]),
        ("and/or 3/4", "and/or 3/4", []),
    ],
)  # fmt: skip
def test_html(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse(source, "HTML", None) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ก<p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<>", 'Unsupported start tag "" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "Blockquotes can't be nested at byte offset 13"),
    ],
)
def test_bad_html(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse(source, "HTML", None)
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "safe"),
    [
        ("<b>a<i>b</i></b>c", "<b>a<i>b</i></b>c"),
        ("<b>1 &lt; 2</b> &amp; 3", "<b>1 &lt; 2</b> &amp; 3"),
        ('<a href="https://x.org/&quot;onclick=&quot;">a</a>', '<a href="https://x.org/&quot;onclick=&quot;">a</a>'),
        ("🙂 <u>🙂</u>", "🙂 <u>🙂</u>"),
        ('<pre><code class="language-py">a</code></pre>', "<pre>a</pre>"),
        ("https://x.org", '<a href="https://x.org">https://x.org</a>'),
        ('<tg-emoji emoji-id="5">a</tg-emoji>', "a"),
        ('<tg-time unix="1647531900">soon</tg-time>', "soon"),
    ],
)
def test_safe_html(source: str, safe: str) -> None:
    assert to_html(*parse(source, "HTML", None)) == safe


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",))))
def test_escaped_text_comes_through_whole(text: str) -> None:
    words = text.strip()
    shown, entities = parse(f"<b>{html.escape(words)}</b>", "HTML", None)
    assert shown == words
    assert [e for e in entities if e["type"] == "bold"] == ([entity("bold", 0, units(words))] if words else [])
    plain = to_html(shown, [e for e in entities if e["type"] == "bold"])
    assert plain == (f"<b>{html.escape(words, quote=False)}</b>" if words else "")


@given(st.text("<>/&;ab b\"'=#x1i", max_size=30))
def test_any_html_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse(source, "HTML", None)
    except ApiError as error:
        assert "can't parse entities" in error.description
    else:
        assert all(e["offset"] + e["length"] <= units(text) for e in entities)
        to_html(text, entities)


def test_given_entities_are_cut_to_the_text() -> None:
    assert parse(" ab ", "", [entity("bold", 0, 99)]) == ("ab", [entity("bold", 0, 2)])
