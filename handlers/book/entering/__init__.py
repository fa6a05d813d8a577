"""Writing in the cash book: what is typed, tapped, sent and changed."""
