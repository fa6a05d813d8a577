"""What a phone on the page shows of what the bot does."""

import pytest
from playwright.async_api import expect

from tests.simulator.page.hands import NARROW, OWNERS, Open, begun, heard, say
from tests.simulator.page.village import Village

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_start_shows_a_formatted_greeting_and_its_buttons(look: Open) -> None:
    it = await begun(await look())
    greeting = it.locator(".theirs").last
    await expect(greeting.locator("b")).to_have_text("Hello, Grace")
    await expect(greeting.locator("i")).to_have_text("everything")
    await expect(greeting).to_contain_text("can <b>.")
    await expect(greeting.locator("time")).to_have_text("09:05")
    await expect(greeting.get_by_role("link", name="Web page")).to_have_attribute("href", "https://example.org/")
    await expect(it.locator(".mine").last).to_contain_text("/start")


async def test_a_tap_shows_a_toast_and_changes_the_message_in_place(look: Open) -> None:
    it = await begun(await look())
    await it.get_by_role("button", name="Count").click()
    await expect(it.get_by_text("Counted", exact=True)).to_be_visible()
    await expect(it.locator(".theirs")).to_have_count(1)
    await expect(await heard(it, "Counted once")).to_contain_text("edited")


async def test_an_alert_waits_for_ok(look: Open) -> None:
    it = await begun(await look())
    await it.get_by_role("button", name="Alert").click()
    await expect(it.get_by_role("dialog")).to_contain_text("Look here")
    await it.get_by_role("button", name="OK").click()
    await expect(it.get_by_role("dialog")).to_have_count(0)


async def test_a_tag_that_is_not_telegrams_never_becomes_an_element(look: Open) -> None:
    page = await look()
    made = await page.evaluate("""async () => {
        const { richText } = await import("/page/html.js");
        const holder = document.createElement("div");
        const html = `<b onclick="x()">bold</b><script>x()</script><img src=x onerror="x()"><u>under</u>
            <a href="javascript:x()">bad</a> <a href="https://example.org/" onmouseover="x()">good</a><form>f</form>`;
        holder.append(richText(html, () => false));
        return holder.innerHTML.replace(/\\s+/g, " ");
    }""")
    link = '<a href="https://example.org/" target="_blank" rel="noopener noreferrer">good</a>'
    assert made == f"<b>bold</b><u>under</u> bad {link}f"


# What a page could be given, and what becomes of it.
MARKUP = {
    "1 &lt; 2 &amp;&amp; &quot;3&quot; &#x27;4&#39; &amp;lt; &x; a&b":
        "1 &lt; 2 &amp;&amp; \"3\" '4' &amp;lt; &amp;x; a&amp;b",
    "<B>bold <I>both</b> plain": "<b>bold <i>both</i></b> plain",
    "</b>an end<u>and no end": "an end<u>and no end</u>",
    "<b/onclick=x()>b</b><i onclick='>'>i</i>": "<b>b</b><i>i</i>",
    "a<br>b<hr>c": "a<br>bc",
    "<!-- <b>no</b> -->c<!doctype html>d<?e?>": "cd",
    "<svg onload=x()><b>b</b></svg>s<embed>t<object>o</object>": "st",
    "<style>a<b</style>p<script>'<i>'</script>q<script>r": "pq",
    "<a href=javascript:x()>a</a><a href=' java&#115;cript:x()'>b</a><a title='href=https://x'>c</a>": "abc",
    "<pre><code class=\"language-py\">a /b</code></pre>": "<pre><code>a /b</code></pre>",
    "1 < 2 <3 <b": "1 &lt; 2 &lt;3 &lt;b",
    "<iframe srcdoc='<script>x()</script>'></iframe><input autofocus onfocus=x()>.": ".",
}  # fmt: skip


async def test_whatever_the_markup_is_nothing_of_it_lives(look: Open) -> None:
    page = await look()
    made = await page.evaluate(
        """async (all) => {
        const { richText } = await import("/page/html.js");
        return all.map((html) => {
            const holder = document.createElement("div");
            holder.append(richText(html, () => false));
            return holder.innerHTML;
        });
    }""",
        list(MARKUP),
    )
    assert dict(zip(MARKUP, made, strict=True)) == MARKUP


async def test_a_hidden_text_is_shown_by_a_tap(look: Open) -> None:
    it = await begun(await look())
    await expect(it.get_by_text("a secret")).to_be_hidden()
    await it.get_by_role("button", name="Hidden text").click()
    await expect(it.get_by_text("a secret")).to_be_visible()


async def test_a_photo_opens_large_and_a_file_can_be_saved(look: Open) -> None:
    page = await look()
    it = await begun(page)
    await say(it, "/media")
    await heard(it, "Your answers")
    await it.get_by_role("button", name="Show the photo larger").click()
    await expect(page.get_by_role("dialog", name="Photo")).to_be_visible()
    await page.get_by_role("button", name="Close the photo").click()
    async with page.expect_download() as saving:
        await it.get_by_role("link", name="answers.csv").click()
    saved = await saving.value
    assert saved.suggested_filename == "answers.csv"
    assert (await saved.path()).read_bytes() == b"day,sold\n1,12\n"


async def test_a_new_message_scrolls_into_view_unless_one_reads_above(look: Open, village: Village) -> None:
    page = await look(NARROW)
    it = await begun(page)
    for number in range(12):
        await village.bot.send_message(OWNERS[0].id, f"message {number}")
    await expect(it.get_by_text("message 11")).to_be_in_viewport()
    await it.locator(".chat").evaluate("chat => chat.scrollTop = 0")
    await expect(it.get_by_role("button", name="Go to the newest message")).to_be_visible()
    await village.bot.send_message(OWNERS[0].id, "the newest")
    await expect(it.locator(".latest .badge")).to_have_text("1")
    await expect(it.get_by_text("the newest")).not_to_be_in_viewport()
    await it.get_by_role("button", name="Go to the newest message").click()
    await expect(it.get_by_text("the newest")).to_be_in_viewport()


async def test_typing_is_shown_while_the_bot_prepares(look: Open, village: Village) -> None:
    it = await begun(await look())
    await village.bot.send_chat_action(OWNERS[0].id, "typing")
    await expect(it.locator(".head-under")).to_have_text("typing…")
    await village.bot.send_message(OWNERS[0].id, "ready")
    await expect(it.locator(".head-under")).to_have_text("bot")
