"""Commands about groups: made, listed, part of another, taken up from a roster, members moved."""
