"""The limits that Telegram keeps and PTB does not check, found when a message is built."""

import pytest

from handlers.wire.saying import TooLong, check_length, inline, keyboard, text_payload, visible_length


@pytest.mark.parametrize(
    ("marked", "length"),
    [
        ("", 0),
        ("<b>abc</b>", 3),
        ("1 &lt; 2 &amp; 3", 9),
        ("กขค", 3),
        ("👩‍🌾", 5),  # UTF-16 units: two surrogate pairs and a joiner
        ('<a href="https://example.org/a/very/long/address">here</a>', 4),
    ],
)
def test_telegram_counts_utf_16_after_the_tags_are_gone(marked: str, length: int) -> None:
    assert visible_length(marked) == length


def test_a_text_of_4096_is_taken_and_one_more_is_not() -> None:
    assert check_length("<b>" + "x" * 4096 + "</b>")
    with pytest.raises(TooLong):
        check_length("x" * 4097)
    with pytest.raises(TooLong):
        check_length("👩" * 2049)
    with pytest.raises(TooLong):
        text_payload(1, "x" * 4097, None)


def test_button_data_of_64_bytes_is_taken_and_one_more_is_not() -> None:
    assert inline([[("Yes", "x" * 64)]])["inline_keyboard"][0][0]["callback_data"] == "x" * 64
    with pytest.raises(TooLong):
        inline([[("Yes", "ก" * 22)]])


def test_a_keyboard_puts_the_key_that_shares_first() -> None:
    keys = keyboard([["Back"]], "Share my number", None, once=True)["keyboard"]
    assert keys == [[{"text": "Share my number", "request_contact": True}], [{"text": "Back"}]]
