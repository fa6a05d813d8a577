"""Groups: how a member stands, and what is said for many at once. Pure but for its word lists."""
