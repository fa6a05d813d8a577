"""Groups: the rules of what is said of a cooperative and its members. Pure."""
